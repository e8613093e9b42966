"""Every fact of the inventory is in the graph, sentence by sentence, and a lost one is missed."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from shipped import plain

ROOT = Path(__file__).parents[2]
MCD = "https://w3id.org/mcdgraph/ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
QUERY = (ROOT / "queries" / "coverage.rq").read_text(encoding="utf8")

#: Sentence -> the numbers of the facts it carries.
INVENTORY = {
    row["sentence"]: row["facts"].split()
    for row in csv.DictReader(
        Path(__file__).with_name("inventory-mali-2013.csv").open(encoding="utf8")
    )
}
FACTS = [(fact, sentence) for sentence, facts in INVENTORY.items() for fact in facts]


@pytest.fixture(scope="module")
def store() -> Store:
    """Load every data file into one default graph."""
    files = sorted((ROOT / "data").rglob("*.ttl"))
    assert len(files) >= 5
    store = Store()
    store.load(plain(*files), format=RdfFormat.N_TRIPLES)
    return store


def coverage(store: Store) -> dict[str, tuple[int, int, list[str]]]:
    """Run the saved query: sentence -> facts inventoried, facts in the graph, missing ones."""
    return {
        row["sentence"].value: (
            int(row["facts"].value),
            int(row["inGraph"].value),
            row["missing"].value.split(),
        )
        for row in store.query(QUERY)
    }


def statements_of(store: Store, fact: str) -> Iterator[Quad]:
    """Give the triples whose axioms carry a fact's number."""
    for quad in store.quads_for_pattern(None, NamedNode(MCD + "factNumber"), Literal(fact)):
        parts = [
            next(store.quads_for_pattern(quad.subject, NamedNode(OWL + name), None)).object
            for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
        ]
        yield Quad(*parts)


def test_the_inventory_counts_every_fact_once() -> None:
    """The committed table has sentences S00 to S41 and facts F1 to F105."""
    assert list(INVENTORY) == [f"S{number:02d}" for number in range(42)]
    assert [fact for fact, _ in FACTS] == [f"F{number}" for number in range(1, 106)]


def test_the_graph_holds_the_same_inventory(store: Store) -> None:
    """The sentences' own list of facts is the committed one: neither can shrink alone."""
    listed: dict[str, set[str]] = {sentence: set() for sentence in INVENTORY}
    for quad in store.quads_for_pattern(None, NamedNode(MCD + "inventoriedFact"), None):
        listed[quad.subject.value.rpartition("/")[2].upper()].add(quad.object.value)
    assert listed == {sentence: set(facts) for sentence, facts in INVENTORY.items()}


def test_no_fact_is_missing(store: Store) -> None:
    """For S00 to S41, as many facts are in the graph as the inventory lists."""
    expected = {s: (len(facts), len(facts), []) for s, facts in INVENTORY.items()}
    assert coverage(store) == expected


@pytest.mark.parametrize(("fact", "sentence"), FACTS)
def test_a_fact_removed_is_reported(store: Store, fact: str, sentence: str) -> None:
    """Without its statements a fact is missing, at its sentence, though its axioms stay."""
    removed = list(statements_of(store, fact))
    assert removed
    for quad in removed:
        assert quad in store
        store.remove(quad)
    try:
        assert fact in coverage(store)[sentence][2]
    finally:
        store.extend(removed)
