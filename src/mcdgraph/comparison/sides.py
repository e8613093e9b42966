"""What is compared: the statements of a release or of sources, as sorted lines of N-Quads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import joined
from mcdgraph.comparison.model import GraphState
from mcdgraph.errors import ReleaseError
from mcdgraph.reasoning import close_graph
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.sources import read_sources
from mcdgraph.turtle.line_writer import write_lines


@dataclass(frozen=True, kw_only=True)
class Side:
    """A state of a graph.

    ``kinds`` says what each named graph holds; ``lines`` gives the statements, each once, sorted
    by subject, predicate, object and graph, as often as it is called.
    """

    state: GraphState
    kinds: Mapping[str, str]
    lines: Callable[[], Iterator[str]]


def release_side(release: Release) -> Side:
    """Compare a release by its dump of the dataset, which is read as a stream.

    Raises `ReleaseError` where it has none.
    """
    dump = release.dump("dataset.nq")
    if dump is None:
        raise ReleaseError(f"{release.path}: no dataset.nq in dumps, which is compared")
    manifest, path = release.manifest, release.dumps / dump.name

    def lines() -> Iterator[str]:
        with path.open(encoding="utf8") as stream:
            yield from stream

    return Side(
        state=GraphState(
            name=f"release {manifest.digest[:12]}",
            digest=manifest.digest,
            version=manifest.version,
            modified=manifest.modified,
            commit=manifest.checkout.commit,
        ),
        kinds={graph.iri: graph.kind for graph in manifest.graphs},
        lines=lines,
    )


def sources_side(settings: Settings, state: GraphState, *, inferred: bool) -> Side:
    """Compare what the files of a graph say and, where asked, what follows.

    Raises `SyntaxProblems` where one is broken, `MissingInputError` where there is none.
    """
    corpus = read_sources(settings).require_readable()
    kinds = dict(corpus.graph_kinds)
    columns = corpus.columns
    if inferred:
        closure = close_graph(corpus.in_role("ontology", "vocabulary", "data"), settings)
        kinds |= dict.fromkeys(closure.counts_of, "inferred")
        columns = joined([columns, closure.inferred])
    # As a release has it.
    columns.terms.fold_tags()
    state = replace(state, version=settings.version, modified=settings.modified)
    return Side(state=state, kinds=kinds, lines=partial(_lines, columns))


def _lines(columns: Columns) -> Iterator[str]:
    for chunk in write_lines(columns):
        yield from (f"{line}\n" for line in chunk.split("\n")[:-1])
