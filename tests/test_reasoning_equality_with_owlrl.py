"""The closure equals that of owlrl, less the documented list, on random graphs."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reasoning_graphs import graph, triples

from mcdgraph.reasoning import Closure, close

CLASSES = [":A", ":B", ":C", ":D"]
PROPERTIES = [":p", ":q", ":r"]
THINGS = [":x", ":y", ":z", ":w"]
KINDS = ["Transitive", "Symmetric", "Functional", "InverseFunctional"]

classes = st.sampled_from(CLASSES)
properties = st.sampled_from(PROPERTIES)
things = st.sampled_from(THINGS)
values = st.one_of(things, st.sampled_from(['"a"', '"b"^^xsd:token', '"7"^^xsd:int']))


def lines(pattern: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Fill a pattern with random terms."""
    return st.builds(lambda **found: pattern.format(**found), **parts)


#: Axioms that owlrl gets right; its errors are listed in docs/reasoning.md.
axioms = st.one_of(
    lines("{a} rdfs:subClassOf {b}", a=classes, b=classes),
    lines("{a} owl:equivalentClass {b}", a=classes, b=classes),
    lines("{a} owl:disjointWith {b}", a=classes, b=classes),
    lines("{p} rdfs:subPropertyOf {q}", p=properties, q=properties),
    lines("{p} owl:equivalentProperty {q}", p=properties, q=properties),
    lines("{p} owl:inverseOf {q}", p=properties, q=properties),
    lines("{p} rdfs:domain {a}", p=properties, a=classes),
    lines("{p} rdfs:range {a}", p=properties, a=classes),
    lines("{p} rdf:type owl:{k}Property", p=properties, k=st.sampled_from(KINDS)),
    lines("{p} owl:propertyChainAxiom ( {q} {r} )", p=properties, q=properties, r=properties),
    lines("{a} owl:unionOf ( {b} {c} )", a=classes, b=classes, c=classes),
    lines("{a} owl:intersectionOf ( {b} {c} )", a=classes, b=classes, c=classes),
    lines("{a} owl:intersectionOf ( owl:Thing {b} )", a=classes, b=classes),
    lines("{a} owl:oneOf ( {x} {y} )", a=classes, x=things, y=things),
    lines("{a} owl:someValuesFrom {b}\n{a} owl:onProperty {p}", a=classes, b=classes, p=properties),
    lines("{a} owl:someValuesFrom owl:Thing\n{a} owl:onProperty {p}", a=classes, p=properties),
    lines("{a} owl:someValuesFrom xsd:string\n{a} owl:onProperty {p}", a=classes, p=properties),
    lines("{a} owl:allValuesFrom {b}\n{a} owl:onProperty {p}", a=classes, b=classes, p=properties),
    lines("{a} owl:hasValue {x}\n{a} owl:onProperty {p}", a=classes, x=values, p=properties),
    lines("{a} owl:maxCardinality 1\n{a} owl:onProperty {p}", a=classes, p=properties),
    lines(
        "{a} owl:maxQualifiedCardinality 1\n{a} owl:onProperty {p}\n{a} owl:onClass {b}",
        a=classes,
        b=st.one_of(classes, st.just("owl:Thing")),
        p=properties,
    ),
)
facts = st.one_of(
    lines("{x} rdf:type {a}", x=things, a=classes),
    lines("{x} {p} {y}", x=things, p=properties, y=values),
    lines("{x} {p} {y}", x=things, p=properties, y=things),
)
equalities = st.one_of(
    lines("{x} owl:sameAs {y}", x=things, y=things),
    lines("{p} owl:sameAs {q}", p=properties, q=properties),
    lines("{a} owl:sameAs {b}", a=classes, b=classes),
)
#: owlrl draws reflexive conclusions about declared terms only, and what follows from those.
declarations = [
    *(f"{name} rdf:type owl:Class" for name in CLASSES),
    *(f"{name} rdf:type owl:ObjectProperty" for name in PROPERTIES),
]
texts = st.builds(
    lambda *parts: "\n".join(line for part in parts for line in part),
    st.just(declarations),
    st.lists(axioms, min_size=1, max_size=8),
    st.lists(facts, min_size=1, max_size=8),
    st.lists(equalities, max_size=2),
)


def difference(ours: Closure, theirs: Closure) -> dict[str, list[str]]:
    """Say what each has and the other has not."""
    mine, reference = set(triples(ours.inferred)), set(triples(theirs.inferred))
    sides = {"too many": mine - reference, "missing": reference - mine}
    return {
        side: sorted(" ".join(str(term) for term in triple) for triple in found)
        for side, found in sides.items()
    }


@settings(
    max_examples=int(os.environ.get("MCDGRAPH_EXAMPLES", "30")),
    deadline=None,
    derandomize="MCDGRAPH_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(texts)
def test_random_graphs_have_the_closure_of_owlrl(text: str) -> None:
    """Both engines draw the same useful conclusions from a consistent graph."""
    ours = close(graph(text))
    if ours.consistent:
        theirs = close(graph(text), engine="owlrl")
        assert difference(ours, theirs) == {"too many": [], "missing": []}
