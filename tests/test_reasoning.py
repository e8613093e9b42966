"""Closing a graph: what follows is there, what is trivial is not."""

import pytest
from reasoning_graphs import graph, term, triples

from mcdgraph.columns import Iri
from mcdgraph.reasoning import ENGINES, INFERRED_GRAPH, Engine, close


@pytest.mark.parametrize("engine", ENGINES)
def test_only_what_is_new_and_useful_is_inferred(engine: Engine) -> None:
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
        """),
        engine=engine,
    )
    assert triples(closure.inferred) == [
        (term(":x"), term(":p"), term(":z")),
        (term(":x"), term("rdf:type"), term(":B")),
    ]
    assert {g for *_, g in closure.inferred.quads()} == {Iri(INFERRED_GRAPH)}
    assert closure.consistent


@pytest.mark.parametrize("engine", ENGINES)
def test_a_contradiction_is_told(engine: Engine) -> None:
    """An individual of two disjoint classes is found."""
    closure = close(graph(":A owl:disjointWith :B\n:x rdf:type :A\n:x rdf:type :B"), engine=engine)
    assert len(closure.contradictions) == 1
    assert "isjoint" in closure.contradictions[0].message


def test_conclusions_are_counted_by_rule() -> None:
    """Each conclusion is counted under the rule that drew it first."""
    closure = close(
        graph("""
        :p rdf:type owl:TransitiveProperty
        :p rdfs:domain :A
        :w :p :x
        :x :p :y
        :y :p :z
        """)
    )
    assert closure.counts == {"prp-dom": 3, "prp-trp": 3}
    assert sum(closure.counts.values()) == len(closure.inferred)
