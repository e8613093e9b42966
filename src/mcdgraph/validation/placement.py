"""The row of the data that a result speaks of."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeat,
    Sequence,
    inverted,
)
from mcdgraph.validation.report import Part, ShaclResult

Place = tuple[int, Part]
ABSENT = -1


class _Index:
    """Rows by one of their term columns."""

    def __init__(self, column: NDArray[np.int32]) -> None:
        self._order = np.argsort(column, kind="stable")
        self._sorted = column[self._order]

    def rows(self, number: int) -> NDArray[np.intp]:
        """Give the rows of one term, in reading order."""
        bounds = np.array([number, number + 1], self._sorted.dtype)
        start, end = np.searchsorted(self._sorted, bounds)
        return self._order[start:end]


class Placement:
    """Finds the triple that a result is about, as a reader of the file would."""

    def __init__(self, data: Columns) -> None:
        """Index the data when the first result asks."""
        self._data = data

    @cached_property
    def _by_subject(self) -> _Index:
        return _Index(self._data.subject)

    @cached_property
    def _by_object(self) -> _Index:
        return _Index(self._data.object)

    def place(self, result: ShaclResult) -> ShaclResult:
        """Add the row to a result, where the data has one for it.

        A value that the path leads to is placed at the last triple of the walk; what is
        missing, and what is said of the node as a whole, at the node's first triple.
        """
        focus = self._data.terms.find(result.focus)
        if focus == ABSENT:
            return result
        value = ABSENT if result.value is None else self._data.terms.find(result.value)
        found = (
            self._end_of_walk(result.path, focus, value)
            or self._beginning(result.path, focus)
            or self._about(focus, value)
        )
        return result if found is None else replace(result, row=found[0], part=found[1])

    def _end_of_walk(self, path: Path | None, focus: int, value: int) -> Place | None:
        """Find the triple by which the path arrives at the value."""
        if path is None or value == ABSENT:
            return None
        starts, last = self._walk(path, {focus})
        arrivals = [self._between(starts, step, value) for step in last]
        return min((place for place in arrivals if place is not None), default=None)

    def _walk(self, path: Path, nodes: set[int]) -> tuple[set[int], list[tuple[int, bool]]]:
        """Walk all of a path but its last step; give where that leads, and the last steps."""
        if isinstance(path, Predicate):
            return nodes, [(self._data.terms.find_iri(path.iri), True)]
        if isinstance(path, Inverse):
            inner = path.path
            if isinstance(inner, Predicate):
                return nodes, [(self._data.terms.find_iri(inner.iri), False)]
            return self._walk(inverted(inner), nodes)
        if isinstance(path, Sequence):
            for step in path.paths[:-1]:
                nodes = self._reach(step, nodes)
            return self._walk(path.paths[-1], nodes)
        if isinstance(path, Alternative):
            walks = [self._walk(branch, nodes) for branch in path.paths]
            return set().union(*(ends for ends, _ in walks)), [s for _, last in walks for s in last]
        return self._walk(path.path, self._reach(path, nodes) | nodes)

    def _reach(self, path: Path, nodes: set[int]) -> set[int]:
        """Give every node at the end of a path."""
        if isinstance(path, Repeat):
            reached = nodes if path.sign in "*?" else set()
            frontier = self._reach(path.path, nodes)
            while path.sign in "*+" and not frontier <= reached:
                reached = reached | frontier
                frontier = self._reach(path.path, frontier)
            return reached | frontier
        starts, last = self._walk(path, nodes)
        ends: set[int] = set()
        for predicate, forward in last:
            for node in starts:
                rows = (self._by_subject if forward else self._by_object).rows(node)
                rows = rows[self._data.predicate[rows] == predicate]
                ends.update((self._data.object if forward else self._data.subject)[rows].tolist())
        return ends

    def _between(self, starts: set[int], step: tuple[int, bool], value: int) -> Place | None:
        """Find the first triple of one step from any of the starts to the value."""
        predicate, forward = step
        pairs = [(start, value) if forward else (value, start) for start in starts]
        rows = [row for pair in pairs for row in self._rows(pair[0], predicate, pair[1])]
        return (min(rows), "object" if forward else "subject") if rows else None

    def _rows(self, subject: int, predicate: int, object_: int) -> list[int]:
        rows = self._by_subject.rows(subject)
        same = (self._data.predicate[rows] == predicate) & (self._data.object[rows] == object_)
        found: list[int] = rows[same].tolist()
        return found

    def _beginning(self, path: Path | None, focus: int) -> Place | None:
        """Find the first triple of the focus node that begins the path."""
        while isinstance(path, Sequence | Repeat | Alternative):
            path = path.path if isinstance(path, Repeat) else path.paths[0]
        if not isinstance(path, Predicate):
            return None
        rows = self._by_subject.rows(focus)
        rows = rows[self._data.predicate[rows] == self._data.terms.find_iri(path.iri)]
        return (int(rows[0]), "predicate") if len(rows) else None

    def _about(self, focus: int, value: int) -> Place | None:
        """Find the triple from the focus node to the value, or else the node's first."""
        rows = self._by_subject.rows(focus)
        to_value = rows[self._data.object[rows] == value]
        if value not in (focus, ABSENT) and len(to_value):
            return int(to_value[0]), "object"
        if len(rows):
            return int(rows[0]), "subject"
        rows = self._by_object.rows(focus)
        return (int(rows[0]), "object") if len(rows) else None


def placed(results: Iterable[ShaclResult], data: Columns) -> tuple[ShaclResult, ...]:
    """Place every result, and sort them by place."""
    placement = Placement(data)
    return tuple(sorted((placement.place(result) for result in results), key=ShaclResult.order))
