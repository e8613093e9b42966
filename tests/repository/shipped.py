"""The shipped graph, read, reasoned over and loaded once for the tests of a process."""

from functools import cache
from pathlib import Path

from mcdgraph.columns.columns import joined
from mcdgraph.reasoning import close
from mcdgraph.release.dataset import released
from mcdgraph.settings import load_settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import Corpus, read_corpus
from mcdgraph.store import Store

ROOT = Path(__file__).parent.parent.parent
BASE = "https://w3id.org/mcdgraph/"


@cache
def shipped_corpus() -> Corpus:
    """Read the shipped sources."""
    return read_corpus(ROOT).require_readable()


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
