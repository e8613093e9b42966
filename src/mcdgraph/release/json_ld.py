"""Writes JSON-LD from columns: one flat list of nodes, IRIs shortened by the prefixes.

Source: JSON-LD 1.1, clauses 4.1.5 (compact IRIs) and 9 (grammar); flattened form, clause 5.4.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np

from mcdgraph.columns import Columns, Kind, Literal
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF
from mcdgraph.turtle.abbreviation import Abbreviations
from mcdgraph.turtle.line_writer import term_texts

#: A prefix whose IRI ends otherwise must say that it is one (clause 4.1.5).
_DELIMITERS: Final = tuple(":/?#[]@")

Json = dict[str, Any]


def write_json_ld(columns: Columns, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the text of a graph, in pieces; nodes come in the order of their IRIs.

    Rows are read as one graph, whatever graph they are in. Every literal keeps its lexical
    form: numbers are typed values, not JSON's.
    """
    writer = _Writer(columns, prefixes)
    yield '{\n"@context": ' + json.dumps(writer.context, indent=2) + ',\n"@graph": ['
    glue = "\n"
    for node in writer.nodes():
        yield glue + json.dumps(node, ensure_ascii=False, indent=2)
        glue = ",\n"
    yield "\n]\n}\n"


class _Writer:
    def __init__(self, columns: Columns, prefixes: Mapping[str, str]) -> None:
        self._columns = columns
        self._texts = term_texts(columns)
        self._kinds = columns.terms.kinds()
        names = Abbreviations(_without_schemes(columns, prefixes))
        self._names = {
            number: names.iri(columns.terms.text(number)).strip("<>") for number in _iris(columns)
        }
        self.context = {prefix: _definition(prefixes[prefix]) for prefix in sorted(names.used)}

    def nodes(self) -> Iterator[Json]:
        """Give a JSON object for each subject, with its properties in order."""
        texts = self._texts
        triples = {
            (texts[s], texts[p], texts[o], s, p, o) for s, p, o, _ in self._columns.numbers()
        }
        for _, rows in groupby(sorted(triples), key=itemgetter(0)):
            yield self._node([row[3:] for row in rows])

    def _node(self, triples: list[tuple[int, int, int]]) -> Json:
        node: Json = {"@id": self._id(triples[0][0])}
        typing = self._columns.terms.find_iri(RDF + "type")
        for _, predicate, object_ in triples:
            if predicate == typing and self._kinds[object_] != Kind.LITERAL:
                node.setdefault("@type", []).append(self._id(object_))
            else:
                node.setdefault(self._names[predicate], []).append(self._value(object_))
        return node

    def _id(self, number: int) -> str:
        return self._names.get(number) or self._texts[number]

    def _value(self, number: int) -> Json | str:
        term = self._columns.terms[number]
        if not isinstance(term, Literal):
            return {"@id": self._id(number)}
        if term.language is not None:
            return {"@language": term.language, "@value": term.lexical}
        if term.datatype == XSD_STRING:
            return term.lexical
        datatype = self._names[self._columns.terms.find_iri(term.datatype)]
        return {"@type": datatype, "@value": term.lexical}


def _iris(columns: Columns) -> list[int]:
    """Number every IRI that a row uses, datatypes among them."""
    used = np.unique([columns.subject, columns.predicate, columns.object])
    datatypes = columns.terms.datatypes()[used]
    used = np.union1d(used, datatypes[datatypes >= 0])
    return [int(n) for n in used[columns.terms.kinds()[used] == Kind.IRI]]


def _without_schemes(columns: Columns, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Leave out a prefix that is also the scheme of an IRI, such as that of ``geo:13.3,-7.9``."""
    schemes = {columns.terms.text(number).partition(":")[0] for number in _iris(columns)}
    return {prefix: iri for prefix, iri in prefixes.items() if prefix not in schemes}


def _definition(iri: str) -> str | Json:
    return iri if iri.endswith(_DELIMITERS) else {"@id": iri, "@prefix": True}
