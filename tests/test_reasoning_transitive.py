"""Transitive predicates are closed in one pass, exactly, whatever comes when."""

import random
from pathlib import PurePosixPath

import pytest

from mcdgraph.columns import Columns, Iri
from mcdgraph.positions import SourceText
from mcdgraph.reasoning import Closure, close
from mcdgraph.reasoning.rules import owl_rl
from mcdgraph.reasoning.transitive import is_absorbing, is_transitive
from mcdgraph.turtle.reader import parse

HEAD = """@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SUB_CLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
P = "http://e/p"


def closed(text: str) -> Closure:
    """Close a text of Turtle."""
    return close(parse(SourceText(path=PurePosixPath("t"), text=HEAD + text)))


def pairs(columns: Columns, predicate: str) -> set[tuple[str, str]]:
    """List the pairs of a predicate, by local name."""
    return {
        (s.value[9:], o.value[9:])
        for s, p, o, _ in columns.quads()
        if p == Iri(predicate) and isinstance(s, Iri) and isinstance(o, Iri)
    }


def both(closure: Closure, predicate: str) -> set[tuple[str, str]]:
    """List what is asserted and concluded of a predicate."""
    return pairs(closure.asserted, predicate) | pairs(closure.inferred, predicate)


def reached(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Close edges one after another, as plainly as may be."""
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


def random_edges(seed: int, nodes: int, count: int) -> set[tuple[str, str]]:
    """Draw edges between numbered nodes; loops and rings among them."""
    draw = random.Random(seed)
    names = [f"n{n}" for n in range(nodes)]
    return {(draw.choice(names), draw.choice(names)) for _ in range(count)}


def proved(closure: Closure) -> None:
    """Prove every conclusion, down to what is asserted, without a circle."""
    for s, p, o, _ in closure.inferred.numbers():
        proof = closure.proof((s, p, o))
        assert proof is not None
        assert proof.levels < 50
        for step in proof.steps.values():
            assert step.asserted or step.premises


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("nodes", "count"), [(6, 8), (12, 14), (20, 22)])
def test_a_transitive_property_is_closed(seed: int, nodes: int, count: int) -> None:
    """The closure is what a search finds, and each pair of it has a proof."""
    edges = random_edges(seed, nodes, count)
    text = ":p a owl:TransitiveProperty . " + " ".join(f":{a} :p :{b} ." for a, b in edges)
    closure = closed(text)
    assert both(closure, P) == reached(edges)
    proved(closure)


@pytest.mark.parametrize("seed", range(12))
def test_edges_that_come_later_are_closed_too(seed: int) -> None:
    """Edges concluded in later rounds, by chains and inverses, extend what was closed before."""
    edges, late = random_edges(seed, 10, 8), random_edges(seed + 100, 10, 3)
    text = ":p a owl:TransitiveProperty . :r owl:inverseOf :q . :s rdfs:subPropertyOf :r . "
    text += ":p owl:propertyChainAxiom ( :q :t ) . "
    text += " ".join(f":{a} :p :{b} ." for a, b in edges)
    text += " ".join(f":m{n} :s :{a} . :m{n} :t :{b} ." for n, (a, b) in enumerate(sorted(late)))
    closure = closed(text)
    assert both(closure, P) == reached(edges | late)
    proved(closure)


@pytest.mark.parametrize("seed", range(6))
def test_equal_nodes_are_one(seed: int) -> None:
    """Where terms are found equal, the closure is that of the nodes that they name."""
    edges = random_edges(seed, 8, 7)
    same = {"n0": "n1", "n2": "n3"}
    text = ":p a owl:TransitiveProperty . :n0 owl:sameAs :n1 . :f a owl:FunctionalProperty . "
    text += ":x :f :n2 , :n3 . " + " ".join(f":{a} :p :{b} ." for a, b in edges)
    found = {(same.get(a, a), same.get(b, b)) for a, b in both(closed(text), P)}
    assert found == reached({(same.get(a, a), same.get(b, b)) for a, b in edges})


def test_members_of_a_long_chain_have_every_class() -> None:
    """What a member is by one class of a chain, it is by all above; nothing is left out."""
    text = " ".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(40))
    closure = closed(text + " :a a :C0 . :b a :C20 .")
    types = both(closure, TYPE)
    assert {c for s, c in types if s == "a"} == {f"C{n}" for n in range(41)}
    assert {c for s, c in types if s == "b"} == {f"C{n}" for n in range(20, 41)}
    assert len(both(closure, SUB_CLASS)) == 40 * 41 // 2


def test_distances_count_as_rounds() -> None:
    """A chain of a thousand is closed in about ten rounds, and its longest proof has as many."""
    closure = closed(
        ":p a owl:TransitiveProperty . " + " ".join(f":n{n} :p :n{n + 1} ." for n in range(1000))
    )
    assert closure.rounds <= 12
    terms = closure.asserted.terms
    ends = terms.find_iri("http://e/n0"), terms.find_iri(P), terms.find_iri("http://e/n1000")
    proof = closure.proof(ends)
    assert proof is not None
    assert proof.levels <= 12


def test_the_rules_that_close_are_known_by_their_form() -> None:
    """Three rules of OWL 2 RL close a predicate; two absorb their own conclusions."""
    terms = closed("").asserted.terms
    rules = owl_rl(terms, thing=False, nothing=False)
    closing = [rule for rule in rules if is_transitive(rule)]
    assert [rule.name for rule in closing] == ["prp-trp", "scm-sco", "scm-spo"]
    predicates = frozenset(p for r in closing if isinstance(p := r.heads[0].predicate, int))
    absorbing = [rule.name for rule in rules if is_absorbing(rule, predicates)]
    assert absorbing == ["prp-spo1", "cax-sco"]
