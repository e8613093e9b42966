"""Snapshots: what one version of one document says, apart from what others say.

A snapshot is every named graph that says of itself that it was read in the version (setting
``snapshots.source``), where the version is of one of ``snapshots.classes``. All other graphs
are shared: the ontology, the names of things, what was taken from reference data.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.columns.columns import IntArray
from mcdgraph.namespaces import RDF
from mcdgraph.settings import SnapshotSettings
from mcdgraph.snapshots.times import UNKNOWN, DayRelation, Interval, days_of

Rows = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One version of a document, by its IRI, with the graphs that it stands in.

    The graph that describes the version is the first. ``documents`` are the IRIs of what it is
    a version of, ``profiles`` those of what it claims to fill, such as that it is read to its
    end. ``time`` is what it speaks of, by its own words, and ``basis`` what these days rest on.
    """

    version: str
    graphs: tuple[str, ...]
    documents: tuple[str, ...] = ()
    profiles: frozenset[str] = frozenset()
    time: Interval = UNKNOWN
    basis: Term | None = None

    def shares_document(self, other: "Snapshot") -> bool:
        """Say whether two snapshots are of one document: one version, or two of the same."""
        own = {self.version, *self.documents}
        return not own.isdisjoint({other.version, *other.documents})


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshots:
    """The snapshots of a graph, in order of their IRIs, and which rows are whose.

    ``owner`` has for each row the number of its snapshot, or -1 where it is shared.
    A graph that was read in two versions is of the first.
    """

    members: tuple[Snapshot, ...]
    owner: NDArray[np.int32]

    def own(self, number: int) -> Rows:
        """Return the rows of a snapshot's own graphs."""
        return np.flatnonzero(self.owner == number)

    @property
    def shared(self) -> Rows:
        """The rows of the graphs that are of no snapshot."""
        return np.flatnonzero(self.owner < 0)

    def whole(self, number: int) -> Rows:
        """Return the rows of a snapshot and the shared ones, in reading order."""
        return np.flatnonzero((self.owner == number) | (self.owner < 0))


def find_snapshots(columns: Columns, settings: SnapshotSettings) -> Snapshots:
    """Read which graphs of ``columns`` are snapshots, in time linear in the rows."""
    graphs_of = _graphs_of(columns, settings)
    names = sorted(graphs_of, key=columns.terms.text)
    owner = np.full(len(columns), -1, np.int32)
    number_of_graph = np.full(len(columns.terms) + 1, -1, np.int32)
    for number, version in reversed(list(enumerate(names))):
        number_of_graph[graphs_of[version]] = number
    if names:
        owner = number_of_graph[columns.graph]
    said = _Descriptions(columns, settings, names) if names else None
    members = tuple(said.snapshot(name, graphs_of[name]) for name in names) if said else ()
    return Snapshots(members=members, owner=owner)


def _graphs_of(columns: Columns, settings: SnapshotSettings) -> dict[int, list[int]]:
    """Find for each version the graphs that were read in it."""
    kinds = columns.terms.find_iris(settings.classes)
    if not kinds:
        return {}
    typed = columns.predicate == columns.terms.find_iri(RDF + "type")
    versions = np.unique(columns.subject[typed & np.isin(columns.object, kinds)])
    says = np.isin(columns.predicate, columns.terms.find_iris(settings.source))
    says &= np.isin(columns.object, versions) & np.isin(columns.subject, np.unique(columns.graph))
    found: dict[int, list[int]] = {}
    pairs = np.unique(np.stack([columns.object[says], columns.subject[says]]), axis=1)
    for version, graph in pairs.T.tolist():
        if isinstance(columns.terms[version], Iri):
            found.setdefault(version, []).append(graph)
    return found


@dataclass(kw_only=True)
class _Values:
    """What some properties say, by subject."""

    of: dict[int, set[int]] = field(default_factory=dict)

    def all(self, subjects: Iterable[int]) -> list[int]:
        """List what is said of some things, in order of number."""
        return sorted(set().union(*(self.of.get(subject, ()) for subject in subjects)))


class _Descriptions:
    """What versions, documents and graphs say of themselves."""

    def __init__(
        self, columns: Columns, settings: SnapshotSettings, versions: Sequence[int]
    ) -> None:
        self._terms = columns.terms
        self._documents = _values(columns, settings.document)
        self._profiles = _values(columns, settings.profile)
        self._earliest = _values(columns, settings.earliest)
        self._latest = _values(columns, settings.latest)
        self._basis = _values(columns, settings.basis)
        typed = columns.predicate == columns.terms.find_iri(RDF + "type")
        typed &= np.isin(columns.subject, versions)
        self._typed_in = _pairs(columns.subject[typed], columns.graph[typed])

    def snapshot(self, version: int, graphs: list[int]) -> Snapshot:
        documents = self._documents.all([version])
        about = [version, *graphs]
        return Snapshot(
            version=self._terms.text(version),
            graphs=self._main_first(version, graphs),
            documents=tuple(one.value for one in self._all(documents) if isinstance(one, Iri)),
            profiles=frozenset(self._texts(self._profiles.all([*about, *documents]))),
            time=self._time(about),
            basis=next(iter(self._all(self._basis.all(about))), None),
        )

    def _main_first(self, version: int, graphs: list[int]) -> tuple[str, ...]:
        """Name the graphs, those first in which the version is described."""
        own = self._typed_in.of.get(version, set())
        order = sorted(graphs, key=lambda graph: (graph not in own, self._terms.text(graph)))
        return tuple(self._terms.text(graph) for graph in order)

    def _time(self, about: list[int]) -> Interval:
        """Return the widest time that a version and its graphs say."""
        first = (days.earliest for days in self._days(self._earliest.all(about)))
        last = (days.latest for days in self._days(self._latest.all(about)))
        return Interval(
            earliest=min(filter(None, first), default=None),
            latest=max(filter(None, last), default=None),
        )

    def _days(self, numbers: list[int]) -> list[Interval]:
        return [days_of(term) for term in self._all(numbers) if isinstance(term, Literal)]

    def _all(self, numbers: list[int]) -> list[Term]:
        return sorted((self._terms[number] for number in numbers), key=str)

    def _texts(self, numbers: list[int]) -> tuple[str, ...]:
        return tuple(sorted(self._terms.text(number) for number in numbers))


def _values(columns: Columns, properties: tuple[str, ...]) -> _Values:
    """Read what some properties say of everything."""
    rows = np.isin(columns.predicate, columns.terms.find_iris(properties))
    return _pairs(columns.subject[rows], columns.object[rows])


def _pairs(subjects: IntArray, values: IntArray) -> _Values:
    found = _Values()
    for subject, value in zip(subjects.tolist(), values.tolist(), strict=True):
        found.of.setdefault(subject, set()).add(value)
    return found


def known_on(snapshots: Iterable[Snapshot], day: dt.date) -> list[tuple[Snapshot, DayRelation]]:
    """Say where each snapshot stands to a day, in order of the time that it speaks of.

    Of those before the day the last is the nearest, of those after it the first; those of
    unknown time come last.
    """
    ordered = sorted(snapshots, key=lambda one: (*_order(one.time), one.version))
    return [(one, one.time.stands_to(day)) for one in ordered]


def _order(time: Interval) -> tuple[dt.date, dt.date]:
    first = time.earliest or time.latest or dt.date.max
    return first, time.latest or first
