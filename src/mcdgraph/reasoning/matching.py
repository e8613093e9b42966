"""Matching a rule's body against relations, a block of solutions at a time.

Patterns extend a block one after another; a join that would grow past `BLOCK` rows is cut into
several blocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import contains, first_of_run, high, low, pack, values_of
from mcdgraph.reasoning.block import ONE, Block, Slot
from mcdgraph.reasoning.relations import Index, PredicateRelations
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern

#: Rows of a block, at most, unless one row of the block before has more matches by itself.
BLOCK: Final = 1 << 22


@dataclass(frozen=True, kw_only=True)
class PlanStep:
    """One pattern of a plan, what of its relation it reads, and what is needed after it.

    ``new`` reads only what the last round added, and not what the rule ``but`` concluded there.
    """

    pattern: TriplePattern
    new: bool
    but: str
    needed: frozenset[str]
    different: tuple[tuple[str, str], ...]


def plan(
    rule: InferenceRule,
    changed: int | None = None,
    *,
    everything: bool = False,
    given: frozenset[str] = frozenset(),
    but: str = "",
) -> tuple[PlanStep, ...]:
    """Order a rule's patterns, of which number ``changed`` reads only what is new.

    Axioms come first, being few, then the changed fact, then facts that share a variable with
    those before. ``everything`` keeps the values of all variables; the ``given`` have values.
    What the rule ``but`` has concluded is not new.
    """
    order = _order(rule, changed, given)
    bound = given
    final = frozenset[str]().union(
        *(head.variables for head in rule.heads), *(test.variables for test in rule.tests)
    )
    steps = []
    for place, number in enumerate(order):
        pattern = rule.body[number]
        later = frozenset[str]().union(*(rule.body[n].variables for n in order[place + 1 :]))
        known = bound | pattern.variables
        ready = tuple(
            pair for pair in rule.different if set(pair) <= known and not set(pair) <= bound
        )
        waiting = frozenset(name for pair in rule.different for name in pair)
        needed = known if everything else known & (later | final | waiting)
        new = number == changed
        steps.append(PlanStep(pattern=pattern, new=new, but=but, needed=needed, different=ready))
        bound = known
    return tuple(steps)


def _order(rule: InferenceRule, changed: int | None, given: frozenset[str]) -> list[int]:
    """Give the numbers of the patterns in the order to match them."""
    axioms = len(rule.axioms)
    order = list(range(axioms))
    left = list(range(axioms, len(rule.body)))
    if changed is not None and changed >= axioms:
        left.remove(changed)
        order.append(changed)
    bound = given.union(*(rule.body[n].variables for n in order))
    while left:
        following = max(left, key=lambda n: len(rule.body[n].variables & bound))
        left.remove(following)
        order.append(following)
        bound |= rule.body[following].variables
    return order


def solve(
    relations: PredicateRelations, steps: Sequence[PlanStep], block: Block = ONE
) -> Iterator[Block]:
    """Give the solutions of a plan that agree with ``block``."""
    if not block.size:
        return
    if not steps:
        yield block
        return
    for extended in _extend(relations, steps[0], block):
        for left, right in steps[0].different:
            extended = extended.take(extended.values[left] != extended.values[right])
        yield from solve(relations, steps[1:], extended)


def solutions(
    relations: PredicateRelations,
    rule: InferenceRule,
    steps: Sequence[PlanStep],
    block: Block = ONE,
) -> Iterator[Block]:
    """Give the solutions of a rule's body, by a plan of it, that pass its tests."""
    for found in solve(relations, steps, block):
        for test in rule.tests:
            found = test(found)
        if found.size:
            yield found


