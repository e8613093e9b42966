"""SPARQL in shapes: pre-binding for many nodes at once means what it means for one."""

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Iri, Literal
from mcdgraph.errors import ShapesError
from mcdgraph.formats import TURTLE
from mcdgraph.validation import Engine, validate
from mcdgraph.validation.decorrelation import decorrelated
from mcdgraph.validation.query import ForbiddenQuery, Query

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DECLARE = """
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
DATA = """
ex:a a ex:C ; ex:p 1, 2 ; ex:q ex:b .
ex:b a ex:C ; ex:p 3 ; ex:q ex:c .
ex:c a ex:C ; ex:q ex:d .
_:x a ex:C ; ex:p 4 ; ex:q [ ex:p 5 ] .
ex:d ex:p 2 .
"""
EX = {"ex": "http://example.org/"}


def turtle(text: str) -> Columns:
    """Read Turtle with the test's prefixes."""
    return parse((PREFIXES + text).encode(), TURTLE)


def constraint(select: str, extra: str = "") -> Columns:
    """Give a shape with one SPARQL constraint."""
    return turtle(
        f"{DECLARE} ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql ex:K ."
        f'ex:K sh:prefixes ex: ; sh:select """{select}""" {extra} .'
    )


def found(select: str, engine: Engine = "columns") -> list[tuple[str, str]]:
    """List the focus nodes and values that a query finds, blank nodes by one name."""
    results = validate(turtle(DATA), constraint(select), engine=engine).results
    short = {f"<{EX['ex']}{name}>": name for name in "abcd"}

    def name(term: object) -> str:
        return "_" if str(term).startswith("_:") else short.get(str(term), str(term))

    return sorted((name(result.focus), name(result.value)) for result in results)


QUERIES = {
    "a triple pattern": "SELECT $this ?value { $this ex:p ?value }",
    "a filter in a group of its own": (
        "SELECT $this ?value { $this ex:p ?value { FILTER (isIRI($this)) } }"
    ),
    "a union of which one branch only filters": (
        "SELECT $this { { $this ex:p 3 } UNION { FILTER ($this = ex:c) } }"
    ),
    "a value made in a union": (
        "SELECT $this ?value { { BIND ($this AS ?value) } UNION { $this ex:q ?value } }"
    ),
    "an optional that filters": (
        "SELECT $this { OPTIONAL { $this ex:p ?n FILTER ($this != ex:b) } FILTER (!bound(?n)) }"
    ),
    "what does not exist": "SELECT $this { FILTER NOT EXISTS { $this ex:p ?n } }",
    "what does not exist of another": (
        "SELECT $this ?value { $this ex:q ?value . FILTER NOT EXISTS { ?value ex:p ?n ; a ex:C } }"
    ),
    "a walk that does not exist": (
        "SELECT $this ?value { $this ex:q ?value . FILTER NOT EXISTS { ?value ex:q/ex:p ?n } }"
    ),
    "a union below NOT EXISTS": (
        "SELECT $this { FILTER NOT EXISTS { { $this ex:p ?n } UNION"
        " { $this ex:q ?o FILTER ($this = ex:b) } } }"
    ),
    "a subquery": "SELECT $this ?value { { SELECT $this ?value { $this ex:p ?value } } }",
    "a count for each": (
        "SELECT $this (COUNT(?n) AS ?value) { $this ex:p ?n } GROUP BY $this HAVING (COUNT(?n) > 1)"
    ),
    "a path of any length": "SELECT $this ?value { $this ex:q* ?value . ?value ex:p 2 }",
    "any predicate": "SELECT $this ?path ?value { $this ?path ?value FILTER (?value = 3) }",
    "a limit for each": "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "comments and strings with braces": (
        "SELECT DISTINCT $this # not { a group\n { $this ex:p ?n FILTER (str(?n) != '{ $this') }"
    ),
    "two kinds of things at once": (
        "SELECT DISTINCT $this { $this ex:p ?n , ?m . FILTER (?n < ?m) }"
    ),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_all_nodes_at_once_is_as_one_by_one(query: str) -> None:
    """A query over every focus node gives what pyshacl gives, asking for each node."""
    expected = found(query, "pyshacl")
    assert expected, "the query finds nothing, and so shows nothing"
    assert found(query) == expected


FORBIDDEN = {
    "MINUS": "SELECT $this { $this ex:p ?n MINUS { $this ex:q ?n } }",
    "VALUES": "SELECT $this { VALUES ?n { 1 } $this ex:p ?n }",
    "SERVICE": "SELECT $this { SERVICE ex:s { $this ex:p ?n } }",
    "AS ?this": "SELECT $this { BIND (ex:a AS ?this) }",
    "does not return": "SELECT $this { { SELECT ?n { ?x ex:p ?n } } $this ex:p ?n }",
    "SPARQL": "SELECT $this { $this ex:p }",
    "$PATH": "SELECT $this { $this $PATH ?value }",
}


