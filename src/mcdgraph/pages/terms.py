"""The IRIs that pages look for in any graph."""

from typing import Final

from mcdgraph.namespaces import ANNOTATED, OWL, RDF, RDFS, SKOS, STANDARD

DCTERMS: Final = STANDARD["dcterms"]
SCHEMA: Final = STANDARD["schema"]
FOAF: Final = STANDARD["foaf"]

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"

#: Properties that name a thing, the most usual first.
LABELS: Final = (
    LABEL,
    SKOS + "prefLabel",
    DCTERMS + "title",
    SCHEMA + "name",
    FOAF + "name",
)
ALTERNATIVES: Final = (SKOS + "altLabel", DCTERMS + "alternative", SCHEMA + "alternateName")
#: Properties that say in a sentence or more what a thing is.
SUMMARIES: Final = (
    SKOS + "definition",
    DCTERMS + "description",
    RDFS + "comment",
    DCTERMS + "abstract",
    SKOS + "scopeNote",
)

HAS_PART: Final = DCTERMS + "hasPart"
ONTOLOGY: Final = OWL + "Ontology"
VERSION: Final = OWL + "versionInfo"
VERSION_IRI: Final = OWL + "versionIRI"
AXIOM: Final = OWL + "Axiom"
ANNOTATED_SOURCE, ANNOTATED_PROPERTY, ANNOTATED_TARGET = ANNOTATED

#: Where a thing is, in degrees (W3C Basic Geo Vocabulary).
LATITUDE: Final = STANDARD["geo"] + "lat"
LONGITUDE: Final = STANDARD["geo"] + "long"
