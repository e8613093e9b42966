"""Which properties are texts for people, and what kinds of things there are: by vocabulary.

Nothing here is of one graph: any graph that uses the usual vocabularies has search.
"""

from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

from mcdgraph.namespaces import OWL, RDF, RDFS, SH, SKOS, STANDARD

_DCTERMS = STANDARD["dcterms"]
_DC = "http://purl.org/dc/elements/1.1/"
_FOAF = STANDARD["foaf"]
_VANN = STANDARD["vann"]
#: schema.org is written both ways.
_SCHEMAS = (STANDARD["schema"], "http://schema.org/")


class TextRole(IntEnum):
    """What a text is to its thing, the most telling first."""

    NAME = 0
    ALIAS = 1
    CODE = 2
    SUMMARY = 3
    NOTE = 4


class EntryKind(StrEnum):
    """Under which heading a thing is found."""

    THING = "thing"
    CONCEPT = "concept"
    CLASS = "class"
    PROPERTY = "property"
    QUESTION = "question"
    SHAPE = "shape"


def _of_schemas(*names: str) -> tuple[str, ...]:
    return tuple(schema + name for schema in _SCHEMAS for name in names)


_PROPERTIES: Final = {
    TextRole.NAME: (
        *(RDFS + "label", SKOS + "prefLabel", _DCTERMS + "title", _DC + "title"),
        *(_FOAF + "name", SH + "name", *_of_schemas("name")),
    ),
    TextRole.ALIAS: (
        *(SKOS + "altLabel", SKOS + "hiddenLabel", _DCTERMS + "alternative", _FOAF + "nick"),
        *_of_schemas("alternateName", "legalName"),
    ),
    TextRole.CODE: (
        *(SKOS + "notation", _DCTERMS + "identifier", _DC + "identifier"),
        *(_VANN + "preferredNamespacePrefix", *_of_schemas("identifier", "termCode")),
    ),
    TextRole.SUMMARY: (
        *(SKOS + "definition", RDFS + "comment", _DCTERMS + "description", _DC + "description"),
        *(_DCTERMS + "abstract", SH + "description", *_of_schemas("description", "abstract")),
        "http://purl.obolibrary.org/obo/IAO_0000115",
    ),
    TextRole.NOTE: (
        *(SKOS + "note", SKOS + "scopeNote", SKOS + "editorialNote", SKOS + "historyNote"),
        *(SKOS + "changeNote", SKOS + "example", _VANN + "example", _VANN + "usageNote"),
        *(SH + "message", *_of_schemas("disambiguatingDescription", "text")),
    ),
}
#: Property → what its texts are; sub-properties are what the nearest of these above them is.
ROLES: Final = MappingProxyType(
    {iri: role for role, properties in _PROPERTIES.items() for iri in properties}
)

_TYPES: Final = {
    EntryKind.CLASS: (OWL + "Class", RDFS + "Class", RDFS + "Datatype", OWL + "DeprecatedClass"),
    EntryKind.PROPERTY: (
        *(RDF + "Property", OWL + "ObjectProperty", OWL + "DatatypeProperty"),
        *(OWL + "AnnotationProperty", OWL + "DeprecatedProperty"),
    ),
    EntryKind.SHAPE: (SH + "NodeShape", SH + "PropertyShape"),
    EntryKind.CONCEPT: (SKOS + "Concept", SKOS + "ConceptScheme"),
}
#: Type → the kind of what has it. A thing of several kinds is of the first in this order.
KINDS: Final = MappingProxyType({iri: kind for kind, types in _TYPES.items() for iri in types})
KIND_ORDER: Final = (*_TYPES, EntryKind.THING)

SUB_PROPERTY: Final = RDFS + "subPropertyOf"
TYPE: Final = RDF + "type"
#: Types and properties that say that a thing is no longer to be used.
DEPRECATED_TYPES: Final = frozenset({OWL + "DeprecatedClass", OWL + "DeprecatedProperty"})
DEPRECATED: Final = OWL + "deprecated"
SUPERSEDED: Final = frozenset({_DCTERMS + "isReplacedBy", *_of_schemas("supersededBy")})
