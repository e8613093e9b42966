"""The dataset, its catalogue, its files and its endpoint, as harvesters take them.

Sources: Data Catalog Vocabulary 3 (W3C Recommendation 2024); DCAT-AP 3.0.1, the application
profile for data portals in Europe, which also asks for the type of what is pointed to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.catalogue.authorities import (
    ACCESS_RIGHTS,
    AVAILABILITY,
    COUNTRIES,
    FILE_TYPES,
    FREQUENCIES,
    LANGUAGES,
    LICENCE_TYPES,
    PLACES,
    THEMES,
    AuthorityTable,
    file_type_of,
    language_of,
    licence_type,
    theme_label,
)
from mcdgraph.catalogue.builder import GraphBuilder, date, named
from mcdgraph.catalogue.model import Dump, OmittedDump, Scope, Subject
from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.formats import MEDIA_TYPES, Format
from mcdgraph.namespaces import XSD
from mcdgraph.settings import Agent, Settings, split_words

_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_AVAILABILITY: Final = "http://data.europa.eu/r5r/availability"
_SHA256: Final = "spdx:checksumAlgorithm_sha256"

#: What a file holds, by scope.
_CONTENTS: Final[Mapping[Scope, Mapping[str, str]]] = {
    Scope.GRAPH: {
        "fr": "Le graphe entier : ontologie, données et conclusions",
        "en": "The whole graph: ontology, data and conclusions",
    },
    Scope.DATASET: {
        "fr": "Tous les graphes nommés, formes et rapport de validation compris",
        "en": "Every named graph, shapes and validation report included",
    },
    Scope.CATALOGUE: {
        "fr": "La description du jeu de données",
        "en": "The description of the dataset",
    },
}


@dataclass(frozen=True, kw_only=True)
class DcatWriter:
    """Writes DCAT into a graph, for one release of one graph."""

    graph: GraphBuilder
    settings: Settings
    subject: Subject
    dataset: Iri
    service: Iri

    def write(self) -> None:
        """State catalogue, dataset, distributions and data service."""
        self._catalog()
        self._dataset()
        self._data_service()
        for dump in self.subject.dumps:
            self._distribution(dump)

    def _iri(self, path: str) -> Iri:
        return Iri(self.settings.base_iri + path)

    def _catalog(self) -> None:
        about = {
            **self._common(),
            "a": named("dcat:Catalog"),
            "dcat:dataset": self.dataset,
            "dcat:service": self.service,
            "dcat:themeTaxonomy": self._taxonomy(),
            "foaf:homepage": self._page(),
        }
        self.graph.add(self._iri("catalogue"), about)
        document = {
            "a": named("void:DatasetDescription"),
            "foaf:primaryTopic": self.dataset,
            "foaf:topic": self.dataset,
        }
        self.graph.add(self._iri(".well-known/void"), document)

    def _taxonomy(self) -> Iri | None:
        """State the EU's table of themes, where one of its themes is named."""
        if not any(map(THEMES.holds, self.settings.catalogue.themes)):
            return None
        about = {
            "a": named("skos:ConceptScheme"),
            "dcterms:title": {"fr": "Thème de données", "en": "Data theme"},
        }
        self.graph.add(THEMES.scheme, about)
        return THEMES.scheme

    def _common(self) -> dict[str, object]:
        """Return what holds for the catalogue and for its one dataset."""
        settings = self.settings
        return {
            "dcterms:title": settings.title,
            "dcterms:description": settings.description,
            "dcterms:publisher": self._publisher(),
            "dcterms:license": self._licence(),
            "dcterms:issued": date(settings.issued),
            "dcterms:modified": date(settings.modified),
            "dcterms:language": self._terms(LANGUAGES, self._languages()),
            "dcterms:spatial": self._places(),
        }

    def _described(self) -> dict[str, object]:
        """Return what holds for the dataset and for the service that serves it."""
        catalogue = self.settings.catalogue
        return {
            "dcterms:accessRights": self._terms(ACCESS_RIGHTS, [ACCESS_RIGHTS.term("PUBLIC")]),
            "dcat:contactPoint": self._contact(),
            "dcat:keyword": [
                Literal(word, language=tag)
                for tag, words in catalogue.keywords.items()
                for word in split_words(words)
            ],
            "dcat:theme": [self._theme(iri) for iri in catalogue.themes],
        }

    def _dataset(self) -> None:
        settings, dumps = self.settings, self.subject.dumps
        whole = [dump for dump in dumps if dump.scope is Scope.GRAPH]
        names = [name for dump in dumps for name in (dump.name, f"{dump.name}.gz")]
        frequency = settings.catalogue.frequency
        about = {
            **self._common(),
            **self._described(),
            "a": [named("dcat:Dataset"), named("void:Dataset"), named("prov:Entity")],
            "dcterms:creator": self._creator(),
            "dcterms:identifier": f"sha256:{self.subject.digest}",
            "dcterms:accrualPeriodicity": self._terms(
                FREQUENCIES, [FREQUENCIES.term(frequency)] if frequency else []
            ),
            "dcat:version": settings.version,
            "dcat:landingPage": self._page(),
            "foaf:homepage": self._page(),
            "dcat:distribution": [self._iri(f"dumps/{name}") for name in names],
            "skos:editorialNote": [_omission(omitted) for omitted in self.subject.omitted],
            "void:uriSpace": [settings.base_iri, *settings.bases],
            "void:sparqlEndpoint": self.service,
            "void:dataDump": [self._iri(f"dumps/{dump.name}") for dump in whole],
            "void:feature": [Iri(dump.form.iri) for dump in whole],
        }
        self.graph.add(self.dataset, about)

    def _data_service(self) -> None:
        about = {
            **self._described(),
            "a": named("dcat:DataService"),
            "dcterms:title": {"fr": "Point d’accès SPARQL", "en": "SPARQL endpoint"},
            "dcterms:description": {
                "fr": "Interroge le jeu de données en SPARQL 1.1.",
                "en": "Answers queries over the dataset in SPARQL 1.1.",
            },
            "dcterms:license": self._licence(),
            "dcterms:publisher": self._publisher(),
            "dcterms:conformsTo": self._typed(Iri(_PROTOCOL), "dcterms:Standard"),
            "dcat:endpointURL": self._typed(self.service, "rdfs:Resource"),
            "dcat:endpointDescription": self.service,
            "dcat:servesDataset": self.dataset,
        }
        self.graph.add(self.service, about)

    def _distribution(self, dump: Dump) -> None:
        self._file(dump, dump.name, dump.size, dump.sha256)
        zipped = self._file(dump, f"{dump.name}.gz", dump.gzip_size, dump.gzip_sha256)
        kind = self._typed(Iri(MEDIA_TYPES + "application/gzip"), "dcterms:MediaType")
        self.graph.add(zipped, {"dcat:compressFormat": kind})

    def _file(self, dump: Dump, name: str, size: int, sha256: str) -> Iri:
        file = self._iri(f"dumps/{name}")
        availability = self.settings.catalogue.availability
        checksum = {
            "a": named("spdx:Checksum"),
            "spdx:algorithm": self._typed(named(_SHA256), "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": Literal(sha256, XSD + "hexBinary"),
        }
        about = {
            "a": named("dcat:Distribution"),
            "dcterms:title": name,
            "dcterms:description": _CONTENTS[dump.scope],
            "dcterms:format": self._terms(FILE_TYPES, [file_type_of(dump.format)]),
            "dcterms:license": self._licence(),
            _AVAILABILITY: self._availability(availability) if availability else None,
            "dcat:accessURL": file,
            "dcat:downloadURL": file,
            "dcat:mediaType": self._media_type(dump.form),
            "dcat:byteSize": Literal(str(size), XSD + "nonNegativeInteger"),
            "spdx:checksum": self.graph.node(checksum),
        }
        self.graph.add(file, about)
        return file

    def _media_type(self, form: Format) -> Iri:
        return self._typed(Iri(MEDIA_TYPES + form.media_type), "dcterms:MediaType")

    def _availability(self, code: str) -> Iri:
        term = AVAILABILITY.term(code)
        self._terms(AVAILABILITY, [term])
        self.graph.add(term, {"skos:prefLabel": {"en": code.capitalize()}})
        return term

    def _languages(self) -> list[Iri]:
        return [term for tag in self.settings.languages if (term := language_of(tag))]

    def _places(self) -> list[Iri]:
        places = [Iri(iri) for iri in self.settings.catalogue.spatial]
        for table in (COUNTRIES, PLACES):
            self._terms(table, [place for place in places if table.holds(place.value)])
        return [self._typed(place, "dcterms:Location") for place in places]

    def _theme(self, iri: str) -> Iri:
        theme = Iri(iri)
        if THEMES.holds(iri):
            self._terms(THEMES, [theme])
            self.graph.add(theme, {"skos:prefLabel": theme_label(iri)})
        return theme

    def _terms(self, table: AuthorityTable, terms: Iterable[Iri]) -> list[Iri]:
        """Say of terms of a table what they are, for who validates without the table."""
        found = list(terms)
        for term in found:
            self.graph.add(term, {"a": named(table.kind), "skos:inScheme": table.scheme})
        return found

    def _typed(self, thing: Iri, kind: str) -> Iri:
        self.graph.add(thing, {"a": named(kind)})
        return thing

    def _page(self) -> Iri:
        return self._typed(Iri(self.settings.base_iri), "foaf:Document")

    def _licence(self) -> Iri | None:
        licence = self.settings.licence
        if not licence:
            return None
        if known := licence_type(licence):
            kind, names = known
            about = {"a": named("skos:Concept"), "skos:inScheme": LICENCE_TYPES}
            self.graph.add(kind, {**about, "skos:prefLabel": names})
            self.graph.add(Iri(licence), {"dcterms:type": kind})
        return self._typed(Iri(licence), "dcterms:LicenseDocument")

    def _contact(self) -> Term | None:
        contact = self.settings.contact
        if not (contact.name or contact.email or contact.page):
            return None
        about = {
            "a": named("vcard:Kind"),
            "vcard:fn": contact.name,
            "vcard:hasEmail": Iri(f"mailto:{contact.email}") if contact.email else None,
            "vcard:hasURL": Iri(contact.page) if contact.page else None,
        }
        return self.graph.node(about)

    def _creator(self) -> Iri | None:
        settings = self.settings
        if settings.creator == settings.publisher:
            return self._publisher()
        return self._agent(settings.creator, "creator")

    def _publisher(self) -> Iri | None:
        return self._agent(self.settings.publisher, "publisher")

    def _agent(self, agent: Agent, role: str) -> Iri | None:
        """State who somebody is; one without an IRI is named by the role in this dataset."""
        if not agent.name and not agent.iri:
            return None
        node = Iri(agent.iri or f"{self.dataset.value}#{role}")
        self.graph.add(node, {"a": named("foaf:Agent"), "foaf:name": agent.name})
        return node


def _omission(omitted: OmittedDump) -> Mapping[str, str]:
    """Say which file there is not, and why."""
    return {
        "fr": f"Le fichier {omitted.name} n’a pas été écrit : {omitted.reason}",
        "en": f"The file {omitted.name} was left out: {omitted.reason}",
    }
