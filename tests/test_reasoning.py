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


@pytest.mark.parametrize("engine", ["columns", "owlrl"])
def test_statements_of_properties_found_equal_late_are_those_of_both(engine: Engine) -> None:
    """What was said of a property before it was found equal to another is new to that one."""
    text = """
:k rdf:type owl:FunctionalProperty
:j rdfs:subPropertyOf :k
:a :j :p
:a :k :q
:x :p :y
:z :q :w
:p rdfs:domain :D
:q rdfs:range :E
"""
    types = {(s, o) for s, p, o in triples(close(graph(text), engine=engine).inferred)}
    assert {(term(f":{name}"), term(":D")) for name in "xz"} <= types
    assert {(term(f":{name}"), term(":E")) for name in "yw"} <= types
