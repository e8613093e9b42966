"""The endpoint, its prefixes, and questions to begin with.

Sources: SPARQL 1.1 Service Description (W3C Recommendation 2013); SHACL, clause 5.2.1
(``sh:declare``), and its extension by executables, by which editors of queries find examples.
"""

from collections.abc import Mapping
from typing import Final

from mcdgraph.catalogue.builder import GraphBuilder, named
from mcdgraph.catalogue.model import GraphSummary, Subject
from mcdgraph.columns import Iri, Literal
from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS
from mcdgraph.namespaces import XSD
from mcdgraph.questions import SavedQuery

#: The class of an example and the property of its text, by the form of the query.
_EXECUTABLES: Final[Mapping[str, tuple[str, str]]] = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}


def write_service(graph: GraphBuilder, service: Iri, subject: Subject) -> None:
    """State what the endpoint answers in, and over which graphs."""
    described = Iri(service.value + "#dataset")
    about = {
        "a": named("sd:Service"),
        "sd:endpoint": service,
        "sd:supportedLanguage": [named("sd:SPARQL10Query"), named("sd:SPARQL11Query")],
        "sd:resultFormat": [Iri(form.iri) for form in (*RESULT_FORMATS, *GRAPH_FORMATS)],
        "sd:defaultDataset": described,
        "sd:availableGraphs": described,
    }
    graph.add(service, about)
    default = {"a": named("sd:Graph"), "void:triples": subject.statistics.triples}
    graphs = {
        "a": [named("sd:Dataset"), named("sd:GraphCollection")],
        "sd:defaultGraph": graph.node(default),
        "sd:namedGraph": [_named_graph(graph, summary) for summary in subject.graphs],
    }
    graph.add(described, graphs)


def write_prefixes(graph: GraphBuilder, service: Iri, prefixes: Mapping[str, str]) -> None:
    """Declare the prefixes that queries need not declare."""
    declared = [
        graph.node({"sh:prefix": prefix, "sh:namespace": Literal(namespace, XSD + "anyURI")})
        for prefix, namespace in prefixes.items()
    ]
    graph.add(Iri(service.value + "#prefixes"), {"sh:declare": declared})


def write_examples(graph: GraphBuilder, service: Iri, subject: Subject, base: str) -> None:
    """State each saved question as an example: its text in every language, and its query."""
    for question in subject.questions:
        kind, text = _EXECUTABLES[_form(question)]
        about = {
            "a": [named("sh:SPARQLExecutable"), named(kind)],
            "rdfs:comment": question.titles,
            text: question.query,
            "sh:prefixes": Iri(service.value + "#prefixes"),
            "schema:target": service,
        }
        graph.add(Iri(f"{base}queries/{question.name}"), about)


def _form(question: SavedQuery) -> str:
    """Return the form of a saved query by its first word that is one."""
    words = question.query.upper().replace("{", " ").split()
    return next((word for word in words if word in _EXECUTABLES), "SELECT")


def _named_graph(graph: GraphBuilder, summary: GraphSummary) -> object:
    content = graph.node({"a": named("sd:Graph"), "void:triples": summary.statements})
    about = {"a": named("sd:NamedGraph"), "sd:name": Iri(summary.iri), "sd:graph": content}
    return graph.node(about)
