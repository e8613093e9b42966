"""How a release was made: from which graphs, by which tools, with how many conclusions.

Source: PROV-O (W3C Recommendation 2013).
"""

from collections.abc import Mapping
from typing import Final

from mcdgraph.catalogue.builder import GraphBuilder, named
from mcdgraph.catalogue.model import Subject
from mcdgraph.columns import Iri

#: What the graphs that the program makes are called, by kind.
_TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "catalogue": {"fr": "Description du jeu de données", "en": "Description of the dataset"},
    "conflicts": {"fr": "Documents qui se contredisent", "en": "Documents at odds"},
    "inferred": {"fr": "Énoncés inférés", "en": "Inferred statements"},
    "validation": {"fr": "Rapport de validation", "en": "Validation report"},
}


def write_graphs(graph: GraphBuilder, dataset: Iri, subject: Subject) -> None:
    """State the named graphs, as subsets of the dataset."""
    graph.add(dataset, {"void:subset": [Iri(summary.iri) for summary in subject.graphs]})
    for summary in subject.graphs:
        about = {
            "a": [named("void:Dataset"), named("prov:Entity")],
            "dcterms:type": summary.kind,
            "dcterms:title": _TITLES.get(summary.kind),
            "void:triples": summary.statements,
        }
        graph.add(Iri(summary.iri), about)
    for inferred, sources in subject.derived.items():
        graph.add(Iri(inferred), {"prov:wasDerivedFrom": [Iri(source) for source in sources]})


def write_rules(graph: GraphBuilder, subject: Subject) -> None:
    """State how many conclusions each rule drew, as subsets of the graph that holds them."""
    for inferred, counts in subject.rules.items():
        for rule, number in sorted(counts.items()):
            subset = Iri(f"{inferred}#{rule}")
            about = {"a": named("void:Dataset"), "dcterms:title": rule, "void:triples": number}
            graph.add(subset, about)
            graph.add(Iri(inferred), {"void:subset": subset})


def write_build(graph: GraphBuilder, dataset: Iri, subject: Subject) -> None:
    """State the build as an activity, with what it used and who took part."""
    tools = [
        graph.node({"a": named("prov:SoftwareAgent"), "foaf:name": name, "dcat:version": version})
        for name, version in subject.tools.items()
    ]
    sources = [g for g in subject.graphs if g.kind not in ("inferred", "conflicts", "validation")]
    build = Iri(dataset.value + "#build")
    activity = {
        "a": named("prov:Activity"),
        "prov:used": [Iri(summary.iri) for summary in sources],
        "prov:wasAssociatedWith": tools,
    }
    graph.add(build, activity)
    for summary in subject.graphs:
        if summary not in sources:
            graph.add(Iri(summary.iri), {"prov:wasGeneratedBy": build})
    graph.add(dataset, {"prov:wasGeneratedBy": build})
