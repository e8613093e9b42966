"""Finds the first row of a statement, or about a subject, in logarithmic time."""

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns


class StatementIndex:
    """The rows of a corpus, sorted by subject, predicate and object."""

    def __init__(self, columns: Columns) -> None:
        """Sort once; equal statements stay in reading order."""
        keys = columns.object, columns.predicate, columns.subject
        self._order = np.lexsort(keys)
        self._object, self._predicate, self._subject = (key[self._order] for key in keys)
        self._graph = columns.graph
        by_subject = np.argsort(columns.subject, kind="stable")
        self._subjects, places = np.unique(columns.subject[by_subject], return_index=True)
        self._first = by_subject[places]

    def first(
        self, subject: int, predicate: int | None = None, value: int | None = None
    ) -> int | None:
        """Find the first row about a subject; with predicate and value, of that statement.

        Terms are given by number. None where there is no such row.
        """
        if predicate is None or value is None:
            at = int(np.searchsorted(self._subjects, subject))
            found = at < len(self._subjects) and self._subjects[at] == subject
            return int(self._first[at]) if found else None
        rows = self._rows(subject, predicate, value)
        return int(rows[0]) if len(rows) else None

    def first_in(self, graph: int, subject: int, predicate: int, value: int) -> int | None:
        """Find the first row of a statement in one graph."""
        rows = self._rows(subject, predicate, value)
        inside = rows[self._graph[rows] == graph]
        return int(inside[0]) if len(inside) else None

    def _rows(self, subject: int, predicate: int, value: int) -> NDArray[np.intp]:
        """Find the rows of a statement, in reading order."""
        start, end = 0, len(self._order)
        for sorted_key, number in (
            (self._subject, subject),
            (self._predicate, predicate),
            (self._object, value),
        ):
            low, high = np.searchsorted(sorted_key[start:end], [number, number + 1]).tolist()
            start, end = start + low, start + high
        return self._order[start:end]
