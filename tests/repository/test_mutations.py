"""The shipped graph conforms, and each corruption of it is reported where it is."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from mutations import MUTATIONS, Mutation
from shipped import ROOT, shipped_corpus

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Term
from mcdgraph.formats import TURTLE
from mcdgraph.namespaces import OWL
from mcdgraph.sources import Corpus, read_corpus
from mcdgraph.validation import ShaclReport, ShaclResult, validate

NAME = re.compile(r"([A-Za-z][\w-]*):([\w-]+)")
AXIOM = (
    "\n[] a owl:Axiom ; owl:annotatedSource {} ; owl:annotatedProperty {} ; "
    'owl:annotatedTarget {} ; mcd:assertionStatus "stated" ; mcd:evidence ml-source:s03 .\n'
)
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

    def line(self, result: ShaclResult) -> str:
        """Give the line of source at which a result points."""
        assert result.row is not None
        position = self.corpus.position(int(self.rows[result.row]), result.part)
        assert position is not None
        (file,) = [f for f in self.corpus.files if str(f.path) == position.path]
        return file.line(position.line)


def judged(corpus: Corpus, removed: np.ndarray | None = None) -> Outcome:
    """Validate ontology and data of a corpus, less some rows, against its shapes."""
    shapes = np.array([*(f.path.parts[0] == "shapes" for f in corpus.files), False])
    keep = ~shapes[corpus.columns.source]
    if removed is not None:
        keep &= ~removed
    rows = np.flatnonzero(keep)
    report = validate(corpus.columns.take(rows), corpus.in_role("shapes"))
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


def removal(mutation: Mutation, columns: Columns) -> np.ndarray:
    """Mark the rows that a mutation takes away; each of its triples is there."""
    gone = np.zeros(len(columns), bool)
    for triple in triples(mutation.remove):
        found = rows_of(columns, triple)
        assert found.any(), f"{mutation.name} removes what is not there: {triple}"
        gone |= found
        if mutation.evidence:
            axioms = axiom_rows(columns, triple)
            assert axioms.any(), f"{mutation.name} removes a fact without evidence: {triple}"
            gone |= axioms
    return gone


def addition(mutation: Mutation) -> str:
    """Write what a mutation adds, with the evidence of each added fact."""
    text = mutation.add + "\n"
    if mutation.evidence:
        for triple in triples(mutation.add):
            text += AXIOM.format(*triple)
    return text


def mutated(mutation: Mutation, folder: Path) -> Outcome:
    """Apply a mutation to a copy of the shipped sources, and validate."""
    for name in ("ontology", "shapes", "data"):
        copytree(ROOT / name, folder / name)
    file = folder / "data" / "ml" / "ambafrance-2013.ttl"
    with file.open("a", encoding="utf8") as text:
        text.write(turtle(addition(mutation)))
    shipped = shipped_corpus().columns
    for triple in triples(mutation.add):
        assert not rows_of(shipped, triple).any(), f"{mutation.name} adds what is there: {triple}"
    corpus = read_corpus(folder).require_readable()
    return judged(corpus, removal(mutation, corpus.columns))


def named(result: ShaclResult) -> tuple[str, str]:
    """Give a result's focus node and path as mutations write them."""
    return str(result.focus), re.sub(r"[()]", "", str(result.path))


def test_the_shipped_graph_conforms() -> None:
    """Nothing is reported of the graph as it is, and every shape meets a focus node."""
    report = judged(shipped_corpus()).report
    assert report.conforms, "\n".join(str(named(result)) for result in report.results)
    assert not report.idle
    assert not report.fallbacks


def test_the_list_is_whole() -> None:
    """Each corruption has its own name, and all that are asked for are there."""
    names = {mutation.name for mutation in MUTATIONS}
    assert len(names) == len(MUTATIONS)
    asked = "1 2 3 4 5 6 7 9 10 11 13 14 15 17 20 21 22 25 26 28 31 32 33 35 37 40 41 42 44"
    assert {f"M{number}" for number in asked.split()} <= {name.split("-")[0] for name in names}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_corruption_is_reported_where_it_is(mutation: Mutation, tmp_path: Path) -> None:
    """A result names focus node and path, and points at a line that speaks of them."""
    outcome = mutated(mutation, tmp_path)
    wanted = full(mutation.focus), full(mutation.path)
    found = [result for result in outcome.report.results if named(result) == wanted]
    assert found, f"{mutation.says}: {sorted(map(named, outcome.report.results))}"
    words = {word.split(":")[-1] for word in re.split(r"[/^]", mutation.path)}
    words |= {mutation.focus.split(":")[-1]}
    if "type" in words:
        words.add(" a ")
    for result in found:
        assert result.message("fr")
        assert result.message("en")
        line = outcome.line(result)
        assert any(word in line for word in words), f"{mutation.says}: points at {line!r}"
