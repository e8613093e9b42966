"""A SPARQL result as a table for people: aligned columns, terms shortened by the prefixes."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from mcdgraph.columns import BlankNode, Iri, Literal
from mcdgraph.columns.terms import XSD_STRING, short_term
from mcdgraph.namespaces import XSD

#: Datatypes whose values read as what they are without saying so.
_PLAIN = frozenset(XSD + name for name in ("string", "integer", "decimal", "boolean", "date"))


def render_table(answer: bytes, prefixes: Mapping[str, str]) -> str:
    """Lay out SPARQL 1.1 Query Results in JSON; ASK answers ``yes`` or ``no``."""
    document = json.loads(answer)
    if "boolean" in document:
        return "yes\n" if document["boolean"] else "no\n"
    names: list[str] = document["head"]["vars"]
    rows = [
        [_cell(binding.get(name), prefixes) for name in names]
        for binding in document["results"]["bindings"]
    ]
    widths = [max(map(_width, column)) for column in zip(names, *rows, strict=True)]
    lines = [_line(names, widths), "  ".join("-" * width for width in widths)]
    lines += [_line(row, widths) for row in rows]
    lines.append(f"({len(rows):,} row{'' if len(rows) == 1 else 's'})")
    return "\n".join(lines) + "\n"


def _cell(value: dict[str, Any] | None, prefixes: Mapping[str, str]) -> str:
    if value is None:
        return ""
    plain = value["type"] == "literal" and "xml:lang" not in value
    if plain and value.get("datatype", XSD_STRING) in _PLAIN:
        return " ".join(value["value"].split())
    return _written(value, prefixes)


def _written(value: dict[str, Any], prefixes: Mapping[str, str]) -> str:
    """Write a term with prefixes, else in N-Triples, a triple as RDF 1.2 does."""
    if value["type"] == "triple":
        parts = (value["value"][part] for part in ("subject", "predicate", "object"))
        return f"<<( {' '.join(_written(part, prefixes) for part in parts)} )>>"
    text = value["value"]
    if value["type"] == "uri":
        return short_term(Iri(text), prefixes)
    if value["type"] == "bnode":
        return str(BlankNode(text))
    datatype = value.get("datatype", XSD_STRING)
    return short_term(Literal(text, datatype, value.get("xml:lang")), prefixes)


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Count the columns of a terminal that a text takes (UAX 11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
