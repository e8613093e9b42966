"""Shapes are read whole: what is ill-formed or unknown is a problem with its row, no more."""

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Iri, Literal
from mcdgraph.errors import ShapesError
from mcdgraph.findings import Severity
from mcdgraph.formats import TURTLE
from mcdgraph.namespaces import SH
from mcdgraph.validation import Engine, ProblemKind, ShapeNames, ShapeRules, validate
from mcdgraph.validation.inference import infer
from mcdgraph.validation.shapes import compile_shapes

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


EX = "http://example.org/"
DATA = "ex:a a ex:C ; ex:p 1 ; ex:q 2 . ex:b a ex:D . ex:D rdfs:subClassOf ex:C ."

ILL_FORMED = {
    "an unknown kind of node": ("ex:S a sh:NodeShape ; sh:nodeKind sh:Iri .", "none of the six"),
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
    "a property that is none": (
        "ex:S a sh:NodeShape ; sh:property ex:P . ex:P a sh:NodeShape .",
        "has no sh:path",
    ),
    "a property shape without a path": ("ex:S a sh:PropertyShape ; sh:class ex:C .", "without"),
    "a flag neither true nor false": ("ex:S a sh:NodeShape ; sh:closed 'yes' .", "true or false"),
    "a class that is a literal": ("ex:S a sh:NodeShape ; sh:class 'C' .", "is a literal"),
    "a severity that is a literal": ("ex:S a sh:NodeShape ; sh:severity 'x' .", "sh:severity"),
    "a message that is a number": ("ex:S a sh:NodeShape ; sh:message 1 .", "sh:message"),
    "a target that is a literal": ("ex:S a sh:NodeShape ; sh:targetClass 'C' .", "not an IRI"),
    "a class that is a number among bounds": (
        "ex:S sh:path ex:p ; sh:minInclusive ex:one .",
        "is not a literal",
    ),
    "a list of languages with a number": (
        "ex:S sh:path ex:p ; sh:languageIn ( 'en' 1 ) .",
        "is not a string",
    ),
    "a path nested without end": (
        "ex:S sh:minCount 1 ; sh:path " + "[ sh:inversePath " * 70 + "ex:p" + " ]" * 70 + " .",
        "stand inside each other",
    ),
    "a target that is a literal where a node is asked for": (
        "ex:S a sh:NodeShape ; sh:target 'x' .",
        "is a literal",
    ),
    "shapes that are literals": ("ex:S a sh:NodeShape ; sh:or ( ex:T 'x' ) .", "is a literal"),
}

#: Well-formed, and not evaluated.
NOT_EVALUATED = {
    "JavaScript": ("ex:S a sh:NodeShape ; sh:js [ sh:jsFunctionName 'f' ] .", "sh:js "),
    "reification": ("ex:S sh:path ex:p ; sh:reifierShape ex:T .", "sh:reifierShape"),
    "inference": ("ex:S a sh:NodeShape . ex:g sh:entailment ex:e .", "sh:entailment"),
    "a negation of itself": (
        "ex:S a sh:NodeShape ; sh:not [ sh:path ex:p ; sh:node ex:S ] .",
        "refers to itself",
    ),
    "a shape of which nothing is said": (
        "ex:S a sh:NodeShape ; sh:node ex:Missing .",
        "is not among the shapes",
    ),
    "a component without a validator": (
        """ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ;
           sh:propertyValidator [ sh:select "SELECT $this { }" ] .
           ex:S a sh:NodeShape ; ex:limit 1 .""",
        "has no validator for node shapes",
    ),
    "a target of an unknown kind": (
        "ex:S a sh:NodeShape ; sh:target [ a ex:Kind ] .",
        "is not known",
    ),
    "a negation of what is ill-formed": (
        "ex:S a sh:NodeShape ; sh:not [ sh:path ex:p ; sh:node ex:T ] . ex:T sh:in 1 .",
        "sh:NotConstraintComponent is not evaluated",
    ),
    "exactly one, where one is ill-formed": (
        "ex:S a sh:NodeShape ; sh:xone ( [ sh:class 1 ] [ sh:class ex:C ] ) .",
        "sh:XoneConstraintComponent is not evaluated",
    ),
    "at most some of what is ill-formed": (
        "ex:S sh:path ex:p ; sh:qualifiedValueShape [ sh:class 1 ] ; sh:qualifiedMaxCount 0 .",
        "sh:QualifiedMaxCountConstraintComponent is not evaluated",
    ),
    "a query that reports a failure": (
        """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [
          sh:select "SELECT $this ?failure { BIND (true AS ?failure) }" ] .""",
        "reports a failure",
    ),
}

