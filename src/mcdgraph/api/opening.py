"""Where the graphs of the API come from: folders, files, rdflib, releases."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from mcdgraph.api.arguments import require
from mcdgraph.api.graphs import KnowledgeGraph, ReleasedGraph
from mcdgraph.bridges.rdflib import RdflibGraph, add_graph
from mcdgraph.checking import require_content
from mcdgraph.columns import ColumnsBuilder, Literal
from mcdgraph.discovery import describe_folder
from mcdgraph.errors import UsageError
from mcdgraph.namespaces import SH
from mcdgraph.release import Release, current_release
from mcdgraph.release import open_release as open_release_folder
from mcdgraph.release.build import build as build_release
from mcdgraph.release.reading import MANIFEST
from mcdgraph.rules import with_declared
from mcdgraph.settings import Role, Settings, is_root, load_settings, settings_without_graph
from mcdgraph.sources import corpus_in_memory, read_sources
from mcdgraph.sources import read_files as read_source_files
from mcdgraph.store import Store

#: A path as Python's own functions take it.
PathLike = str | os.PathLike[str]

#: What a file is for that nothing is said of: it may hold terms, concepts and things.
_ANYTHING: Final[frozenset[Role]] = frozenset(("ontology", "vocabulary", "data"))
_SHAPES: Final[frozenset[Role]] = frozenset(("shapes",))
_DECLARED: Final = f"""SELECT ?prefix ?namespace {{ GRAPH ?catalogue {{
    ?prefixes <{SH}declare> ?declared .
    ?declared <{SH}prefix> ?prefix ; <{SH}namespace> ?namespace }} }}"""


def load(folder: PathLike | None = None, *, settings: PathLike | None = None) -> KnowledgeGraph:
    """Read the graph in a folder, with its shapes, by its ``mcdgraph.toml``.

    Without a folder it is the nearest one upwards that has a ``mcdgraph.toml``, else the graph
    that comes with mcdgraph. A folder without one is looked at, as the command does. ``settings``
    names another file of settings; variables such as ``MCDGRAPH_CHECK_ENGINE`` count, too.

    Files that break their grammar are findings of `check`, and errors to all else. Raises
    SettingsError, InputError for a file that cannot be read, and MissingInputError where there
    is none, an ontology without a term or shapes without a shape.
    """
    found = _settings_of(folder, settings)
    corpus = read_sources(found)
    require_content(corpus)
    return KnowledgeGraph(settings=found, corpus=corpus)


def read_files(*files: PathLike, shapes: Sequence[PathLike] = ()) -> KnowledgeGraph:
    """Read files of RDF as one graph: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, gzipped.

    ``shapes`` are files of SHACL shapes; without any, those in the files themselves count. The
    files belong to no graph: nothing else is read, and what they import is not looked for.
    Broken files are as for `load`. Raises InputError where one cannot be read.
    """
    roles = _ANYTHING if shapes else _ANYTHING | _SHAPES
    settings = _settings_of_files()
    corpus = read_source_files(
        {**{Path(path): _SHAPES for path in shapes}, **{Path(path): roles for path in files}},
        base=settings.base_iri,
        prefixes=settings.prefixes,
    )
    declared = with_declared(settings.prefixes, corpus.files)
    return KnowledgeGraph(settings=replace(settings, own_prefixes=declared), corpus=corpus)


def from_rdflib(graph: RdflibGraph, *, shapes: RdflibGraph | None = None) -> KnowledgeGraph:
    """Take a graph, or a dataset, of rdflib, as one that was read from files.

    ``shapes`` is the graph of SHACL shapes; without one, those in the graph itself count. Later
    changes of what is given do not show. Findings have no place. Raises TermError for what is no
    term of RDF 1.1.
    """
    require("from_rdflib", graph, RdflibGraph)
    require("from_rdflib", shapes, RdflibGraph, type(None))
    settings = _settings_of_files()
    roles = {"data": _ANYTHING | _SHAPES if shapes is None else _ANYTHING, "shapes": _SHAPES}
    builder = ColumnsBuilder()
    for source, (name, given) in enumerate((("data", graph), ("shapes", shapes))):
        if given is not None:
            named = builder.terms.iri(f"{settings.base_iri}graph/{name}")
            add_graph(given, builder, named, source)
    own = {prefix: str(namespace) for prefix, namespace in graph.namespaces() if prefix}
    return KnowledgeGraph(
        settings=replace(settings, own_prefixes=own),
        corpus=corpus_in_memory(builder.freeze(), roles),
    )


def open_release(
    folder: PathLike | None = None, *, settings: PathLike | None = None
) -> ReleasedGraph:
    """Open a release: the current one of a graph's folder, or the one whose own folder is named.

    ``folder`` and ``settings`` are as for `load`. A release by itself has the base and the
    prefixes that it was built with. Raises UsageError where no release was built, ReleaseError
    where it is damaged.
    """
    if folder is not None and Path(folder, MANIFEST).is_file():
        return _by_itself(open_release_folder(Path(folder)))
    found = _settings_of(folder, settings)
    release = current_release(found)
    if release is None:
        raise UsageError(f"{found.root}: no release yet; build one first")
    return _released(release, found)


def build(folder: PathLike | None = None, *, settings: PathLike | None = None) -> ReleasedGraph:
    """Check a graph, reason over it, write a release and make it the current one.

    ``folder`` and ``settings`` are as for `load`. The sources as they stand are one release: it
    is not built twice. Raises SyntaxProblems or FindingsError where the graph is not good, and
    leaves the current release as it is; EnvironmentProblem where it cannot be written.
    """
    found = _settings_of(folder, settings)
    return _released(build_release(found), found)


def _settings_of(folder: PathLike | None, file: PathLike | None) -> Settings:
    root, named = (None if path is None else Path(path) for path in (folder, file))
    if named is None and root is not None and not is_root(root):
        named = describe_folder(root, anew=True).file
    return load_settings(root, file=named, environment=os.environ)


def _settings_of_files() -> Settings:
    """Return settings for what others may have made: what is a matter of taste is not found."""
    return settings_without_graph(
        flags={"check.profile": "published", "check.off": ("unresolved-iri",)}
    )


def _released(release: Release, settings: Settings) -> ReleasedGraph:
    return ReleasedGraph(settings=settings, release=release, store=Store.open(release.store))


def _by_itself(release: Release) -> ReleasedGraph:
    found = _released(release, settings_without_graph())
    rows = [(row["prefix"], row["namespace"]) for row in found.store.select(_DECLARED)]
    prefixes = {
        prefix.lexical: namespace.lexical
        for prefix, namespace in rows
        if isinstance(prefix, Literal) and isinstance(namespace, Literal)
    }
    base = release.manifest.base_iri
    return replace(found, settings=replace(found.settings, base_iri=base, own_prefixes=prefixes))
