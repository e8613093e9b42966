"""Shapes that refer to each other in a circle, or too deep to follow: evaluated round by round.

A node conforms to such a shape unless there is a reason that it does not. The nodes that are
asked about are collected for each shape, and a shape is looked at again whenever it is asked
about more nodes or one that it refers to was found to fail for more. No shape is evaluated
inside another of the group, so that neither circles nor depth matter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

import numpy as np

from mcdgraph.columns import Term
from mcdgraph.validation.components import Component, Property, ResultBatch, Scene, Shape, Values
from mcdgraph.validation.relations import firsts, match, pack, seconds
from mcdgraph.validation.terms import Ints, Mask, contains

_NONE: Ints = np.zeros(0, np.int64)


class Evaluator(Scene, Protocol):
    """What evaluates the shapes outside the group, and single constraints."""

    def values(self, shape: Shape, nodes: Ints) -> Values:
        """Find the value nodes of different focus nodes."""
        ...

    def check(self, component: Component, values: Values, scene: Scene) -> Iterator[ResultBatch]:
        """Evaluate one constraint."""
        ...


@dataclass(frozen=True, kw_only=True)
class _Round:
    """One look at a shape: the nodes asked about, sorted, and the results at these places.

    ``links`` are the (place, value) pairs by which property shapes of the group are reached.
    """

    nodes: Ints
    batches: tuple[ResultBatch, ...] = ()
    links: tuple[tuple[Term, Ints], ...] = ()


class _Agenda:
    """The shapes to be looked at, those first that refer to others least deep.

    So a shape is looked at again only when those below it are settled.
    """

    def __init__(self, levels: Mapping[Term, int]) -> None:
        self._levels = levels
        self._heap: list[tuple[int, int, Term]] = []
        self._waiting: set[Term] = set()
        self._count = count()

    def add(self, shape: Term) -> None:
        """Have a shape looked at, once."""
        if shape not in self._waiting:
            self._waiting.add(shape)
            heappush(self._heap, (self._levels[shape], next(self._count), shape))

    def pop(self) -> Term | None:
        """Return the next shape, None where none is waiting."""
        if not self._heap:
            return None
        shape = heappop(self._heap)[2]
        self._waiting.remove(shape)
        return shape


class Rounds:
    """The evaluation of a group of shapes, as a `Scene` for the constraints inside it."""

    def __init__(
        self, outer: Evaluator, shapes: Mapping[Term, Shape], levels: Mapping[Term, int]
    ) -> None:
        """Ask about nothing yet; ``shapes`` are all of the graph, ``levels`` has the group's."""
        self.terms = outer.terms
        self.relations = outer.relations
        self.sparql = outer.sparql
        self._outer = outer
        self._shapes = shapes
        self._members = levels
        self._rounds = dict.fromkeys(levels, _Round(nodes=_NONE))
        self._asked = dict.fromkeys(levels, _NONE)
        self._wrong = dict.fromkeys(levels, _NONE)
        self._waiting = _Agenda(levels)
        self._above: dict[Term, list[Term]] = {node: [] for node in levels}
        for node in levels:
            for other in {one for part in shapes[node].components for one in part.shapes()}:
                if other in levels:
                    self._above[other].append(node)

    def constant(self, term: Term) -> int:
        """Return the number of a term of the shapes graph."""
        return self._outer.constant(term)

    def evaluate(self, shape: Term, nodes: Ints) -> tuple[ResultBatch, ...]:
        """Validate different nodes against a shape outside the group."""
        return self._outer.evaluate(shape, nodes)

    def judge(self, shape: Term, nodes: Ints) -> tuple[Mask, tuple[ResultBatch, ...]]:
        """Say what is known now of each node; without results for a shape of the group."""
        if shape not in self._members:
            return self._outer.judge(shape, nodes)
        self._ask(shape, np.unique(nodes))
        return ~contains(self._wrong[shape], nodes), ()

    def conforms(self, shape: Term, nodes: Ints) -> Mask:
        """Say for each of any nodes whether it conforms to a shape, as far as is known now."""
        if shape not in self._members:
            return self._outer.conforms(shape, nodes)
        return self.judge(shape, nodes)[0]

    def run(self, shape: Term, nodes: Ints) -> tuple[ResultBatch, ...]:
        """Validate different nodes against a shape of the group."""
        order = np.argsort(nodes)
        self._ask(shape, nodes[order])
        while (node := self._waiting.pop()) is not None:
            self._look(node)
        return tuple(self._results(shape, pack(order, nodes[order])))

    def _ask(self, shape: Term, nodes: Ints) -> None:
        """Have a shape looked at for more nodes, given sorted."""
        if self._shapes[shape].deactivated:
            return
        if not contains(self._asked[shape], nodes).all():
            self._asked[shape] = np.union1d(self._asked[shape], nodes)
            self._waiting.add(shape)

    def _look(self, node: Term) -> None:
        """Evaluate a shape for all nodes asked about, with what is known of the others."""
        shape, nodes = self._shapes[node], self._asked[node]
        values = self._outer.values(shape, nodes)
        batches: list[ResultBatch] = []
        links: list[tuple[Term, Ints]] = []
        wrong = np.zeros(len(nodes), bool)
        for component in shape.components:
            if isinstance(component, Property) and component.shape in self._members:
                links.append((component.shape, pack(values.index, values.value)))
                wrong[values.index[~self.conforms(component.shape, values.value)]] = True
                continue
            found = [b for b in self._outer.check(component, values, self) if len(b.origin)]
            for batch in found:
                wrong[batch.origin] = True
            batches += found
        self._rounds[node] = _Round(nodes=nodes, batches=tuple(batches), links=tuple(links))
        self._learn(node, nodes[wrong])

    def _learn(self, node: Term, wrong: Ints) -> None:
        """Note which nodes fail; those that rely on them are looked at again."""
        if len(wrong) != len(self._wrong[node]) or (wrong != self._wrong[node]).any():
            self._wrong[node] = wrong
            for above in self._above[node]:
                if len(self._asked[above]):
                    self._waiting.add(above)

    def _results(self, shape: Term, pairs: Ints) -> Iterator[ResultBatch]:
        """Collect results of (origin, node) pairs, property shapes followed, each pair once."""
        seen: dict[Term, Ints] = {}
        waiting = [(shape, np.sort(pairs))]
        while waiting:
            node, pairs = waiting.pop()
            known = seen.get(node, _NONE)
            pairs = pairs[~contains(known, pairs)]
            if not len(pairs):
                continue
            seen[node] = np.union1d(known, pairs)
            last = self._rounds[node]
            places = np.searchsorted(last.nodes, seconds(pairs))
            for batch in last.batches:
                lifted = batch.lifted(places, firsts(pairs))
                if len(lifted.origin):
                    yield lifted
            for other, links in last.links:
                at, which = match(firsts(links), places)
                found = pack(firsts(pairs)[which], seconds(links)[at])
                waiting.append((other, np.unique(found)))
