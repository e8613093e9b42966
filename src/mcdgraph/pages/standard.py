"""Labels of the terms of RDF, RDFS, OWL and SHACL that graphs use and seldom describe."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, SKOS, STANDARD

_DCTERMS = STANDARD["dcterms"]

_DCAT = STANDARD["dcat"]
_FOAF = STANDARD["foaf"]
_VOID = STANDARD["void"]

_PROV = STANDARD["prov"]
_SD = STANDARD["sd"]
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_CC = "https://creativecommons.org/"
_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_IANA = "https://www.iana.org/assignments/media-types/"

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
    SH + "class": ("class", "classe"),
    SH + "datatype": ("datatype", "type de données"),
    SH + "declare": ("declared prefixes", "préfixes déclarés"),
    SH + "description": ("description", "description"),
    SH + "in": ("one of", "un parmi"),
    SH + "maxCount": ("at most", "au plus"),
    SH + "minCount": ("at least", "au moins"),
    SH + "name": ("name", "nom"),
    SH + "namespace": ("namespace", "espace de noms"),
    SH + "node": ("conforms to", "conforme à"),
    SH + "nodeKind": ("node kind", "genre de nœud"),
    SH + "pattern": ("pattern", "motif"),
    SH + "prefix": ("prefix", "préfixe"),
    SH + "prefixes": ("prefixes", "préfixes"),
    SH + "select": ("query", "requête"),
    SH + "sparql": ("SPARQL constraint", "contrainte SPARQL"),
    SH + "targetSubjectsOf": ("targets subjects of", "vise les sujets de"),
    SH + "targetObjectsOf": ("targets objects of", "vise les objets de"),
    SH + "uniqueLang": ("one a language", "un par langue"),
    _DCAT + "Dataset": ("dataset (DCAT)", "jeu de données (DCAT)"),
    _DCAT + "Distribution": ("distribution", "distribution"),
    _DCAT + "accessService": ("service", "service"),
    _DCAT + "accessURL": ("access address", "adresse d'accès"),
    _DCAT + "byteSize": ("size in bytes", "taille en octets"),
    _DCAT + "compressFormat": ("compression", "compression"),
    _DCAT + "distribution": ("distribution", "distribution"),
    _DCAT + "downloadURL": ("download address", "adresse de téléchargement"),
    _DCAT + "mediaType": ("media type", "type de média"),
    _DCAT + "version": ("version", "version"),
    _FOAF + "Agent": ("agent", "agent"),
    _FOAF + "name": ("name", "nom"),
    _FOAF + "primaryTopic": ("topic", "sujet"),
    _VOID + "Dataset": ("dataset (VoID)", "jeu de données (VoID)"),
    _VOID + "classes": ("number of classes", "nombre de classes"),
    _VOID + "dataDump": ("dump", "fichier complet"),
    _VOID + "distinctObjects": ("number of objects", "nombre d'objets"),
    _VOID + "distinctSubjects": ("number of subjects", "nombre de sujets"),
    _VOID + "entities": ("number of things", "nombre de choses"),
    _VOID + "exampleResource": ("example", "exemple"),
    _VOID + "feature": ("format", "format"),
    _VOID + "inDataset": ("in dataset", "dans le jeu de données"),
    _VOID + "properties": ("number of properties", "nombre de propriétés"),
    _VOID + "rootResource": ("root", "racine"),
    _VOID + "sparqlEndpoint": ("SPARQL endpoint", "point d'accès SPARQL"),
    _VOID + "subset": ("part", "partie"),
    _VOID + "triples": ("number of statements", "nombre d'énoncés"),
    _VOID + "uriSpace": ("IRIs begin with", "les IRI commencent par"),
    _VOID + "vocabulary": ("vocabulary", "vocabulaire"),
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
    _DCTERMS + "type": ("kind", "nature"),
    _DCTERMS + "format": ("format", "format"),
    _DCTERMS + "conformsTo": ("conforms to", "conforme à"),
    _DCAT + "landingPage": ("home page", "page d'accueil"),
    _DCAT + "service": ("service", "service"),
    _DCAT + "dataset": ("dataset", "jeu de données"),
    _DCAT + "endpointURL": ("address of the service", "adresse du service"),
    _DCAT + "servesDataset": ("serves the dataset", "sert le jeu de données"),
    _FOAF + "homepage": ("home page", "page d'accueil"),
    _FOAF + "topic": ("topic", "sujet"),
    _PROV + "wasDerivedFrom": ("derived from", "dérivé de"),
    _PROV + "wasGeneratedBy": ("made by", "fait par"),
    _PROV + "wasAssociatedWith": ("with", "avec"),
    _PROV + "used": ("made from", "fait de"),
    _SD + "name": ("name of the graph", "nom du graphe"),
    _SD + "graph": ("graph", "graphe"),
    _SD + "namedGraph": ("named graph", "graphe nommé"),
    _SD + "defaultGraph": ("default graph", "graphe par défaut"),
    _SD + "defaultDataset": ("default dataset", "jeu de données par défaut"),
    _SD + "availableGraphs": ("available graphs", "graphes disponibles"),
    _SD + "endpoint": ("address of the endpoint", "adresse du point d'accès"),
    _SD + "resultFormat": ("format of results", "format des résultats"),
    _SD + "supportedLanguage": ("query language", "langage de requête"),
    _LANGUAGES + "en": ("English", "anglais"),
    _LANGUAGES + "fr": ("French", "français"),
    _CC + "licenses/by/4.0/": ("CC BY 4.0", "CC BY 4.0"),
    _CC + "licenses/by-sa/4.0/": ("CC BY-SA 4.0", "CC BY-SA 4.0"),
    _CC + "publicdomain/zero/1.0/": ("CC0 1.0", "CC0 1.0"),
}
#: W3C, Unique URIs for File Formats: the name of each format that has one.
_FORMATS = {
    _W3C_FORMATS + name: (title, title)
    for name, title in (
        ("Turtle", "Turtle"),
        ("TriG", "TriG"),
        ("N-Triples", "N-Triples"),
        ("N-Quads", "N-Quads"),
        ("JSON-LD", "JSON-LD"),
        ("RDF_XML", "RDF/XML"),
        ("RDFa", "RDFa"),
        ("SPARQL_Results_XML", "SPARQL XML"),
        ("SPARQL_Results_JSON", "SPARQL JSON"),
        ("SPARQL_Results_CSV", "SPARQL CSV"),
        ("SPARQL_Results_TSV", "SPARQL TSV"),
    )
}
#: The registered name of each media type that is published.
_MEDIA_TYPES = {
    _IANA + name: (name, name)
    for name in (
        *(form.media_type for form in (*GRAPH_FORMATS, *RESULT_FORMATS)),
        "application/gzip",
    )
}

#: IRI → its label in English and in French.
STANDARD_LABELS: Final[Mapping[str, tuple[Literal, ...]]] = MappingProxyType(
    {
        iri: (
            Literal(english, RDF_LANG_STRING, "en"),
            Literal(french, RDF_LANG_STRING, "fr"),
        )
        for iri, (english, french) in (_NAMES | _FORMATS | _MEDIA_TYPES).items()
    }
)
