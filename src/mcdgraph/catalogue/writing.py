"""The catalogue's statements, from what a release holds.

Sources: Data Catalog Vocabulary 3 (W3C Recommendation 2024), VoID (W3C Note 2011), PROV-O
(W3C Recommendation 2013), SPARQL 1.1 Service Description (W3C Recommendation 2013).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mcdgraph.catalogue.model import Dump, GraphSummary, OmittedDump, Scope
from mcdgraph.catalogue.sheet import Sheet, date, named
from mcdgraph.catalogue.statistics import Statistics
from mcdgraph.columns import Columns, Iri, Literal
from mcdgraph.formats import RESULT_FORMATS, Format
from mcdgraph.namespaces import XSD
from mcdgraph.settings import Agent, Settings

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
FORMATS = "http://www.w3.org/ns/formats/"
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"

#: W3C's IRIs for serializations (https://www.w3.org/ns/formats/), by the name of ours.
FORMAT_IRIS: Mapping[str, str] = {
    "turtle": FORMATS + "Turtle",
    "json-ld": FORMATS + "JSON-LD",
    "n-triples": FORMATS + "N-Triples",
    "rdf-xml": FORMATS + "RDF_XML",
    "trig": FORMATS + "TriG",
    "n-quads": FORMATS + "N-Quads",
    "json": FORMATS + "SPARQL_Results_JSON",
    "xml": FORMATS + "SPARQL_Results_XML",
    "csv": FORMATS + "SPARQL_Results_CSV",
    "tsv": FORMATS + "SPARQL_Results_TSV",
}

#: What the graphs that the program makes are called, by kind.
GRAPH_TITLES: Mapping[str, Mapping[str, str]] = {
    "catalogue": {"fr": "Description du jeu de données", "en": "Description of the dataset"},
    "inferred": {"fr": "Énoncés inférés", "en": "Inferred statements"},
    "validation": {"fr": "Rapport de validation", "en": "Validation report"},
}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is catalogued: a release's digest, its graphs, counts, rules, dumps and tools.

    ``omitted`` are the files that it is made without.
    """

    digest: str
    graphs: tuple[GraphSummary, ...]
    statistics: Statistics
    rules: Mapping[str, int]
    dumps: tuple[Dump, ...]
    tools: Mapping[str, str]
    omitted: tuple[OmittedDump, ...] = ()


def catalogue(settings: Settings, subject: Subject) -> Columns:
    """Write the catalogue of a release as a graph; it holds no time of day."""
    return _Catalogue(settings, subject).write()


