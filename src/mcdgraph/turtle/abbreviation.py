"""How one term is written in Turtle: prefixed names, shorthands, quotes and escapes.

Source: RDF 1.1 Turtle, clauses 2.4, 2.5 and 6.4.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.turtle.grammar import BASE, CHARS, PREFIX

#: Local names written without an escape: others stand in full, which reads better than ``\/``.
_LOCAL: Final = re.compile(f"(?:[{BASE}0-9_][{CHARS}]*+(?:\\.++[{CHARS}]++)*+)?+")
_PREFIX: Final = re.compile(f"{PREFIX.pattern[:-1]}")
_SHORTHANDS: Final = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_SHORT: Final = re.compile(r'[\\"\x00-\x1f\x7f]')
_LONG: Final = re.compile(r'[\\\x00-\x09\x0b-\x1f\x7f]|"(?="|\Z)')
_NAMED: Final = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f"}
_UNSAFE_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(frozen=True, kw_only=True)
class RelativeIris:
    """The relative IRIs of a file: how each is written, by IRI, and the base that it declares."""

    base: str | None = None
    references: Mapping[str, str] = field(default_factory=dict)


NO_RELATIVE_IRIS: Final = RelativeIris()


class Abbreviations:
    """Writes terms with a registry of prefixes, and remembers which of them it used."""

    def __init__(
        self, prefixes: Mapping[str, str], relative: RelativeIris = NO_RELATIVE_IRIS
    ) -> None:
        """Take the prefixes; the longest namespace that fits a name wins, then the first name.

        IRIs that are ``relative`` are written as they were.
        """
        self._relative = relative
        namespaces: dict[str, str] = {}
        for prefix in sorted(prefixes):
            if _PREFIX.fullmatch(prefix):
                namespaces.setdefault(prefixes[prefix], prefix)
        self.prefixes = {prefix: namespace for namespace, prefix in namespaces.items()}
        self._lengths = sorted({len(namespace) for namespace in namespaces}, reverse=True)
        self._namespaces = namespaces
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        """Write an IRI as a prefixed name where a prefix fits, else in angle brackets."""
        if iri in self._relative.references:
            return self._full(iri)
        for end in self._lengths:
            prefix = self._namespaces.get(iri[:end]) if end <= len(iri) else None
            if prefix is not None and _LOCAL.fullmatch(iri, end):
                self.used.add(prefix)
                return f"{prefix}:{iri[end:]}"
        return full(iri)

    def term(self, term: Term) -> str:
        """Write any term; a blank node by its label."""
        if isinstance(term, Iri):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return f"_:{term.label}"
        return self.literal(term)

    def literal(self, literal: Literal) -> str:
        """Write a literal bare where Turtle has a shorthand for it, else quoted."""
        shorthand = _SHORTHANDS.get(literal.datatype)
        if shorthand is not None and shorthand.fullmatch(literal.lexical):
            return literal.lexical
        quoted = quote(literal.lexical)
        if literal.language is not None:
            return f"{quoted}@{literal.language}"
        if literal.datatype == XSD_STRING:
            return quoted
        return f"{quoted}^^{self.iri(literal.datatype)}"

    def verb(self, iri: str) -> str:
        """Write a predicate."""
        return "a" if iri == RDF + "type" else self.iri(iri)

    def declarations(self) -> str:
        """Write the base, then the prefixes that were used, by name, one a line."""
        base = f"@base {full(self._relative.base)} .\n" if self._relative.base else ""
        lines = (
            f"@prefix {name}: {self._full(self.prefixes[name])} .\n" for name in sorted(self.used)
        )
        return base + "".join(lines)

    def _full(self, iri: str) -> str:
        return full(self._relative.references.get(iri, iri))


def full(iri: str) -> str:
    """Write an IRI in angle brackets; what cannot stand in it is escaped."""
    return f"<{_UNSAFE_IRI.sub(lambda found: _code(found[0]), iri)}>"


def quote(text: str) -> str:
    """Quote a string, with three quotes where it has several lines."""
    if "\n" in text:
        return f'"""{_LONG.sub(_escape, text)}"""'
    return f'"{_SHORT.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '\\"':
        return "\\" + character
    return _NAMED.get(character) or _code(character)


def _code(character: str) -> str:
    return f"\\u{ord(character):04X}"
