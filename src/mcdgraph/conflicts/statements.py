"""What is said of things, snapshot by snapshot: no value is read out of another document."""

from collections.abc import Iterable

import numpy as np

from mcdgraph.columns import Columns, Literal
from mcdgraph.reasoning import SHARED
from mcdgraph.snapshots import Interval, Snapshots, days_of

#: Values of a property by subject and by the number of the snapshot that says it.
_Values = dict[tuple[int, int], list[int]]


class SnapshotStatements:
    """Values of properties, as one snapshot and what all share say them."""

    def __init__(self, columns: Columns, snapshots: Snapshots) -> None:
        """Take a graph and its snapshots; each property is read once, when it is asked for."""
        self._columns = columns
        self._owner = snapshots.owner
        self._values: dict[str, _Values] = {}

    def values(self, subject: int, snapshot: int, properties: Iterable[str]) -> list[int]:
        """List the values of some properties, in order of number."""
        return sorted(
            {
                value
                for property_ in properties
                for number in (snapshot, SHARED)
                for value in self._of(property_).get((subject, number), ())
            }
        )

    def time(
        self, subjects: Iterable[int], snapshot: int, starts: Iterable[str], ends: Iterable[str]
    ) -> Interval:
        """Return the widest time that is said of some subjects by two kinds of properties."""
        subjects = tuple(subjects)
        return Interval.between(
            self._days(subjects, snapshot, starts), self._days(subjects, snapshot, ends)
        )

    def _days(
        self, subjects: Iterable[int], snapshot: int, properties: Iterable[str]
    ) -> list[Interval]:
        properties = tuple(properties)
        numbers = (n for subject in subjects for n in self.values(subject, snapshot, properties))
        terms = (self._columns.terms[number] for number in numbers)
        return [days_of(term) for term in terms if isinstance(term, Literal)]

    def _of(self, property_: str) -> _Values:
        if property_ not in self._values:
            columns, found = self._columns, _Values()
            number = columns.terms.find_iri(property_)
            for row in np.flatnonzero(columns.predicate == number).tolist():
                key = int(columns.subject[row]), int(self._owner[row])
                found.setdefault(key, []).append(int(columns.object[row]))
            self._values[property_] = found
        return self._values[property_]
