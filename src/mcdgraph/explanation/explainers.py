"""What explains the statements of a graph: from its sources as they stand, or from a release."""

from pathlib import Path

from mcdgraph.explanation.explaining import Explainer
from mcdgraph.explanation.places import Places
from mcdgraph.passages import ColumnStatements, PassageReader, published_digests, read_copies
from mcdgraph.reasoning import Closure, close, read_rules
from mcdgraph.settings import Settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import Corpus


def explain_sources(corpus: Corpus, closure: Closure, settings: Settings) -> Explainer:
    """Explain what was concluded from the rows of a corpus, all of them, in its files."""
    return Explainer(closure, lambda row: corpus.position(row, "object"), settings.evidence)


def explain_release(folder: Path, places: Places, settings: Settings) -> Explainer:
    """Reason again over what the release in a folder was made of, and explain that."""
    closure = close(
        places.columns,
        rules=read_rules(folder, settings.prefixes),
        snapshots=find_snapshots(places.columns, settings.snapshots),
    )
    return Explainer(closure, places.position, settings.evidence)


def source_passages(corpus: Corpus, settings: Settings) -> PassageReader:
    """Read the passages that a corpus speaks of, and their words in the copies at hand."""
    statements = ColumnStatements(corpus.columns)
    copies = read_copies(settings.documents, published_digests(statements, settings.evidence))
    return PassageReader(statements, settings.evidence, copies)
