"""Chooses the writer of a format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.errors import UsageError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.serialization.json_ld import write_json_ld
from mcdgraph.serialization.rdf_xml import write_rdf_xml
from mcdgraph.turtle.line_writer import write_lines
from mcdgraph.turtle.writer import write_trig, write_turtle

Writer = Callable[[Columns, Mapping[str, str]], Iterator[str]]


def _lines(columns: Columns, _: Mapping[str, str]) -> Iterator[str]:
    return write_lines(columns)


_WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        JSON_LD.name: write_json_ld,
        N_QUADS.name: _lines,
        N_TRIPLES.name: _lines,
        RDF_XML.name: write_rdf_xml,
        TRIG.name: write_trig,
        TURTLE.name: write_turtle,
    }
)


def write(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the text of a dataset in pieces; a format of one graph holds the union of all.

    Terms are exact, statements told once and in a fixed order. Raises `TermError` for a term
    that the format cannot hold (RDF/XML only), `UsageError` for a format that holds no graph.
    """
    writer = _WRITERS.get(form.name)
    if writer is None:
        raise UsageError(f"{form.title} cannot hold a graph; choose one of {', '.join(_WRITERS)}")
    if not form.quads:
        columns = replace(columns, graph=np.full(len(columns), -1, np.int32))
    return writer(columns, prefixes)


def serialize(columns: Columns, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Give the whole text of a dataset as UTF-8; see `write`."""
    return "".join(write(columns, form, prefixes)).encode("utf8")
