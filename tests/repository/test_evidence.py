"""Every fact triple has its axiom and every axiom its triple, file by file, and silence is kept."""

from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node
from shipped import plain

ROOT = Path(__file__).parents[2]
MCD = Namespace("https://w3id.org/mcdgraph/ontology#")
ID = Namespace("https://w3id.org/mcdgraph/id/")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VOID = Namespace("http://rdfs.org/ns/void#")
DOCUMENT = ID["source/ambafrance-ml-2013"]
DATA = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.ttl"))
#: What stands in these folders is ours; all other files are of documents that somebody recorded.
STATUS_BY_FOLDER = {"editorial": {"editorial-inference"}, "external": {"external"}}
PAGE = "data/ml/ambafrance-2013.ttl"

#: What marks a predicate or a class as one that makes no fact: short, and here on purpose.
EXEMPT = {
    RDFS.label,
    SKOS.definition,
    SKOS.scopeNote,
    SKOS.editorialNote,
    DCTERMS.identifier,
    DCTERMS.isPartOf,
    DCTERMS.language,
    OA.hasSelector,
    OA.hasSource,
    SCHEMA.url,
    SCHEMA.version,
    OWL.deprecated,
    DCTERMS.isReplacedBy,
    SPDX.checksum,
    MCD.codePoints,
    MCD.gloss,
    MCD.fragmentStart,
    MCD.fragmentEnd,
    MCD.startOffset,
    MCD.endOffset,
    MCD.inventoriedFact,
    MCD.evidenceExempt,
    MCD.SourceDocument,
    MCD.SourceSentence,
    MCD.SourcePassage,
    MCD.DocumentVersion,
    MCD.FactSheet,
    MCD.versionOf,
    MCD.locator,
    MCD.recordedIn,
    MCD.recordNumber,
    MCD.documentKind,
    MCD.quality,
    MCD.textComplete,
    MCD.pageStamp,
    MCD.earliest,
    MCD.latest,
    MCD.dateAsPrinted,
    MCD.dateBasis,
    MCD.claimsProfile,
    MCD.ReferenceDataset,
}


def read(*names: str) -> Graph:
    """Read files as one graph."""
    return Graph().parse(data=plain(*(ROOT / name for name in names)), format="nt")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Read every file of the ontology."""
    return read(*(f"ontology/{name}.ttl" for name in ("mcd", "reused", "alignments", "concepts")))


@pytest.fixture(scope="module")
def data() -> dict[str, Graph]:
    """Read each data file as a graph of its own."""
    return {name: read(name) for name in DATA}


@pytest.fixture(scope="module")
def merged(data: dict[str, Graph]) -> Graph:
    """Join the data files."""
    return sum(data.values(), Graph())


def fact_triples(graph: Graph, ontology: Graph) -> set[tuple[Node, Node, Node]]:
    """Give the fact triples of a data graph, as the note on mcd:evidenceExempt defines them."""
    exempt = set(ontology.subjects(MCD.evidenceExempt, None))
    both = graph + ontology
    headers = {*both.subjects(RDF.type, OWL.Ontology), *both.subjects(RDF.type, VOID.Dataset)}
    terms = set(both.subjects(RDFS.isDefinedBy, None))
    return {
        (s, p, o)
        for s, p, o in graph
        if isinstance(s, URIRef)
        and s not in headers | terms
        and p not in exempt
        and not (p == RDF.type and o in exempt)
    }


def annotated_triples(graph: Graph) -> list[tuple[Node | None, Node | None, Node | None]]:
    """Give the triple of each owl:Axiom of a data graph."""
    parts = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    axioms = graph.subjects(RDF.type, OWL.Axiom)
    return [tuple(graph.value(axiom, part) for part in parts) for axiom in axioms]  # type: ignore[misc]


def test_the_exempt_list_is_the_one_agreed(ontology: Graph) -> None:
    """Nothing is dispensed from evidence but what is listed here."""
    assert set(ontology.subjects(MCD.evidenceExempt, Literal(True))) == EXEMPT
    assert len(list(ontology.triples((None, MCD.evidenceExempt, None)))) == len(EXEMPT)


@pytest.mark.parametrize("name", DATA)
def test_facts_and_axioms_correspond_one_to_one(
    name: str, data: dict[str, Graph], ontology: Graph
) -> None:
    """In each file the axioms annotate exactly the fact triples, each once."""
    facts = fact_triples(data[name], ontology)
    assert facts
    assert Counter(annotated_triples(data[name])) == Counter(facts)


@pytest.mark.parametrize("name", DATA)
def test_each_axiom_has_one_status_and_evidence_of_its_kind(
    name: str, data: dict[str, Graph], merged: Graph
) -> None:
    """The status is one of the folder's; external statements rest on reference datasets."""
    graph = data[name]
    folder = name.split("/")[1]
    recorded = {"recorded", "computed"}
    wanted = STATUS_BY_FOLDER.get(folder, recorded)
    if name == PAGE:
        wanted = {"stated", "implied-by-layout"}
    axioms = list(graph.subjects(RDF.type, OWL.Axiom))
    assert axioms
    for axiom in axioms:
        (status,) = graph.objects(axiom, MCD.assertionStatus)
        evidence = list(graph.objects(axiom, MCD.evidence))
        assert str(status) in wanted
        assert evidence
        kinds = {kind for node in evidence for kind in merged.objects(node, RDF.type)}
        assert kinds <= {MCD.SourceSentence, MCD.SourcePassage, MCD.ReferenceDataset}
        if folder == "external":
            assert kinds == {MCD.ReferenceDataset}
        if name == PAGE:
            assert kinds == {MCD.SourceSentence}
        elif wanted == recorded:
            assert kinds == {MCD.SourcePassage}