def _extend(relations: PredicateRelations, step: PlanStep, block: Block) -> Iterator[Block]:
    """Match one pattern, whatever its predicate."""
    predicate = step.pattern.predicate
    if isinstance(predicate, int):
        yield from _match(_index(relations, predicate, step), step, block)
        return
    values = block.values.get(predicate)
    choices = relations.predicates() if values is None else values_of(values)
    if step.new:
        choices = [number for number in choices if number in relations.changed]
    for number in choices:
        index = _index(relations, number, step)
        if not len(index):
            continue
        if values is None:
            part = block.having(**{predicate: np.full(block.size, number, np.int32)})
        else:
            part = block.take(values == number)
        yield from _match(index, step, part)


def _index(relations: PredicateRelations, predicate: int, step: PlanStep) -> Index:
    """Give what a step reads of a predicate."""
    relation = relations[predicate]
    if not step.new:
        return relation.all
    return relation.new_to(step.but) if step.but else relation.new


def _match(index: Index, step: PlanStep, block: Block) -> Iterator[Block]:
    """Match subject and object against one relation."""
    pattern = step.pattern
    subject, object_ = block.get(pattern.subject), block.get(pattern.object)
    if not len(index) or not block.size:
        return
    if subject is not None and object_ is not None:
        yield block.take(contains(index.keys, pack(subject, object_)))
    elif subject is not None:
        yield from _join(index.keys, subject, pattern.object, step, block)
    elif object_ is not None:
        yield from _join(index.flipped, object_, pattern.subject, step, block)
    else:
        yield from _scan(index, step, block)


def _join(
    keys: NDArray[np.int64], bound: IntArray, free: Slot, step: PlanStep, block: Block
) -> Iterator[Block]:
    """Extend each solution by the keys whose first half is its bound value."""
    assert isinstance(free, str)
    wanted = bound.astype(np.int64) << np.int64(32)
    start = np.searchsorted(keys, wanted)
    count = np.searchsorted(keys, wanted + (np.int64(1) << np.int64(32))) - start
    if free not in step.needed:
        yield block.take(count > 0)
        return
    rows = np.flatnonzero(count)
    for part in _parts(count[rows]):
        chosen = rows[part]
        repeat = count[chosen]
        place = np.arange(repeat.sum()) + np.repeat(
            start[chosen] - (np.cumsum(repeat) - repeat), repeat
        )
        extended = _kept(block, step).take(np.repeat(chosen, repeat))
        yield extended.having(**{free: low(keys[place])})


def _parts(count: NDArray[np.intp]) -> Iterator[slice]:
    """Cut rows into runs whose matches fill a block."""
    total = np.cumsum(count)
    begin = 0
    while begin < len(count):
        before = int(total[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(total, before + BLOCK, side="right")), begin + 1)
        yield slice(begin, end)
        begin = end


def _scan(index: Index, step: PlanStep, block: Block) -> Iterator[Block]:
    """Extend each solution by every pair of a relation."""
    found = _pairs(index, step)
    for row in range(block.size):
        repeated = _kept(block, step).take(np.full(found.size, row, np.intp))
        yield repeated.having(**found.values)


def _pairs(index: Index, step: PlanStep) -> Block:
    """Give the pairs of a relation as values of the variables that are needed."""
    subject, object_ = step.pattern.subject, step.pattern.object
    assert isinstance(subject, str)
    assert isinstance(object_, str)
    if subject == object_:
        loops = high(index.keys)[high(index.keys) == low(index.keys)]
        return Block(size=len(loops), values={subject: loops})
    if object_ not in step.needed:
        ordered = high(index.keys)
        ordered = ordered[first_of_run(ordered)]
        return Block(size=len(ordered), values={subject: ordered})
    if subject not in step.needed:
        ordered = high(index.flipped)
        ordered = ordered[first_of_run(ordered)]
        return Block(size=len(ordered), values={object_: ordered})
    values = {subject: high(index.keys), object_: low(index.keys)}
    return Block(size=len(index), values=values)


def _kept(block: Block, step: PlanStep) -> Block:
    """Drop the variables that nothing needs any more."""
    values = {name: column for name, column in block.values.items() if name in step.needed}
    return Block(size=block.size, values=values)
