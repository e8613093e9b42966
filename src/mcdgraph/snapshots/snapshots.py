"""Snapshots: what one version of one document says, apart from what others say.

A snapshot is every named graph that says of itself that it was read in the version (setting
``snapshots.source``), where the version is of one of ``snapshots.classes``. All other graphs
are shared: the ontology, the names of things, what was taken from reference data.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Iri
from mcdgraph.namespaces import RDF
from mcdgraph.settings import SnapshotSettings

Rows = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One version of a document, by its IRI, with the graphs that it stands in.

    ``profiles`` are the IRIs of what it claims to fill, such as that it is read to its end.
    """

    version: str
    graphs: tuple[str, ...]
    profiles: frozenset[str] = frozenset()


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
    members = tuple(_snapshot(columns, settings, name, graphs_of[name]) for name in names)
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


def _snapshot(
    columns: Columns, settings: SnapshotSettings, version: int, graphs: list[int]
) -> Snapshot:
    documents = _values(columns, [version], settings.document)
    claiming = [version, *documents, *graphs]
    profiles = _values(columns, claiming, settings.profile)
    text = columns.terms.text
    return Snapshot(
        version=text(version),
        graphs=tuple(sorted(text(graph) for graph in graphs)),
        profiles=frozenset(text(profile) for profile in profiles),
    )


def _values(columns: Columns, subjects: list[int], properties: tuple[str, ...]) -> list[int]:
    """Return what some properties say of some things."""
    rows = np.isin(columns.predicate, columns.terms.find_iris(properties))
    rows &= np.isin(columns.subject, subjects)
    values: list[int] = np.unique(columns.object[rows]).tolist()
    return values
