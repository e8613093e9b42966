"""A document's statements in each format."""

from collections.abc import Mapping

from mcdgraph.bridges.rdflib import to_dataset, to_graph
from mcdgraph.columns import Columns
from mcdgraph.formats import Format


def serialize(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write statements in a format of graphs; named graphs are kept where it has them."""
    graph = to_dataset(columns) if form.quads else to_graph(columns)
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    names = {"n-triples": "nt", "rdf-xml": "pretty-xml", "n-quads": "nquads"}
    text = graph.serialize(format=names.get(form.name, form.name))
    return text.encode("utf8")
