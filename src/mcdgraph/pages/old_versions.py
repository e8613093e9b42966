"""Versions of ontologies that a kept release had, and the one that is served has no more.

Source: OWL 2 Structural Specification, clause 3.2 (what can be had at a version IRI).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.columns.columns import Columns
from mcdgraph.errors import ReleaseError
from mcdgraph.namespaces import RDF
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader, nowhere
from mcdgraph.pages.terms import HAS_PART, ONTOLOGY, VERSION, VERSION_IRI
from mcdgraph.passages import DocumentCopies
from mcdgraph.release import FragmentIndex, Release
from mcdgraph.release.selection import dump_lines, read_graphs
from mcdgraph.store import Store

#: Releases that are looked at, bytes of the dump of one, and statements that are held of all.
MOST_RELEASES: Final = 10
MOST_BYTES: Final = 64 * 2**20
MOST_STATEMENTS: Final = 200_000

_TOLD: Final = frozenset(f"<{iri}>" for iri in (HAS_PART, VERSION_IRI, VERSION, RDF + "type"))


@dataclass(frozen=True, kw_only=True)
class OldVersion:
    """An ontology as an earlier release had it: ``version`` is its number, or its version IRI."""

    iri: str
    ontology: str
    version: str
    release: Release
    reader: Reader


@dataclass(kw_only=True)
class _Headers:
    """What a release says of its ontologies, by their IRIs."""

    versions: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    graphs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def graphs_of(self, ontology: str) -> list[str]:
        """List the graphs that state the header of an ontology, and of its parts."""
        found = (g for one in (ontology, *self.parts[ontology]) for g in self.graphs[one])
        return list(dict.fromkeys(found))


def old_versions(releases: Sequence[Release], reader: Reader) -> dict[str, OldVersion]:
    """Find the versions of ontologies that earlier releases had, by version IRI.

    ``releases`` are those that are kept, the one that is served first, of which ``reader`` reads.
    A release whose dump is damaged or too large is passed over, and so is what is too much.
    """
    found: dict[str, OldVersion] = {}
    left = MOST_STATEMENTS
    for release in releases[1:MOST_RELEASES]:
        for version in _versions(release, reader, found):
            left -= sum(1 for _ in version.reader.store.quads())
            if left < 0:
                return found
            found[version.iri] = version
    return found


def _versions(release: Release, reader: Reader, known: Iterable[str]) -> Iterator[OldVersion]:
    dump = release.dump("dataset.nq")
    if dump is None or dump.size > MOST_BYTES:
        return
    headers = _headers(dump_lines(release))
    for ontology, iri in headers.versions.items():
        if iri in known or _is_current(reader, iri):
            continue
        try:
            columns = read_graphs(release, headers.graphs_of(ontology))
        except ReleaseError:
            return
        yield OldVersion(
            iri=iri,
            ontology=ontology,
            version=headers.numbers.get(ontology, "") or iri,
            release=release,
            reader=_reader_of(columns, reader),
        )


def _is_current(reader: Reader, iri: str) -> bool:
    """Return whether the release that is served has an ontology, or a version, of this name."""
    if next(reader.store.quads(Iri(iri), Iri(RDF + "type"), Iri(ONTOLOGY)), None):
        return True
    return next(reader.store.quads(predicate=Iri(VERSION_IRI), object=Iri(iri)), None) is not None


def _headers(lines: Iterable[str]) -> _Headers:
    found = _Headers()
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate not in _TOLD or not subject.startswith("<"):
            continue
        value, graph, _ = rest.rsplit(" ", 2)
        name = subject[1:-1]
        if predicate == f"<{VERSION_IRI}>" and value.startswith("<"):
            found.versions[name] = value[1:-1]
        elif predicate == f"<{HAS_PART}>":
            found.parts[name].append(value[1:-1])
        elif predicate == f"<{VERSION}>":
            found.numbers[name] = value[1:].rpartition('"')[0]
        elif value == f"<{ONTOLOGY}>" and "graph/inferred" not in graph:
            found.graphs[name].append(graph[1:-1])
    return found


def _reader_of(columns: Columns, reader: Reader) -> Reader:
    """Read the graphs of one version alone."""
    store, settings = Store.load(columns), reader.settings
    return replace(
        reader,
        store=store,
        labels=Labels(store, settings.prefixes, settings.languages),
        fragments=FragmentIndex.of(columns),
        copies=DocumentCopies(),
        place=nowhere,
    )