#: Of no effect.
UNKNOWN = {
    "a parameter": ("ex:S sh:path ex:p ; sh:minCountt 1 .", "Did you mean sh:minCount?"),
    "a name with a colon too many": (
        "ex:S a sh:NodeShape ; sh:message: 'm' .",
        "Did you mean sh:message?",
    ),
    "a class": ("ex:S a sh:NodeShap ; sh:class ex:C .", "Did you mean sh:NodeShape?"),
    "a term of the drafts": ("ex:S a sh:NodeShape ; sh:nodeShape ex:T .", "sh:nodeShape"),
    "a name like no other": ("ex:S a sh:NodeShape ; sh:xyzzy ex:T .", "sh:xyzzy is not a term"),
    "SHACL 1.2 for readers": ("ex:S a sh:NodeShape ; sh:codeIdentifier 's' .", "(SHACL 1.2)"),
}
KINDS = [
    *((ProblemKind.ILL_FORMED, *case) for case in ILL_FORMED.values()),
    *((ProblemKind.NOT_EVALUATED, *case) for case in NOT_EVALUATED.values()),
    *((ProblemKind.UNKNOWN_TERM, *case) for case in UNKNOWN.values()),
]
OTHER = (
    "ex:Other a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] ."
)


@pytest.mark.parametrize(("kind", "text", "words"), KINDS)
def test_a_problem_says_what_is_wrong_and_where(kind: ProblemKind, text: str, words: str) -> None:
    """It has its kind and its row, and the other shapes are evaluated all the same."""
    shapes = turtle(f"{text}\n{OTHER}")
    report = validate(turtle(DATA), shapes)
    told = {
        problem.message: problem
        for problem in report.problems
        if words in f"{problem.message} {problem.hint}"
    }
    assert told, report.problems
    assert {problem.kind for problem in told.values()} == {kind}
    assert all(problem.row is not None for problem in told.values())
    assert Iri(EX + "Other") in {
        ShapeNames(shapes).of(result.source_shape) for result in report.results
    }


REFUSED = {
    "a prefix that nobody declares": "sh:sparql [ sh:select 'SELECT $this { $this no:p ?x }' ]",
    "a pattern that is none": "sh:property [ sh:path ex:p ; sh:pattern '(((' ]",
    "an expression that is none": "sh:expression [ ex:zz 1 ]",
    "a path that is none": "sh:property [ sh:path [ sh:inversePath 'x' ] ; sh:minCount 1 ]",
}


