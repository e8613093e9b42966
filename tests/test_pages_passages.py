"""What unfolds beside passages stays within the room of one page."""

from dataclasses import replace

import pytest
from conftest import Harbour
from hostile import EATS, TYPE, columns_of, thing

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.explanation import Evidence, Explanation, ExplanationStep, Stated
from mcdgraph.namespaces import OWL, STANDARD
from mcdgraph.pages.answer_passages import THINGS, passages_behind
from mcdgraph.pages.bounds import EVIDENCE, NOTES
from mcdgraph.pages.evidence import sentence_evidence
from mcdgraph.pages.explanation import explanation_tree
from mcdgraph.pages.reader import Reader
from mcdgraph.settings import EvidenceSettings
from mcdgraph.store import Store

PASSAGE, OTHER = thing("passage"), thing("other")
#: So many that an answer looks at all of them, each with what it eats.
COWS = [thing(f"c{n}") for n in range(THINGS // 2 - 1)]
FOODS = [thing(f"f{n}") for n in range(len(COWS))]


def said_of_cows() -> list[tuple[Term, Term, Term]]:
    """Say what every cow eats, by one passage, and what the last eats by another."""
    facts: list[tuple[Term, Term, Term]] = []
    for source in (PASSAGE, OTHER):
        facts += [
            (source, Iri(STANDARD["dcterms"] + "description"), Literal("They ate. " * 100)),
            (source, Iri(STANDARD["schema"] + "url"), Literal("https://a.example/" + "x" * 900)),
        ]
    for number, (cow, food) in enumerate(zip(COWS, FOODS, strict=True)):
        axiom = BlankNode(f"a{number}")
        facts += [
            (cow, EATS, food),
            (axiom, TYPE, Iri(OWL + "Axiom")),
            (axiom, Iri(OWL + "annotatedSource"), cow),
            (axiom, Iri(OWL + "annotatedProperty"), EATS),
            (axiom, Iri(OWL + "annotatedTarget"), food),
            (
                axiom,
                Iri(STANDARD["prov"] + "wasDerivedFrom"),
                OTHER if cow == COWS[-1] else PASSAGE,
            ),
        ]
    return facts


@pytest.fixture(scope="module")
def reader(harbour: Harbour) -> Reader:
    """Read what is said of the cows."""
    store = Store.load(columns_of(("charter", said_of_cows())))
    settings = replace(harbour.settings, evidence=EvidenceSettings())
    return Harbour(settings=settings, release=harbour.release, store=store).reader


@pytest.fixture(scope="module")
def length(reader: Reader) -> int:
    """Measure the note of a passage."""
    note = sentence_evidence(reader, PASSAGE.value, "", "en").note
    assert note is not None
    return note.length


def test_a_passage_behind_many_rows_leaves_room_for_others(reader: Reader, length: int) -> None:
    """It is shown once under an answer, and takes the room of once."""
    assert len(COWS) * length > NOTES
    found = passages_behind(reader, list(zip(COWS, FOODS, strict=True)), "en")
    assert [one.sentence and one.sentence.iri for one in found] == [PASSAGE.value, OTHER.value]
    assert all(one.note for one in found)


def test_the_notes_of_a_proof_fit_its_page(reader: Reader, length: int) -> None:
    """However many statements it rests on, each with passages."""
    evidence = tuple(Evidence(status=f"s{n}", sentence=PASSAGE.value) for n in range(EVIDENCE))
    leaves = tuple(
        ExplanationStep(
            number=number,
            triple=(cow, EATS, food),
            rule="",
            premises=(),
            stated=(Stated(graph=None, position=None),),
            evidence=evidence,
        )
        for number, (cow, food) in enumerate(zip(COWS, FOODS, strict=True), start=1)
    )
    premises = tuple(leaf.number for leaf in leaves)
    root = replace(leaves[0], number=0, rule="r", premises=premises, stated=(), evidence=())
    tree = explanation_tree(reader, Explanation(steps=(root, *leaves)), "en")
    shown = [one for node in tree.premises for one in node.evidence]
    assert len(shown) == EVIDENCE * len(COWS)
    assert sum(one.note is not None for one in shown) == NOTES // length
