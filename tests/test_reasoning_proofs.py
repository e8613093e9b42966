"""Proofs: every conclusion has one, of the fewest levels, down to what is asserted."""

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from reasoning_graphs import graph, term, triples
from test_reasoning_equality_with_owlrl import texts
from test_reasoning_rules import CONCLUSIONS

from mcdgraph.columns import Columns, ColumnsBuilder, Term
from mcdgraph.errors import UsageError
from mcdgraph.reasoning import Closure, Inference, Proof, close


def numbers(closure: Closure, text: str) -> tuple[int, int, int]:
    """Number the terms of a triple written as text."""
    s, p, o = (closure.asserted.terms.find(term(part)) for part in text.split())
    return s, p, o


def words(closure: Closure, triple: tuple[int, int, int]) -> str:
    """Write a triple with the local names of its terms."""
    return " ".join(closure.asserted.terms.text(n).split("/")[-1].split("#")[-1] for n in triple)


def lines(closure: Closure, proof: Proof) -> list[str]:
    """Write a proof as indented lines."""
    return [
        "  " * depth + f"{words(closure, step.triple)} [{step.rule}]"
        for depth, step, _ in proof.walk()
    ]


def only(closure: Closure, step: Inference) -> Columns:
    """Make a graph of the premises of a step, with the lists and declarations of the whole."""
    whole = closure.asserted
    builder = ColumnsBuilder()

    def add(parts: tuple[Term, ...]) -> None:
        builder.add(*(builder.terms.intern(part) for part in parts))

    for premise in step.premises:
        add(tuple(whole.terms[n] for n in premise))
    for s, p, o in triples(whole):
        if str(p).endswith(("#first>", "#rest>")):
            add((s, p, o))
    return builder.freeze()


def check(closure: Closure, proof: Proof) -> None:
    """Check a proof with owlrl: each step follows from its premises, and none from itself."""
    ages: dict[tuple[int, int, int], int] = {}

    def age(triple: tuple[int, int, int], under: frozenset[tuple[int, int, int]]) -> int:
        assert triple not in under, "a proof goes round"
        if triple not in ages:
            step = proof.steps[triple]
            ages[triple] = 1 + max(
                (age(part, under | {triple}) for part in step.premises), default=0
            )
        return ages[triple]

    assert age(proof.conclusion, frozenset()) == proof.levels
    for step in proof.steps.values():
        if step.asserted:
            assert not step.premises
            for row in step.rows:
                columns = closure.asserted
                found = columns.subject[row], columns.predicate[row], columns.object[row]
                assert tuple(int(n) for n in found) == step.triple
        elif step.premises and step.rule != "scm-cls":  # drawn only where owl:Thing is asked for
            again = close(only(closure, step))
            s, p, o = (again.asserted.terms.find(closure.asserted.terms[n]) for n in step.triple)
            assert again.proof((s, p, o)), f"{words(closure, step.triple)} not by {step.rule}"


def test_a_proof_goes_down_to_what_is_asserted() -> None:
    """A chain over a subproperty is told with its axioms, in the order of the rule."""
    closure = close(
        graph("""
        :assignedTo rdfs:subPropertyOf :linkedTo
        :servesAt owl:propertyChainAxiom ( :linkedTo :locatedAt )
        :post :assignedTo :project
        :project :locatedAt :town
        """)
    )
    proof = closure.proof(numbers(closure, ":post :servesAt :town"))
    assert proof is not None
    assert lines(closure, proof) == [
        "post servesAt town [prp-spo2]",
        "  servesAt propertyChainAxiom l1x2 [asserted]",
        "  post linkedTo project [prp-spo1]",
        "    assignedTo subPropertyOf linkedTo [asserted]",
        "    post assignedTo project [asserted]",
        "  project locatedAt town [asserted]",
    ]


def test_the_shortest_proof_is_given() -> None:
    """Of a long way and a short way to one conclusion the short one is told."""
    closure = close(
        graph("""
        :A rdfs:subClassOf :B
        :B rdfs:subClassOf :C
        :C rdfs:subClassOf :D
        :p rdfs:domain :D
        :x rdf:type :A
        :x :p :y
        """)
    )
    proof = closure.proof(numbers(closure, ":x rdf:type :D"))
    assert proof is not None
    assert lines(closure, proof) == [
        "x type D [prp-dom]",
        "  p domain D [asserted]",
        "  x p y [asserted]",
    ]


def test_equality_is_explained() -> None:
    """A statement about an equal thing is proved by the equality, and that by its rule."""
    closure = close(
        graph("""
        :registration rdf:type owl:InverseFunctionalProperty
        :a :registration :number
        :b :registration :number
        :b :in :place
        """)
    )
    proof = closure.proof(numbers(closure, ":a :in :place"))
    assert proof is not None
    assert lines(closure, proof) == [
        "a in place [eq-rep-s]",
        "  b sameAs a [prp-ifp]",
        "    registration type InverseFunctionalProperty [asserted]",
        "    b registration number [asserted]",
        "    a registration number [asserted]",
        "  b in place [asserted]",
    ]


def test_what_does_not_follow_has_no_proof() -> None:
    """A triple that is neither asserted nor concluded gets None."""
    closure = close(graph(":p rdfs:domain :C\n:x :p :y"))
    assert closure.proof(numbers(closure, ":y rdf:type :C")) is None


def test_the_reference_engine_tells_no_proofs() -> None:
    """Asking it is an error that says which engine does."""
    closure = close(graph(":p rdfs:domain :C\n:x :p :y"), engine="owlrl")
    with pytest.raises(UsageError, match="engine columns"):
        closure.proof((0, 1, 2))


@pytest.mark.parametrize(("rule", "text", "conclusions"), CONCLUSIONS)
def test_every_rule_appears_in_a_proof(rule: str, text: str, conclusions: str) -> None:
    """Among the proofs of a rule's example is one that names the rule."""
    closure = close(graph(text))
    proofs = [closure.proof(numbers(closure, line)) for line in conclusions.splitlines()]
    named = {step.rule for proof in proofs if proof for step in proof.steps.values()}
    assert all(proofs)
    assert rule in named


@settings(
    max_examples=int(os.environ.get("MCDGRAPH_EXAMPLES", "30")),
    deadline=None,
    derandomize="MCDGRAPH_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(texts)
def test_every_conclusion_has_a_proof(text: str) -> None:
    """On random graphs every published triple has a proof without a circle, each step sound."""
    closure = close(graph(text))
    assume(closure.consistent)
    columns = closure.inferred
    for triple in zip(
        columns.subject.tolist(), columns.predicate.tolist(), columns.object.tolist(), strict=True
    ):
        proof = closure.proof(triple)
        assert proof is not None
        check(closure, proof)


def test_a_proof_through_several_equalities_has_no_circle() -> None:
    """Where things are found equal one after another, each equality rests on older ones."""
    closure = close(
        graph("""
        :D owl:oneOf ( :z :x )
        :D owl:maxCardinality 1
        :D owl:onProperty :p
        :x :p :z
        :z :p :b
        :x :p :y
        :x owl:sameAs :y
        """)
    )
    columns = closure.inferred
    rows = list(
        zip(
            columns.subject.tolist(),
            columns.predicate.tolist(),
            columns.object.tolist(),
            strict=True,
        )
    )
    assert len(rows) > 20
    for triple in rows:
        proof = closure.proof(triple)
        assert proof is not None
        check(closure, proof)
