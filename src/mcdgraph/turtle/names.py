"""What the tokens of one document mean: prefixes, base, blank node labels, literals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import TermTable
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.turtle.iris import fault, has_scheme, resolve
from mcdgraph.turtle.language_tags import is_well_formed
from mcdgraph.turtle.strings import EscapeFault, unescape

#: Tokens remembered at once; beyond, the memory is emptied, so that it stays small.
REMEMBERED: Final = 1 << 16

_LOCAL_ESCAPE: Final = re.compile(r"\\(.)")


class Fault(Exception):
    """A place (an offset in code points) where a document breaks its grammar, and why."""

    def __init__(self, at: int, message: str, end: int | None = None) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.at = at
        self.end = end


@dataclass(frozen=True, kw_only=True)
class Directive:
    """A prefix, or where ``name`` is None a base, as a document declares it.

    ``at`` is the offset of the name or the IRI. One that is ``bare`` is written as in SPARQL.
    """

    name: str | None
    iri: str
    at: int
    bare: bool = False


class DocumentNames:
    """Turns the tokens of one document into numbers of terms.

    ``tokens`` remembers what a token of the document stands for; the reader looks there
    first, and asks `number` or `literal` for what is new. ``references`` are the relative IRIs
    of the document as they are written, by what they stand for, and ``declarations`` its
    prefixes and bases in order. Blank nodes are numbered anew as
    ``{scope}b0``, ``{scope}b1``…, so that those of two documents never meet in one table.
    """

    def __init__(
        self,
        table: TermTable,
        *,
        base: str | None,
        scope: str,
        fallback: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Start without prefixes; ``fallback`` says what undeclared ones may stand for."""
        self.table = table
        self.base = base
        self.scope = scope
        self.prefixes: dict[str, str] = {}
        self._fallback = fallback
        self.declarations: list[Directive] = []
        self.references: dict[str, str] = {}
        self.undeclared: dict[str, int] = {}
        self.tokens: dict[str, int] = {}
        self.suffixes: dict[str | None, tuple[str, int]] = {}
        self._labels: dict[str, int] = {}
        self._blanks = 0
        self._forget()

    def _forget(self) -> None:
        """Drop every remembered token, as when a prefix changes its meaning."""
        table = self.table
        boolean = table.literal_facet(XSD + "boolean")
        self.tokens.clear()
        self.tokens["a"] = table.iri(RDF + "type")
        for word in ("true", "false"):
            self.tokens[word] = table.literal(word, boolean)
        plain = table.literal_facet(XSD_STRING)
        self.suffixes.clear()
        self.suffixes[None] = plain.prefix, plain.number

    def declare(self, name: str, iri: str, at: int, *, bare: bool = False) -> None:
        """Let a prefix, given without its colon, stand for an IRI from here on."""
        self.declarations.append(Directive(name=name, iri=iri, at=at, bare=bare))
        if self.prefixes.get(name) != iri:
            self.prefixes[name] = iri
            self._forget()

    def rebase(self, iri: str, at: int, *, bare: bool = False) -> None:
        """Resolve relative IRIs against another base from here on."""
        self.declarations.append(Directive(name=None, iri=iri, at=at, bare=bare))
        self.base = iri
        self._forget()

    def fresh(self) -> int:
        """Give a blank node of its own."""
        self._blanks += 1
        return self.table.blank(f"{self.scope}b{self._blanks - 1}")

    def number(self, token: str, at: int) -> int:
        """Give the number of an IRI, prefixed name, blank node, number or boolean."""
        known = self.tokens.get(token)
        if known is not None:
            return known
        if token.startswith("_:"):
            return self._label(token)
        number = self._new(token, at)
        if len(self.tokens) > REMEMBERED:
            self._forget()
        self.tokens[token] = number
        return number

    def _label(self, token: str) -> int:
        known = self._labels.get(token)
        if known is None:
            known = self._labels[token] = self.fresh()
        return known

    def _new(self, token: str, at: int) -> int:
        first = token[0]
        if first == "<":
            return self.table.iri(self.iri(token, at))
        if first in "+-.0123456789":
            return self.table.literal(token, self.table.literal_facet(_number_type(token)))
        return self.table.iri(self.expand(token, at))

    def iri(self, token: str, at: int) -> str:
        """Give the absolute IRI of a token in angle brackets; raise `Fault` where there is none."""
        reference = token[1:-1]
        if "\\" in reference:
            reference = decode(reference, at + 1)
        if reference not in self.table.numbers and not has_scheme(reference):
            if self.base is None:
                raise Fault(at, f"<{reference}> is relative, and there is no base", at + len(token))
            iri = resolve(self.base, reference)
            self.references.setdefault(iri, reference)
            return self._checked(iri, at, at + len(token))
        return self._checked(reference, at, at + len(token))

    def expand(self, token: str, at: int) -> str:
        """Give the IRI of a prefixed name; an unknown prefix is kept in ``undeclared``."""
        prefix, _, local = token.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            self.undeclared.setdefault(prefix, at)
            namespace = self._fallback.get(prefix, "undeclared:")
        if "\\" in local:
            local = _LOCAL_ESCAPE.sub(r"\1", local)
        return self._checked(namespace + local, at, at + len(token))

    def _checked(self, iri: str, at: int, end: int) -> str:
        if iri not in self.table.numbers and (wrong := fault(iri)):
            raise Fault(at, f"<{iri}> is not an IRI: {wrong}", end)
        return iri

    def literal(self, lexical: str, suffix: str | None, at: int) -> int:
        """Give the number of a string with its suffix: a language tag or ``^^`` and a datatype."""
        known = self.suffixes.get(suffix)
        if known is None:
            known = self._new_suffix(suffix or "", at)
        prefix, facet = known
        key = prefix + lexical
        number = self.table.numbers.get(key)
        return self.table.add(key, facet) if number is None else number

    def _new_suffix(self, suffix: str, at: int) -> tuple[str, int]:
        if suffix.startswith("@"):
            if not is_well_formed(suffix[1:]):
                wrong = f"{suffix} is not a language tag: as en, pt-BR, zh-Hant are"
                raise Fault(at, wrong, at + len(suffix))
            facet = self.table.literal_facet(tag=suffix[1:])
        else:
            token = suffix[suffix.rindex("<") :] if suffix.endswith(">") else suffix.split()[-1]
            token = token.removeprefix("^^")
            start = at + len(suffix) - len(token)
            iri = self.iri(token, start) if token[0] == "<" else self.expand(token, start)
            facet = self.table.literal_facet(iri)
        self.suffixes[suffix] = facet.prefix, facet.number
        return facet.prefix, facet.number


def decode(text: str, at: int) -> str:
    """Replace the escapes of a text that begins at an offset."""
    try:
        return unescape(text)
    except EscapeFault as error:
        raise Fault(at + error.at, str(error)) from error


def _number_type(token: str) -> str:
    """INTEGER, DECIMAL or DOUBLE (Turtle, productions 19 to 21)."""
    if "e" in token or "E" in token:
        return XSD + "double"
    return XSD + ("decimal" if "." in token else "integer")
