"""Shapes are read whole: what is ill-formed or unknown is an error, with its row."""

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Iri
from mcdgraph.errors import ShapesError
from mcdgraph.formats import TURTLE
from mcdgraph.validation import validate

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(text: str) -> Columns:
    """Read Turtle with the test's prefixes."""
    return parse((PREFIXES + text).encode(), TURTLE)


DATA = "ex:a a ex:C ; ex:p 1 ; ex:q 2 . ex:b a ex:D . ex:D rdfs:subClassOf ex:C ."

ILL_FORMED = {
    "an unknown parameter": ("ex:S a sh:NodeShape ; sh:minCountt 1 .", "sh:minCountt"),
    "an unknown class": ("ex:S a sh:NodeShap ; sh:class ex:C .", "sh:NodeShap"),
    "an unknown kind of node": ("ex:S a sh:NodeShape ; sh:nodeKind sh:Iri .", "sh:Iri"),
    "JavaScript": ("ex:S a sh:NodeShape ; sh:js [ sh:jsFunctionName 'f' ] .", "sh:js "),
    "a count without a path": ("ex:S a sh:NodeShape ; sh:minCount 1 .", "sh:minCount needs"),
    "two counts": ("ex:S sh:path ex:p ; sh:minCount 1 , 2 .", "sh:minCount has 2 values"),
    "a count that is no number": ("ex:S sh:path ex:p ; sh:minCount 'one' .", "not an integer"),
    "two paths": ("ex:S sh:path ex:p , ex:q ; sh:minCount 1 .", "sh:path has 2 values"),
    "a path that is none": ("ex:S sh:path [ ex:p ex:q ] ; sh:minCount 1 .", "not a property path"),
    "a path of one member": ("ex:S sh:path ( ex:p ) ; sh:minCount 1 .", "two or more"),
    "a path in itself": (
        "ex:S sh:path _:p ; sh:minCount 1 . _:p sh:inversePath _:p .",
        "contains itself",
    ),
    "a list that is none": ("ex:S a sh:NodeShape ; sh:in ex:list .", "not a well-formed RDF list"),
    "a list without end": (
        "ex:S a sh:NodeShape ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .",
        "not a well-formed RDF list",
    ),
    "an expression that is none": ("ex:S a sh:NodeShape ; sh:pattern '(' .", "sh:pattern"),
    "a flag that is none": ("ex:S a sh:NodeShape ; sh:pattern 'a' ; sh:flags 'z' .", "flag z"),
    "a shape in itself": (
        "ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:S ] .",
        "recursive",
    ),
    "a property that is none": (
        "ex:S a sh:NodeShape ; sh:property ex:P . ex:P a sh:NodeShape .",
        "has no sh:path",
    ),
    "a property shape without a path": ("ex:S a sh:PropertyShape ; sh:class ex:C .", "without"),
    "inference": ("ex:S a sh:NodeShape . ex:g sh:entailment ex:e .", "sh:entailment"),
    "a flag neither true nor false": ("ex:S a sh:NodeShape ; sh:closed 'yes' .", "true or false"),
    "a class that is a literal": ("ex:S a sh:NodeShape ; sh:class 'C' .", "is a literal"),
    "a message that is a number": ("ex:S a sh:NodeShape ; sh:message 1 .", "sh:message"),
    "a target that is a literal": ("ex:S a sh:NodeShape ; sh:targetClass 'C' .", "not an IRI"),
    "a term of the drafts": ("ex:S a sh:NodeShape ; sh:nodeShape ex:T .", "sh:nodeShape"),
}


