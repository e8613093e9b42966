"""Proofs, found on demand: why a triple holds, down to what is asserted.

A conclusion's premises are older than it, so a proof has no circle, and the earliest round gives
a proof of the fewest levels. Nothing is stored for this but the log of rounds.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import Final

import numpy as np

from mcdgraph.reasoning.block import Block
from mcdgraph.reasoning.equality import Edge
from mcdgraph.reasoning.history import NEVER, History, Triple
from mcdgraph.reasoning.matching import plan, solutions
from mcdgraph.reasoning.proof import Inference, Proof
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.saturation import Saturation

#: Ways to put members of a class for a variable, tried at most.
_WAYS: Final = 512
#: The rule of a statement that stands in a source.
ASSERTED: Final = "asserted"


class Prover:
    """Finds proofs in one saturated graph."""

    def __init__(self, saturation: Saturation) -> None:
        """Take a graph whose rules have run."""
        self._saturation = saturation
        self._history = History(saturation)
        self._steps: dict[Triple, Inference] = {}

    def prove(self, triple: Triple) -> Proof | None:
        """Give a proof of the fewest levels, or None where the triple does not follow."""
        if self._history.level(triple) == NEVER:
            return None
        return Proof(conclusion=triple, steps=self._closure_of([triple]))

    def _closure_of(self, triples: list[Triple]) -> dict[Triple, Inference]:
        """Find the steps of triples, of their premises, and so on."""
        found: dict[Triple, Inference] = {}
        waiting = list(triples)
        while waiting:
            triple = waiting.pop()
            if triple not in found:
                found[triple] = step = self._step(triple)
                waiting += step.premises
        return found

    def _step(self, triple: Triple) -> Inference:
        """Find the last step to a triple that is known to hold."""
        step = self._steps.get(triple)
        if step is None:
            rows = self._history.rows(triple)
            if rows:
                step = Inference(triple=triple, rule=ASSERTED, rows=rows)
            elif triple[1] == self._saturation.same:
                step = self._equal(triple)
            else:
                step = self._concluded(triple)
            step = self._steps.setdefault(triple, step)
        return step

    def _concluded(self, triple: Triple) -> Inference:
        """Find how a rule drew a triple, or how equals were replaced in another."""
        origin = self._history.origin(triple)
        assert origin is not None
        if origin.triple == triple:
            if origin.round == 0:
                return Inference(triple=triple, rule=self._history.rule(triple))
            step = self._by_rule(triple, triple, origin.round)
            assert step is not None, f"no proof of {triple} in round {origin.round}"
            return step
        self._step(origin.triple)
        return self._steps.get(triple) or self._replaced(origin.triple, triple)

    def _replaced(self, old: Triple, new: Triple) -> Inference:
        """Put equals for equals in a triple."""
        parts = [part for part in zip("spo", old, new, strict=True) if part[1] != part[2]]
        equalities = tuple((before, self._saturation.same, after) for _, before, after in parts)
        rule = ", ".join(f"eq-rep-{name}" for name, _, _ in parts)
        return Inference(triple=new, rule=rule, premises=(*equalities, old))

    def _equal(self, triple: Triple) -> Inference:
        """Find how two terms were found equal."""
        left, same, right = triple
        path = self._saturation.equality.path(left, right, NEVER)
        assert path
        if len(path) > 1:
            return Inference(triple=triple, rule="eq-trans", premises=self._hops(left, path))
        edge = path[0]
        if not edge.rule:
            return Inference(triple=triple, rule="eq-sym", premises=((right, same, left),))
        step = self._by_rule(triple, triple, edge.round)
        if step is None:
            step = self._by_rule((right, same, left), triple, edge.round)
        assert step is not None, f"no proof of {triple} in round {edge.round}"
        return step

    def _hops(self, start: int, path: list[Edge]) -> tuple[Triple, ...]:
        """Give a path of equalities as triples, each from the term that the one before led to."""
        hops = []
        for edge in path:
            end = edge.right if edge.left == start else edge.left
            hops.append((start, self._saturation.same, end))
            start = end
        return tuple(hops)

    def _by_rule(self, head: Triple, triple: Triple, round_: int) -> Inference | None:
        """Find a rule that concludes ``head`` from what was known before a round.

        A rule may name another of the equal terms than the head does: what it concludes gets a
        step of its own, and the head is that with equals put for equals.
        """
        best: tuple[bool, list[int], str, Triple, tuple[Triple, ...]] | None = None
        for number, rule in enumerate(self._saturation.rules):
            for pattern in rule.heads:
                for values in self._matches(number, pattern, head, round_):
                    premises = self._premises(rule, values)
                    found = _filled(pattern, values)
                    if any(
                        self._history.joined(*pair) >= round_
                        for pair in zip(found, head, strict=True)
                    ):
                        continue
                    ages = sorted((self._history.level(part) for part in premises), reverse=True)
                    choice = (found != head, ages, rule.name, found, premises)
                    best = choice if best is None else min(best, choice)
        if best is None:
            return None
        moved, _, name, found, premises = best
        if moved:
            self._steps[found] = Inference(triple=found, rule=name, premises=premises)
            return self._replaced(found, triple)
        return Inference(triple=triple, rule=name, premises=premises)

    def _matches(
        self, number: int, pattern: TriplePattern, head: Triple, round_: int
    ) -> Iterator[dict[str, int]]:
        """Give values of a rule's variables with which it concludes ``head``, the oldest ones."""
        find = self._saturation.equality.find
        given = _unified(pattern, head, find)
        if given is None:
            return
        rule, live = self._saturation.rules[number], self._saturation.live(number)
        values = {name: np.array([find(term)], np.int32) for name, term in given.items()}
        steps = plan(live, everything=True, given=frozenset(given))
        start = Block(size=1, values=values)
        for block in solutions(self._saturation.relations, live, steps, start):
            if len(self._saturation.equality):
                fixed = head[1] == self._saturation.same
                yield from self._exact(rule, block, given, round_, fixed=fixed)
            else:
                yield from self._oldest(rule, block, round_)

    def _oldest(self, rule: InferenceRule, block: Block, round_: int) -> Iterator[dict[str, int]]:
        """Give the solution whose premises are the oldest, where no terms are equal."""
        latest = np.zeros(block.size, np.int64)
        total = np.zeros(block.size, np.int64)
        for pattern in rule.body:
            columns = [block.get(slot) for slot in pattern.slots]
            subject, predicate, object_ = (c for c in columns if c is not None)
            ages = self._history.rounds(subject, predicate, object_)
            latest = np.maximum(latest, ages)
            total += ages
        good = np.flatnonzero(latest < round_)
        if len(good):
            row = int(good[np.lexsort((total[good], latest[good]))[0]])
            yield {name: int(column[row]) for name, column in block.values.items()}

    def _exact(
        self, rule: InferenceRule, block: Block, given: dict[str, int], round_: int, *, fixed: bool
    ) -> Iterator[dict[str, int]]:
        """Give, for each solution, members of its classes with which the premises were known.

        What is given is ``fixed`` where the head is an equality, which equals would prove.
        """
        for row in range(block.size):
            found = {name: int(column[row]) for name, column in block.values.items()}
            names = sorted(found)
            choices = [
                self._ways(found[name], None if fixed else round_, given.get(name))
                for name in names
            ]
            for way in islice(product(*choices), _WAYS):
                values = dict(zip(names, way, strict=True))
                body = (_filled(pattern, values) for pattern in rule.body)
                if all(self._history.level(part) < round_ for part in body):
                    yield values
                    break

    def _ways(self, term: int, round_: int | None, wanted: int | None) -> list[int]:
        """List the terms that a variable may stand for, the wanted one first.

        Another than the wanted one must have been equal to it before a round; without a round
        there is no other.
        """
        if wanted is None:
            return self._saturation.equality.members(term)
        if round_ is None:
            return [wanted]
        members = self._saturation.equality.members(term)
        equal = [member for member in members if self._history.joined(member, wanted) < round_]
        return sorted(equal, key=lambda member: (member != wanted, member))

    def _premises(self, rule: InferenceRule, values: dict[str, int]) -> tuple[Triple, ...]:
        """Give the premises of a rule, without the rows that lists are read as."""
        filled = (_filled(pattern, values) for pattern in rule.body)
        return tuple(part for part in filled if part[1] not in self._saturation.virtual)


def _filled(pattern: TriplePattern, values: dict[str, int]) -> Triple:
    """Put values for the variables of a pattern."""
    s, p, o = (values[slot] if isinstance(slot, str) else slot for slot in pattern.slots)
    return s, p, o


def _unified(
    pattern: TriplePattern, head: Triple, find: Callable[[int], int]
) -> dict[str, int] | None:
    """Give the values that make a pattern the head, or None where none do."""
    values: dict[str, int] = {}
    for slot, term in zip(pattern.slots, head, strict=True):
        if isinstance(slot, int):
            if find(slot) != find(term):
                return None
        elif values.setdefault(slot, term) != term:
            return None
    return values
