"""The shipped graph, read, reasoned over and loaded once for the tests of a process."""

from functools import cache
from pathlib import Path, PurePosixPath

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.columns.columns import joined
from mcdgraph.formats import N_TRIPLES
from mcdgraph.reasoning import close
from mcdgraph.release.dataset import released
from mcdgraph.serialization import serialize
from mcdgraph.settings import load_settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import Corpus, graph_iri, read_corpus
from mcdgraph.store import Store
from mcdgraph.turtle.reader import decode_source, read

ROOT = Path(__file__).parent.parent.parent
BASE = "https://w3id.org/mcdgraph/"


@cache
def shipped_corpus() -> Corpus:
    """Read the shipped sources."""
    return read_corpus(ROOT).require_readable()


def plain(*paths: Path) -> str:
    """Write what Turtle files of the repository say in N-Triples, for a tool that is not ours."""
    assert paths
    builder = ColumnsBuilder()
    for number, path in enumerate(paths):
        name = path.relative_to(ROOT).as_posix()
        source = decode_source(path.read_bytes(), PurePosixPath(name))
        base = graph_iri(PurePosixPath(name), BASE)
        reading = read(source, builder, base=base, number=number, scope=f"f{number}-")
        assert not reading.problems
    return serialize(builder.freeze(), N_TRIPLES, {}).decode()


@cache
def shipped_store() -> Store:
    """Load what a release holds for queries: asserted statements, conclusions, named graphs."""
    corpus = shipped_corpus()
    data = joined([corpus.in_role("ontology"), corpus.in_role("data")])
    settings = load_settings(ROOT)
    snapshots = find_snapshots(data, settings.snapshots)
    closure = close(data, graph=BASE + "graph/inferred", snapshots=snapshots)
    assert not closure.contradictions
    dataset = released(corpus, closure, settings)
    defaults = [summary.iri for summary in dataset.graphs if summary.default]
    assert len(defaults) > 5
    return Store.load(dataset.columns, defaults)