@pytest.mark.parametrize("constraint", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_whatever_an_engine_refuses_is_a_problem(
    engine: Engine, constraint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is raised or printed, and the other shapes are evaluated."""
    shapes = turtle(f"{OTHER} ex:S a sh:NodeShape ; sh:targetNode ex:a ; {constraint} .")
    report = validate(turtle(DATA), shapes, engine=engine)
    assert [problem.severity for problem in report.problems] == [Severity.VIOLATION]
    (row,) = [problem.row for problem in report.problems]
    assert row is not None
    assert Iri(EX + "Other") != ShapeNames(shapes).of(shapes.terms[int(shapes.subject[row])])
    assert "MaxCount" in {result.component.removeprefix(SH)[:8] for result in report.results}
    assert capsys.readouterr() == ("", "")


def test_only_what_is_ill_formed_is_left_out() -> None:
    """The other constraints of the shape, and of shapes that refer to it, are evaluated."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:class 1 ;
          sh:node ex:T . ex:T sh:property [ sh:path ex:p ; sh:minCount "1" ; sh:maxCount 0 ] .""")
    report = validate(turtle(DATA), shapes)
    found = sorted(result.component.removeprefix(str(SH)) for result in report.results)
    assert found == ["NodeConstraintComponent", "NodeKindConstraintComponent"]
    assert [problem.kind for problem in report.problems] == [ProblemKind.ILL_FORMED] * 2


def test_a_report_of_shapes_left_out_can_be_refused() -> None:
    """Whoever needs every constraint evaluated gets an error with all that was not."""
    shapes = turtle("ex:S a sh:NodeShape ; sh:class 2 . ex:T a sh:NodeShape ; sh:class 1 .")
    with pytest.raises(ShapesError) as raised:
        validate(turtle(DATA), shapes).require_evaluated()
    assert len(raised.value.problems) == len(raised.value.rows) == 2
    assert None not in raised.value.rows


def test_pyshacl_takes_what_it_takes() -> None:
    """What pyshacl evaluates though it is ill-formed is a warning; what it refuses is left out."""
    taken = turtle(f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:message 1 .\n{OTHER}")
    (problem,) = validate(turtle(DATA), taken, engine="pyshacl").problems
    assert problem.severity is Severity.WARNING
    refused = turtle(f'ex:S sh:targetNode ex:a ; sh:path "p" ; sh:minCount 1 .\n{OTHER}')
    report = validate(turtle(DATA), refused, engine="pyshacl")
    assert [problem.severity for problem in report.problems] == [Severity.VIOLATION]
    assert len(report.results) == 1


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


def test_targets_that_are_queries() -> None:
    """A query finds focus nodes by itself, or as a target type's with parameters."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:in () ; sh:target [ a sh:SPARQLTarget ;
          sh:select "SELECT ?this { ?this <http://example.org/p> ?o MINUS { ?this a 1 } }" ] .
        ex:T a sh:NodeShape ; sh:in () ; sh:target [ a ex:InstancesOf ; ex:class ex:D ] .
        ex:InstancesOf a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:class ] ;
          sh:select "SELECT ?this { ?this a $class }" .""")
    report = validate(turtle(DATA), shapes)
    assert report.fallbacks == report.problems == ()
    found = [(str(result.source_shape)[-2], str(result.focus)[-2]) for result in report.results]
    assert sorted(found) == [("S", "a"), ("T", "b")]


def test_advanced_shapes_are_left_to_pyshacl_alone() -> None:
    """Only the shape with what is not covered falls back; one that pyshacl refuses is told."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:expression [ sh:path ex:flag ] .
        ex:T a sh:NodeShape ; sh:targetClass ex:D ; sh:in () .
        ex:U a sh:NodeShape ; sh:targetNode ex:a ; sh:expression [ ex:none 1 ] .""")
    report = validate(turtle(DATA), shapes)
    assert [fallback.reason for fallback in report.fallbacks] == ["uses sh:expression"] * 2
    assert report.engine == "columns"
    assert "T" in {str(result.source_shape)[-2] for result in report.results}
    assert [problem.kind for problem in report.problems] == [ProblemKind.NOT_EVALUATED]


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


RULES = """
    ex:A a sh:NodeShape ; sh:targetClass ex:C ; sh:rule [ a sh:TripleRule ;
      sh:subject sh:this ; sh:predicate ex:tag ; sh:object ex:T ] .
    ex:B a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:tag ; sh:minCount 1 ] ."""
ASKS = "ex:G sh:entailment sh:Rules ."
RUN = [
    (RULES, "asked", 2, ProblemKind.RULES, "not run"),
    (RULES + ASKS, "asked", 0, ProblemKind.RULES, "statements added: 2"),
    (RULES, "all", 0, ProblemKind.RULES, "statements added: 2"),
    (RULES + ASKS, "none", 2, ProblemKind.NOT_EVALUATED, "asks for them"),
]


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize(("text", "shape_rules", "missing", "kind", "words"), RUN)
def test_rules_are_run_before_validation_all_or_none(
    engine: Engine, text: str, shape_rules: ShapeRules, missing: int, kind: ProblemKind, words: str
) -> None:
    """What a rule of one shape adds counts for every shape; what was done is told."""
    report = validate(turtle(DATA), turtle(text), engine=engine, shape_rules=shape_rules)
    assert len(report.results) == missing
    (problem,) = report.problems
    assert problem.kind is kind
    assert words in problem.message
    assert problem.row is not None


ADDING = {
    "a path": ("sh:subject [ sh:path ex:r ] ; sh:predicate ex:x ; sh:object sh:this", "b x a"),
    "nodes that conform": (
        """sh:subject sh:this ; sh:predicate ex:x ;
           sh:object [ sh:filterShape [ sh:nodeKind sh:IRI ] ; sh:nodes [ sh:path ex:r ] ]""",
        "a x b",
    ),
    "a condition": (
        """sh:condition [ sh:property [ sh:path ex:p ; sh:maxCount 0 ] ] ; sh:subject sh:this ;
           sh:predicate ex:x ; sh:object 01""",
        "b x 01",
    ),
    "a query": (
        """sh:construct "CONSTRUCT { $this <http://example.org/x> ?v } WHERE { $this
           <http://example.org/p> ?w . BIND (01 AS ?v) }" """.replace("\n", " "),
        "a x 01",
    ),
    "an earlier rule": (
        """sh:order 2 ; sh:subject [ sh:path ex:first ] ; sh:predicate ex:x ; sh:object sh:this ]
           , [ sh:order 1.5 ; sh:subject sh:this ; sh:predicate ex:first ; sh:object ex:b""",
        "b x a, b x b",
    ),
    "a literal as subject": ("sh:subject 1 ; sh:predicate ex:x ; sh:object 1", ""),
    "a rule that is switched off": (
        "sh:deactivated true ; sh:subject sh:this ; sh:predicate ex:x ; sh:object 1",
        "",
    ),
}


