"""Literals that the engine would rewrite, kept from it by an encoding of their own.

Oxigraph keeps the value of many datatypes and not the literal: ``"01"^^xsd:integer`` and
``"1"^^xsd:byte`` become ``"1"^^xsd:integer``, and ``"300"^^xsd:byte``, which has no value, the
number 300. Such a literal is written into the store under a datatype of our own that is named
after the true one, so that it is found, joined, counted and given back as it is; a query is
rewritten so that operators see the value (`mcdgraph.validation.exact_query`). A language tag
in capitals, which the engine would lose, is followed by a private subtag that keeps them.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from mcdgraph.bridges.sparql import Functions, rewritten
from mcdgraph.columns import Columns, Iri, Literal, Term, TermTable
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.namespaces import XSD
from mcdgraph.validation.literals import compare, well_typed

#: Set before the datatype of a literal that has a value, and of one that has none.
EXACT: Final = "urn:mcdgraph:exact:"
ILL_TYPED: Final = "urn:mcdgraph:ill-typed:"
#: The namespace of the functions that queries are rewritten to.
FUNCTIONS: Final = "urn:mcdgraph:function:"

_CAPITALS: Final = re.compile(r"-x-mcd-([0-9a-f]{1,8}(?:-[0-9a-f]{1,8})*)$")
_CHUNK: Final = 8


class TermEncoding:
    """Encodes terms for one store, and decodes what it gives back."""

    def __init__(self) -> None:
        """Know no literal yet."""
        self._known: dict[Literal, Literal] = {}
        self._tables: list[TermTable] = []
        self.has_values = False
        self.has_languages = False

    @property
    def active(self) -> bool:
        """Say whether any literal was encoded."""
        return self.has_values or self.has_languages

    def learn(self, terms: Iterable[Term]) -> None:
        """Decide about many terms at once."""
        new = {
            term
            for term in terms
            if isinstance(term, Literal) and _at_risk(term) and term not in self._known
        }
        literals = list(new)
        for literal, changed in zip(literals, rewritten(literals) if literals else (), strict=True):
            self._known[literal] = _encoded(literal, changed=changed)

    def learn_columns(self, columns: Columns) -> None:
        """Decide about the literals of columns, of which most need not be looked at."""
        terms, numbers = columns.terms, np.unique(columns.object)
        if all(table is not terms for table in self._tables):
            self._tables.append(terms)
        plain = {-1, terms.find_iri(XSD_STRING)}
        facets = ((number, terms.facet(number)) for number in numbers.tolist())
        self.learn(
            terms[number]
            for number, facet in facets
            if facet.tag is not None or facet.datatype not in plain
        )

    def encode(self, term: Term) -> Term:
        """Return the term to be written into the store."""
        if not isinstance(term, Literal):
            return term
        found = self.constant(term)
        if found is not term:
            self.has_languages |= found.language is not None
            self.has_values |= found.language is None
        return found

    def constant(self, literal: Literal) -> Literal:
        """Return what stands for a literal in a query; the literal itself where it is kept."""
        written = literal if literal.language is None else self._as_written(literal)
        if not _at_risk(written):
            return literal
        if written not in self._known:
            self.learn([written])
        found = self._known[written]
        return literal if _is_same(found, literal) else found

    def _as_written(self, literal: Literal) -> Literal:
        """Return a literal with its language tag as the data writes it, where it has it."""
        for table in self._tables:
            number = table.find(literal)
            written = table[number] if number >= 0 else None
            if isinstance(written, Literal):
                return written
        return literal

    def note(self, strings: Iterable[str]) -> bool:
        """Say whether literals of a query are the first of their kind that are encoded."""
        before = self.has_values, self.has_languages
        for text in strings:
            self.has_values |= f"<{EXACT}" in text or f"<{ILL_TYPED}" in text
            self.has_languages |= _CAPITALS.search(text) is not None
        return before != (self.has_values, self.has_languages)

    @staticmethod
    def decode(term: Term) -> Term:
        """Return the term that the store means."""
        if not isinstance(term, Literal):
            return term
        if term.language is not None:
            return Literal(term.lexical, RDF_LANG_STRING, without_mark(term.language))
        for mark in (EXACT, ILL_TYPED):
            if term.datatype.startswith(mark):
                return Literal(term.lexical, term.datatype.removeprefix(mark))
        return term

    @cached_property
    def functions(self) -> Functions:
        """The functions that a rewritten query calls."""
        return Functions(
            scalar={
                FUNCTIONS + "value": _value,
                FUNCTIONS + "lang": _language,
                FUNCTIONS + "strdt": self._typed,
                FUNCTIONS + "strlang": self._tagged,
            },
            aggregate={FUNCTIONS + "min": _least, FUNCTIONS + "max": _greatest},
        )

    def _typed(self, text: Term, datatype: Term) -> Term | None:
        """Make a typed literal (SPARQL 1.1, clause 17.4.2.9)."""
        if not isinstance(text, Literal) or text.datatype != XSD_STRING:
            return None
        return (
            self.encode(Literal(text.lexical, datatype.value))
            if isinstance(datatype, Iri)
            else None
        )

    def _tagged(self, text: Term, tag: Term) -> Term | None:
        """Make a literal with a language tag (SPARQL 1.1, clause 17.4.2.10)."""
        if not isinstance(text, Literal) or not isinstance(tag, Literal) or not tag.lexical:
            return None
        if text.datatype != XSD_STRING or tag.datatype != XSD_STRING:
            return None
        return self.encode(Literal(text.lexical, RDF_LANG_STRING, tag.lexical))


def _at_risk(literal: Literal) -> bool:
    if literal.language is not None:
        return literal.language != literal.language.lower()
    return literal.datatype != XSD_STRING and literal.datatype.startswith(XSD)


def _encoded(literal: Literal, *, changed: bool) -> Literal:
    if literal.language is not None:
        return Literal(literal.lexical, RDF_LANG_STRING, _with_capitals(literal.language))
    if not well_typed(literal):
        return Literal(literal.lexical, ILL_TYPED + literal.datatype)
    return Literal(literal.lexical, EXACT + literal.datatype) if changed else literal


def _is_same(one: Literal, other: Literal) -> bool:
    """Say whether two literals are written alike, their language tags included."""
    return one == other and one.language == other.language


def _with_capitals(tag: str) -> str:
    """Write a tag in small letters, and which of them are capitals as a number behind it."""
    capitals = sum(1 << place for place, sign in enumerate(tag) if sign.isupper())
    digits = f"{capitals:x}"
    chunks = [digits[at : at + _CHUNK] for at in range(0, len(digits), _CHUNK)]
    return f"{tag.lower()}-x-mcd-{'-'.join(chunks)}"


def without_mark(tag: str) -> str:
    """Write a tag as it was before it was encoded."""
    found = _CAPITALS.search(tag)
    if found is None:
        return tag
    capitals = int(found[1].replace("-", ""), 16)
    small = tag[: found.start()]
    return "".join(
        sign.upper() if capitals >> place & 1 else sign for place, sign in enumerate(small)
    )


def _value(term: Term) -> Term:
    """Give back a literal with a value as the engine knows it; anything else as it is."""
    if isinstance(term, Literal) and term.datatype.startswith(EXACT):
        return Literal(term.lexical, term.datatype.removeprefix(EXACT))
    return term


def _language(term: Term) -> Term | None:
    """Return the language tag of a literal as it is written (SPARQL 1.1, clause 17.4.2.6)."""
    if not isinstance(term, Literal):
        return None
    return Literal(without_mark(term.language) if term.language else "")


def _least(terms: Sequence[Term]) -> Term | None:
    return _extreme(terms, -1)


def _greatest(terms: Sequence[Term]) -> Term | None:
    return _extreme(terms, 1)


def _extreme(terms: Sequence[Term], sign: int) -> Term:
    """Find the first or last of terms in the order of ORDER BY (SPARQL 1.1, clause 15.1)."""
    best = terms[0]
    for term in terms[1:]:
        if _order(TermEncoding.decode(term), TermEncoding.decode(best)) == sign:
            best = term
    return best


def _order(one: Term, other: Term) -> int:
    kinds = [2 if isinstance(t, Literal) else 1 if isinstance(t, Iri) else 0 for t in (one, other)]
    if kinds[0] != kinds[1]:
        return 1 if kinds[0] > kinds[1] else -1
    if isinstance(one, Literal) and isinstance(other, Literal):
        found = compare(one, other)
        if found is not None:
            return found
    return (str(one) > str(other)) - (str(one) < str(other))
