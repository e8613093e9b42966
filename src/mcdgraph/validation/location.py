"""The row of the data that a result speaks of."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import cast

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
from mcdgraph.validation.problems import Part
from mcdgraph.validation.relations import HALF, pack
from mcdgraph.validation.report import ShaclResult

Place = tuple[int, Part]
Walk = tuple[set[int], list[tuple[int, bool]]]
ABSENT = -1


class _RowIndex:
    """Rows by one of their term columns, or by two of them."""

    def __init__(self, *columns: NDArray[np.int32]) -> None:
        keys = columns[0].astype(np.int64)
        if len(columns) == 2:
            keys = pack(*columns)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def rows(self, first: int, second: int | None = None) -> NDArray[np.intp]:
        """Return the rows of one term, or of two, in reading order."""
        if ABSENT in (first, second):
            return self._order[:0]
        key = first if second is None else (first << HALF) | second
        start, end = np.searchsorted(self._sorted, np.array([key, key + 1]))
        return self._order[start:end]


class ResultLocator:
    """Finds the triple that a result is about, as a reader of the file would."""

    def __init__(self, data: Columns) -> None:
        """Index the data when the first result asks."""
        self._data = data
        self._last: tuple[Path, int, Walk] | None = None

    @cached_property
    def _by_subject(self) -> _RowIndex:
        return _RowIndex(self._data.subject)

    @cached_property
    def _by_object(self) -> _RowIndex:
        return _RowIndex(self._data.object)

    @cached_property
    def _by_subject_predicate(self) -> _RowIndex:
        return _RowIndex(self._data.subject, self._data.predicate)

    @cached_property
    def _by_object_predicate(self) -> _RowIndex:
        return _RowIndex(self._data.object, self._data.predicate)

    @cached_property
    def _by_subject_object(self) -> _RowIndex:
        return _RowIndex(self._data.subject, self._data.object)

    def locate(self, result: ShaclResult) -> ShaclResult:
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
        starts, last = self._walked(path, focus)
        arrivals = [self._between(starts, step, value) for step in last]
        return min((place for place in arrivals if place is not None), default=None)

    def _walked(self, path: Path, focus: int) -> Walk:
        """Walk from a focus node; the results of one node mostly come together."""
        if self._last is None or self._last[1] != focus or self._last[0] != path:
            self._last = (path, focus, self._walk(path, {focus}))
        return self._last[2]

    def _walk(self, path: Path, nodes: set[int]) -> Walk:
        """Walk all of a path but its last step; return where that leads, and the last steps."""
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
            while path.sign in "*+" and (frontier := frontier - reached):
                reached = reached | frontier
                frontier = self._reach(path.path, frontier)
            return reached | frontier
        starts, last = self._walk(path, nodes)
        ends: set[int] = set()
        for predicate, forward in last:
            index = self._by_subject_predicate if forward else self._by_object_predicate
            column = self._data.object if forward else self._data.subject
            for node in starts:
                ends.update(column[index.rows(node, predicate)].tolist())
        return ends

    def _between(self, starts: set[int], step: tuple[int, bool], value: int) -> Place | None:
        """Find the first triple of one step from any of the starts to the value."""
        predicate, forward = step
        index = self._by_object_predicate if forward else self._by_subject_predicate
        rows = index.rows(value, predicate)
        if len(starts) < len(rows):
            pairs = [(start, value) if forward else (value, start) for start in starts]
            rows = np.concatenate([self._by_subject_object.rows(*pair) for pair in pairs])
            rows = rows[self._data.predicate[rows] == predicate]
        else:
            column = self._data.subject if forward else self._data.object
            rows = rows[[start in starts for start in column[rows].tolist()]]
        return (int(rows.min()), "object" if forward else "subject") if len(rows) else None

    def _beginning(self, path: Path | None, focus: int) -> Place | None:
        """Find the first triple of the focus node that begins the path."""
        while isinstance(path, Sequence | Repeat | Alternative):
            path = path.path if isinstance(path, Repeat) else path.paths[0]
        if not isinstance(path, Predicate):
            return None
        rows = self._by_subject_predicate.rows(focus, self._data.terms.find_iri(path.iri))
        return (int(rows[0]), "predicate") if len(rows) else None

    def _about(self, focus: int, value: int) -> Place | None:
        """Find the triple from the focus node to the value, or else the node's first."""
        if value not in (focus, ABSENT):
            to_value = self._by_subject_object.rows(focus, value)
            if len(to_value):
                return int(to_value[0]), "object"
        for index, part in ((self._by_subject, "subject"), (self._by_object, "object")):
            rows = index.rows(focus)
            if len(rows):
                return int(rows[0]), cast("Part", part)
        return None


def located(results: Iterable[ShaclResult], data: Columns) -> tuple[ShaclResult, ...]:
    """Locate every result, and sort them by place."""
    locator = ResultLocator(data)
    return tuple(sorted((locator.locate(result) for result in results), key=ShaclResult.order))
