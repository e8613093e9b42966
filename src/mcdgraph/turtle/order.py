"""The order of predicates and objects in canonical Turtle."""

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, SKOS, STANDARD, XSD

_NUMERIC: Final = frozenset(XSD + name for name in ("integer", "decimal", "double"))
_DCTERMS: Final = STANDARD["dcterms"]

#: Predicates that stand first, in this order; all others follow by name.
_FIRST: Final = (
    RDF + "type",
    OWL + "annotatedSource",
    OWL + "annotatedProperty",
    OWL + "annotatedTarget",
    OWL + "versionIRI",
    OWL + "versionInfo",
    OWL + "imports",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    OWL + "disjointWith",
    OWL + "inverseOf",
    OWL + "onProperty",
    RDFS + "domain",
    RDFS + "range",
    SH + "targetClass",
    SH + "targetNode",
    SH + "targetSubjectsOf",
    SH + "targetObjectsOf",
    SH + "path",
    SH + "class",
    SH + "datatype",
    SH + "nodeKind",
    SH + "minCount",
    SH + "maxCount",
    SKOS + "inScheme",
    SKOS + "topConceptOf",
    SKOS + "broader",
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "hiddenLabel",
    SKOS + "notation",
    SH + "name",
    _DCTERMS + "title",
    SKOS + "definition",
    _DCTERMS + "description",
    SH + "description",
    RDFS + "comment",
    SKOS + "note",
    SKOS + "scopeNote",
    SKOS + "editorialNote",
    SKOS + "example",
    RDFS + "isDefinedBy",
    _DCTERMS + "creator",
    _DCTERMS + "license",
    _DCTERMS + "created",
    _DCTERMS + "modified",
)
RANKS: Final[Mapping[str, int]] = MappingProxyType({iri: at for at, iri in enumerate(_FIRST)})

#: Subjects of these classes describe the file itself, and open it.
HEADERS: Final = (OWL + "Ontology", STANDARD["void"] + "Dataset")


def predicate_key(iri: str, written: str) -> tuple[int, str]:
    """Sort predicates: those with a rank, then by how they are written."""
    return RANKS.get(iri, len(RANKS)), written


def object_key(term: Term, written: str) -> tuple[int, str, float, str]:
    """Sort objects: IRIs, literals by language and then by number or text, blank nodes."""
    if isinstance(term, Iri):
        return 0, "", 0.0, written
    if isinstance(term, BlankNode):
        return 2, "", 0.0, written
    return 1, (term.language or "").lower(), _number(term), written


def _number(literal: Literal) -> float:
    """Give the value that a number is sorted by; 0 for what is none."""
    if literal.datatype not in _NUMERIC:
        return 0.0
    try:
        value = float(literal.lexical)
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0
