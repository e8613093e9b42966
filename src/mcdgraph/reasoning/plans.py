"""How each rule is matched in a round: its plan, and the solutions of its axioms.

Axioms are few and seldom change, while facts are many: what the axioms of a rule give is kept
until one of them changes, and a rule whose facts have nothing new is passed over at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mcdgraph.columns.pairs import values_of
from mcdgraph.reasoning.block import Block, Slot
from mcdgraph.reasoning.matching import PlanStep, plan, solutions, solve
from mcdgraph.reasoning.relations import PredicateRelations
from mcdgraph.reasoning.rule import InferenceRule

#: A rule by its number, and which of its patterns reads only what is new.
_Key = tuple[int, int | None]


@dataclass(frozen=True, kw_only=True)
class _AxiomSolutions:
    """The solutions of a rule's axioms, and the predicates that they give to its changed fact.

    ``sizes`` are those of the axioms' relations, which only grow: where they are the same, so
    are the solutions; there are none where the axioms are those of a graph that is extended.
    ``predicates`` is None where the axioms do not tell.
    """

    sizes: tuple[int, ...]
    blocks: tuple[Block, ...]
    predicates: frozenset[int] | None


@dataclass(frozen=True, kw_only=True)
class _PlanCache:
    """What was planned and solved, which holds for one graph, or for all that extend it."""

    steps: dict[_Key, tuple[PlanStep, ...]] = field(default_factory=dict)
    axioms: dict[_Key, _AxiomSolutions] = field(default_factory=dict)


class RulePlans:
    """The plans of a graph's rules."""

    def __init__(self) -> None:
        """Begin with none."""
        self._own = _PlanCache()
        self._base: _PlanCache | None = None
        self._inherited = 0
        self._for_extensions = _PlanCache()

    def extended(self, rules: int) -> "RulePlans":
        """Go on with more statements, and more rules than the first so many.

        What holds without the new statements is planned and solved once for all extensions.
        """
        more = RulePlans()
        more._base, more._inherited = self._for_extensions, rules
        return more

    def forget(self) -> None:
        """Plan anew, as where terms were found to be equal."""
        self._own, self._base = _PlanCache(), None

    def solutions(
        self, relations: PredicateRelations, rule: InferenceRule, key: _Key, but: str
    ) -> Iterator[Block]:
        """Yield the solutions of a rule's body of which one pattern is new.

        ``key`` is the rule's number and the pattern's, which is None where all may be old.
        What the rule ``but`` has concluded is not new.
        """
        changed = key[1]
        steps = self._planned(rule, key, but)
        if changed is None or changed < len(rule.axioms):
            yield from solutions(relations, rule, steps)
            return
        known = self._solved(relations, rule, key, steps)
        if known.predicates is None or not known.predicates.isdisjoint(relations.changed):
            for block in known.blocks:
                yield from solutions(relations, rule, steps[len(rule.axioms) :], block)

    def _planned(self, rule: InferenceRule, key: _Key, but: str) -> tuple[PlanStep, ...]:
        cache = self._inherited_cache(key) or self._own
        steps = cache.steps.get(key)
        if steps is None:
            steps = plan(rule, key[1], everything=not rule.heads, but=but)
            cache.steps[key] = steps
        return steps

    def _solved(
        self,
        relations: PredicateRelations,
        rule: InferenceRule,
        key: _Key,
        steps: tuple[PlanStep, ...],
    ) -> _AxiomSolutions:
        """Solve the axioms of a rule, unless they were and nothing of them is new."""
        cache = self._inherited_cache(key)
        sizes: tuple[int, ...] = ()
        if cache is None or any(map(relations.has_gained, rule.axioms)):
            cache = self._own
            about = (axiom.predicate for axiom in rule.axioms)
            sizes = tuple(len(relations[one].all) for one in about if isinstance(one, int))
        known = cache.axioms.get(key)
        if known is None or known.sizes != sizes:
            assert key[1] is not None
            blocks = tuple(solve(relations, steps[: len(rule.axioms)]))
            predicates = _predicates(rule.body[key[1]].predicate, blocks)
            known = _AxiomSolutions(sizes=sizes, blocks=blocks, predicates=predicates)
            cache.axioms[key] = known
        return known

    def _inherited_cache(self, key: _Key) -> _PlanCache | None:
        return self._base if key[0] < self._inherited else None


def _predicates(predicate: Slot, blocks: tuple[Block, ...]) -> frozenset[int] | None:
    """Return the predicates that a pattern may have; None where the axioms do not tell."""
    if isinstance(predicate, int):
        return frozenset([predicate])
    values = [block.values.get(predicate) for block in blocks]
    known = [column for column in values if column is not None]
    if len(known) < len(values):
        return None
    return frozenset(number for column in known for number in values_of(column))
