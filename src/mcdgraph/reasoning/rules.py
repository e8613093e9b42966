"""The rules of OWL 2 RL as data, under their names in the specification.

Source: OWL 2 Profiles (second edition), section 4.3, tables 4 to 9. A line reads
``name: axioms | facts => conclusions``. Axioms are the patterns that the ontology answers, which
are few; facts are those that the data answers, which may be many. ``false`` concludes a
contradiction; ``?a != ?b`` keeps a rule from rewriting a triple as itself.

Not written here: table 4's rules of equality, which `equality` applies by union-find; the rules
over lists of any length (prp-spo2, prp-key, cls-int1), which `lists` makes one of for each list;
and those that `useful` leaves out (eq-ref, cls-thing, prp-ap, dt-type1, scm-dom1 to scm-rng2).
The predicates ``list:…`` are rows that `lists` makes from RDF lists: the members of a list, its
places, and the item at each. Equal things have one number here, so that a rule of the
specification that asks for ``owl:sameAs`` between two variables has the same variable twice.
"""

from typing import Final

from mcdgraph.columns import Literal, TermTable
from mcdgraph.namespaces import OWL, RDF, RDFS, XSD
from mcdgraph.reasoning.block import Slot
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern

#: Where the rows made from RDF lists live; never published.
LISTS: Final = "urn:mcdgraph:list#"

_PREFIXES: Final = {"list": LISTS, "owl": OWL, "rdf": RDF, "rdfs": RDFS}

