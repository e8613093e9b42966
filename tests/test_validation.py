"""Validation: its results, their places, its report graph."""

import numpy as np
import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.bridges.rdflib import to_graph
from mcdgraph.columns import Columns, Iri, Literal
from mcdgraph.errors import ShapesError
from mcdgraph.findings import Severity
from mcdgraph.formats import TURTLE
from mcdgraph.validation import Engine, ShaclResult, validate

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SH = "http://www.w3.org/ns/shacl#"
ENGINES: list[Engine] = ["columns", "pyshacl"]


def turtle(text: str) -> Columns:
    """Read Turtle with the test's prefixes; rows stand in the order of the text."""
    return parse((PREFIXES + text).encode(), TURTLE)


def only(results: tuple[ShaclResult, ...]) -> ShaclResult:
    """Give the one result."""
    assert len(results) == 1, results
    return results[0]


def ex(name: str) -> Iri:
    """Give a term of the example."""
    return Iri("http://example.org/" + name)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_result_says_all_that_shacl_asks(engine: Engine) -> None:
    """Focus, path, value, component, shape, severity and messages are given as terms."""
    shapes = turtle("""
        ex:S sh:targetClass ex:Post ; sh:property ex:P .
        ex:P sh:path ex:rank ; sh:in ( ex:major ) ; sh:severity sh:Warning ;
          sh:message "wrong rank"@en, "mauvais grade"@fr .""")
    result = only(
        validate(turtle("ex:p a ex:Post ; ex:rank ex:private ."), shapes, engine=engine).results
    )
    assert result.focus == ex("p")
    assert str(result.path) == "<http://example.org/rank>"
    assert result.value == ex("private")
    assert result.component == SH + "InConstraintComponent"
    assert result.source_shape == ex("P")
    assert result.level is Severity.WARNING
    assert result.message("fr") == "mauvais grade"
    assert result.message("en") == "wrong rank"
    assert result.message("de") in {"mauvais grade", "wrong rank"}


PLACES = {
    "the triple of a value": (
        "ex:a ex:q 1 ; ex:p 2 .",
        "sh:path ex:p ; sh:nodeKind sh:IRI",
        "ex:p 2",
    ),
    "the first triple of a node that lacks a value": (
        "ex:b ex:q 0 . ex:a ex:q 1 ; ex:r 3 .",
        "sh:path ex:p ; sh:minCount 1",
        "ex:q 1",
    ),
    "the first value where there are too few": (
        "ex:a ex:q 1 ; ex:p 2 .",
        "sh:path ex:p ; sh:minCount 2",
        "ex:p 2",
    ),
    "the triple that an inverse path walks": (
        "ex:a ex:q 1 . ex:b ex:p ex:a .",
        "sh:path [ sh:inversePath ex:p ] ; sh:nodeKind sh:Literal",
        "ex:p ex:a",
    ),
    "the last triple of a sequence, in a blank node": (
        "ex:a ex:p [ ex:q 1 ; ex:r 2 ] .",
        "sh:path ( ex:p ex:r ) ; sh:nodeKind sh:IRI",
        "ex:r 2",
    ),
    "a member in a list": (
        "ex:a ex:p ( ex:one 2 ex:three ) .",
        "sh:path ( ex:p [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ; sh:nodeKind sh:IRI",
        "rdf:first 2",
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("data", "shape", "triple"), PLACES.values(), ids=PLACES)
def test_a_result_is_placed(data: str, shape: str, triple: str, engine: Engine) -> None:
    """A result carries the row of the data that a reader would look at."""
    columns = turtle(data)
    shapes = turtle(f"ex:S a sh:PropertyShape ; sh:targetNode ex:a ; {shape} .")
    result = only(validate(columns, shapes, engine=engine).results)
    assert result.row is not None
    found = next(columns.take(np.array([result.row])).quads())
    assert found[1:3] == next(turtle(f"[] {triple} .").quads())[1:3]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_node_without_triples_has_no_place(engine: Engine) -> None:
    """A target that the data does not mention is a result without a row."""
    shapes = turtle("ex:S a sh:NodeShape ; sh:targetNode ex:ghost ; sh:class ex:Post .")
    assert only(validate(turtle("ex:a ex:b ex:c ."), shapes, engine=engine).results).row is None


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_nodes_of_two_graphs_are_two(engine: Engine) -> None:
    """The same label in data and shapes does not make one node, and is given back as it was."""
    shapes = turtle("_:b a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI .")
    result = only(validate(turtle("_:b ex:p 1 ."), shapes, engine=engine).results)
    assert str(result.focus) == str(result.source_shape) == "_:b"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_report_graph_is_shacls(engine: Engine) -> None:
    """The report as columns holds each result once, with its path as a structure."""
    shapes = turtle("""ex:S a sh:PropertyShape ; sh:targetNode ex:a ;
        sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount 1 .""")
    report = validate(turtle("ex:a ex:r 1 ."), shapes, engine=engine)
    assert not report.conforms
    graph = to_graph(report.to_columns())
    rows = graph.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <http://example.org/>"
        " PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        " SELECT ?f { ?r sh:conforms false ; sh:result ?x . ?x sh:focusNode ?f ;"
        " sh:resultPath/rdf:rest/rdf:first/sh:inversePath ex:q }"
    )
    assert len(list(rows)) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_malformed_shape_is_a_problem(engine: Engine) -> None:
    """A path that is none is refused, never passed over."""
    shapes = turtle('ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path "p" ; sh:minCount 1 .')
    with pytest.raises(ShapesError):
        validate(turtle("ex:a ex:r 1 ."), shapes, engine=engine).require_evaluated()


def test_a_message_without_language_serves_any() -> None:
    """Where no message is in the language asked for, one without a language comes first."""
    result = ShaclResult(
        focus=ex("a"),
        component=SH + "MinCountConstraintComponent",
        source_shape=ex("S"),
        messages=(Literal("x", language="de"), Literal("plain")),
    )
    assert result.message("fr") == "plain"
