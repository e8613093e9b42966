"""Judges the shipped graph, less what a test takes away, by its own shapes and settings."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from shipped import ROOT, shipped_corpus

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Term
from mcdgraph.formats import TURTLE
from mcdgraph.namespaces import OWL
from mcdgraph.positions import Position
from mcdgraph.settings import load_settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import Corpus
from mcdgraph.validation import ShaclReport, ShaclResult, validate

NAME = re.compile(r"([A-Za-z][\w-]*):([\w-]+)")
Triple = tuple[Term, Term, Term]


@cache
def prefixes() -> dict[str, str]:
    """Collect the prefixes of the data files."""
    text = "\n".join(file.text for file in shipped_corpus().files)
    return dict(re.findall(r"@prefix ([\w-]+): <([^>]*)> \.", text))


def turtle(snippet: str) -> str:
    """Put the data's prefixes before a snippet."""
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes().items())
    return declared + snippet


def full(words: str) -> str:
    """Write prefixed names in full."""
    return NAME.sub(lambda match: f"<{prefixes()[match[1]]}{match[2]}>", words)


def triples(snippet: str) -> list[Triple]:
    """Read the triples of a snippet."""
    columns = parse(turtle(snippet).encode(), TURTLE, path="snippet", base="https://example.org/")
    return [(s, p, o) for s, p, o, _ in columns.quads()]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What validation says of a corpus, and how to find the places it names."""

    corpus: Corpus
    rows: np.ndarray
    report: ShaclReport

    def position(self, result: ShaclResult) -> Position:
        """Give the place at which a result points."""
        assert result.row is not None
        position = self.corpus.position(int(self.rows[result.row]), result.part)
        assert position is not None
        return position

    def line(self, result: ShaclResult) -> str:
        """Give the line of source at which a result points."""
        position = self.position(result)
        (file,) = [f for f in self.corpus.files if str(f.path) == position.path]
        return file.line(position.line)


def judged(
    corpus: Corpus, removed: np.ndarray | None = None, *, page: str | None = None
) -> Outcome:
    """Validate ontology and data of a corpus, less some rows, against its shapes.

    With ``page``, the IRI of a version, only what it says and what is shared is looked at.
    """
    shapes = np.array([*(f.path.parts[0] == "shapes" for f in corpus.files), False])
    keep = ~shapes[corpus.columns.source]
    settings = load_settings(ROOT, environment={}, flags={}).snapshots
    if removed is not None:
        keep &= ~removed
    if page is not None:
        snapshots = find_snapshots(corpus.columns, settings)
        (number,) = [n for n, one in enumerate(snapshots.members) if one.version == page]
        keep &= np.isin(snapshots.owner, [number, -1])
    rows = np.flatnonzero(keep)
    data = corpus.columns.take(rows)
    report = validate(data, corpus.in_role("shapes"), snapshots=find_snapshots(data, settings))
    return Outcome(corpus=corpus, rows=rows, report=report)


def rows_of(columns: Columns, triple: Triple) -> np.ndarray:
    """Mark the rows that state a triple."""
    subject, predicate, object_ = (columns.terms.find(term) for term in triple)
    return (
        (columns.subject == subject)
        & (columns.predicate == predicate)
        & (columns.object == object_)
    )


def axiom_rows(columns: Columns, triple: Triple) -> np.ndarray:
    """Mark the rows of the axioms that annotate a triple."""
    parts = zip(("Source", "Property", "Target"), triple, strict=True)
    axioms = set(columns.subject.tolist())
    for part, term in parts:
        mask = (columns.predicate == columns.terms.find_iri(OWL + "annotated" + part)) & (
            columns.object == columns.terms.find(term)
        )
        axioms &= set(columns.subject[mask].tolist())
    return np.isin(columns.subject, list(axioms))


def named(result: ShaclResult) -> tuple[str, str]:
    """Give a result's focus node and path as mutations write them."""
    return str(result.focus), re.sub(r"[()]", "", str(result.path))
