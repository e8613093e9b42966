"""How one term is written in Turtle: prefixed names, shorthands, quotes and escapes.

Source: RDF 1.1 Turtle, clauses 2.4, 2.5 and 6.4.
"""

import re
from collections.abc import Mapping
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.turtle.grammar import BASE, CHARS, PREFIX
from mcdgraph.turtle.manner import NO_MANNER, Manner
from mcdgraph.turtle.names import Directive

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
_LONG: Final = re.compile(r'[\\\x00-\x08\x0b-\x1f\x7f]|"(?="|\Z)')
_LONG_CRLF: Final = re.compile(r'\r\n|[\\\x00-\x08\x0a-\x1f\x7f]|"(?="|\Z)')
_NAMED: Final = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f"}
_UNSAFE_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class Abbreviations:
    """Writes terms with a registry of prefixes, and remembers which of them it used."""

    def __init__(self, prefixes: Mapping[str, str], manner: Manner = NO_MANNER) -> None:
        """Take the prefixes; the longest namespace that fits a name wins, then the first prefix.

        What the ``manner`` of a file says goes before: its relative IRIs, and its prefixes, of
        which ``prefixes`` may hold others.
        """
        self._manner = manner
        own = [one.name for one in manner.directives if one.name is not None]
        namespaces: dict[str, str] = {}
        for prefix in [*own, *sorted(prefixes)]:
            if prefix in prefixes and _PREFIX.fullmatch(prefix):
                namespaces.setdefault(prefixes[prefix], prefix)
        self.prefixes = {prefix: namespace for namespace, prefix in namespaces.items()}
        self._lengths = sorted({len(namespace) for namespace in namespaces}, reverse=True)
        self._namespaces = namespaces
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        """Write an IRI as a prefixed name where a prefix fits, else in angle brackets."""
        if iri in self._manner.references:
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
        quoted = quote(literal.lexical, crlf=self._manner.crlf)
        if literal.language is not None:
            return f"{quoted}@{literal.language}"
        if literal.datatype == XSD_STRING:
            return quoted
        return f"{quoted}^^{self.iri(literal.datatype)}"

    def verb(self, iri: str) -> str:
        """Write a predicate."""
        return "a" if iri == RDF + "type" else self.iri(iri)

    def declarations(self) -> str:
        """Write the directives of the file, then other prefixes that were used, one a line."""
        own = self._manner.directives
        bare = bool(own) and all(one.bare for one in own)
        others = sorted(self.used - {one.name for one in own})
        added = [Directive(name=n, iri=self.prefixes[n], at=0, bare=bare) for n in others]
        based = self._manner.base is None
        lines = []
        for one in (*own, *added):
            lines.append(_directive(one, self._full(one.iri) if based else full(one.iri)))
            based = based or one.name is None
        return "".join(lines)

    def _full(self, iri: str) -> str:
        return full(self._manner.references.get(iri, iri))


def _directive(one: Directive, written: str) -> str:
    word = "base" if one.name is None else f"prefix {one.name}:"
    if one.bare:
        keyword, _, name = word.partition(" ")
        return " ".join(part for part in (keyword.upper(), name, written) if part) + "\n"
    return f"@{word} {written} .\n"


def full(iri: str) -> str:
    """Write an IRI in angle brackets; what cannot stand in it is escaped."""
    return f"<{_UNSAFE_IRI.sub(lambda found: _code(found[0]), iri)}>"


def quote(text: str, *, crlf: bool = False) -> str:
    """Quote a string, with three quotes where it has several lines.

    With ``crlf`` the ends of lines that are such are written as ``\\n``, to be made so with all
    others of the file; a bare line feed is escaped.
    """
    if crlf and "\r\n" in text:
        return f'"""{_LONG_CRLF.sub(_escape_or_end, text)}"""'
    if "\n" in text and not crlf:
        return f'"""{_LONG.sub(_escape, text)}"""'
    return f'"{_SHORT.sub(_escape, text)}"'


def _escape_or_end(found: re.Match[str]) -> str:
    return "\n" if found[0] == "\r\n" else _escape(found)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '\\"':
        return "\\" + character
    return _NAMED.get(character) or _code(character)


def _code(character: str) -> str:
    return f"\\u{ord(character):04X}"
