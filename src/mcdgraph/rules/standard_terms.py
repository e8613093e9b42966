"""The terms of RDF, RDFS, OWL and XML Schema, which no ontology needs to declare.

Sources: RDF Schema 1.1; OWL 2 Web Ontology Language RDF-Based Semantics (Second Edition),
clauses 3.2 and 3.3 (tables 3.1 to 3.4); XML Schema 1.1 Part 2, clauses 3.2 to 3.4, with the
constraining facets (clause 4.3) that OWL uses as properties.
"""

import re
from typing import Final

from mcdgraph.namespaces import OWL, RDF, RDFS, XSD

_RDF = """Alt Bag HTML JSON List PlainLiteral Property Seq Statement XMLLiteral first langString
nil object predicate rest subject type value CompoundLiteral dirLangString direction language
reifies"""
_RDFS = """Class Container ContainerMembershipProperty Datatype Literal Resource comment domain
isDefinedBy label member range seeAlso subClassOf subPropertyOf"""
_OWL = """AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty
AsymmetricProperty Axiom Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty
FunctionalProperty InverseFunctionalProperty IrreflexiveProperty NamedIndividual
NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty ReflexiveProperty
Restriction SymmetricProperty Thing TransitiveProperty allValuesFrom annotatedProperty
annotatedSource annotatedTarget assertionProperty backwardCompatibleWith bottomDataProperty
bottomObjectProperty cardinality complementOf datatypeComplementOf deprecated differentFrom
disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasKey hasSelf
hasValue imports incompatibleWith intersectionOf inverseOf maxCardinality
maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass onDataRange
onDatatype onProperties onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith
qualifiedCardinality rational real sameAs someValuesFrom sourceIndividual targetIndividual
targetValue topDataProperty topObjectProperty unionOf versionIRI versionInfo withRestrictions"""
_XSD = """anyAtomicType anySimpleType anyType anyURI base64Binary boolean byte date dateTime
dateTimeStamp dayTimeDuration decimal double duration ENTITIES ENTITY float gDay gMonth gMonthDay
gYear gYearMonth hexBinary ID IDREF IDREFS int integer language long Name NCName negativeInteger
NMTOKEN NMTOKENS nonNegativeInteger nonPositiveInteger normalizedString NOTATION positiveInteger
QName short string time token unsignedByte unsignedInt unsignedLong unsignedShort
yearMonthDuration enumeration fractionDigits length maxExclusive maxInclusive maxLength
minExclusive minInclusive minLength pattern totalDigits whiteSpace assertions explicitTimezone"""

STANDARD_TERMS: Final = frozenset(
    space + name
    for space, names in ((RDF, _RDF), (RDFS, _RDFS), (OWL, _OWL), (XSD, _XSD))
    for name in names.split()
)
#: ``rdf:_1``, ``rdf:_2``, … (RDF Schema 1.1, clause 5.1.5).
OPEN_MEMBERS: Final = re.compile(re.escape(RDF) + r"_[1-9][0-9]*")
