"""Shapes that refer to themselves, and shapes that refer very deep, get an answer."""

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns
from mcdgraph.formats import TURTLE
from mcdgraph.validation import Engine, ShaclReport, validate

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def turtle(text: str) -> Columns:
    """Read Turtle with the test's prefixes."""
    return parse((PREFIXES + text).encode(), TURTLE)


def told(report: ShaclReport) -> list[tuple[str, str, str]]:
    """Name the focus node, the component and the value of each result."""
    return sorted(
        (
            str(result.focus)[-2],
            result.component.rpartition("#")[2].removesuffix("ConstraintComponent"),
            str(result.value)[-2] if result.value else "",
        )
        for result in report.results
    )


PERSON = """ex:Person a sh:NodeShape ; sh:targetNode ex:a , ex:b , ex:c ;
    sh:property [ sh:path ex:knows ; sh:node ex:Person ] , [ sh:path ex:name ; sh:minCount 1 ] ."""
CIRCLE = "ex:a ex:name 1 ; ex:knows ex:b . ex:b ex:name 1 ; ex:knows ex:c . ex:c ex:knows ex:a ."
RECURSIVE = {
    "a circle of good nodes": (
        PERSON,
        CIRCLE + "ex:c ex:name 1 .",
        [],
    ),
    "a circle with one that fails": (
        PERSON,
        CIRCLE,
        [("a", "Node", "b"), ("b", "Node", "c"), ("c", "MinCount", ""), ("c", "Node", "a")],
    ),
    "a node that knows itself": (PERSON, "ex:a ex:name 1 ; ex:knows ex:a .", None),
    "two shapes by way of each other": (
        """ex:P a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:q ; sh:node ex:Q ] .
           ex:Q a sh:NodeShape ; sh:nodeKind sh:IRI ;
             sh:property [ sh:path ex:p ; sh:node ex:P ] .""",
        "ex:a ex:q ex:b . ex:b ex:p ex:c . ex:c ex:q 'x' .",
        [("a", "Node", "b")],
    ),
    "by way of sh:or": (
        """ex:T a sh:NodeShape ; sh:targetNode ex:a , ex:c ;
             sh:property [ sh:path ex:next ; sh:or ( [ sh:hasValue ex:end ] ex:T ) ] .""",
        "ex:a ex:next ex:b . ex:b ex:next ex:end . ex:end ex:next ex:a . ex:c ex:next ex:c .",
        [],
    ),
    "by way of sh:and and a list that ends in a failure": (
        """ex:T a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:next ;
             sh:maxCount 1 ; sh:and ( ex:T [ sh:nodeKind sh:IRI ] ) ] .""",
        "ex:a ex:next ex:b . ex:b ex:next ex:c . ex:c ex:next 'x' .",
        [("a", "And", "b")],
    ),
    "at least one that is as good": (
        """ex:T a sh:NodeShape ; sh:targetNode ex:a , ex:c ; sh:property [ sh:path ex:next ;
             sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 1 ] .""",
        "ex:a ex:next ex:a . ex:c ex:next ex:d .",
        [("c", "QualifiedMinCount", "")],
    ),
    "properties of properties of the same kind": (
        """ex:T a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P .
           ex:P sh:path ex:child ; sh:nodeKind sh:IRI ; sh:property ex:P .""",
        "ex:a ex:child ex:b . ex:b ex:child ex:a , ex:c . ex:c ex:child 'x' .",
        [("c", "NodeKind", "x")],
    ),
    "a shape that is switched off": (
        PERSON.replace("sh:NodeShape ;", "sh:NodeShape ; sh:deactivated true ;"),
        CIRCLE,
        [],
    ),
}


@pytest.mark.parametrize(("shapes", "data", "expected"), RECURSIVE.values(), ids=RECURSIVE)
def test_a_node_conforms_unless_there_is_a_reason(
    shapes: str, data: str, expected: list[tuple[str, str, str]] | None
) -> None:
    """Recursive shapes have the greatest fixpoint; nothing is left out."""
    report = validate(turtle(data), turtle(shapes))
    assert report.problems == ()
    if expected is None:
        assert {focus for focus, _, _ in told(report)} == {"b", "c"}
    else:
        assert told(report) == expected


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_both_engines_find_the_same_nodes_in_a_circle(engine: Engine) -> None:
    """The reference takes a node that it is looking at for good: the same nodes fail."""
    report = validate(turtle(CIRCLE), turtle(PERSON), engine=engine)
    assert {focus for focus, _, _ in told(report)} == {"a", "b", "c"}


def test_a_recursive_shape_follows_a_long_chain() -> None:
    """The last of 300 nodes fails, so that all before it do."""
    data = "".join(f"ex:n{n} ex:name 1 ; ex:knows ex:n{n + 1} . " for n in range(300))
    shapes = PERSON.replace("ex:a , ex:b , ex:c", "ex:n0")
    assert told(validate(turtle(data), turtle(shapes))) == [("0", "Node", "1")]


DEEP = {
    "node": ("sh:node ex:N{next}", "Node"),
    "and": ("sh:and ( ex:N{next} )", "And"),
    "or": ("sh:or ( [ sh:nodeKind sh:Literal ] ex:N{next} )", "Or"),
    "property": ("sh:property ex:N{next}", "MaxCount"),
}


@pytest.mark.parametrize(("constraint", "component"), DEEP.values(), ids=DEEP)
def test_shapes_that_refer_very_deep_are_evaluated(constraint: str, component: str) -> None:
    """A chain of 2,000 shapes, the last of which fails, fails at its beginning."""
    links = [constraint.format(next=n + 1) for n in range(2000)]
    path = "sh:path ex:self ; " if "property" in constraint else ""
    shapes = [f"ex:N{n} {path if n else ''}{link} ." for n, link in enumerate(links)]
    shapes.append("ex:N2000 sh:path ex:self ; sh:maxCount 0 . ex:N0 sh:targetNode ex:a .")
    report = validate(turtle("ex:a ex:self ex:a ."), turtle("\n".join(shapes)))
    assert {component for _, component, _ in told(report)} == {component}
    assert report.problems == ()


@pytest.mark.parametrize(("depth", "fails"), [(2000, False), (2001, True)])
def test_negations_very_deep_are_evaluated(depth: int, fails: bool) -> None:
    """An even number of negations is none."""
    shapes = [f"ex:N{n} sh:not ex:N{n + 1} ." for n in range(depth)]
    shapes.append(f"ex:N{depth} sh:nodeKind sh:IRI . ex:N0 sh:targetNode ex:a .")
    report = validate(turtle("ex:a ex:p 1 ."), turtle("\n".join(shapes)))
    assert (not report.conforms) is fails
