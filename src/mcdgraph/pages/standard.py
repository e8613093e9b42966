"""Labels of the terms of RDF, RDFS, OWL and SHACL that graphs use and seldom describe."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, SKOS, STANDARD

_DCTERMS = STANDARD["dcterms"]

_NAMES = {
    RDF + "type": ("type", "type"),
    RDF + "Property": ("property", "propriété"),
    RDFS + "label": ("label", "libellé"),
    RDFS + "comment": ("comment", "commentaire"),
    RDFS + "seeAlso": ("see also", "voir aussi"),
    RDFS + "isDefinedBy": ("defined by", "défini par"),
    RDFS + "subClassOf": ("subclass of", "sous-classe de"),
    RDFS + "subPropertyOf": ("subproperty of", "sous-propriété de"),
    RDFS + "domain": ("domain", "domaine"),
    RDFS + "range": ("range", "portée"),
    RDFS + "Datatype": ("datatype", "type de données"),
    OWL + "Class": ("class", "classe"),
    OWL + "Ontology": ("ontology", "ontologie"),
    OWL + "Thing": ("thing", "chose"),
    OWL + "NamedIndividual": ("individual", "individu"),
    OWL + "ObjectProperty": ("object property", "propriété d'objet"),
    OWL + "DatatypeProperty": ("data property", "propriété de donnée"),
    OWL + "AnnotationProperty": ("annotation property", "propriété d'annotation"),
    OWL + "TransitiveProperty": ("transitive property", "propriété transitive"),
    OWL + "SymmetricProperty": ("symmetric property", "propriété symétrique"),
    OWL + "AsymmetricProperty": ("asymmetric property", "propriété asymétrique"),
    OWL + "IrreflexiveProperty": ("irreflexive property", "propriété irréflexive"),
    OWL + "FunctionalProperty": ("functional property", "propriété fonctionnelle"),
    OWL + "InverseFunctionalProperty": (
        "inverse functional property",
        "propriété fonctionnelle inverse",
    ),
    OWL + "Restriction": ("restriction", "restriction"),
    OWL + "inverseOf": ("inverse of", "inverse de"),
    OWL + "equivalentClass": ("equivalent class", "classe équivalente"),
    OWL + "equivalentProperty": ("equivalent property", "propriété équivalente"),
    OWL + "disjointWith": ("disjoint with", "disjointe de"),
    OWL + "propertyDisjointWith": ("disjoint with", "disjointe de"),
    OWL + "propertyChainAxiom": ("property chain", "chaîne de propriétés"),
    OWL + "intersectionOf": ("intersection of", "intersection de"),
    OWL + "unionOf": ("union of", "union de"),
    OWL + "onProperty": ("on property", "sur la propriété"),
    OWL + "hasValue": ("has value", "a pour valeur"),
    OWL + "someValuesFrom": ("some values from", "a une valeur dans"),
    OWL + "sameAs": ("same as", "identique à"),
    OWL + "differentFrom": ("different from", "distinct de"),
    OWL + "versionIRI": ("version IRI", "IRI de version"),
    OWL + "versionInfo": ("version", "version"),
    OWL + "deprecated": ("deprecated", "obsolète"),
    SH + "NodeShape": ("node shape", "forme de nœud"),
    SH + "PropertyShape": ("property shape", "forme de propriété"),
    SH + "targetClass": ("target class", "classe visée"),
    SH + "path": ("path", "chemin"),
    SH + "property": ("property shape", "forme de propriété"),
    SH + "message": ("message", "message"),
    SH + "severity": ("severity", "gravité"),
    SKOS + "Concept": ("concept", "concept"),
    SKOS + "ConceptScheme": ("concept scheme", "schéma de concepts"),
    SKOS + "prefLabel": ("preferred label", "libellé préféré"),
    SKOS + "altLabel": ("alternative label", "autre libellé"),
    SKOS + "definition": ("definition", "définition"),
    SKOS + "scopeNote": ("scope note", "note d'application"),
    SKOS + "editorialNote": ("editorial note", "note éditoriale"),
    SKOS + "example": ("example", "exemple"),
    SKOS + "note": ("note", "note"),
    SKOS + "notation": ("notation", "notation"),
    SKOS + "broader": ("broader", "plus large"),
    SKOS + "narrower": ("narrower", "plus étroit"),
    SKOS + "inScheme": ("in scheme", "dans le schéma"),
    SKOS + "hasTopConcept": ("top concept", "concept de tête"),
    SKOS + "topConceptOf": ("top concept of", "concept de tête de"),
    SKOS + "exactMatch": ("exact match", "correspondance exacte"),
    SKOS + "closeMatch": ("close match", "correspondance proche"),
    _DCTERMS + "title": ("title", "titre"),
    _DCTERMS + "description": ("description", "description"),
    _DCTERMS + "creator": ("creator", "créateur"),
    _DCTERMS + "created": ("created", "créé le"),
    _DCTERMS + "modified": ("modified", "modifié le"),
    _DCTERMS + "issued": ("issued", "publié le"),
    _DCTERMS + "license": ("licence", "licence"),
    _DCTERMS + "publisher": ("publisher", "éditeur"),
    _DCTERMS + "source": ("source", "source"),
    _DCTERMS + "isPartOf": ("part of", "partie de"),
    _DCTERMS + "hasPart": ("has part", "comprend"),
    _DCTERMS + "identifier": ("identifier", "identifiant"),
    _DCTERMS + "language": ("language", "langue"),
    STANDARD["schema"] + "sameAs": ("same as", "identique à"),
    STANDARD["geo"] + "lat": ("latitude", "latitude"),
    STANDARD["geo"] + "long": ("longitude", "longitude"),
    STANDARD["prov"] + "wasDerivedFrom": ("derived from", "dérivé de"),
}

#: IRI → its label in English and in French.
STANDARD_LABELS: Final[Mapping[str, tuple[Literal, ...]]] = MappingProxyType(
    {
        iri: (
            Literal(english, RDF_LANG_STRING, "en"),
            Literal(french, RDF_LANG_STRING, "fr"),
        )
        for iri, (english, french) in _NAMES.items()
    }
)
