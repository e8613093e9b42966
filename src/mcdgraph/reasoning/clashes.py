"""Contradictions as they are met: solutions of the rules that conclude *false*."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from mcdgraph.columns import Literal
from mcdgraph.columns.pairs import Keys, high, low
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.reasoning.asserted import AssertedPart
from mcdgraph.reasoning.block import Block
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.literals import Literals
from mcdgraph.reasoning.matching import plan, solve
from mcdgraph.reasoning.relations import PredicateRelations
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.rules import LISTS
from mcdgraph.reasoning.values import differ

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
        asserted: Sequence[AssertedPart],
        relations: PredicateRelations,
        literals: Literals,
        equality: Equality,
    ) -> None:
        """Start with none."""
        terms = asserted[0].columns.terms
        self.clashes: list[Clash] = []
        self._terms = terms
        self._asserted = asserted
        self._relations = relations
        self._literals = literals
        self._equality = equality
        self._same = terms.iri(OWL + "sameAs")
        self._different = terms.iri(OWL + "differentFrom")
        self._first = terms.iri(RDF + "first")
        self._lists = [terms.iri(LISTS + name) for name in ("member", "place", "item")]
        self._seen: set[tuple[str, frozenset[TriplePattern]]] = set()
        self._counts: dict[str, int] = {}

    def extended(
        self,
        asserted: Sequence[AssertedPart],
        relations: PredicateRelations,
        equality: Equality,
    ) -> "Clashes":
        """Go on with more statements: what is met here is not met again."""
        more = Clashes(asserted, relations, self._literals, equality)
        more._seen = set(self._seen)
        return more

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
        pairs = self._pairs(self._different)
        ends = high(pairs), low(pairs)
        left, right = (self._equality.canonical(end) for end in ends)
        row = np.flatnonzero((left == right) & (left == representative))
        if not len(row):
            return [TriplePattern(representative, self._different, representative)]
        subject, object_ = (int(end[row[0]]) for end in ends)
        unlike = TriplePattern(subject, self._different, object_)
        return [TriplePattern(subject, self._same, object_), unlike]

    def _alike(self, representative: int) -> TriplePattern:
        """Give the equality of two members of one class that stand in lists."""
        items = low(self._pairs(self._first))
        found = np.unique(items[self._equality.canonical(items) == representative]).tolist()
        return TriplePattern(found[0], self._same, found[-1])

    def _pairs(self, predicate: int) -> Keys:
        """Give what is asserted with a predicate."""
        return np.concatenate([part.keys(predicate) for part in self._asserted])

    def malformed(self) -> None:
        """Keep the literals that have no value (dt-not-type), each with a statement of it.

        They are those of what was asserted last.
        """
        columns = self._asserted[-1].columns
        for number in self._literals.malformed:
            found = np.flatnonzero(columns.object == number)
            if not len(found):
                continue
            subject, predicate = columns.subject[found[0]], columns.predicate[found[0]]
            self._keep("dt-not-type", 1, (TriplePattern(int(subject), int(predicate), number),))

    def outside(self, round_: int, keys: Keys, type_: int) -> None:
        """Keep the literals that a rule put into a datatype which has no such value."""
        for number, datatype in zip(high(keys).tolist(), low(keys).tolist(), strict=True):
            self._keep("dt-not-type", round_ + 1, (TriplePattern(number, type_, datatype),))

    def unlike_values(self, round_: int, literals: list[int], same: int) -> None:
        """Keep literals of different values that were found equal (dt-diff)."""
        for left, right in pairwise(literals):
            first, second = self._terms[left], self._terms[right]
            assert isinstance(first, Literal)
            assert isinstance(second, Literal)
            if differ(first, second):
                self._keep("dt-diff", round_ + 1, (TriplePattern(left, same, right),))

    def same_value(self, round_: int, rule: InferenceRule, left: int, right: int) -> bool:
        """Say whether two literals may be made equal; keep a contradiction where they differ."""
        first, second = self._terms[left], self._terms[right]
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
