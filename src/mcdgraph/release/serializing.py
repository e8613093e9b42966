"""Writes a graph or a dataset in each format: the same bytes for the same statements."""

from collections.abc import Iterator, Mapping

from mcdgraph.bridges.oxigraph import write_rdf_xml
from mcdgraph.columns import Columns
from mcdgraph.errors import UsageError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.release.json_ld import write_json_ld
from mcdgraph.turtle.line_writer import write_lines
from mcdgraph.turtle.writer import write_trig, write_turtle


def serialize(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the text of a serialization in pieces.

    Named graphs are kept where the format has them; for the others every row must stand in
    the default graph.
    """
    match form.name:
        case TURTLE.name:
            return write_turtle(columns, prefixes)
        case TRIG.name:
            return write_trig(columns, prefixes)
        case N_TRIPLES.name | N_QUADS.name:
            return write_lines(columns)
        case JSON_LD.name:
            return write_json_ld(columns, prefixes)
        case RDF_XML.name:
            return iter([write_rdf_xml("".join(write_lines(columns)), prefixes)])
    raise UsageError(f"{form.title} is no format of graphs")
