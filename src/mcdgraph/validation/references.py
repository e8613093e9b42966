"""How shapes refer to each other: which are recursive, which stand too deep, which are affected.

SHACL leaves the meaning of recursive shapes open (clause 3.4.3). Here a node conforms to a
recursive shape unless there is a reason that it does not: the greatest fixpoint, which is also
what engines find that take a node for good while they are still looking at it. Recursion
through a negation has no such meaning, and its constraint is not evaluated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mcdgraph.columns import Term
from mcdgraph.namespaces import shorten
from mcdgraph.validation.components import Component, Shape
from mcdgraph.validation.problems import ShapesProblems

#: Shapes that refer to others further down than this are evaluated round by round.
MAX_DEPTH: Final = 24

_PREFIXES: Final = {"sh": "http://www.w3.org/ns/shacl#"}


@dataclass(frozen=True, kw_only=True)
class ReferenceGroup:
    """Shapes that refer to each other, directly or by way of others, in a circle or too deep.

    ``levels`` gives each how many shapes stand below each other under it; those of one circle
    have one level.
    """

    levels: Mapping[Term, int]


class References:
    """The references among the shapes of a graph."""

    def __init__(self, shapes: Mapping[Term, Shape]) -> None:
        """Collect the references of every shape that is evaluated."""
        self._below = {
            node: tuple(dict.fromkeys(other for one in _live(shape) for other in one.shapes()))
            for node, shape in shapes.items()
        }
        self._above: dict[Term, list[Term]] = {node: [] for node in shapes}
        for node, others in self._below.items():
            for other in others:
                self._above.setdefault(other, []).append(node)

    def reaching(self, nodes: Iterable[Term]) -> dict[Term, Term]:
        """Return the shapes that refer, however far, to some; each with one of those.

        The shapes themselves are not among them.
        """
        waiting = list(nodes)
        reached = {node: node for node in waiting}
        for node in waiting:
            for above in self._above.get(node, ()):
                if above not in reached:
                    reached[above] = reached[node]
                    waiting.append(above)
        return {node: below for node, below in reached.items() if node != below}

    def circles(self) -> list[frozenset[Term]]:
        """Return the strongly connected components, each after all that it refers to (Tarjan)."""
        search = _Search(self._below)
        for node in self._below:
            search.visit(node)
        return search.found

    def is_circular(self, circle: frozenset[Term]) -> bool:
        """Say whether a strongly connected component refers to itself."""
        node = next(iter(circle))
        return len(circle) > 1 or node in self._below.get(node, ())

    def groups(self) -> list[ReferenceGroup]:
        """Return the shapes that must be evaluated round by round."""
        depth: dict[Term, int] = {}
        deep: dict[Term, int] = {}
        found = []
        for circle in self.circles():
            below = {other for node in circle for other in self._below.get(node, ())} - circle
            level = 1 + max((depth[other] for other in below), default=0)
            levels = dict.fromkeys(circle, level)
            depth.update(levels)
            if level > MAX_DEPTH:
                deep.update(levels)
            elif self.is_circular(circle):
                found.append(ReferenceGroup(levels=levels))
        return [*found, ReferenceGroup(levels=deep)] if deep else found


class _Search:
    """Tarjan's search for strongly connected components, without recursion of its own."""

    def __init__(self, below: Mapping[Term, tuple[Term, ...]]) -> None:
        self.found: list[frozenset[Term]] = []
        self._below = below
        self._number: dict[Term, int] = {}
        self._low: dict[Term, int] = {}
        self._open: list[Term] = []
        self._is_open: set[Term] = set()

    def visit(self, start: Term) -> None:
        """Find the components of all that a node leads to, where it was not met before."""
        if start in self._number:
            return
        path: list[tuple[Term, Iterator[Term]]] = [self._enter(start)]
        while path:
            node, others = path[-1]
            other = next(others, None)
            if other is None:
                path.pop()
                self._leave(node)
                if path:
                    above = path[-1][0]
                    self._low[above] = min(self._low[above], self._low[node])
            elif other not in self._number:
                path.append(self._enter(other))
            elif other in self._is_open:
                self._low[node] = min(self._low[node], self._number[other])

    def _enter(self, node: Term) -> tuple[Term, Iterator[Term]]:
        self._number[node] = self._low[node] = len(self._number)
        self._open.append(node)
        self._is_open.add(node)
        return node, iter(self._below.get(node, ()))

    def _leave(self, node: Term) -> None:
        if self._low[node] < self._number[node]:
            return
        members: list[Term] = []
        while not members or members[-1] != node:
            members.append(self._open.pop())
        self._is_open.difference_update(members)
        self.found.append(frozenset(members))


def _live(shape: Shape) -> tuple[Component, ...]:
    return () if shape.deactivated else shape.components


def without_negated_circles(
    shapes: Mapping[Term, Shape], problems: ShapesProblems
) -> dict[Term, Shape]:
    """Leave out the constraints by which a shape refers to itself through a negation."""
    references = References(shapes)
    kept = dict(shapes)
    for circle in references.circles():
        if references.is_circular(circle):
            for node in circle:
                kept[node] = _without(
                    shapes[node], circle, "the shape refers to itself through it", problems
                )
    return kept


def without_doubtful_negations(
    shapes: Mapping[Term, Shape], problems: ShapesProblems
) -> dict[Term, Shape]:
    """Leave out negations of shapes of which not all constraints are evaluated.

    What conforms to all that is left of such a shape need not conform to it, so that to
    report it would be wrong; where only failing counts, what is left is still right.
    """
    incomplete = {node for node, shape in shapes.items() if shape.incomplete}
    affected = incomplete | References(shapes).reaching(incomplete).keys()
    kept = {}
    for node, shape in shapes.items():
        if node in affected:
            reason = "a shape that it refers to is not evaluated whole"
            kept[node] = _without(shape, affected, reason, problems)
        else:
            kept[node] = shape
    return kept


def _without(shape: Shape, others: Iterable[Term], reason: str, problems: ShapesProblems) -> Shape:
    """Drop the antitone constraints that refer to some shapes, and say so."""
    refused = set(others)
    dropped = [one for one in _live(shape) if one.antitone and not refused.isdisjoint(one.shapes())]
    for one in dropped:
        name = shorten(f"<{one.iri}>", _PREFIXES)
        problems.not_evaluated(f"{name} is not evaluated: {reason}", one.row, shape.node, "object")
    if not dropped:
        return shape
    left = tuple(one for one in shape.components if one not in dropped)
    return replace(shape, components=left, incomplete=True)
