"""Axioms over RDF lists: the rows that rules read of a list, and the rules made one for each list.

Source: OWL 2 Profiles, section 4.3: the rules with ``LIST[?x, ?y1, …, ?yn]``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, TermTable
from mcdgraph.columns.lists import RdfLists
from mcdgraph.columns.pairs import Keys, distinct, pack
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.rules import LISTS

#: Axioms whose lists are read member by member.
_MEMBERS: Final = (OWL + "intersectionOf", OWL + "unionOf", OWL + "oneOf")
#: Axioms whose lists are read two members at a time.
_PLACES: Final = (OWL + "members", OWL + "distinctMembers")
#: Numbers of list places count down from here: they name no term, and have a number after them.
_LAST: Final = 2**31 - 2

#: Makes a rule of an axiom, its subject and the items of its list.
_Maker = Callable[[TriplePattern, int, list[int]], InferenceRule]


@dataclass(frozen=True, kw_only=True)
class ListAxioms:
    """What the lists of a graph say: rows by predicate, and rules of their own."""

    rows: Mapping[int, Keys]
    rules: tuple[InferenceRule, ...]


class ListReader:
    """Reads the list axioms of a graph, as they are written."""

    def __init__(self, terms: TermTable) -> None:
        """Number the vocabulary."""
        self._type = terms.iri(RDF + "type")
        self._same = terms.iri(OWL + "sameAs")
        self._chain = terms.iri(OWL + "propertyChainAxiom")
        self._first, self._rest = terms.iri(RDF + "first"), terms.iri(RDF + "rest")
        self._key = terms.iri(OWL + "hasKey")
        self._intersection = terms.iri(OWL + "intersectionOf")
        self._member = terms.iri(LISTS + "member")
        self._place, self._item = terms.iri(LISTS + "place"), terms.iri(LISTS + "item")
        self._members = [terms.iri(name) for name in _MEMBERS]
        self._places = [terms.iri(name) for name in _PLACES]
        self.virtual = (self._member, self._place, self._item)
        self._numbers: dict[tuple[int, int], int] = {}

    def concern(self, columns: Columns) -> bool:
        """Say whether some statements may add to the lists, or to the axioms that point to them."""
        axioms = (self._chain, self._key, *self._members, *self._places)
        return bool(np.isin(columns.predicate, (*axioms, self._first, self._rest)).any())

    def read(self, columns: Columns) -> ListAxioms:
        """Read every list that an asserted axiom points to."""
        axioms = (self._chain, self._key, *self._members, *self._places)
        if not np.isin(columns.predicate, axioms).any():
            return ListAxioms(rows={}, rules=())
        links = RdfLists(columns)
        return ListAxioms(rows=self._rows(columns, links), rules=tuple(self._rules(columns, links)))

    def _rows(self, columns: Columns, links: RdfLists) -> dict[int, Keys]:
        """Give members, and places with items, of the lists that rules ask for."""
        rows: dict[int, list[tuple[int, int]]] = {number: [] for number in self.virtual}
        for predicate in self._members:
            for _, head in _pairs(columns, predicate):
                rows[self._member] += [(head, item) for item in links.items(head) or []]
        for predicate in self._places:
            for _, head in _pairs(columns, predicate):
                for place, item in enumerate(links.items(head) or []):
                    number = self._number(head, place)
                    rows[self._place].append((head, number))
                    rows[self._item].append((number, item))
        return {predicate: _keys(pairs) for predicate, pairs in rows.items() if pairs}

    def _number(self, head: int, place: int) -> int:
        """Give the number of a place in a list, always the same."""
        return self._numbers.setdefault((head, place), _LAST - len(self._numbers))

    def _rules(self, columns: Columns, links: RdfLists) -> Iterator[InferenceRule]:
        """Make the rules whose length is that of a list."""
        for owner, head in _pairs(columns, self._chain):
            yield from self._of(self._chain_rule, self._chain, owner, head, links)
        for owner, head in _pairs(columns, self._intersection):
            yield from self._of(self._intersection_rule, self._intersection, owner, head, links)
        for owner, head in _pairs(columns, self._key):
            yield from self._of(self._key_rule, self._key, owner, head, links)

    def _of(
        self, make: _Maker, predicate: int, owner: int, head: int, links: RdfLists
    ) -> Iterator[InferenceRule]:
        """Make one rule of a list that has items."""
        items = links.items(head) or []
        if items:
            yield make(TriplePattern(owner, predicate, head), owner, items)

    def _chain_rule(self, axiom: TriplePattern, owner: int, items: list[int]) -> InferenceRule:
        facts = [TriplePattern(f"u{n}", item, f"u{n + 1}") for n, item in enumerate(items)]
        head = TriplePattern("u0", owner, f"u{len(items)}")
        return InferenceRule(name="prp-spo2", axioms=(axiom,), facts=tuple(facts), heads=(head,))

    def _intersection_rule(
        self, axiom: TriplePattern, owner: int, items: list[int]
    ) -> InferenceRule:
        facts = tuple(TriplePattern("x", self._type, item) for item in items)
        head = TriplePattern("x", self._type, owner)
        return InferenceRule(name="cls-int1", axioms=(axiom,), facts=facts, heads=(head,))

    def _key_rule(self, axiom: TriplePattern, owner: int, items: list[int]) -> InferenceRule:
        facts = [TriplePattern("x", self._type, owner)]
        for n, item in enumerate(items):
            facts += [TriplePattern("x", item, f"z{n}"), TriplePattern("y", item, f"z{n}")]
        facts.append(TriplePattern("y", self._type, owner))
        return InferenceRule(
            name="prp-key",
            axioms=(axiom,),
            facts=tuple(facts),
            heads=(TriplePattern("x", self._same, "y"),),
            different=(("x", "y"),),
        )


def _pairs(columns: Columns, predicate: int) -> list[tuple[int, int]]:
    """Give the asserted pairs of a predicate, each once."""
    rows = columns.predicate == predicate
    pairs = zip(columns.subject[rows].tolist(), columns.object[rows].tolist(), strict=True)
    return sorted(set(pairs))


def _keys(pairs: list[tuple[int, int]]) -> Keys:
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return distinct(pack(table[:, 0], table[:, 1]))