@pytest.mark.parametrize(("words", "query"), FORBIDDEN.items())
def test_a_query_that_cannot_be_prebound_is_refused(words: str, query: str) -> None:
    """What SHACL forbids, or what is not SPARQL, is an error that names the constraint."""
    with pytest.raises(ShapesError) as raised:
        validate(turtle("ex:z ex:p 1 ."), constraint(query)).require_evaluated()
    assert "<http://example.org/K>" in str(raised.value)
    assert words in str(raised.value) or words == "SPARQL"
    assert raised.value.rows[0] is not None


def test_messages_take_the_values_of_variables() -> None:
    """A template names variables of the solution, in each language."""
    shapes = constraint(
        "SELECT $this ?value ?other { $this ex:p ?value ; ex:q ?other FILTER (?value = 3) }",
        '; sh:message "{?value} of {$this} and {?other}, {?unknown}"@en, "valeur {?value}"@fr',
    )
    (result,) = validate(turtle(DATA), shapes).results
    assert result.message("fr") == "valeur 3"
    assert result.message("en") == "3 of http://example.org/b and http://example.org/c, {?unknown}"


def test_a_value_keeps_the_form_in_which_it_is_written() -> None:
    """Oxigraph's own way to write a number does not get into the report, nor hide the place."""
    data = turtle('ex:a a ex:C ; ex:p "007"^^xsd:integer .')
    (result,) = validate(data, constraint("SELECT $this ?value { $this ex:p ?value }")).results
    assert result.value == Literal("007", "http://www.w3.org/2001/XMLSchema#integer")
    assert result.part == "object"


def test_a_deactivated_constraint_is_passed_over() -> None:
    """Sh:deactivated on the constraint switches it off."""
    shapes = constraint("SELECT $this { $this ex:p ?n }", "; sh:deactivated true")
    assert validate(turtle(DATA), shapes).conforms


COMPONENT = """
ex:Below a sh:ConstraintComponent ;
  sh:parameter [ sh:path ex:below ] , [ sh:path ex:step ; sh:optional true ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex: ;
    sh:message "{$value} is not below {$below}" ;
    sh:ask "ASK { FILTER ($value < $below - COALESCE($step, 0)) }" ] .
"""


def test_a_component_of_the_shapes_own_judges_values() -> None:
    """An ASK validator is asked of every value node, with the parameters bound."""
    shapes = turtle(
        f"{DECLARE}{COMPONENT} ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P ."
        "ex:P sh:path ex:p ; ex:below 4 ; ex:step 1 ."
    )
    results = validate(turtle(DATA), shapes).results
    assert sorted(str(result.value)[1] for result in results) == ["3", "4"]
    assert {result.component for result in results} == {EX["ex"] + "Below"}
    assert {result.messages[0].lexical[2:] for result in results} == {"is not below 4"}


def test_a_query_of_the_shapes_graph_may_be_asked() -> None:
    """$shapesGraph and $currentShape are bound, blank shapes included."""
    shapes = turtle(
        DECLARE
        + """[] a sh:NodeShape ; sh:targetNode ex:a ; ex:limit 1 ; sh:sparql [
          sh:prefixes ex: ; sh:select '''SELECT $this ?value {
            GRAPH $shapesGraph { $currentShape ex:limit ?limit }
            $this ex:p ?value . FILTER (?value > ?limit) }''' ] ."""
    )
    (result,) = validate(turtle(DATA), shapes).results
    assert str(result.value).startswith('"2"')


def test_only_the_predicates_of_a_query_are_copied() -> None:
    """Predicates are known unless a variable, a negation or an empty path can match any."""
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    known = Query.parse("SELECT ?x { $this a ex:C ; ex:p/ex:q ?x . FILTER (?x > 2) }")
    assert known.predicates(EX) == {rdf_type, *(EX["ex"] + name for name in "Cpq")}
    for any_predicate in (
        "SELECT ?x { $this ?p ?x }",
        "SELECT ?x { $this a ex:C ; ?p ?x }",
        "SELECT ?x { $this ex:p [ ?p ?x ] }",
        "SELECT ?x { ex:a ?p 'x' }",
        "SELECT ?x { $this ex:p* ?x }",
        "SELECT ?x { $this ex:p? ?x }",
        "SELECT ?x { $this !ex:p ?x }",
        "SELECT ?x { $this !(ex:p|ex:q) ?x }",
        "BASE <http://example.org/> SELECT ?x { $this <p> ?x }",
    ):
        assert Query.parse(any_predicate).predicates(EX) is None, any_predicate


