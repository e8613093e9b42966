"""Contradictions as they are met: solutions of the rules that conclude *false*."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Literal
from mcdgraph.columns.pairs import Keys, high, low
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.reasoning.block import Block
from mcdgraph.reasoning.datatypes import differ
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.literals import Literals
from mcdgraph.reasoning.matching import plan, solve
from mcdgraph.reasoning.relations import PredicateRelations
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.rules import LISTS

#: Contradictions kept of one rule; the rest are of the same kind.
MOST: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Clash:
    """The premises of a contradiction: patterns without variables, older than ``round``."""

    rule: str
    round: int
    premises: tuple[TriplePattern, ...]


class Clashes:
    """Collects the contradictions of a graph, each once."""

    def __init__(
        self,
        columns: Columns,
        relations: PredicateRelations,
        literals: Literals,
        equality: Equality,
    ) -> None:
        """Start with none."""
        self.clashes: list[Clash] = []
        self._columns = columns
        self._relations = relations
        self._literals = literals
        self._equality = equality
        self._same = columns.terms.iri(OWL + "sameAs")
        self._different = columns.terms.iri(OWL + "differentFrom")
        self._first = columns.terms.iri(RDF + "first")
        self._lists = [columns.terms.iri(LISTS + name) for name in ("member", "place", "item")]
        self._seen: set[tuple[str, frozenset[TriplePattern]]] = set()
        self._counts: dict[str, int] = {}

    def add(self, round_: int, rule: InferenceRule, block: Block) -> None:
        """Keep the solutions of a rule's body, up to `MOST` of one rule."""
        for row in range(block.size):
            if self._counts.get(rule.name, 0) >= MOST:
                return
            values = {name: int(column[row]) for name, column in block.values.items()}
            premises = [_filled(part, values) for part in rule.body]
            shown = [part for part in premises if part.predicate not in self._lists]
            if rule.name == "eq-diff1":
                shown = self._unlike(values["x"])
            elif rule.name.startswith("eq-diff"):
                shown.append(self._alike(values["x"]))
            self._keep(rule.name, round_, tuple(shown))

    def _unlike(self, representative: int) -> list[TriplePattern]:
        """Give a statement that two members of one class differ, and that they are equal."""
        rows = np.flatnonzero(self._columns.predicate == self._different)
        ends = self._columns.subject[rows], self._columns.object[rows]
        left, right = (self._equality.canonical(end) for end in ends)
        row = np.flatnonzero((left == right) & (left == representative))
        if not len(row):
            return [TriplePattern(representative, self._different, representative)]
        subject, object_ = (int(end[row[0]]) for end in ends)
        unlike = TriplePattern(subject, self._different, object_)
        return [TriplePattern(subject, self._same, object_), unlike]

    def _alike(self, representative: int) -> TriplePattern:
        """Give the equality of two members of one class that stand in lists."""
        items = self._columns.object[self._columns.predicate == self._first]
        found = np.unique(items[self._equality.canonical(items) == representative]).tolist()
        return TriplePattern(found[0], self._same, found[-1])

    def malformed(self) -> None:
        """Keep the literals that have no value (dt-not-type), each with a statement of it."""
        for number in self._literals.malformed():
            row = int(np.flatnonzero(self._columns.object == number)[0])
            subject, predicate = self._columns.subject[row], self._columns.predicate[row]
            self._keep("dt-not-type", 1, (TriplePattern(int(subject), int(predicate), number),))

    def outside(self, round_: int, keys: Keys, type_: int) -> None:
        """Keep the literals that a rule put into a datatype which has no such value."""
        for number, datatype in zip(high(keys).tolist(), low(keys).tolist(), strict=True):
            self._keep("dt-not-type", round_ + 1, (TriplePattern(number, type_, datatype),))

    def unlike_values(self, round_: int, literals: list[int], same: int) -> None:
        """Keep literals of different values that were found equal (dt-diff)."""
        for left, right in pairwise(literals):
            first, second = self._columns.terms[left], self._columns.terms[right]
            assert isinstance(first, Literal)
            assert isinstance(second, Literal)
            if differ(first, second):
                self._keep("dt-diff", round_ + 1, (TriplePattern(left, same, right),))

    def same_value(self, round_: int, rule: InferenceRule, left: int, right: int) -> bool:
        """Say whether two literals may be made equal; keep a contradiction where they differ."""
        first, second = self._columns.terms[left], self._columns.terms[right]
        assert isinstance(first, Literal)
        assert isinstance(second, Literal)
        different = differ(first, second)
        if different:
            head = rule.heads[0]
            values = {
                str(slot): np.array([number], np.int32)
                for slot, number in ((head.subject, left), (head.object, right))
            }
            steps = plan(rule, everything=True, given=frozenset(values))
            for block in solve(self._relations, steps, Block(size=1, values=values)):
                self.add(round_, replace(rule, heads=()), block.take(np.array([0], np.intp)))
                break
        return different is None

    def _keep(self, rule: str, round_: int, premises: tuple[TriplePattern, ...]) -> None:
        """Keep a contradiction that was not met before, whatever the order of its premises."""
        name = rule, frozenset(premises)
        if name not in self._seen and self._counts.get(rule, 0) < MOST:
            self._seen.add(name)
            self._counts[rule] = self._counts.get(rule, 0) + 1
            self.clashes.append(Clash(rule=rule, round=round_, premises=premises))


def _filled(pattern: TriplePattern, values: dict[str, int]) -> TriplePattern:
    """Put values for the variables of a pattern."""
    return TriplePattern(
        *(values[slot] if isinstance(slot, str) else slot for slot in pattern.slots)
    )
