"""What editors of queries find in the service description, by the queries that they send."""

import pytest
import rdflib
from conftest import Harbour
from flask.testing import FlaskClient
from rdflib.namespace import RDF

from mcdgraph.catalogue import statistics
from mcdgraph.columns import ColumnsBuilder, Iri, Literal

PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }
"""
PARTITIONS = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype ?triples {
  ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
  ?pp void:property ?prop ; void:triples ?triples .
  OPTIONAL {
    { ?pp void:classPartition [ void:class ?objectClass ] }
    UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
  }
}
"""
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query .
} ORDER BY ?sq
"""


@pytest.fixture
def description(client: FlaskClient) -> rdflib.Graph:
    """Read the service description as a client does that names no query."""
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text)


def test_prefixes_are_declared(description: rdflib.Graph, harbour: Harbour) -> None:
    """Every prefix that a query may use undeclared, and no other."""
    found = {str(row.prefix): str(row.namespace) for row in description.query(PREFIXES)}
    assert found == harbour.settings.prefixes


def test_properties_are_counted_by_class(description: rdflib.Graph, harbour: Harbour) -> None:
    """Each class with a property of its instances, how often, and what it leads to."""
    graph = rdflib.Graph().parse(harbour.release.dumps / "graph.nt")
    expected = set()
    for kind in set(graph.objects(None, RDF.type)):
        for instance in graph.subjects(RDF.type, kind):
            for property_, value in graph.predicate_objects(instance):
                kinds = list(graph.objects(value, RDF.type)) or [None]
                if isinstance(value, rdflib.Literal):
                    tagged = RDF.langString if value.language else rdflib.XSD.string
                    expected.add((kind, property_, None, value.datatype or tagged))
                else:
                    expected |= {(kind, property_, to, None) for to in kinds}
    rows = list(description.query(PARTITIONS))
    found = {(r.subjectClass, r.prop, r.objectClass, r.objectDatatype) for r in rows}
    led = {row[:2] for row in found if row[2] or row[3]}
    wanted = {row for row in expected if row[2] or row[3] or row[:2] not in led}
    assert found == wanted
    assert len(found) > 40
    for row in rows:
        subjects = set(graph.subjects(RDF.type, row.subjectClass))
        triples = [t for t in graph.triples((None, row.prop, None)) if t[0] in subjects]
        assert int(str(row.triples)) == len(triples)


def test_saved_questions_are_examples(description: rdflib.Graph, client: FlaskClient) -> None:
    """Each with its text in every language, and a query that the endpoint answers."""
    rows = list(description.query(EXAMPLES))
    queries = {str(row.sq): str(row.query) for row in rows}
    assert len(queries) >= 1
    assert len(rows) == 2 * len(queries)
    for text in queries.values():
        answer = client.get("/sparql", query_string={"query": text, "format": "json"})
        assert answer.status_code == 200


def test_partitions_of_a_large_vocabulary_are_the_most_used_ones() -> None:
    """Of twelve thousand uses ten thousand are described, and none that is rarer than one left."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    kind = intern(Iri(str(RDF.type)))
    for number in range(6_000):
        thing = intern(Iri(f"https://example.org/{number}"))
        builder.add(thing, kind, intern(Iri(f"https://example.org/class/{number}")))
        for value in range(2 if number % 3 else 1):
            name = intern(Iri(f"https://example.org/p{number}"))
            builder.add(thing, name, intern(Literal(str(value))))
    counted = statistics(builder.freeze(), "https://example.org/")
    parts = [part for partition in counted.classes for part in partition.properties]
    assert len(parts) == 10_000
    assert sum(part.triples == 2 for part in parts) == 4_000
