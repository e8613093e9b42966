"""The terms of the SHACL namespace: which are known, and which no engine but pyshacl covers."""

# ruff: noqa: SIM905 - a hundred names read better as text than as a list of strings

from typing import Final

from mcdgraph.namespaces import SH

#: Terms of SHACL Core and SHACL-SPARQL (the Recommendation's vocabulary file).
CORE: Final = frozenset(
    """
    AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral
    ClassConstraintComponent ClosedConstraintComponent ConstraintComponent
    DatatypeConstraintComponent DisjointConstraintComponent EqualsConstraintComponent
    HasValueConstraintComponent IRI IRIOrLiteral InConstraintComponent Info
    LanguageInConstraintComponent LessThanConstraintComponent
    LessThanOrEqualsConstraintComponent Literal
    MaxCountConstraintComponent MaxExclusiveConstraintComponent
    MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent
    MinExclusiveConstraintComponent MinInclusiveConstraintComponent
    MinLengthConstraintComponent NodeConstraintComponent NodeKind
    NodeKindConstraintComponent NodeShape NotConstraintComponent OrConstraintComponent
    Parameter Parameterizable PatternConstraintComponent PrefixDeclaration
    PropertyConstraintComponent PropertyGroup PropertyShape
    QualifiedMaxCountConstraintComponent QualifiedMinCountConstraintComponent ResultAnnotation
    SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent
    SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable SPARQLSelectValidator
    SPARQLUpdateExecutable Severity Shape UniqueLangConstraintComponent ValidationReport
    ValidationResult Validator Violation Warning XoneConstraintComponent
    alternativePath and annotationProperty annotationValue annotationVarName ask class closed
    conforms construct datatype deactivated declare defaultValue description detail disjoint
    entailment equals flags focusNode group hasValue ignoredProperties in inversePath
    labelTemplate languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive
    maxLength message minCount minExclusive minInclusive minLength name namespace node
    nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern prefix
    prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount
    qualifiedValueShape qualifiedValueShapesDisjoint result resultMessage resultPath
    resultSeverity select severity shapesGraph shapesGraphWellFormed sourceConstraint
    sourceConstraintComponent sourceShape sparql suggestedShapesGraph targetClass targetNode
    targetObjectsOf targetSubjectsOf uniqueLang update validator value xone zeroOrMorePath
    zeroOrOnePath
    """.split()
)

#: Properties of the SHACL Advanced Features that a shape may have and that pyshacl evaluates.
ADVANCED: Final = frozenset("target expression rule values".split())

#: Further terms of the Advanced Features, said of the values of the properties above.
ADVANCED_PARTS: Final = frozenset(
    """
    ExpressionConstraintComponent Function Rule Rules SPARQLConstructRule SPARQLFunction
    SPARQLRule SPARQLTarget SPARQLTargetType SPARQLValuesDeriver Target TargetType TripleRule
    condition filterShape intersection nodes object predicate returnType subject this union
    """.split()
)


#: A term of SHACL's drafts that the W3C suite still uses, of data; of a shape it is refused.
FORMER: Final = "nodeShape"


def local(iri: str) -> str | None:
    """Give the name of a term in the SHACL namespace, None for one of another."""
    return iri.removeprefix(SH) if iri.startswith(SH) else None


def is_known(name: str) -> bool:
    """Say whether SHACL has a term, in the part of it that is covered or handed on."""
    return name in CORE or name in ADVANCED or name in ADVANCED_PARTS or name == FORMER
