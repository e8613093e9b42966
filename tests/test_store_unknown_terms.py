"""A class or a property that a query uses and the dataset does not have is named."""

import pyoxigraph as ox
import pytest

from mcdgraph.store import Dialect, Store, TermRole, UnknownTerm, unknown_terms
from mcdgraph.store.unknown_terms import MAX_UNKNOWN
from mcdgraph.store.usage import uses

DATA = """
@prefix f: <https://farm.example/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
f:Cow a owl:Class ; rdfs:label "vache"@fr .
f:Heifer a owl:Class .
f:C1 a owl:Class ; rdfs:label "pasture" .
f:milkYield a owl:DatatypeProperty .
f:daisy a f:Cow ; f:age 3 ; rdf:reifies <<( f:daisy f:age 3 )>> .
"""
DIALECT = Dialect(
    base="https://farm.example/",
    prefixes={"f": "https://farm.example/ontology#", "owl": "http://www.w3.org/2002/07/owl#"},
)


@pytest.fixture(scope="module", params=["default graph", "named graph"])
def store(request: pytest.FixtureRequest) -> Store:
    """Hold a herd."""
    engine = ox.Store()
    graph = ox.NamedNode("urn:g") if request.param == "named graph" else ox.DefaultGraph()
    engine.load(DATA.encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    return Store(engine)


def found(store: Store, text: str) -> list[tuple[str, str, list[str]]]:
    """List name, role and local names of what may be meant."""
    return [
        (term.name, term.role.value, [iri.partition("#")[2] for iri in term.meant])
        for term in unknown_terms(store, text, DIALECT)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?s a f:Cwo }", [("f:Cwo", "class", ["Cow"])]),
        ("ASK { ?s a f:cow }", [("f:cow", "class", ["Cow"])]),
        ("ASK { ?s a f:Vache }", [("f:Vache", "class", ["Cow"])]),
        ("ASK { ?s a f:Pastures }", [("f:Pastures", "class", ["C1"])]),
        ("ASK { ?s f:milkyeild ?o }", [("f:milkyeild", "property", ["milkYield"])]),
        ("ASK { ?s f:agee/f:ages* ?o }", [
            ("f:agee", "property", ["age"]), ("f:ages", "property", ["age"])
        ]),
        ("PREFIX x: <https://farm.example/ontology/> ASK { ?s x:age ?o }", [
            ("x:age", "property", ["age"])
        ]),
        ("ASK { ?s <ontology#Cwo> ?o }", [("<ontology#Cwo>", "property", [])]),
        ("ASK { ?s a f:Zebra , f:Cow , f:Zebra }", [("f:Zebra", "class", [])]),
        ("ASK { ?s a f:Cow ; f:age ?a . f:nobody f:age 1 FILTER(?a = f:nothing) }", []),
        ("SELECT ?x { ?x a owl:Class ; a ?t ; ?p f:unknown }", []),
        ("ASK { ?s z:undeclared ?o }", []),
        (f"ASK {{ ?s f:{'a' * 5000} ?o }}", [(f"f:{'a' * 5000}", "property", [])]),
        ("# f:age\nPREFIX f: <urn:x#> ASK { ?s f:age 1 }", [("f:age", "property", ["age"])]),
        ("ASK { ?s f:age '<';f:eaten'>' }", [("f:eaten", "property", [])]),
        ("ASK { ?s f:age\\,s ?o }", [("f:age\\,s", "property", ["age"])]),
        ("ASK { ?s f:age.s ?o . }", [("f:age.s", "property", ["age"])]),
        ("not a query { f:x f:y f:z ) ] } f:k", [("f:y", "property", [])]),
    ],
)  # fmt: skip
def test_what_the_dataset_has_not_is_named(
    store: Store, text: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    """With what may be meant, by local name or label; what occurs anywhere is not."""
    assert found(store, text) == expected


def test_only_the_first_are_told(store: Store) -> None:
    """For each the query is read up to its place, and it may have very many."""
    text = "ASK { " + "".join(f"?s f:none{number} ?o . " for number in range(1_000)) + "}"
    told = [name for name, _, _ in found(store, text)]
    assert told == [f"f:none{number}" for number in range(MAX_UNKNOWN)]


def test_a_finding_is_a_value_with_its_place(store: Store) -> None:
    """Programs get the IRI, people a sentence."""
    (term,) = unknown_terms(store, "ASK {\n  ?s a f:Cwo . ?t a f:Cwo }", DIALECT)
    assert term == UnknownTerm(
        iri="https://farm.example/ontology#Cwo",
        name="f:Cwo",
        role=TermRole.CLASS,
        line=2,
        column=8,
        meant=("https://farm.example/ontology#Cow",),
    )
    assert term.told(DIALECT.prefixes) == (
        "f:Cwo occurs nowhere in this dataset, as a class or otherwise; did you mean f:Cow?"
    )


@pytest.mark.parametrize(
    ("text", "classes", "properties"),
    [
        ("SELECT ?s { ?s :p :o , :o2 ; :q/:r|^:t* [ :v :w ; a :K ] }", "K", "p q r t v"),
        ("CONSTRUCT { ?s :made 1 } WHERE { GRAPH :g { ?s !(:n|^:m) 1 } }", "", "n m"),
        ("SELECT (:f(?x) AS ?y) { VALUES ?x { :a :b } ?x a :C . BIND(:g(?x) AS ?k) }", "C", ""),
        ("ASK { VALUES (?x ?y) { (:a :b) (:c :d) } FILTER((?a) = :n || :m IN (:k, :l)) ?x :p 1 }",
         "", "p"),
        ("ASK { FILTER(EXISTS { ?x :p ?k } && ?x = :no) ?x :q 'x'^^:dt . (1 :l) :r true }",
         "", "p q r"),
        ("SELECT ?x { { SELECT ?x { ?x :p 1 } } UNION { ?x (:q/:r)+ ?z } } HAVING (:h(?x))",
         "", "p q r"),
        ("DESCRIBE :x FROM :g", "", ""),
    ],
)  # fmt: skip
def test_classes_and_properties_are_told_from_other_names(
    text: str, classes: str, properties: str
) -> None:
    """Subjects, objects, graphs, functions, datatypes, data and templates are not used as such."""
    names = {TermRole.CLASS: classes.split(), TermRole.PROPERTY: properties.split()}
    for role, expected in names.items():
        assert [use.token.text[1:] for use in uses(text) if use.role is role] == expected