@pytest.mark.parametrize(("rule", "added"), ADDING.values(), ids=ADDING)
def test_what_a_rule_adds(rule: str, added: str) -> None:
    """Node expressions, conditions, queries and the order of rules (SHACL-AF, clauses 6 and 8)."""
    shapes = turtle(f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:rule [ {rule} ] .")
    data = turtle(DATA.replace("ex:q 2", "ex:q 2 ; ex:r ex:b , 'x'"))
    inferred = infer(data, shapes, compile_shapes(shapes), "all")
    assert [problem.kind for problem in inferred.problems] == [ProblemKind.RULES]
    told = [
        " ".join(
            term.lexical if isinstance(term, Literal) else str(term).rpartition("/")[2][:-1]
            for term in triple[:3]
        )
        for triple in list(inferred.data.quads())[len(data) :]
    ]
    assert sorted(line for line in told if " x " in line) == [
        line for line in added.split(", ") if line
    ]


BAD_RULES = {
    "nothing": ("ex:none 1", ProblemKind.ILL_FORMED),
    "a query that is none": ('sh:construct "CONSTRUCT { ?s ?p }"', ProblemKind.NOT_EVALUATED),
    "a query that selects": ('sh:construct "SELECT * { }"', ProblemKind.NOT_EVALUATED),
    "an unknown expression": (
        "sh:subject [ sh:union ( ) ] ; sh:predicate ex:p ; sh:object 1",
        ProblemKind.NOT_EVALUATED,
    ),
    "a condition that is no shape": (
        "sh:condition ex:no ; sh:subject sh:this ; sh:predicate ex:p ; sh:object 1",
        ProblemKind.NOT_EVALUATED,
    ),
}


@pytest.mark.parametrize(("rule", "kind"), BAD_RULES.values(), ids=BAD_RULES)
def test_a_rule_that_cannot_be_run_is_told(rule: str, kind: ProblemKind) -> None:
    """The other rules are run, and the problem stands at the rule."""
    text = RULES + f"ex:A sh:rule [ {rule} ] ."
    report = validate(turtle(DATA), turtle(text), shape_rules="all")
    assert report.results == ()
    assert {problem.kind for problem in report.problems} == {kind, ProblemKind.RULES}
    assert all(problem.row is not None for problem in report.problems)