_TABLE: Final = """
eq-diff1: | ?x owl:differentFrom ?x => false
eq-diff2: ?z rdf:type owl:AllDifferent . ?z owl:members ?l . ?l list:place ?i . \
?i list:item ?x . ?j list:item ?x . ?i != ?j . ?l list:place ?j => false
eq-diff3: ?z rdf:type owl:AllDifferent . ?z owl:distinctMembers ?l . ?l list:place ?i . \
?i list:item ?x . ?j list:item ?x . ?i != ?j . ?l list:place ?j => false

prp-dom: ?p rdfs:domain ?c | ?x ?p ?y => ?x rdf:type ?c
prp-rng: ?p rdfs:range ?c | ?x ?p ?y => ?y rdf:type ?c
prp-fp: ?p rdf:type owl:FunctionalProperty | ?x ?p ?y1 . ?x ?p ?y2 => ?y1 owl:sameAs ?y2
prp-ifp: ?p rdf:type owl:InverseFunctionalProperty | ?x1 ?p ?y . ?x2 ?p ?y => ?x1 owl:sameAs ?x2
prp-irp: ?p rdf:type owl:IrreflexiveProperty | ?x ?p ?x => false
prp-symp: ?p rdf:type owl:SymmetricProperty | ?x ?p ?y => ?y ?p ?x
prp-asyp: ?p rdf:type owl:AsymmetricProperty | ?x ?p ?y . ?y ?p ?x => false
prp-trp: ?p rdf:type owl:TransitiveProperty | ?x ?p ?y . ?y ?p ?z => ?x ?p ?z
prp-spo1: ?p1 rdfs:subPropertyOf ?p2 . ?p1 != ?p2 | ?x ?p1 ?y => ?x ?p2 ?y
prp-eqp1: ?p1 owl:equivalentProperty ?p2 . ?p1 != ?p2 | ?x ?p1 ?y => ?x ?p2 ?y
prp-eqp2: ?p1 owl:equivalentProperty ?p2 . ?p1 != ?p2 | ?x ?p2 ?y => ?x ?p1 ?y
prp-pdw: ?p1 owl:propertyDisjointWith ?p2 | ?x ?p1 ?y . ?x ?p2 ?y => false
prp-adp: ?z rdf:type owl:AllDisjointProperties . ?z owl:members ?l . ?l list:place ?i . \
?i list:item ?p1 . ?l list:place ?j . ?i != ?j . ?j list:item ?p2 | ?x ?p1 ?y . ?x ?p2 ?y => false
prp-inv1: ?p1 owl:inverseOf ?p2 | ?x ?p1 ?y => ?y ?p2 ?x
prp-inv2: ?p1 owl:inverseOf ?p2 | ?x ?p2 ?y => ?y ?p1 ?x
prp-npa1: ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . \
?n owl:targetIndividual ?y | ?x ?p ?y => false
prp-npa2: ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . \
?n owl:targetValue ?y | ?x ?p ?y => false

cls-nothing2: | ?x rdf:type owl:Nothing => false
cls-int2: ?c owl:intersectionOf ?l . ?l list:member ?d | ?x rdf:type ?c => ?x rdf:type ?d
cls-uni: ?c owl:unionOf ?l . ?l list:member ?d | ?x rdf:type ?d => ?x rdf:type ?c
cls-com: ?c1 owl:complementOf ?c2 | ?x rdf:type ?c1 . ?x rdf:type ?c2 => false
cls-svf1: ?c owl:someValuesFrom ?d . ?c owl:onProperty ?p | ?x ?p ?y . ?y rdf:type ?d \
=> ?x rdf:type ?c
cls-svf2: ?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p | ?x ?p ?y => ?x rdf:type ?c
cls-avf: ?c owl:allValuesFrom ?d . ?c owl:onProperty ?p | ?x rdf:type ?c . ?x ?p ?y \
=> ?y rdf:type ?d
cls-hv1: ?c owl:hasValue ?y . ?c owl:onProperty ?p | ?x rdf:type ?c => ?x ?p ?y
cls-hv2: ?c owl:hasValue ?y . ?c owl:onProperty ?p | ?x ?p ?y => ?x rdf:type ?c
cls-maxc1: ?c owl:maxCardinality 0 . ?c owl:onProperty ?p | ?x rdf:type ?c . ?x ?p ?y => false
cls-maxc2: ?c owl:maxCardinality 1 . ?c owl:onProperty ?p | ?x rdf:type ?c . ?x ?p ?y1 . \
?x ?p ?y2 => ?y1 owl:sameAs ?y2
cls-maxqc1: ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass ?d \
| ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d => false
cls-maxqc2: ?c owl:maxQualifiedCardinality 0 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing \
| ?x rdf:type ?c . ?x ?p ?y => false
cls-maxqc3: ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass ?d \
| ?x rdf:type ?c . ?x ?p ?y1 . ?y1 rdf:type ?d . ?x ?p ?y2 . ?y2 rdf:type ?d \
=> ?y1 owl:sameAs ?y2
cls-maxqc4: ?c owl:maxQualifiedCardinality 1 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing \
| ?x rdf:type ?c . ?x ?p ?y1 . ?x ?p ?y2 => ?y1 owl:sameAs ?y2
cls-oo: ?c owl:oneOf ?l . ?l list:member ?x => ?x rdf:type ?c

cax-sco: ?c1 rdfs:subClassOf ?c2 . ?c1 != ?c2 | ?x rdf:type ?c1 => ?x rdf:type ?c2
cax-eqc1: ?c1 owl:equivalentClass ?c2 . ?c1 != ?c2 | ?x rdf:type ?c1 => ?x rdf:type ?c2
cax-eqc2: ?c1 owl:equivalentClass ?c2 . ?c1 != ?c2 | ?x rdf:type ?c2 => ?x rdf:type ?c1
cax-dw: ?c1 owl:disjointWith ?c2 | ?x rdf:type ?c1 . ?x rdf:type ?c2 => false
cax-adc: ?z rdf:type owl:AllDisjointClasses . ?z owl:members ?l . ?l list:place ?i . \
?i list:item ?c1 . ?l list:place ?j . ?i != ?j . ?j list:item ?c2 \
| ?x rdf:type ?c1 . ?x rdf:type ?c2 => false

scm-cls: ?c rdf:type owl:Class => ?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c
scm-sco: | ?c1 rdfs:subClassOf ?c2 . ?c2 rdfs:subClassOf ?c3 . ?c1 != ?c2 . ?c2 != ?c3 \
=> ?c1 rdfs:subClassOf ?c3
scm-eqc1: ?c1 owl:equivalentClass ?c2 => ?c1 rdfs:subClassOf ?c2 . ?c2 rdfs:subClassOf ?c1
scm-eqc2: | ?c1 rdfs:subClassOf ?c2 . ?c2 rdfs:subClassOf ?c1 \
=> ?c1 owl:equivalentClass ?c2
scm-op: ?p rdf:type owl:ObjectProperty => ?p rdfs:subPropertyOf ?p . \
?p owl:equivalentProperty ?p
scm-dp: ?p rdf:type owl:DatatypeProperty => ?p rdfs:subPropertyOf ?p . \
?p owl:equivalentProperty ?p
scm-spo: | ?p1 rdfs:subPropertyOf ?p2 . ?p2 rdfs:subPropertyOf ?p3 . ?p1 != ?p2 . ?p2 != ?p3 \
=> ?p1 rdfs:subPropertyOf ?p3
scm-eqp1: ?p1 owl:equivalentProperty ?p2 => ?p1 rdfs:subPropertyOf ?p2 . ?p2 rdfs:subPropertyOf ?p1
scm-eqp2: | ?p1 rdfs:subPropertyOf ?p2 . ?p2 rdfs:subPropertyOf ?p1 \
=> ?p1 owl:equivalentProperty ?p2
scm-hv: | ?c1 owl:hasValue ?y . ?c2 owl:hasValue ?y . ?c1 owl:onProperty ?p1 . \
?c2 owl:onProperty ?p2 . ?p1 rdfs:subPropertyOf ?p2 => ?c1 rdfs:subClassOf ?c2
scm-svf1: | ?c1 owl:someValuesFrom ?d1 . ?c1 owl:onProperty ?p . ?c2 owl:onProperty ?p . \
?c2 owl:someValuesFrom ?d2 . ?d1 rdfs:subClassOf ?d2 => ?c1 rdfs:subClassOf ?c2
scm-svf2: | ?c1 owl:someValuesFrom ?d . ?c2 owl:someValuesFrom ?d . ?c1 owl:onProperty ?p1 . \
?c2 owl:onProperty ?p2 . ?p1 rdfs:subPropertyOf ?p2 => ?c1 rdfs:subClassOf ?c2
scm-avf1: | ?c1 owl:allValuesFrom ?d1 . ?c1 owl:onProperty ?p . ?c2 owl:onProperty ?p . \
?c2 owl:allValuesFrom ?d2 . ?d1 rdfs:subClassOf ?d2 => ?c1 rdfs:subClassOf ?c2
scm-avf2: | ?c1 owl:allValuesFrom ?d . ?c2 owl:allValuesFrom ?d . ?c1 owl:onProperty ?p1 . \
?c2 owl:onProperty ?p2 . ?p1 rdfs:subPropertyOf ?p2 => ?c2 rdfs:subClassOf ?c1
scm-int: ?c owl:intersectionOf ?l . ?l list:member ?d => ?c rdfs:subClassOf ?d
scm-uni: ?c owl:unionOf ?l . ?l list:member ?d => ?d rdfs:subClassOf ?c
"""