class _Catalogue:
    def __init__(self, settings: Settings, subject: Subject) -> None:
        self.settings = settings
        self.subject = subject
        self.sheet = Sheet()
        self.base = settings.base_iri
        self.dataset = self._iri("dataset")
        self.service = self._iri("sparql")

    def write(self) -> Columns:
        self._catalog()
        self._dataset()
        self._counts()
        self._partitions()
        for dump in self.subject.dumps:
            self._distribution(dump)
        self._graphs()
        self._rules()
        self._provenance()
        self._service()
        return self.sheet.columns()

    def _iri(self, path: str) -> Iri:
        return Iri(self.base + path)

    def _agent(self, agent: Agent) -> Iri | object:
        if not agent.name and not agent.iri:
            return None
        about = {"a": named("foaf:Agent"), "foaf:name": agent.name}
        if not agent.iri:
            return self.sheet.node(about)
        self.sheet.add(Iri(agent.iri), about)
        return Iri(agent.iri)

    def _catalog(self) -> None:
        about = {
            "a": named("dcat:Catalog"),
            "dcterms:title": self.settings.title,
            "dcterms:publisher": self._agent(self.settings.publisher),
            "dcat:dataset": self.dataset,
            "dcat:service": self.service,
        }
        self.sheet.add(self._iri("catalogue"), about)
        document = {
            "a": named("void:DatasetDescription"),
            "foaf:primaryTopic": self.dataset,
            "foaf:topic": self.dataset,
        }
        self.sheet.add(self._iri(".well-known/void"), document)

    def _dataset(self) -> None:
        settings = self.settings
        about = {
            "a": [named("dcat:Dataset"), named("void:Dataset"), named("prov:Entity")],
            "dcterms:title": settings.title,
            "dcterms:description": settings.description,
            "dcterms:creator": self._agent(settings.creator),
            "dcterms:publisher": self._agent(settings.publisher),
            "dcterms:license": Iri(settings.licence) if settings.licence else None,
            "dcterms:issued": date(settings.issued),
            "dcterms:modified": date(settings.modified),
            "dcterms:language": [Iri(LANGUAGES + tag) for tag in settings.languages],
            "dcterms:identifier": f"sha256:{self.subject.digest}",
            "dcat:version": settings.version,
            "dcat:landingPage": Iri(self.base),
            "foaf:homepage": Iri(self.base),
            "dcat:distribution": [self._iri(f"dumps/{d.name}") for d in self.subject.dumps]
            + [self._iri(f"dumps/{d.name}.gz") for d in self.subject.dumps],
            "skos:editorialNote": [_omission(omitted) for omitted in self.subject.omitted],
            "void:uriSpace": self.base,
            "void:sparqlEndpoint": self.service,
            "void:dataDump": [
                self._iri(f"dumps/{d.name}") for d in self.subject.dumps if d.scope is Scope.GRAPH
            ],
            "void:feature": [
                Iri(FORMAT_IRIS[d.format]) for d in self.subject.dumps if d.scope is Scope.GRAPH
            ],
        }
        self.sheet.add(self.dataset, about)

    def _counts(self) -> None:
        counts = self.subject.statistics
        about = {
            "void:triples": counts.triples,
            "void:entities": counts.entities,
            "void:classes": len(counts.classes),
            "void:properties": len(counts.properties),
            "void:distinctSubjects": counts.subjects,
            "void:distinctObjects": counts.objects,
        }
        self.sheet.add(self.dataset, about)

    def _partitions(self) -> None:
        counts = self.subject.statistics
        classes = [
            self.sheet.node({"void:class": Iri(part.iri), "void:entities": part.entities})
            for part in counts.classes
        ]
        properties = [
            self.sheet.node(
                {
                    "void:property": Iri(part.iri),
                    "void:triples": part.triples,
                    "void:distinctSubjects": part.subjects,
                    "void:distinctObjects": part.objects,
                }
            )
            for part in counts.properties
        ]
        about = {"void:classPartition": classes, "void:propertyPartition": properties}
        self.sheet.add(self.dataset, about)

    def _distribution(self, dump: Dump) -> None:
        self._file(dump.form, dump.name, dump.size, dump.sha256)
        zipped = self._file(dump.form, f"{dump.name}.gz", dump.gzip_size, dump.gzip_sha256)
        self.sheet.add(zipped, {"dcat:compressFormat": Iri(MEDIA_TYPES + "application/gzip")})

    def _file(self, form: Format, name: str, size: int, sha256: str) -> Iri:
        file = self._iri(f"dumps/{name}")
        checksum = {
            "a": named("spdx:Checksum"),
            "spdx:algorithm": named("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": Literal(sha256, XSD + "hexBinary"),
        }
        about = {
            "a": named("dcat:Distribution"),
            "dcterms:title": name,
            "dcterms:format": Iri(FORMAT_IRIS[form.name]),
            "dcterms:license": Iri(self.settings.licence) if self.settings.licence else None,
            "dcat:accessURL": file,
            "dcat:downloadURL": file,
            "dcat:mediaType": Iri(MEDIA_TYPES + form.media_type),
            "dcat:byteSize": size,
            "spdx:checksum": self.sheet.node(checksum),
        }
        self.sheet.add(file, about)
        return file

    def _graphs(self) -> None:
        subsets = [Iri(graph.iri) for graph in self.subject.graphs]
        self.sheet.add(self.dataset, {"void:subset": subsets})
        for graph in self.subject.graphs:
            about = {
                "a": [named("void:Dataset"), named("prov:Entity")],
                "dcterms:type": graph.kind,
                "void:triples": graph.statements,
            }
            if title := GRAPH_TITLES.get(graph.kind):
                about["dcterms:title"] = title
            self.sheet.add(Iri(graph.iri), about)

    def _rules(self) -> None:
        """State how many conclusions each rule drew, as subsets of the graph that holds them."""
        inferred = self._iri("graph/inferred")
        for rule, number in sorted(self.subject.rules.items()):
            subset = Iri(f"{inferred.value}#{rule}")
            about = {"a": named("void:Dataset"), "dcterms:title": rule, "void:triples": number}
            self.sheet.add(subset, about)
            self.sheet.add(inferred, {"void:subset": subset})

    def _provenance(self) -> None:
        tools = [
            self.sheet.node(
                {
                    "a": named("prov:SoftwareAgent"),
                    "foaf:name": name,
                    "dcat:version": version,
                }
            )
            for name, version in self.subject.tools.items()
        ]
        sources = [g for g in self.subject.graphs if g.kind not in ("inferred", "validation")]
        build = self._iri("dataset#build")
        activity = {
            "a": named("prov:Activity"),
            "prov:used": [Iri(graph.iri) for graph in sources],
            "prov:wasAssociatedWith": tools,
        }
        self.sheet.add(build, activity)
        for graph in self.subject.graphs:
            if graph not in sources:
                self.sheet.add(Iri(graph.iri), {"prov:wasGeneratedBy": build})
        self.sheet.add(self.dataset, {"prov:wasGeneratedBy": build})

    def _service(self) -> None:
        described = self._iri("sparql#dataset")
        service = {
            "a": [named("sd:Service"), named("dcat:DataService")],
            "dcterms:title": {"fr": "Point d'accès SPARQL", "en": "SPARQL endpoint"},
            "dcterms:conformsTo": Iri(PROTOCOL),
            "dcat:endpointURL": self.service,
            "dcat:servesDataset": self.dataset,
            "sd:endpoint": self.service,
            "sd:supportedLanguage": named("sd:SPARQL11Query"),
            "sd:resultFormat": [Iri(FORMAT_IRIS[form.name]) for form in RESULT_FORMATS],
            "sd:defaultDataset": described,
            "sd:availableGraphs": described,
        }
        self.sheet.add(self.service, service)
        default = {"a": named("sd:Graph"), "void:triples": self.subject.statistics.triples}
        graphs = {
            "a": [named("sd:Dataset"), named("sd:GraphCollection")],
            "sd:defaultGraph": self.sheet.node(default),
            "sd:namedGraph": [self._named_graph(graph) for graph in self.subject.graphs],
        }
        self.sheet.add(described, graphs)

    def _named_graph(self, graph: GraphSummary) -> object:
        content = self.sheet.node({"a": named("sd:Graph"), "void:triples": graph.statements})
        about = {"a": named("sd:NamedGraph"), "sd:name": Iri(graph.iri), "sd:graph": content}
        return self.sheet.node(about)


def _omission(omitted: OmittedDump) -> Mapping[str, str]:
    """Say which file there is not, and why."""
    return {
        "fr": f"Le fichier {omitted.name} n'a pas été écrit : {omitted.reason}",
        "en": f"The file {omitted.name} was left out: {omitted.reason}",
    }
