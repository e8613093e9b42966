"""The terms of the SHACL namespace: which are known, and how far each is evaluated."""

# ruff: noqa: SIM905 - a hundred names read better as text than as a list of strings

from difflib import get_close_matches
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

#: Properties of the SHACL Advanced Features that a shape may have and only pyshacl evaluates.
ADVANCED: Final = frozenset("expression values".split())

#: Further terms of the Advanced Features, said of the values of the properties above.
ADVANCED_PARTS: Final = frozenset(
    """
    ExpressionConstraintComponent Function Rule Rules SPARQLConstructRule SPARQLFunction
    SPARQLRule SPARQLTarget SPARQLTargetType SPARQLValuesDeriver Target TargetType TripleRule
    condition filterShape intersection nodes object predicate returnType rule subject target
    this union
    """.split()
)


#: Terms of the SHACL 1.2 drafts that are evaluated.
NEWER: Final = frozenset(
    """
    Debug MaxListLengthConstraintComponent MemberShapeConstraintComponent
    MinListLengthConstraintComponent ShapeClass SingleLineConstraintComponent Trace
    UniqueMembersConstraintComponent maxListLength memberShape minListLength singleLine
    uniqueMembers
    """.split()
)

#: Terms of the SHACL 1.2 drafts that have no effect on validation.
ANNOTATIONS: Final = frozenset(
    "DataGraph ShapesGraph agentInstruction codeIdentifier intent".split()
)

#: Properties of a shape that change what it asks and that are not evaluated, and their source.
UNSUPPORTED: Final = {
    "js": "SHACL JavaScript Extensions",
    **dict.fromkeys(
        """
        nodeByExpression reifierShape rootClass someValue sparqlExpr subsetOf targetWhere
        uniqueValuesForClass
        """.split(),
        "SHACL 1.2 drafts",
    ),
}

#: Further terms said of the values of the properties above.
UNSUPPORTED_PARTS: Final = frozenset(
    """
    JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule JSTarget
    JSTargetType JSValidator NodeByExpressionConstraintComponent NodeExpression
    ReifierShapeConstraintComponent RootClassConstraintComponent SPARQLExprExpression
    SelectExpression SomeValueConstraintComponent SubsetOfConstraintComponent jsFunctionName
    jsLibrary jsLibraryURL reificationRequired
    """.split()
)

_KNOWN: Final = frozenset(
    CORE | ADVANCED | ADVANCED_PARTS | NEWER | ANNOTATIONS | UNSUPPORTED.keys() | UNSUPPORTED_PARTS
)


def local(iri: str) -> str | None:
    """Return the name of a term in the SHACL namespace, None for one of another."""
    return iri.removeprefix(SH) if iri.startswith(SH) else None


def is_known(name: str) -> bool:
    """Say whether SHACL has a term, in whatever part of it.

    The parameters of its components are named after both: ``ClassConstraintComponent-class``.
    """
    component, _, parameter = name.partition("-")
    return component in _KNOWN and (not parameter or parameter in _KNOWN)


def similar(name: str) -> str | None:
    """Return the term that a name was most likely meant to be."""
    alike = [known for known in _KNOWN if known[0].isupper() == name[:1].isupper()]
    near = get_close_matches(name.rstrip(":"), sorted(alike), n=1, cutoff=0.75)
    return near[0] if near else None
