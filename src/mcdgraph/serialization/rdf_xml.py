"""Writes RDF/XML: one description a subject, sorted.

Source: RDF 1.1 XML Syntax, clause 7. Oxigraph's own writer loses carriage returns and lets
through what XML cannot hold, so it is not used.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from mcdgraph.columns import BlankNode, Columns, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.documents.xml import ILLEGAL
from mcdgraph.errors import TermError
from mcdgraph.namespaces import RDF
from mcdgraph.turtle.line_writer import distinct, sorted_rows, term_texts

_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
#: NCName (Namespaces in XML 1.0, production 4), at the end of a text.
_NCNAME: Final = re.compile(f"[{_START}][{_START}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*\\Z")
#: Names with a meaning of their own in the syntax (clauses 5.1 and 7.2.7).
_RESERVED: Final = frozenset(
    RDF + name
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "bagID"),
        *("aboutEach", "aboutEachPrefix", "Description", "li"),
    )
)


def write_rdf_xml(columns: Columns, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the text in pieces; raise `TermError` for a term that RDF/XML cannot hold."""
    texts = term_texts(columns)
    rows = distinct(columns)
    rows = rows.take(sorted_rows(rows, texts))
    names = _PredicateNames(rows, prefixes)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<rdf:RDF{names.declarations()}>\n"
    terms = columns.terms
    for subject, group in groupby(rows.numbers(), key=lambda row: row[0]):
        about = _node(terms[subject], texts[subject], "rdf:about")
        lines = (_property(names[p], terms[o], texts[o]) for _, p, o, _ in group)
        yield f"  <rdf:Description {about}>\n{''.join(lines)}  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def predicate_fault(iri: str) -> str | None:
    """Say why an IRI cannot be a predicate of RDF/XML; None where it can."""
    if _local_start(iri) is None or iri in _RESERVED:
        return f"RDF/XML cannot name the predicate <{iri}>"
    return text_fault(iri)


def text_fault(text: str) -> str | None:
    """Say why XML cannot hold a text; None where it can."""
    wrong = ILLEGAL.search(text)
    if wrong is None:
        return None
    return f"XML cannot hold U+{ord(wrong[0]):04X}, which stands in {text[:60]!r}"


def _local_start(iri: str) -> int | None:
    """Find where the longest local name of an IRI begins; None where there is none."""
    found = _NCNAME.search(iri)
    return found.start() if found and found.start() else None


class _PredicateNames:
    """Gives every predicate its qualified name."""

    def __init__(self, rows: Columns, prefixes: Mapping[str, str]) -> None:
        by_namespace = {iri: name for name, iri in sorted(prefixes.items(), reverse=True) if name}
        by_namespace[RDF] = "rdf"
        self._used = {RDF: "rdf"}
        self._names: dict[int, str] = {}
        for number in np.unique(rows.predicate).tolist():
            iri = rows.terms.text(number)
            if wrong := predicate_fault(iri):
                raise TermError(wrong)
            start = _local_start(iri)
            assert start is not None
            namespace, local = self._split(iri, start, by_namespace)
            prefix = self._used.get(namespace) or by_namespace.get(namespace)
            self._used[namespace] = prefix or f"ns{len(self._used)}"
            self._names[number] = f"{self._used[namespace]}:{local}"

    def _split(self, iri: str, at: int, known: Mapping[str, str]) -> tuple[str, str]:
        """Split at the end of a namespace of the registry, or else as far left as may be."""
        fitting = [
            namespace
            for namespace in known
            if len(namespace) > at
            and iri.startswith(namespace)
            and _NCNAME.match(iri, len(namespace))
        ]
        end = max((len(namespace) for namespace in fitting), default=at)
        return iri[:end], iri[end:]

    def __getitem__(self, number: int) -> str:
        return self._names[number]

    def declarations(self) -> str:
        """Declare the namespaces in use, by prefix."""
        used = sorted((prefix, namespace) for namespace, prefix in self._used.items())
        return "".join(f'\n    xmlns:{prefix}="{_attribute(iri)}"' for prefix, iri in used)


def _node(term: Term, text: str, attribute: str) -> str:
    if isinstance(term, BlankNode):
        return f'rdf:nodeID="{text.removeprefix("_:")}"'
    assert isinstance(term, Iri)
    return f'{attribute}="{_attribute(term.value)}"'


def _property(name: str, term: Term, text: str) -> str:
    if not isinstance(term, Literal):
        return f"    <{name} {_node(term, text, 'rdf:resource')}/>\n"
    kind = "" if term.datatype == XSD_STRING else f' rdf:datatype="{_attribute(term.datatype)}"'
    if term.language is not None:
        kind = f' xml:lang="{term.language}"'
    return f"    <{name}{kind}>{_content(term.lexical)}</{name}>\n"


def _content(text: str) -> str:
    return escape(_legal(text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return escape(_legal(text), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _legal(text: str) -> str:
    if wrong := text_fault(text):
        raise TermError(wrong)
    return text
