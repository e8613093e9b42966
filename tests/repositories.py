"""Small repositories of RDF in the shapes that others keep, made up for tests."""

from pathlib import Path
from typing import Final

HEADER: Final = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://vocab.example/ns/boats#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

ONTOLOGY: Final = (
    HEADER
    + """
<https://vocab.example/ns/boats> a owl:Ontology ;
    dcterms:title "Boats"@en, "Bateaux"@fr ;
    dcterms:description "Words for boats."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:creator [ <http://xmlns.com/foaf/0.1/name> "The boat club" ] ;
    owl:versionIRI <https://vocab.example/ns/boats/2.1> ;
    owl:imports <https://elsewhere.example/base> .

ex:Boat a owl:Class ; rdfs:label "boat"@en, "bateau"@fr .
ex:Sail a owl:Class ; rdfs:label "sail"@en, "voile"@fr .
ex:hasSail a owl:ObjectProperty ; rdfs:label "has sail"@en, "a pour voile"@fr .
"""
)

SHAPES: Final = (
    HEADER + "\nex:BoatShape a sh:NodeShape ; sh:targetClass ex:Boat ;\n"
    "    sh:property [ sh:path ex:hasSail ; sh:minCount 1 ] .\n"
)

DATA: Final = (
    HEADER + '\n<https://vocab.example/id/swan> a ex:Boat ; rdfs:label "Swan"@en ;\n'
    "    ex:hasSail <https://vocab.example/id/jib> .\n"
    "<https://vocab.example/id/jib> a ex:Sail .\n"
)

RDF_XML: Final = """\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:bts="https://vocab.example/ns/boats#"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
  <owl:Ontology rdf:about="https://vocab.example/ns/boats"/>
  <owl:Class rdf:about="https://vocab.example/ns/boats#Boat">
    <rdfs:label>boat</rdfs:label>
  </owl:Class>
</rdf:RDF>
"""

SCHEME: Final = (
    HEADER
    + """
<https://terms.example/rig> a skos:ConceptScheme ; skos:prefLabel "Rigs"@de .
<https://terms.example/rig/sloop> a skos:Concept ; skos:prefLabel "Slup"@de ;
    skos:inScheme <https://terms.example/rig> .
"""
)

BROKEN: Final = HEADER + '\nex:Raft a owl:Class ;\n    rdfs:label "raft"@en, .\n'

#: Files of each repository, by its name.
REPOSITORIES: Final = {
    "classic": {
        "ontology/boats.ttl": ONTOLOGY,
        "shapes/boats.ttl": SHAPES,
        "data/swan.ttl": DATA,
    },
    "flat": {
        "boats.ttl": ONTOLOGY,
        "boats.shacl": SHAPES,
        "swan.ttl": DATA,
        "README.md": "# Boats",
        "package.json": "{}",
        "node_modules/x/data.ttl": BROKEN,
        ".github/old.ttl": BROKEN,
    },
    "xml": {"src/boats.owl": RDF_XML, "pom.xml": "<project/>"},
    "scheme": {"vocabularies/rig.ttl": SCHEME, "vocabularies/empty.ttl": "# nothing\n"},
    "forms": {
        "rdf/boats.ttl": ONTOLOGY,
        "rdf/boats.rdf": RDF_XML,
        "rdf/other.ttl": BROKEN,
        "rdf/third.ttl": "this is nothing at all\n",
        "examples/swan.ttl": DATA,
    },
    "one file": {"all.ttl": ONTOLOGY + SHAPES.removeprefix(HEADER)},
    "data": {"tables/swan.ttl": DATA},
}


def make_repository(folder: Path, name: str) -> Path:
    """Write the files of a repository below a folder."""
    for path, text in REPOSITORIES[name].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf8")
    return folder