@pytest.mark.parametrize(("text", "words"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_an_ill_formed_shape_is_refused(text: str, words: str) -> None:
    """The error says what is wrong, and in which row."""
    with pytest.raises(ShapesError) as raised:
        validate(turtle(DATA), turtle(text))
    assert words in str(raised.value)
    assert len(raised.value.problems) == len(raised.value.rows)
    assert raised.value.rows[0] is not None


def test_all_that_is_ill_formed_is_told_at_once() -> None:
    """Two faults are one error with two problems."""
    shapes = turtle("ex:S a sh:NodeShape ; sh:maxxCount 1 . ex:T a sh:NodeShape ; sh:class 1 .")
    with pytest.raises(ShapesError) as raised:
        validate(turtle(DATA), shapes)
    assert len(raised.value.problems) == 2


TARGETS = {
    "a class and its subclasses": ("sh:targetClass ex:C", {"a", "b"}),
    "a node, present or not": ("sh:targetNode ex:a , ex:zz", {"a", "zz"}),
    "subjects": ("sh:targetSubjectsOf ex:p", {"a"}),
    "objects": ("sh:targetObjectsOf rdf:type", {"C", "D"}),
    "two targets that overlap": ("sh:targetClass ex:C ; sh:targetSubjectsOf ex:p", {"a", "b"}),
}


@pytest.mark.parametrize(("target", "nodes"), TARGETS.values(), ids=TARGETS)
def test_targets(target: str, nodes: set[str]) -> None:
    """Each focus node is validated once."""
    report = validate(turtle(DATA), turtle(f"ex:S a sh:NodeShape ; {target} ; sh:in () ."))
    found = [str(result.focus) for result in report.results]
    assert sorted(found) == sorted(f"<http://example.org/{name}>" for name in nodes)


@pytest.mark.parametrize("class_", ["rdfs:Class", "owl:Class"])
def test_a_class_that_is_a_shape_is_its_own_target(class_: str) -> None:
    """Implicit class targets, for OWL's classes too."""
    shapes = turtle(f"ex:C a sh:NodeShape , {class_} ; sh:in () .")
    assert len(validate(turtle(DATA), shapes).results) == 2


def test_a_shape_without_focus_nodes_is_told() -> None:
    """What checks nothing is listed as idle; what has no target is not meant to check alone."""
    shapes = turtle("ex:S a sh:NodeShape ; sh:targetClass ex:None . ex:T a sh:NodeShape .")
    report = validate(turtle(DATA), shapes)
    assert report.conforms
    assert report.idle == (Iri("http://example.org/S"),)


def test_advanced_targets_are_left_to_pyshacl_alone() -> None:
    """Only the shape with what is not covered falls back; the others stay."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:in () ; sh:target [ a sh:SPARQLTarget ;
          sh:select "SELECT ?this { ?this <http://example.org/p> ?o }" ] .
        ex:T a sh:NodeShape ; sh:targetClass ex:D ; sh:in () .""")
    report = validate(turtle(DATA), shapes)
    assert [fallback.reason for fallback in report.fallbacks] == ["uses sh:target"]
    assert sorted(str(result.source_shape)[-2] for result in report.results) == ["S", "T"]


def test_a_shape_that_refers_to_what_is_not_covered_falls_back_too() -> None:
    """The reason names the shape that needs it."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:targetClass ex:D ; sh:node ex:T .
        ex:T a sh:NodeShape ; sh:expression [ sh:path ex:flag ] .""")
    (fallback,) = validate(turtle(DATA), shapes).fallbacks
    assert fallback.shape == Iri("http://example.org/S")
    assert "refers to <http://example.org/T>" in fallback.reason


def test_a_failing_node_shape_is_explained() -> None:
    """The results below sh:node are details of its result."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:node ex:T .
        ex:T a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:datatype xsd:string ] .""")
    (result,) = validate(turtle(DATA), shapes).results
    (detail,) = result.details
    assert detail.component.endswith("DatatypeConstraintComponent")
    assert str(detail.focus) == "<http://example.org/a>"


def test_results_point_at_the_constraint_in_the_shapes() -> None:
    """The row of the shapes graph is that of the parameter."""
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 1 ; sh:maxCount 0 .")
    (result,) = validate(turtle(DATA), shapes).results
    assert result.shape_row is not None
    assert str(shapes.terms[int(shapes.predicate[result.shape_row])]).endswith("#maxCount>")
