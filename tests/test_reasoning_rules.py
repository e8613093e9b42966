"""Every rule of OWL 2 RL on a small graph of its own, by its name in the specification."""

import pytest
from reasoning_graphs import graph, triples, wanted

from mcdgraph.columns import TermTable
from mcdgraph.reasoning import close
from mcdgraph.reasoning.rules import owl_rl

#: Name of the rule, the graph, and what it concludes (every useful triple).
CONCLUSIONS = [
    ("eq-sym", ":x owl:sameAs :y", ":y owl:sameAs :x"),
    (
        "eq-trans",
        ":x owl:sameAs :y\n:y owl:sameAs :z",
        ":y owl:sameAs :x\n:z owl:sameAs :y\n:x owl:sameAs :z\n:z owl:sameAs :x",
    ),
    ("eq-rep-s", ":x owl:sameAs :y\n:x :p :a", ":y owl:sameAs :x\n:y :p :a"),
    ("eq-rep-p", ":p owl:sameAs :q\n:x :p :a", ":q owl:sameAs :p\n:x :q :a"),
    ("eq-rep-o", ":x owl:sameAs :y\n:a :p :x", ":y owl:sameAs :x\n:a :p :y"),
    ("prp-dom", ":p rdfs:domain :C\n:x :p :y", ":x rdf:type :C"),
    ("prp-rng", ":p rdfs:range :C\n:x :p :y", ":y rdf:type :C"),
    (
        "prp-fp",
        ":p rdf:type owl:FunctionalProperty\n:x :p :a\n:x :p :b",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    (
        "prp-ifp",
        ":p rdf:type owl:InverseFunctionalProperty\n:a :p :x\n:b :p :x",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    ("prp-symp", ":p rdf:type owl:SymmetricProperty\n:x :p :y", ":y :p :x"),
    ("prp-trp", ":p rdf:type owl:TransitiveProperty\n:x :p :y\n:y :p :z", ":x :p :z"),
    ("prp-spo1", ":p rdfs:subPropertyOf :q\n:x :p :y", ":x :q :y"),
    ("prp-spo2", ":r owl:propertyChainAxiom ( :p :q )\n:x :p :y\n:y :q :z", ":x :r :z"),
    (
        "prp-spo2",
        ":r owl:propertyChainAxiom ( :p :q :p )\n:x :p :y\n:y :q :z\n:z :p :w",
        ":x :r :w",
    ),
    (
        "prp-eqp1",
        ":p owl:equivalentProperty :q\n:x :p :y",
        ":x :q :y\n:p rdfs:subPropertyOf :q\n:q rdfs:subPropertyOf :p\n"
        ":q owl:equivalentProperty :p",
    ),
    (
        "prp-eqp2",
        ":p owl:equivalentProperty :q\n:x :q :y",
        ":x :p :y\n:p rdfs:subPropertyOf :q\n:q rdfs:subPropertyOf :p\n"
        ":q owl:equivalentProperty :p",
    ),
    ("prp-inv1", ":p owl:inverseOf :q\n:x :p :y", ":y :q :x"),
    ("prp-inv2", ":p owl:inverseOf :q\n:x :q :y", ":y :p :x"),
    (
        "prp-key",
        ":C owl:hasKey ( :p :q )\n:a rdf:type :C\n:b rdf:type :C\n:c rdf:type :C\n:a :p :x\n"
        ":b :p :x\n:a :q 1\n:b :q 1\n:c :p :x\n:c :q 0",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    (
        "cls-int1",
        ":C owl:intersectionOf ( :A :B )\n:x rdf:type :A\n:x rdf:type :B\n:y rdf:type :A",
        ":x rdf:type :C\n:C rdfs:subClassOf :A\n:C rdfs:subClassOf :B",
    ),
    (
        "cls-int2",
        ":C owl:intersectionOf ( :A :B )\n:x rdf:type :C",
        ":x rdf:type :A\n:x rdf:type :B\n:C rdfs:subClassOf :A\n:C rdfs:subClassOf :B",
    ),
    (
        "cls-uni",
        ":C owl:unionOf ( :A :B )\n:x rdf:type :B",
        ":x rdf:type :C\n:A rdfs:subClassOf :C\n:B rdfs:subClassOf :C",
    ),
    (
        "cls-svf1",
        ":C owl:someValuesFrom :D\n:C owl:onProperty :p\n:x :p :y\n:y rdf:type :D\n:z :p :w",
        ":x rdf:type :C",
    ),
    (
        "cls-svf2",
        ":C owl:someValuesFrom owl:Thing\n:C owl:onProperty :p\n:x :p :y",
        ":x rdf:type :C",
    ),
    (
        "cls-svf1",
        ':C owl:someValuesFrom xsd:decimal\n:C owl:onProperty :p\n:x :p "1"^^xsd:byte\n:y :p "a"',
        ":x rdf:type :C",
    ),
    (
        "cls-avf",
        ":C owl:allValuesFrom :D\n:C owl:onProperty :p\n:x rdf:type :C\n:x :p :y",
        ":y rdf:type :D",
    ),
    ("cls-hv1", ":C owl:hasValue :v\n:C owl:onProperty :p\n:x rdf:type :C", ":x :p :v"),
    ("cls-hv2", ":C owl:hasValue :v\n:C owl:onProperty :p\n:x :p :v", ":x rdf:type :C"),
    (
        "cls-maxc2",
        ":C owl:maxCardinality 1\n:C owl:onProperty :p\n:x rdf:type :C\n:x :p :a\n:x :p :b",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    (
        "cls-maxqc3",
        ":C owl:maxQualifiedCardinality 1\n:C owl:onProperty :p\n:C owl:onClass :D\n"
        ":x rdf:type :C\n:x :p :a\n:x :p :b\n:x :p :c\n:a rdf:type :D\n:b rdf:type :D",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    (
        "cls-maxqc4",
        ":C owl:maxQualifiedCardinality 1\n:C owl:onProperty :p\n:C owl:onClass owl:Thing\n"
        ":x rdf:type :C\n:x :p :a\n:x :p :b",
        ":a owl:sameAs :b\n:b owl:sameAs :a",
    ),
    ("cls-oo", ":C owl:oneOf ( :x :y )", ":x rdf:type :C\n:y rdf:type :C"),
    ("cax-sco", ":A rdfs:subClassOf :B\n:x rdf:type :A", ":x rdf:type :B"),
    (
        "cax-eqc1",
        ":A owl:equivalentClass :B\n:x rdf:type :A",
        ":x rdf:type :B\n:A rdfs:subClassOf :B\n:B rdfs:subClassOf :A\n:B owl:equivalentClass :A",
    ),
    (
        "cax-eqc2",
        ":A owl:equivalentClass :B\n:x rdf:type :B",
        ":x rdf:type :A\n:A rdfs:subClassOf :B\n:B rdfs:subClassOf :A\n:B owl:equivalentClass :A",
    ),
    ("scm-sco", ":A rdfs:subClassOf :B\n:B rdfs:subClassOf :C", ":A rdfs:subClassOf :C"),
    (
        "scm-eqc1",
        ":A owl:equivalentClass :B",
        ":A rdfs:subClassOf :B\n:B rdfs:subClassOf :A\n:B owl:equivalentClass :A",
    ),
    (
        "scm-eqc2",
        ":A rdfs:subClassOf :B\n:B rdfs:subClassOf :A",
        ":A owl:equivalentClass :B\n:B owl:equivalentClass :A",
    ),
    ("scm-spo", ":p rdfs:subPropertyOf :q\n:q rdfs:subPropertyOf :r", ":p rdfs:subPropertyOf :r"),
    (
        "scm-eqp1",
        ":p owl:equivalentProperty :q",
        ":p rdfs:subPropertyOf :q\n:q rdfs:subPropertyOf :p\n:q owl:equivalentProperty :p",
    ),
    (
        "scm-eqp2",
        ":p rdfs:subPropertyOf :q\n:q rdfs:subPropertyOf :p",
        ":p owl:equivalentProperty :q\n:q owl:equivalentProperty :p",
    ),
    (
        "scm-hv",
        ":A owl:hasValue :v\n:A owl:onProperty :p\n:B owl:hasValue :v\n:B owl:onProperty :q\n"
        ":p rdfs:subPropertyOf :q",
        ":A rdfs:subClassOf :B",
    ),
    (
        "scm-hv",
        ":A owl:hasValue :v\n:A owl:onProperty :p\n:B owl:hasValue :v\n:B owl:onProperty :p\n"
        ":p rdf:type owl:ObjectProperty",
        ":A rdfs:subClassOf :B\n:B rdfs:subClassOf :A\n:A owl:equivalentClass :B\n"
        ":B owl:equivalentClass :A",
    ),
    (
        "scm-svf1",
        ":A owl:someValuesFrom :C\n:A owl:onProperty :p\n:B owl:someValuesFrom :D\n"
        ":B owl:onProperty :p\n:C rdfs:subClassOf :D",
        ":A rdfs:subClassOf :B",
    ),
    (
        "scm-svf2",
        ":A owl:someValuesFrom :C\n:A owl:onProperty :p\n:B owl:someValuesFrom :C\n"
        ":B owl:onProperty :q\n:p rdfs:subPropertyOf :q",
        ":A rdfs:subClassOf :B",
    ),
    (
        "scm-avf1",
        ":A owl:allValuesFrom :C\n:A owl:onProperty :p\n:B owl:allValuesFrom :D\n"
        ":B owl:onProperty :p\n:C rdfs:subClassOf :D",
        ":A rdfs:subClassOf :B",
    ),
    (
        "scm-avf2",
        ":A owl:allValuesFrom :C\n:A owl:onProperty :p\n:B owl:allValuesFrom :C\n"
        ":B owl:onProperty :q\n:p rdfs:subPropertyOf :q",
        ":B rdfs:subClassOf :A",
    ),
    (
        "scm-int",
        ":C owl:intersectionOf ( :A :B )",
        ":C rdfs:subClassOf :A\n:C rdfs:subClassOf :B",
    ),
    ("scm-uni", ":C owl:unionOf ( :A :B )", ":A rdfs:subClassOf :C\n:B rdfs:subClassOf :C"),
    (
        "scm-cls",
        ":A rdf:type owl:Class\n:C owl:intersectionOf ( owl:Thing :D )\n:x rdf:type :A\n"
        ":x rdf:type :D",
        ":x rdf:type :C\n:C rdfs:subClassOf :D",
    ),
]

#: Name of the rule, and a graph that contradicts itself by it.
CONTRADICTIONS = [
    ("eq-diff1", ":x owl:sameAs :y\n:x owl:differentFrom :y"),
    (
        "eq-diff2",
        ":d rdf:type owl:AllDifferent\n:d owl:members ( :a :x :y )\n:x owl:sameAs :y",
    ),
    (
        "eq-diff3",
        ":d rdf:type owl:AllDifferent\n:d owl:distinctMembers ( :x :y )\n:x owl:sameAs :y",
    ),
    ("prp-irp", ":p rdf:type owl:IrreflexiveProperty\n:x :p :x"),
    ("prp-asyp", ":p rdf:type owl:AsymmetricProperty\n:x :p :y\n:y :p :x"),
    ("prp-pdw", ":p owl:propertyDisjointWith :q\n:x :p :y\n:x :q :y"),
    (
        "prp-adp",
        ":d rdf:type owl:AllDisjointProperties\n:d owl:members ( :r :p :q )\n:x :p :y\n:x :q :y",
    ),
    (
        "prp-npa1",
        ":n owl:sourceIndividual :x\n:n owl:assertionProperty :p\n:n owl:targetIndividual :y\n"
        ":x :p :y",
    ),
    (
        "prp-npa2",
        ':n owl:sourceIndividual :x\n:n owl:assertionProperty :p\n:n owl:targetValue "a"\n'
        ':x :p "a"',
    ),
    ("cls-nothing2", ":x rdf:type owl:Nothing"),
    ("cls-com", ":A owl:complementOf :B\n:x rdf:type :A\n:x rdf:type :B"),
    (
        "cls-maxc1",
        ":C owl:maxCardinality 0\n:C owl:onProperty :p\n:x rdf:type :C\n:x :p :y",
    ),
    (
        "cls-maxqc1",
        ":C owl:maxQualifiedCardinality 0\n:C owl:onProperty :p\n:C owl:onClass :D\n"
        ":x rdf:type :C\n:x :p :y\n:y rdf:type :D",
    ),
    (
        "cls-maxqc2",
        ":C owl:maxQualifiedCardinality 0\n:C owl:onProperty :p\n:C owl:onClass owl:Thing\n"
        ":x rdf:type :C\n:x :p :y",
    ),
    ("cax-dw", ":A owl:disjointWith :B\n:x rdf:type :A\n:x rdf:type :B"),
    (
        "cax-adc",
        ":d rdf:type owl:AllDisjointClasses\n:d owl:members ( :C :A :B )\n:x rdf:type :A\n"
        ":x rdf:type :B",
    ),
    ("dt-not-type", ':x :p "one"^^xsd:integer'),
    ("dt-not-type", ':p rdfs:range xsd:integer\n:x :p "one"'),
    ("dt-not-type", ':p rdfs:range xsd:byte\n:x :p "300"^^xsd:integer'),
    ("dt-not-type", ':x rdf:type xsd:integer\n:x owl:sameAs "false"^^xsd:boolean'),
    ("dt-diff", ':x owl:sameAs "a"\n:x owl:sameAs "b"'),
    ("prp-fp", ':p rdf:type owl:FunctionalProperty\n:x :p "a"\n:x :p "b"'),
]

#: Graphs that come near a contradiction and have none.
CONSISTENT = [
    ':p rdf:type owl:FunctionalProperty\n:x :p "1"^^xsd:integer\n:x :p "01"^^xsd:integer',
    ':p rdfs:range xsd:byte\n:x :p "100"^^xsd:integer',
    ':p rdfs:range rdfs:Literal\n:x :p "one"',
    ":d rdf:type owl:AllDifferent\n:d owl:members ( :x :y )",
    ":p rdf:type owl:AsymmetricProperty\n:x :p :y\n:y :p :z",
]


@pytest.mark.parametrize(("rule", "text", "conclusions"), CONCLUSIONS)
def test_a_rule_concludes(rule: str, text: str, conclusions: str) -> None:
    """The useful conclusions are these and no others, and the rule is counted among theirs."""
    closure = close(graph(text))
    assert set(triples(closure.inferred)) == wanted(conclusions)
    assert closure.consistent


@pytest.mark.parametrize(("rule", "text"), CONTRADICTIONS)
def test_a_rule_concludes_false(rule: str, text: str) -> None:
    """The contradiction is told once, by the rule's name, with its premises."""
    closure = close(graph(text))
    assert {found.rule for found in closure.contradictions} == {rule}
    assert len(closure.contradictions) == 1
    assert closure.contradictions[0].premises


@pytest.mark.parametrize("text", CONSISTENT)
def test_what_does_not_contradict_itself_is_left_alone(text: str) -> None:
    """No contradiction is made up."""
    assert close(graph(text)).consistent


def test_every_rule_of_the_table_has_a_graph() -> None:
    """No rule is without a test here."""
    tested = {name for name, *_ in CONCLUSIONS} | {name for name, _ in CONTRADICTIONS}
    table = {rule.name for rule in owl_rl(TermTable(), thing=True, nothing=True)}
    assert len(table) > 55
    assert table - tested == {"scm-op", "scm-dp"}, "these two conclude reflexive triples only"
