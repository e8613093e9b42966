"""Reads chosen named graphs back from a release's dumps, exactly as they were written."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from mcdgraph.catalogue import Scope
from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import ReleaseError
from mcdgraph.formats import N_QUADS, N_TRIPLES
from mcdgraph.positions import SourceText
from mcdgraph.release.reading import Release
from mcdgraph.turtle.line_reader import read_lines


def read_graphs(release: Release, graphs: Sequence[str]) -> Columns:
    """Give the statements of named graphs, by IRI, each in its graph.

    Raises `ReleaseError` where a dump is damaged, or was taken away.
    """
    wanted = frozenset(f"<{graph}>" for graph in graphs)
    try:
        text = "".join(line for line in dump_lines(release) if _graph(line) in wanted)
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{release.dumps}: damaged release: {error}") from error
    builder = ColumnsBuilder()
    source = SourceText(path=PurePosixPath("dumps"), text=text)
    reading = read_lines(source, builder, form=N_QUADS)
    if reading.problems:
        raise ReleaseError(f"{release.dumps}: damaged dump: {reading.problems[0]}")
    return builder.freeze()


def _graph(line: str) -> str:
    """Give the graph of a line of N-Quads: its last term, which holds no space."""
    return line.rpartition(" .")[0].rpartition(" ")[2]


def dump_lines(release: Release) -> Iterator[str]:
    """Give every statement of a release as N-Quads; the catalogue's are in a file of their own."""
    for dump in release.manifest.dumps:
        path = release.dumps / dump.name
        if dump.scope is Scope.DATASET and dump.form == N_QUADS:
            with path.open(encoding="utf8") as lines:
                yield from lines
        elif dump.scope is Scope.CATALOGUE and dump.form == N_TRIPLES:
            graph = f"<{release.manifest.base_iri}graph/catalogue>"
            with path.open(encoding="utf8") as lines:
                yield from (f"{line[:-2]}{graph} .\n" for line in lines)
