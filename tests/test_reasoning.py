"""Closing a graph: what follows is there, what is trivial is not."""

from mcdgraph.columns import Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDF, RDFS
from mcdgraph.reasoning import INFERRED_GRAPH, close

EX = "http://example.org/"
PREFIXES = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "": EX}


def term(text: str) -> Term:
    """Read ``:name``, ``rdfs:name`` or ``"text"``."""
    if text.startswith('"'):
        return Literal(text.strip('"'))
    prefix, _, local = text.partition(":")
    return Iri(PREFIXES[prefix] + local)


def graph(text: str) -> Columns:
    """Read triples, one a line, written with prefixed names."""
    builder = ColumnsBuilder()
    for line in text.strip().splitlines():
        s, p, o = (builder.terms.intern(term(part)) for part in line.split())
        builder.add(s, p, o)
    return builder.freeze()


def triples(columns: Columns) -> list[tuple[Term, Term, Term]]:
    """Give subject, predicate and object of each row."""
    return [(s, p, o) for s, p, o, _ in columns.quads()]


def test_only_what_is_new_and_useful_is_inferred() -> None:
    """Reflexive, universal and literal-subject conclusions are left out; the order is by text."""
    closure = close(
        graph("""
        :A rdf:type owl:Class
        :B rdf:type owl:Class
        :A rdfs:subClassOf :B
        :p rdf:type owl:TransitiveProperty
        :x rdf:type :A
        :x :p :y
        :y :p :z
        :x :name "x"
        :name rdfs:range rdfs:Literal
        """)
    )
    assert triples(closure.inferred) == [
        (term(":x"), term(":p"), term(":z")),
        (term(":x"), term("rdf:type"), term(":B")),
    ]
    assert {g for *_, g in closure.inferred.quads()} == {Iri(INFERRED_GRAPH)}
    assert closure.consistent


def test_a_contradiction_is_told() -> None:
    """An individual of two disjoint classes is found."""
    closure = close(graph(":A owl:disjointWith :B\n:x rdf:type :A\n:x rdf:type :B"))
    assert len(closure.contradictions) == 1
    assert "isjoint" in closure.contradictions[0].message
