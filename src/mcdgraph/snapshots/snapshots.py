"""Snapshots: what one version of one document says, apart from what others say.

A snapshot is every named graph that says of itself that it was read in the version (setting
``snapshots.source``), where the version is of one of ``snapshots.classes``. All other graphs
are shared: the ontology, the names of things, what was taken from reference data.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Iri, Literal, Term
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
    """

    members: tuple[Snapshot, ...]
    owner: NDArray[np.int32]

    def own(self, number: int) -> Rows:
        """Return the rows of a snapshot's own graphs, in reading order."""
        return self._by_owner[number + 1]

    @property
    def shared(self) -> Rows:
        """The rows of the graphs that are of no snapshot, in reading order."""
        return self._by_owner[0]

    @cached_property
    def _by_owner(self) -> list[Rows]:
        """The shared rows, then those of each snapshot: sorted once, however many there are."""
        order = np.argsort(self.owner, kind="stable")
        ends = np.searchsorted(self.owner[order], np.arange(len(self.members)))
        return np.split(order, ends)

    def whole(self, number: int) -> Rows:
        """Return the rows of a snapshot and the shared ones, in reading order."""
        return np.flatnonzero((self.owner == number) | (self.owner < 0))


def find_snapshots(columns: Columns, settings: SnapshotSettings) -> Snapshots:
    """Read which graphs of ``columns`` are snapshots, in time linear in the rows."""
    graphs_of = _graphs_of(columns, settings)
    if not graphs_of:
        return Snapshots(members=(), owner=np.full(len(columns), -1, np.int32))
    number_of_graph = np.full(len(columns.terms) + 1, -1, np.int32)
    for number, graphs in enumerate(graphs_of.values()):
        number_of_graph[graphs] = number
    owner = number_of_graph[columns.graph]
    said = _Descriptions(columns, settings, owner)
    found = enumerate(graphs_of.items())
    members = tuple(said.snapshot(number, *version) for number, version in found)
    return Snapshots(members=members, owner=owner)


def _graphs_of(columns: Columns, settings: SnapshotSettings) -> dict[int, list[int]]:
    """Find for each version, in order of IRI, the graphs that were read in it.

    One that was read in two versions is of the first.
    """
    kinds = columns.terms.find_iris(settings.classes)
    if not kinds:
        return {}
    typed = columns.predicate == columns.terms.find_iri(RDF + "type")
    versions = np.unique(columns.subject[typed & np.isin(columns.object, kinds)])
    says = np.isin(columns.predicate, columns.terms.find_iris(settings.source))
    says &= np.isin(columns.object, versions) & np.isin(columns.subject, np.unique(columns.graph))
    pairs = np.unique(np.stack([columns.object[says], columns.subject[says]]), axis=1)
    named = [pair for pair in pairs.T.tolist() if isinstance(columns.terms[pair[0]], Iri)]
    first: dict[int, int] = {}
    for version, graph in sorted(named, key=lambda pair: columns.terms.text(pair[0])):
        first.setdefault(graph, version)
    found: dict[int, list[int]] = {}
    for graph, version in first.items():
        found.setdefault(version, []).append(graph)
    return found


@dataclass(kw_only=True)
class _Values:
    """What some properties say, by subject: each value with the snapshot that says it, or -1."""

    of: dict[int, set[tuple[int, int]]] = field(default_factory=dict)

    def all(self, subjects: Iterable[int], number: int) -> list[int]:
        """List what a snapshot, or what is shared, says of some things, in order of number."""
        pairs = (pair for subject in subjects for pair in self.of.get(subject, ()))
        return sorted({value for owner, value in pairs if owner in (number, -1)})


class _Descriptions:
    """What versions, documents and graphs say of themselves, and nothing that others say."""

    def __init__(
        self, columns: Columns, settings: SnapshotSettings, owner: NDArray[np.int32]
    ) -> None:
        self._terms = columns.terms
        self._documents = _values(columns, owner, settings.document)
        self._profiles = _values(columns, owner, settings.profile)
        self._earliest = _values(columns, owner, settings.earliest)
        self._latest = _values(columns, owner, settings.latest)
        self._basis = _values(columns, owner, settings.basis)
        typed = columns.predicate == columns.terms.find_iri(RDF + "type")
        typed &= np.isin(columns.object, columns.terms.find_iris(settings.classes))
        self._typed_in = set(
            zip(columns.subject[typed].tolist(), columns.graph[typed].tolist(), strict=True)
        )

    def snapshot(self, number: int, version: int, graphs: list[int]) -> Snapshot:
        documents = self._documents.all([version], number)
        about = [version, *graphs]
        profiles = self._profiles.all([*about, *documents], number)
        return Snapshot(
            version=self._terms.text(version),
            graphs=self._main_first(version, graphs),
            documents=tuple(one.value for one in self._all(documents) if isinstance(one, Iri)),
            profiles=frozenset(map(self._terms.text, profiles)),
            time=Interval.between(
                self._days(self._earliest.all(about, number)),
                self._days(self._latest.all(about, number)),
            ),
            basis=next(iter(self._all(self._basis.all(about, number))), None),
        )

    def _main_first(self, version: int, graphs: list[int]) -> tuple[str, ...]:
        """Name the graphs, those first in which the version is described."""
        order = sorted(
            graphs,
            key=lambda graph: ((version, graph) not in self._typed_in, self._terms.text(graph)),
        )
        return tuple(map(self._terms.text, order))

    def _days(self, numbers: list[int]) -> Iterator[Interval]:
        return (days_of(term) for term in self._all(numbers) if isinstance(term, Literal))

    def _all(self, numbers: list[int]) -> list[Term]:
        return sorted((self._terms[number] for number in numbers), key=str)


def _values(columns: Columns, owner: NDArray[np.int32], properties: tuple[str, ...]) -> _Values:
    """Read what some properties say of everything."""
    rows = np.flatnonzero(np.isin(columns.predicate, columns.terms.find_iris(properties)))
    found = _Values()
    parts = (part[rows].tolist() for part in (columns.subject, owner, columns.object))
    for subject, number, value in zip(*parts, strict=True):
        found.of.setdefault(subject, set()).add((number, value))
    return found


#: In which order documents stand around a day.
_RANKS: Final[Mapping[DayRelation, int]] = MappingProxyType(
    {relation: rank for rank, relation in enumerate(DayRelation)}
)


def known_on(snapshots: Iterable[Snapshot], day: dt.date) -> list[tuple[Snapshot, DayRelation]]:
    """Say where each snapshot stands to a day: those before it, of it, after it, unknown.

    Those before it are in order of their last day and the others of their first, so that the
    nearest on either side are next to those of the day.
    """
    told = [(one, one.time.stands_to(day)) for one in snapshots]
    return sorted(told, key=lambda pair: (_RANKS[pair[1]], *_order(*pair), pair[0].version))


def _order(snapshot: Snapshot, relation: DayRelation) -> tuple[dt.date, dt.date]:
    first, last = snapshot.time.earliest, snapshot.time.latest
    bounds = (last, first) if relation is DayRelation.BEFORE else (first, last)
    nearest = next(filter(None, bounds), dt.date.max)
    return nearest, bounds[1] or nearest
