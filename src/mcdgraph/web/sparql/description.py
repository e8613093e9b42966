"""The service description: what the endpoint can do, and over which graphs.

Source: SPARQL 1.1 Service Description; VoID for the counts.
"""

from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import BlankNode, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS, Format
from mcdgraph.namespaces import RDF, STANDARD, XSD
from mcdgraph.serialization import serialize

_SD: Final = STANDARD["sd"]
_VOID: Final = STANDARD["void"]


@dataclass(frozen=True, kw_only=True)
class GraphCount:
    """A named graph and how many triples it holds."""

    iri: str
    triples: int


@dataclass(frozen=True, kw_only=True)
class DatasetSummary:
    """What the endpoint serves: the release's digest, its graphs, the default graph's size."""

    digest: str
    triples: int
    graphs: tuple[GraphCount, ...]


def describe_service(summary: DatasetSummary, url: str, form: Format) -> bytes:
    """Write the description of the service at ``url``."""
    builder = ColumnsBuilder()
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")

    def say(subject: Term, predicate: str, value: Term) -> None:
        terms = builder.terms
        builder.add(terms.intern(subject), terms.intern(Iri(predicate)), terms.intern(value))

    say(service, RDF + "type", Iri(_SD + "Service"))
    say(service, _SD + "endpoint", Iri(url))
    for version in ("SPARQL10Query", "SPARQL11Query"):
        say(service, _SD + "supportedLanguage", Iri(_SD + version))
    for known in (*RESULT_FORMATS, *GRAPH_FORMATS):
        say(service, _SD + "resultFormat", Iri(known.iri))
    say(service, _SD + "defaultDataset", dataset)
    say(dataset, RDF + "type", Iri(_SD + "Dataset"))
    say(dataset, _SD + "defaultGraph", default)
    say(default, RDF + "type", Iri(_SD + "Graph"))
    say(default, _VOID + "triples", _count(summary.triples))
    for number, graph in enumerate(summary.graphs):
        named, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        say(dataset, _SD + "namedGraph", named)
        say(named, RDF + "type", Iri(_SD + "NamedGraph"))
        say(named, _SD + "name", Iri(graph.iri))
        say(named, _SD + "graph", content)
        say(content, RDF + "type", Iri(_SD + "Graph"))
        say(content, _VOID + "triples", _count(graph.triples))
    return serialize(builder.freeze(), form, {"sd": _SD, "void": _VOID, "xsd": XSD})


def _count(number: int) -> Literal:
    return Literal(str(number), XSD + "integer")