def test_sentences_are_pointed_at_in_order(merged: Graph) -> None:
    """S00 to S41 do not overlap, lie in the document, and say their place twice alike."""
    spans = []
    for sentence in sorted(merged.subjects(RDF.type, MCD.SourceSentence)):
        start, end = (merged.value(sentence, p) for p in (MCD.startOffset, MCD.endOffset))
        selector = merged.value(sentence, OA.hasSelector)
        assert int(str(start)) == int(str(merged.value(selector, OA.start)))
        assert int(str(end)) == int(str(merged.value(selector, OA.end)))
        assert merged.value(sentence, OA.hasSource) == DOCUMENT
        spans += [int(str(start)), int(str(end))]
    assert len(spans) == 2 * 42
    assert spans == sorted(set(spans))
    assert (spans[0], spans[-1]) == (0, int(str(merged.value(DOCUMENT, MCD.codePoints))))


def test_things_are_named_in_both_languages(merged: Graph) -> None:
    """Each thing has one French and one English label."""
    things = {s for s in merged.subjects() if str(s).startswith(str(ID))}
    assert len(things) > 100
    for thing in things:
        languages = sorted(str(label.language) for label in merged.objects(thing, RDFS.label))  # type: ignore[attr-defined]
        assert (thing, languages) == (thing, ["en", "fr"])


def test_no_node_dangles(merged: Graph, ontology: Graph) -> None:
    """Each IRI of ours that is pointed at is described."""
    both = merged + ontology
    ours = {
        o
        for o in both.objects()
        if isinstance(o, URIRef) and str(o).startswith((str(ID), str(MCD)))
    }
    assert len(ours) > 150
    assert ours <= set(both.subjects())


def test_what_the_source_does_not_say_is_not_there(merged: Graph) -> None:
    """No holder, no placeholder post, no guessed branch, no year on a post, no merged force."""
    posts = set(merged.subjects(RDF.type, MCD.CooperantPost))
    assert len(posts) == 9
    assert not list(merged.subjects(RDF.type, FOAF.Person))
    assert not posts & set(merged.subjects(MCD.serviceBranch))
    assert set(merged.subjects(MCD.referenceYear)) == {ID["ml/claim/staffing-2011"]}
    assert not list(merged.triples((None, OWL.sameAs, None)))
    assert (ID["ml/air-force"], OWL.differentFrom, ID["france-air-force"]) in merged


def test_the_attache_is_under_the_ambassador_by_our_reading_only(data: dict[str, Graph]) -> None:
    """The joining edge stands in one editorial file, and in no other."""
    edge = (ID["ml/post/defence-attache"], MCD.directlyUnder, ID["ml/post/ambassador"])
    assert [name for name in DATA if edge in data[name]] == ["data/editorial/ml-reading.ttl"]


def test_twenty_discrepancies_are_recorded(merged: Graph) -> None:
    """X1 to X20, each about something; the first counts 14 against 9."""
    found = set(merged.subjects(RDF.type, MCD.Discrepancy))
    numbers = {str(merged.value(node, DCTERMS.identifier)) for node in found}
    assert numbers == {f"X{number}" for number in range(1, 21)}
    assert found == set(merged.subjects(MCD.involves))
    assert found == set(merged.subjects(MCD.discrepancyKind))
    staffing = ID["ml/discrepancy/staffing"]
    figures = [merged.value(staffing, p) for p in (MCD.statedValue, MCD.enumeratedValue, MCD.gap)]
    assert [int(str(figure)) for figure in figures] == [14, 9, 5]
