"""Writes a graph or a dataset in each format, the same bytes for the same statements."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mcdgraph.bridges.rdflib import to_dataset, to_graph
from mcdgraph.columns import Columns
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, Format
from mcdgraph.turtle.line_writer import write_lines

_NAMES: Final = {RDF_XML.name: "xml"}


def serialize(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the text of a serialization in parts; named graphs are kept where it has them."""
    if form in (N_TRIPLES, N_QUADS):
        yield from write_lines(columns)
        return
    graph = to_dataset(columns) if form.quads else to_graph(columns)
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    options: dict[str, Any] = {"context": dict(prefixes)} if form == JSON_LD else {}
    yield graph.serialize(format=_NAMES.get(form.name, form.name), **options)
