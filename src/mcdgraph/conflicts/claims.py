"""Claims: statements that one snapshot makes about something which has one value at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Kind, Literal
from mcdgraph.conflicts.axioms import AnnotatedStatements
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.settings import ConflictSettings
from mcdgraph.snapshots import UNKNOWN, Interval, Snapshots, days_of


class Ground(StrEnum):
    """Why two claims are compared: what was declared to have one value at a time."""

    SINGLE = "singleValue"
    FUNCTIONAL = "functionalProperty"
    MEASURE = "sameMeasure"


class TimeSource(StrEnum):
    """What says the time of a claim, the nearest first."""

    STATEMENT = "statement"
    FIGURE = "figure"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, kw_only=True)
class ConflictTopic:
    """What has one value at a time, as term numbers.

    That is a property of a thing, or a measure of a thing with no ``property`` but what figures
    of one measure have in common.
    """

    thing: int
    ground: Ground
    property: int = -1
    measure: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConflictClaim:
    """One statement (a row of the columns) of one snapshot, with the time that it speaks of."""

    topic: ConflictTopic
    row: int
    snapshot: int
    time: Interval
    timed_by: TimeSource


class Claims:
    """Collects the claims of a graph."""

    def __init__(
        self,
        columns: Columns,
        snapshots: Snapshots,
        settings: ConflictSettings,
        axioms: AnnotatedStatements,
    ) -> None:
        """Take a graph, whose snapshots they are, and what may have one value at a time."""
        self._columns = columns
        self._snapshots = snapshots
        self._settings = settings
        self._axioms = axioms
        self._inexact = self._subjects_not_exact()
        self._values: dict[str, dict[int, list[tuple[int, int]]]] = {}

    def all(self) -> Iterator[ConflictClaim]:
        """Yield the claims of properties, then those of figures, in reading order."""
        functional = self._functional()
        single = self._columns.terms.find_iris(self._settings.single)
        for row in self._rows([*functional, *single]):
            ground = Ground.FUNCTIONAL if self._property(row) in functional else Ground.SINGLE
            topic = ConflictTopic(
                thing=int(self._columns.subject[row]), ground=ground, property=self._property(row)
            )
            yield self._claim(topic, row, UNKNOWN)
        for row in self._rows(self._columns.terms.find_iris(self._settings.value)):
            for topic in self._measured(row):
                yield self._claim(topic, row, self._period(row))

    def _claim(self, topic: ConflictTopic, row: int, period: Interval) -> ConflictClaim:
        number = int(self._snapshots.owner[row])
        said, own = self._axioms.time(row), self._snapshots.members[number].time
        sources = (
            (said, TimeSource.STATEMENT),
            (period, TimeSource.FIGURE),
            (own, TimeSource.SNAPSHOT),
        )
        time, timed_by = next((one for one in sources if one[0] != UNKNOWN), sources[-1])
        return ConflictClaim(topic=topic, row=row, snapshot=number, time=time, timed_by=timed_by)

    def _rows(self, properties: list[int]) -> list[int]:
        """List the rows of snapshots with some properties whose value is meant exactly."""
        columns = self._columns
        rows = np.isin(columns.predicate, properties) & (self._snapshots.owner >= 0)
        rows &= ~np.isin(columns.subject, self._inexact)
        kinds = columns.terms.kinds()
        rows &= (kinds[columns.subject] == Kind.IRI) & (kinds[columns.object] != Kind.BLANK)
        found: list[int] = np.flatnonzero(rows).tolist()
        return found

    def _property(self, row: int) -> int:
        return int(self._columns.predicate[row])

    def _functional(self) -> list[int]:
        columns, terms = self._columns, self._columns.terms
        rows = columns.predicate == terms.find_iri(RDF + "type")
        rows &= columns.object == terms.find_iri(OWL + "FunctionalProperty")
        found: list[int] = np.unique(columns.subject[rows]).tolist()
        return found

    def _subjects_not_exact(self) -> NDArray[np.int32]:
        columns, settings = self._columns, self._settings
        rows = np.isin(columns.predicate, columns.terms.find_iris(settings.qualifier))
        rows &= ~np.isin(columns.object, columns.terms.find_iris(settings.exact))
        return np.unique(columns.subject[rows])

    def _measured(self, row: int) -> Iterator[ConflictTopic]:
        """Yield what a figure is of, each with all that two figures must have in common."""
        settings = self._settings
        # Each property begins with -1, so that the values of one never pass for another's.
        common = [
            number
            for property_ in settings.measure
            for number in (-1, *self._said(row, [property_]))
        ]
        for thing in self._said(row, settings.figure):
            yield ConflictTopic(thing=thing, ground=Ground.MEASURE, measure=tuple(common))

    def _period(self, row: int) -> Interval:
        first = [days.earliest for days in self._days(row, self._settings.period_from)]
        last = [days.latest for days in self._days(row, self._settings.period_to)]
        return Interval(
            earliest=min(filter(None, first), default=None),
            latest=max(filter(None, last), default=None),
        )

    def _days(self, row: int, properties: Iterable[str]) -> Iterator[Interval]:
        for number in self._said(row, properties):
            term = self._columns.terms[number]
            if isinstance(term, Literal):
                yield days_of(term)

    def _said(self, row: int, properties: Iterable[str]) -> list[int]:
        """List what is said of a row's subject in its own snapshot, or in what is shared."""
        subject, own = int(self._columns.subject[row]), int(self._snapshots.owner[row])
        pairs = (pair for one in properties for pair in self._values_of(one).get(subject, ()))
        return sorted({value for owner, value in pairs if owner in (own, -1)})

    def _values_of(self, property_: str) -> dict[int, list[tuple[int, int]]]:
        """Return owner and value of the statements of a property, by subject."""
        if property_ not in self._values:
            columns = self._columns
            rows = np.flatnonzero(columns.predicate == columns.terms.find_iri(property_))
            found: dict[int, list[tuple[int, int]]] = {}
            for row in rows.tolist():
                pair = int(self._snapshots.owner[row]), int(columns.object[row])
                found.setdefault(int(columns.subject[row]), []).append(pair)
            self._values[property_] = found
        return self._values[property_]