def test_tokens_keep_the_text() -> None:
    """Cutting into tokens and putting together again changes nothing."""
    text = (
        'PREFIX ex: <http://example.org/#> # {\nSELECT ?x {\n ?x ex:a\\,b """} \\" \'"""@en-GB, '
        "'it\\'s', 1.5e3, ?a<?b; <p> [] . FILTER(?x<=3&&?y>2||!?z) ex:n. _:b1 ex:c. }"
    )
    assert str(Query.parse(text)) == text


STAYS = {
    "a filter inside": (
        "{ $this ex:q ?v . FILTER NOT EXISTS { ?v ex:p ?n ; a ex:C FILTER (?n > 1) } }"
    ),
    "nothing shared": "{ $this ex:q ?v . FILTER NOT EXISTS { ?x ex:p ?n ; a ex:C } }",
    "a variable that may be unbound": (
        "{ $this ex:q ?v OPTIONAL { ?v ex:q ?w } FILTER NOT EXISTS { ?w ex:p ?n ; a ex:C } }"
    ),
    "two subjects": "{ $this ex:q ?v . FILTER NOT EXISTS { ?v ex:p ?n ; a ?c . ?x a ?c } }",
    "a path of any length": "{ $this ex:q ?v . FILTER NOT EXISTS { ?v ex:q* ?n ; a ex:C } }",
    "a walk backwards": "{ $this ex:q ?v . FILTER NOT EXISTS { ?v ex:q/^ex:q ?n } }",
    "a single pattern": "{ $this ex:q ?v . FILTER NOT EXISTS { ?v ex:p ?n } }",
}


@pytest.mark.parametrize("where", STAYS.values(), ids=STAYS)
def test_not_exists_stays_where_minus_might_differ(where: str) -> None:
    """The rewriting keeps away from all but plain patterns over bound variables."""
    query = Query.parse(f"SELECT $this {where}")
    assert decorrelated(query, frozenset({"this"})) == query


def test_not_exists_becomes_minus() -> None:
    """Plain patterns of one subject are asked once, at the end of their group."""
    query = Query.parse("SELECT $this { $this ex:q ?v . FILTER NOT EXISTS { ?v a ex:C ; ex:p 1 } }")
    text = str(decorrelated(query, frozenset({"this"})))
    assert "EXISTS" not in text
    assert text.rstrip("} ").endswith("MINUS { ?v a ex:C ; ex:p 1")


def test_a_brace_too_few_is_told() -> None:
    """A group that does not end is refused before it is sent anywhere."""
    with pytest.raises(ForbiddenQuery):
        Query.parse("SELECT $this { { SELECT $this { ").refuse_forbidden(frozenset({"this"}))


def test_a_function_that_nobody_declares_is_an_error() -> None:
    """An unknown function would make every filter false, in silence."""
    report = validate(turtle(DATA), constraint("SELECT $this { FILTER (ex:odd($this)) }"))
    with pytest.raises(ShapesError, match="odd"):
        report.require_evaluated()


def test_functions_of_the_shapes_own_are_left_to_pyshacl() -> None:
    """A query that calls a declared function falls back, and says so."""
    shapes = constraint("SELECT $this ?value { $this ex:p ?value FILTER (ex:same(?value, 3)) }")
    text = """ex:same a sh:SPARQLFunction ; sh:parameter [ sh:path ex:one ; sh:order 0 ] ,
        [ sh:path ex:two ; sh:order 1 ] ; sh:returnType xsd:boolean ;
        sh:ask "ASK { FILTER ($one = $two) }" ."""
    both = turtle(
        DECLARE
        + text
        + """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex: ;
          sh:select "SELECT $this ?value { $this ex:p ?value FILTER (ex:same(?value, 3)) }" ] ."""
    )
    assert len(shapes) > 0
    report = validate(turtle(DATA), both)
    assert [fallback.shape for fallback in report.fallbacks] == [Iri(EX["ex"] + "S")]
    assert "ex" in report.fallbacks[0].reason
    assert [str(result.value)[1] for result in report.results] == ["3"]


def test_groups_that_do_not_mention_a_variable_are_left_alone() -> None:
    """A pattern that binds what a group does not ask about would multiply its solutions."""
    query = Query.parse("SELECT $this { $this ex:p ?v OPTIONAL { ?v ex:q ?w } { $this ex:r ?w } }")
    text = str(query.seeded(["this"], ["currentShape"]))
    assert text.count("GRAPH") == 2
    assert "OPTIONAL { ?v" in text
