"""Claims: statements that one snapshot makes about something which has one value at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mcdgraph.columns import Columns, Kind
from mcdgraph.conflicts.axioms import AnnotatedStatements
from mcdgraph.conflicts.equality import SameThings
from mcdgraph.conflicts.statements import SnapshotStatements
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.reasoning import SHARED
from mcdgraph.settings import ConflictSettings
from mcdgraph.snapshots import UNKNOWN, Interval, Snapshots


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
    of one measure have in common. A thing of several names goes by one of them.
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
        said: SnapshotStatements,
        axioms: AnnotatedStatements,
        same: SameThings,
    ) -> None:
        """Take a graph, whose snapshots they are, and what may have one value at a time."""
        self._columns = columns
        self._snapshots = snapshots
        self._settings = settings
        self._said = said
        self._axioms = axioms
        self._same = same

    def all(self) -> Iterator[ConflictClaim]:
        """Yield the claims of properties, then those of figures, in reading order."""
        functional = self._functional()
        single = self._columns.terms.find_iris(self._settings.single)
        for row in self._rows({*functional, *single}):
            property_ = int(self._columns.predicate[row])
            topic = ConflictTopic(
                thing=self._same.name(int(self._columns.subject[row])),
                ground=Ground.FUNCTIONAL if property_ in functional else Ground.SINGLE,
                property=property_,
            )
            yield self._claim(topic, row)
        for row in self._rows(self._columns.terms.find_iris(self._settings.value)):
            for topic in self._measured(row):
                yield self._claim(topic, row)

    def _claim(self, topic: ConflictTopic, row: int) -> ConflictClaim:
        number = int(self._snapshots.owner[row])
        said, own = self._axioms.time(row), self._snapshots.members[number].time
        sources = (
            (said, TimeSource.STATEMENT),
            (self._period(row), TimeSource.FIGURE),
            (own, TimeSource.SNAPSHOT),
        )
        time, timed_by = next((one for one in sources if one[0] != UNKNOWN), sources[-1])
        return ConflictClaim(topic=topic, row=row, snapshot=number, time=time, timed_by=timed_by)

    def _rows(self, properties: Iterable[int]) -> Iterator[int]:
        """Yield the rows of snapshots with some properties whose value is meant exactly."""
        columns, kinds = self._columns, self._columns.terms.kinds()
        rows = np.isin(columns.predicate, list(properties)) & (self._snapshots.owner >= 0)
        rows &= (kinds[columns.subject] == Kind.IRI) & (kinds[columns.object] != Kind.BLANK)
        yield from (row for row in np.flatnonzero(rows).tolist() if self._is_exact(row))

    def _is_exact(self, row: int) -> bool:
        exact = self._columns.terms.find_iris(self._settings.exact)
        return all(number in exact for number in self._values(row, self._settings.qualifier))

    def _functional(self) -> frozenset[int]:
        """Return what is declared functional to all: what one document declares holds in it."""
        columns, terms = self._columns, self._columns.terms
        rows = columns.predicate == terms.find_iri(RDF + "type")
        rows &= columns.object == terms.find_iri(OWL + "FunctionalProperty")
        rows &= self._snapshots.owner == SHARED
        return frozenset(columns.subject[rows].tolist())

    def _measured(self, row: int) -> Iterator[ConflictTopic]:
        """Yield what a figure is of, each with all that two figures must have in common."""
        # Each property begins with -1, so that the values of one never pass for another's.
        common = tuple(
            number
            for property_ in self._settings.measure
            for number in (-1, *self._named(row, [property_]))
        )
        for thing in self._named(row, self._settings.figure):
            yield ConflictTopic(thing=thing, ground=Ground.MEASURE, measure=common)

    def _named(self, row: int, properties: Iterable[str]) -> list[int]:
        """List values, each thing by the one name that all share for it."""
        return sorted({self._same.name(number) for number in self._values(row, properties)})

    def _period(self, row: int) -> Interval:
        settings, subject = self._settings, int(self._columns.subject[row])
        number = int(self._snapshots.owner[row])
        return self._said.time([subject], number, settings.period_from, settings.period_to)

    def _values(self, row: int, properties: Iterable[str]) -> list[int]:
        """List what is said of a row's subject in its own snapshot, or in what is shared."""
        subject, number = int(self._columns.subject[row]), int(self._snapshots.owner[row])
        return self._said.values(subject, number, properties)
