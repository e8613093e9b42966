"""The catalogue's figures are those of the files and the graph, counted by other means."""

import hashlib
import shutil
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, VOID

from mcdgraph.catalogue import Statistics, statistics
from mcdgraph.columns import ColumnsBuilder, Iri, Literal
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings

RELEASED = Path(__file__).parent / "corpus" / "released"
BASE = "https://example.org/g/"
DATASET = rdflib.URIRef(BASE + "dataset")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the corpus once."""
    root = Path(shutil.copytree(RELEASED, tmp_path_factory.mktemp("catalogue") / "graph"))
    return build(load_settings(root))


@pytest.fixture(scope="module")
def catalogue(release: Release) -> rdflib.Graph:
    """Read the catalogue as a client does."""
    return rdflib.Graph().parse(release.dumps / "catalogue.ttl")


@pytest.fixture(scope="module")
def graph(release: Release) -> rdflib.Graph:
    """Read the union graph as a client does."""
    return rdflib.Graph().parse(release.dumps / "graph.nt")


def number(graph: rdflib.Graph, subject: object, predicate: rdflib.URIRef) -> int:
    """Give the one whole number that a property has."""
    (value,) = graph.objects(subject, predicate)  # type: ignore[arg-type]
    return int(str(value))


def test_totals_are_exact(catalogue: rdflib.Graph, graph: rdflib.Graph) -> None:
    """Triples, subjects, objects, properties, classes and entities, each counted by rdflib."""
    classes = set(graph.objects(None, RDF.type))
    entities = {s for s in graph.subjects() if str(s).startswith(BASE)}
    expected = {
        VOID.triples: len(graph),
        VOID.distinctSubjects: len(set(graph.subjects())),
        VOID.distinctObjects: len(set(graph.objects())),
        VOID.properties: len(set(graph.predicates())),
        VOID.classes: len(classes),
        VOID.entities: len(entities),
    }
    assert {p: number(catalogue, DATASET, p) for p in expected} == expected
    assert expected[VOID.triples] == 41


def test_partitions_are_exact(catalogue: rdflib.Graph, graph: rdflib.Graph) -> None:
    """Every class and every property has its partition, with the numbers that rdflib counts."""
    classes = {
        catalogue.value(part, VOID["class"]): number(catalogue, part, VOID.entities)
        for part in catalogue.objects(DATASET, VOID.classPartition)
    }
    assert classes == {
        kind: len(set(graph.subjects(RDF.type, kind))) for kind in graph.objects(None, RDF.type)
    }
    properties = {
        catalogue.value(part, VOID.property): (
            number(catalogue, part, VOID.triples),
            number(catalogue, part, VOID.distinctSubjects),
            number(catalogue, part, VOID.distinctObjects),
        )
        for part in catalogue.objects(DATASET, VOID.propertyPartition)
    }
    assert properties == {
        p: (
            len(list(graph.triples((None, p, None)))),
            len(set(graph.subjects(p))),
            len(set(graph.objects(None, p))),
        )
        for p in graph.predicates()
    }
    assert len(classes) == 7
    assert len(properties) == 10


def test_every_file_is_a_distribution_with_its_size_and_checksum(
    release: Release, catalogue: rdflib.Graph
) -> None:
    """What the catalogue says of a file is true of its bytes; it speaks of all but its own."""
    described = set()
    for distribution in catalogue.objects(DATASET, DCAT.distribution):
        name = str(distribution).removeprefix(f"{BASE}dumps/")
        data = (release.dumps / name).read_bytes()
        described.add(name)
        assert number(catalogue, distribution, DCAT.byteSize) == len(data)
        checksum = catalogue.value(distribution, SPDX.checksum)
        assert catalogue.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        value = catalogue.value(checksum, SPDX.checksumValue)
        assert str(value) == hashlib.sha256(data).hexdigest()
        assert catalogue.value(distribution, DCAT.downloadURL) == distribution
        zipped = catalogue.value(distribution, DCAT.compressFormat)
        assert (zipped is not None) == name.endswith(".gz")
    own = {
        f"catalogue.{suffix}{z}" for suffix in ("ttl", "jsonld", "nt", "rdf") for z in ("", ".gz")
    }
    assert described == {p.name for p in release.dumps.iterdir()} - own - {"SHA256SUMS"}
    assert len(described) == 12


def test_named_graphs_and_rules_are_counted(release: Release, catalogue: rdflib.Graph) -> None:
    """VoID subsets and the service description agree with the manifest, rules with the graph."""
    counts = {
        str(subset): number(catalogue, subset, VOID.triples)
        for subset in catalogue.objects(DATASET, VOID.subset)
    }
    assert counts == {g.iri: g.statements for g in release.manifest.graphs if g.kind != "catalogue"}
    described = {
        str(catalogue.value(node, SD.name)): number(
            catalogue, catalogue.value(node, SD.graph), VOID.triples
        )
        for node in catalogue.objects(None, SD.namedGraph)
    }
    assert described == counts
    inferred = rdflib.URIRef(BASE + "graph/inferred")
    rules = {
        str(catalogue.value(rule, DCTERMS.title)): number(catalogue, rule, VOID.triples)
        for rule in catalogue.objects(inferred, VOID.subset)
    }
    assert rules == dict(release.manifest.rules)
    assert sum(rules.values()) == counts[str(inferred)] == 2


def test_the_settings_are_told(catalogue: rdflib.Graph, release: Release) -> None:
    """Titles in both languages, licence, publisher, date, version, digest."""
    titles = {(str(t), t.language) for t in catalogue.objects(DATASET, DCTERMS.title)}  # type: ignore[attr-defined]
    assert titles == {("Two posts", "en"), ("Deux postes", "fr")}
    publisher = catalogue.value(DATASET, DCTERMS.publisher)
    assert publisher == rdflib.URIRef("https://example.org/publisher")
    assert catalogue.value(publisher, FOAF.name) == rdflib.Literal("A publisher")
    assert str(catalogue.value(DATASET, DCTERMS.issued)) == "2024-01-31"
    assert str(catalogue.value(DATASET, DCTERMS.identifier)) == f"sha256:{release.digest}"
    assert catalogue.value(DATASET, DCTERMS.creator) is None


def test_provenance_names_sources_and_tools(catalogue: rdflib.Graph) -> None:
    """The build used the graphs of the sources, and made the others."""
    activity = rdflib.URIRef(BASE + "dataset#build")
    used = {str(g).removeprefix(f"{BASE}graph/") for g in catalogue.objects(activity, PROV.used)}
    assert used == {"editorial/remarks", "ml/posts", "ontology/ex", "shapes/ex"}
    made = {str(s).removeprefix(BASE) for s in catalogue.subjects(PROV.wasGeneratedBy, activity)}
    assert made == {"dataset", "graph/inferred", "graph/validation"}
    tools = {
        str(catalogue.value(t, FOAF.name)) for t in catalogue.objects(None, PROV.wasAssociatedWith)
    }
    assert {"mcdgraph", "pyoxigraph"} <= tools


def test_statistics_of_a_graph_without_statements() -> None:
    """Nothing is counted as nothing."""
    assert statistics(ColumnsBuilder().freeze(), (BASE,)) == Statistics(
        triples=0, entities=0, subjects=0, objects=0, classes=(), properties=()
    )


def test_a_literal_that_is_an_objects_type_has_no_partition() -> None:
    """Only IRIs name classes; entities are IRIs under the base, in full."""
    builder = ColumnsBuilder()
    terms = builder.terms
    typing = terms.intern(Iri(str(RDF.type)))
    builder.add(terms.intern(Iri("https://example.org/gone")), typing, terms.intern(Literal("x")))
    found = statistics(builder.freeze(), (BASE,))
    assert (found.triples, found.entities, found.classes) == (1, 0, ())
