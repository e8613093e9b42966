"""The shipped graph conforms, and each corruption of it is reported where it is."""

import re
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from judging import Outcome, axiom_rows, full, judged, named, rows_of, triples, turtle
from mutations import MUTATIONS, Mutation
from shipped import ROOT, shipped_corpus

from mcdgraph.columns import Columns
from mcdgraph.sources import read_corpus

#: What is corrupted, and the folders that it and what it shares stand in.
PAGE = "https://w3id.org/mcdgraph/id/source/ambafrance-ml-2013"
PARTS = ("editorial", "external", "ml", "shared")
AXIOM = (
    "\n[] a owl:Axiom ; owl:annotatedSource {} ; owl:annotatedProperty {} ; "
    'owl:annotatedTarget {} ; mcd:assertionStatus "stated" ; mcd:evidence ml-source:s03 .\n'
)


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
    """Apply a mutation to a copy of what the page on Mali rests on, and validate."""
    for name in ("ontology", "shapes", *(f"data/{part}" for part in PARTS)):
        copytree(ROOT / name, folder / name)
    file = folder / "data" / "ml" / "ambafrance-2013.ttl"
    with file.open("a", encoding="utf8") as text:
        text.write(turtle(addition(mutation)))
    shipped = shipped_corpus().columns
    for triple in triples(mutation.add):
        assert not rows_of(shipped, triple).any(), f"{mutation.name} adds what is there: {triple}"
    corpus = read_corpus(folder).require_readable()
    return judged(corpus, removal(mutation, corpus.columns), page=PAGE)


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
