"""The catalogue: what a release says of itself, as one graph."""

from mcdgraph.catalogue.builder import GraphBuilder
from mcdgraph.catalogue.dcat import DcatWriter
from mcdgraph.catalogue.model import Subject
from mcdgraph.catalogue.provenance import write_build, write_graphs, write_rules
from mcdgraph.catalogue.service import write_examples, write_prefixes, write_service
from mcdgraph.catalogue.void import write_counts
from mcdgraph.columns import Columns, Iri
from mcdgraph.settings import Settings


def catalogue(settings: Settings, subject: Subject) -> Columns:
    """Write the catalogue of a release as a graph; it holds no time of day."""
    graph, base = GraphBuilder(), settings.base_iri
    dataset, service = Iri(base + "dataset"), Iri(base + "sparql")
    DcatWriter(
        graph=graph, settings=settings, subject=subject, dataset=dataset, service=service
    ).write()
    write_counts(graph, dataset, subject.statistics)
    write_graphs(graph, dataset, subject)
    write_rules(graph, subject)
    write_build(graph, dataset, subject)
    write_service(graph, service, subject)
    write_prefixes(graph, service, settings.prefixes)
    write_examples(graph, service, subject, base)
    return graph.columns()
