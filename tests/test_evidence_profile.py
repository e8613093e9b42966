"""Evidence is found by the properties that a graph uses, or by the usual ones."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, EATS, LABEL, TYPE, columns_of, publish, thing

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.errors import SettingsError
from mcdgraph.explanation import Explainer
from mcdgraph.explanation.model import Evidence
from mcdgraph.namespaces import OWL, STANDARD
from mcdgraph.reasoning import close
from mcdgraph.settings import EvidenceSettings, load_settings

PROV, DCTERMS, SCHEMA = STANDARD["prov"], STANDARD["dcterms"], STANDARD["schema"]
PAGE = {"Accept": "text/html"}
MINE = "https://mine.example/"
BOOK = Iri(MINE + "book")
#: What annotates the statement that a cow eats grass: property and value, and how it is read.
KNOWN = [
    (PROV + "wasDerivedFrom", BOOK, Evidence(sentence=BOOK.value)),
    (PROV + "hadPrimarySource", BOOK, Evidence(sentence=BOOK.value)),
    (PROV + "wasQuotedFrom", BOOK, Evidence(sentence=BOOK.value)),
    (DCTERMS + "source", BOOK, Evidence(sentence=BOOK.value)),
    (DCTERMS + "source", Literal("The herd book, page 7"), Evidence(cited="The herd book, page 7")),
    (SCHEMA + "citation", Literal("Herd 1"), Evidence(cited="Herd 1")),
]
STATEMENT = (thing("cow"), EATS, thing("grass"))


def annotated(*said: tuple[str, Term]) -> list[tuple[Term, Term, Term]]:
    """Give the statement with an axiom about it."""
    axiom = BlankNode("axiom")
    parts = zip(("Source", "Property", "Target"), STATEMENT, strict=True)
    return [
        STATEMENT,
        (axiom, TYPE, Iri(OWL + "Axiom")),
        *((axiom, Iri(f"{OWL}annotated{name}"), term) for name, term in parts),
        *((axiom, Iri(predicate), value) for predicate, value in said),
    ]


def serve(harbour: Harbour, profile: EvidenceSettings, *said: tuple[str, Term]) -> FlaskClient:
    """Serve the statement, annotated, with what is said of its source."""
    about: list[tuple[Term, Term, Term]] = [
        (BOOK, LABEL, Literal("The herd book")),
        (BOOK, Iri(MINE + "from"), Literal("12")),
        (BOOK, Iri(MINE + "to"), Literal("34")),
        (thing("barn"), Iri(PROV + "wasDerivedFrom"), BOOK),
        (Iri(MINE + "sure"), LABEL, Literal("beyond doubt")),
    ]
    settings = replace(harbour.settings, evidence=profile)
    columns = columns_of(("charter", [*annotated(*said), *about]))
    return publish(harbour.release, settings, columns).test_client()


@pytest.mark.parametrize(("predicate", "value", "evidence"), KNOWN)
def test_the_usual_properties_are_known(
    harbour: Harbour, predicate: str, value: Term, evidence: Evidence
) -> None:
    """PROV, Dublin Core and schema.org are read where the settings say nothing."""
    columns = columns_of(("charter", annotated((predicate, value))))
    explained = Explainer(close(columns), lambda _row: None).explain(STATEMENT)
    assert explained is not None
    assert explained.steps[0].evidence == (evidence,)
    page = serve(harbour, EvidenceSettings(), (predicate, value)).get("/doc/id/cow", headers=PAGE)
    shown = "The herd book" if evidence.sentence else str(evidence.cited)
    assert 'class="evidence ' in page.text
    assert shown in page.text


def test_a_graph_names_its_own_properties(harbour: Harbour) -> None:
    """Source, status and offsets are those of the settings, and the usual ones are none then."""
    profile = EvidenceSettings(
        source=(MINE + "says",),
        status=(MINE + "how",),
        start=(MINE + "from",),
        end=(MINE + "to",),
    )
    said = [(MINE + "says", BOOK), (MINE + "how", Iri(MINE + "sure"))]
    client = serve(harbour, profile, *said, (SCHEMA + "citation", Literal("not this")))
    page = client.get("/doc/id/cow", headers=PAGE).text
    assert "beyond doubt" in page
    assert "characters 12 to 34" in page
    assert "not this" not in page
    conveyed = client.get("/resource", query_string={"iri": BOOK.value}, headers=PAGE).text
    assert 'href="/doc/id/cow"' in conveyed


def test_what_is_no_axiom_is_no_evidence(harbour: Harbour) -> None:
    """A thing that was derived from another leads to it as by any property."""
    client = serve(harbour, EvidenceSettings(), (DCTERMS + "source", BOOK))
    page = client.get("/resource", query_string={"iri": BOOK.value}, headers=PAGE).text
    assert f"{BASE}id/barn" in page
    data = client.get("/resource.nt", query_string={"iri": BOOK.value}).text
    assert f"<{BASE}id/barn> <{PROV}wasDerivedFrom> <{BOOK.value}>" in data


def test_names_with_prefixes_are_read_as_iris(tmp_path: Path) -> None:
    """A settings file may write a property as Turtle does."""
    text = '[prefixes]\nm = "https://mine.example/"\n[evidence]\n'
    (tmp_path / "mcdgraph.toml").write_text(text + 'source = ["m:says", "urn:x:y"]')
    settings = load_settings(tmp_path)
    assert settings.evidence.source == (MINE + "says", "urn:x:y")
    (tmp_path / "mcdgraph.toml").write_text(text + 'status = ["n:how"]')
    with pytest.raises(SettingsError, match=r"evidence.status: expected IRIs.*not 'n:how'"):
        load_settings(tmp_path)