#: Rules that matter only where the ontology speaks of the class of everything, or of nothing.
_THING: Final = "scm-cls: ?c rdf:type owl:Class => ?c rdfs:subClassOf owl:Thing"
_NOTHING: Final = "scm-cls: ?c rdf:type owl:Class => owl:Nothing rdfs:subClassOf ?c"


def owl_rl(terms: TermTable, *, thing: bool, nothing: bool) -> tuple[InferenceRule, ...]:
    """Read the table over the numbers of ``terms``.

    ``thing`` and ``nothing`` say whether the ontology makes use of owl:Thing and owl:Nothing.
    """
    lines = [line for line in _TABLE.splitlines() if line]
    lines += [_THING] * thing + [_NOTHING] * nothing
    return tuple(_rule(line, terms) for line in lines)


def _rule(line: str, terms: TermTable) -> InferenceRule:
    """Read one line of the table."""
    name, _, rest = line.partition(": ")
    body, _, conclusion = rest.partition("=>")
    axioms, _, facts = body.partition("|")
    heads = () if conclusion.strip() == "false" else _patterns(conclusion, terms)
    return InferenceRule(
        name=name,
        axioms=_patterns(axioms, terms),
        facts=_patterns(facts, terms),
        heads=heads,
        different=_differences(axioms) + _differences(facts),
    )


def _patterns(text: str, terms: TermTable) -> tuple[TriplePattern, ...]:
    """Read the triple patterns of a part."""
    parts = [part.split() for part in text.split(" . ")]
    return tuple(
        TriplePattern(*(_slot(word, terms) for word in part))
        for part in parts
        if len(part) == 3 and part[1] != "!="
    )


def _differences(text: str) -> tuple[tuple[str, str], ...]:
    """Read the inequalities of a part."""
    parts = [part.split() for part in text.split(" . ")]
    return tuple((part[0][1:], part[2][1:]) for part in parts if len(part) == 3 and part[1] == "!=")


def _slot(word: str, terms: TermTable) -> Slot:
    """Read a variable, a prefixed name or a number."""
    if word.startswith("?"):
        return word[1:]
    if word.isdigit():
        return terms.intern(Literal(word, XSD + "nonNegativeInteger"))
    prefix, _, local = word.partition(":")
    return terms.iri(_PREFIXES[prefix] + local)
