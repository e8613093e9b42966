"""Writes JSON-LD: compact names, nested blank nodes, lists, one node object a subject.

Source: JSON-LD 1.1, clauses 4.1.5 (compact IRIs), 4.2 (values), 4.3 (lists).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from mcdgraph.columns import Columns, Kind, Literal
from mcdgraph.columns.canonical import blank_hashes
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.turtle.abbreviation import Abbreviations
from mcdgraph.turtle.line_writer import distinct
from mcdgraph.turtle.nesting import nesting
from mcdgraph.turtle.order import object_key, predicate_key
from mcdgraph.turtle.statements import Statements

#: Integers that JSON can hold as they are written (RFC 8259, clause 6).
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_TYPE: Final = RDF + "type"
_INDENT: Final = 2


def write_json_ld(columns: Columns, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give a document of one graph in pieces: a context of the prefixes in use, and the nodes."""
    writer = _Writer(distinct(columns), prefixes)
    nodes = list(writer.nodes())
    yield '{\n  "@context": ' + _pretty(writer.names.context(), 1) + ',\n  "@graph": ['
    for at, node in enumerate(nodes):
        yield f"{',' if at else ''}\n    {node}"
    yield "\n  ]\n}\n" if nodes else "]\n}\n"


def _pretty(value: object, depth: int) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=_INDENT)
    return text.replace("\n", "\n" + " " * _INDENT * depth)


class _Names(Abbreviations):
    """Compact IRIs: prefixes that JSON-LD expands to the same IRIs."""

    def __init__(self, columns: Columns, prefixes: Mapping[str, str]) -> None:
        """Leave out prefixes that are a scheme in the data, or whose namespace is no prefix."""
        iris = np.flatnonzero(columns.terms.kinds() == Kind.IRI).tolist()
        schemes = {columns.terms.text(number).split(":", 1)[0] for number in iris}
        fit = {p: n for p, n in prefixes.items() if p and p not in schemes and n[-1:] in ":/?#[]@"}
        super().__init__(fit)

    def iri(self, iri: str) -> str:
        """Write an IRI as a compact IRI where a prefix fits, else in full."""
        return super().iri(iri).removeprefix("<").removesuffix(">")

    def context(self) -> dict[str, str]:
        """Give the prefixes that were used, by name."""
        return {prefix: self.prefixes[prefix] for prefix in sorted(self.used)}


class _Writer:
    """Turns the subjects of one graph into node objects."""

    def __init__(self, rows: Columns, prefixes: Mapping[str, str]) -> None:
        self.terms = rows.terms
        self.names = _Names(rows, prefixes)
        self.statements = Statements(rows)
        self.nesting = nesting(rows)
        hashes = blank_hashes(rows) if self.nesting.labelled else {}
        self.labels = {node: f"_:b{hashes[node]:016x}" for node in self.nesting.labelled}
        self.nil = self.terms.find_iri(RDF + "nil")

    def nodes(self) -> Iterator[str]:
        """Give each node object that stands by itself: IRIs by name, then blank nodes."""
        standing = [n for n in self.statements.subjects if n not in self.nesting.parents]
        named = sorted(
            (n for n in standing if n in self.labels or self.terms.facet(n).kind is Kind.IRI),
            key=lambda n: self.labels.get(n) or self.terms.key(n),
        )
        known = set(named)
        yield from (_pretty(self._node(number), 2) for number in named)
        yield from sorted(_pretty(self._node(n), 2) for n in standing if n not in known)

    def _node(self, number: int) -> dict[str, Any]:
        node: dict[str, Any] = {}
        if number in self.labels:
            node["@id"] = self.labels[number]
        elif self.terms.facet(number).kind is Kind.IRI:
            node["@id"] = self.names.iri(self.terms.text(number))
        said = self.statements[number]
        for predicate in sorted(said, key=self._predicate_key):
            iri = self.terms.text(predicate)
            if iri == _TYPE and all(self._nameable(value) for value in said[predicate]):
                values: list[Any] = sorted(self._reference(value) for value in said[predicate])
                node["@type"] = values[0] if len(values) == 1 else values
            else:
                values = self._values(said[predicate])
                node[self.names.iri(iri)] = values[0] if len(values) == 1 else values
        return node

    def _predicate_key(self, number: int) -> tuple[int, str]:
        iri = self.terms.text(number)
        return predicate_key(iri, self.names.iri(iri) if iri != _TYPE else iri)

    def _nameable(self, number: int) -> bool:
        return number in self.labels or self.terms.facet(number).kind is Kind.IRI

    def _reference(self, number: int) -> str:
        return self.labels.get(number) or self.names.iri(self.terms.text(number))

    def _values(self, numbers: list[int]) -> list[Any]:
        told = [(self.terms[number], self._value(number)) for number in numbers]
        told.sort(key=lambda pair: object_key(pair[0], json.dumps(pair[1], ensure_ascii=False)))
        return [value for _, value in told]

    def _value(self, number: int) -> object:
        if number == self.nil:
            return {"@list": []}
        if number in self.nesting.cells:
            items = self.statements.items(number, self.nesting.cells)
            return {"@list": [self._value(item) for item in items]}
        if number in self.nesting.parents:
            return self._node(number)
        term = self.terms[number]
        if isinstance(term, Literal):
            return self._literal(term)
        return {"@id": self._reference(number)}

    def _literal(self, term: Literal) -> object:
        """Give a value object, or a JSON value that means the same (clause 4.2.2)."""
        if term.language is not None:
            return {"@language": term.language, "@value": term.lexical}
        if term.datatype == XSD_STRING:
            return term.lexical
        if term.datatype == XSD + "boolean" and term.lexical in ("true", "false"):
            return term.lexical == "true"
        if term.datatype == XSD + "integer" and _INTEGER.fullmatch(term.lexical):
            return int(term.lexical)
        return {"@type": self.names.iri(term.datatype), "@value": term.lexical}
