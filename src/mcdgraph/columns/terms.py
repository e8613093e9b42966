"""RDF terms, kept exactly as written, and the table that numbers them.

Source: RDF 1.1 Concepts and Abstract Syntax, clauses 3.2 to 3.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from mcdgraph.namespaces import RDF, XSD

XSD_STRING = XSD + "string"
RDF_LANG_STRING = RDF + "langString"

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


class Kind(IntEnum):
    """What a term is."""

    IRI = 0
    BLANK = 1
    LITERAL = 2


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI."""

    value: str

    def __str__(self) -> str:
        """Give the N-Triples form."""
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A blank node; its label means something inside one term table only."""

    label: str

    def __str__(self) -> str:
        """Give the N-Triples form."""
        return f"_:{self.label}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal with its lexical form as written, never made canonical."""

    lexical: str
    datatype: str = XSD_STRING
    language: str | None = None

    def __str__(self) -> str:
        """Give the N-Triples form."""
        quoted = f'"{self.lexical.translate(_ESCAPES)}"'
        if self.language is not None:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype == XSD_STRING else f"{quoted}^^<{self.datatype}>"


Term = Iri | BlankNode | Literal


class TermTable:
    """Numbers terms from 0 in order of first sight; equal numbers mean equal terms.

    Two literals are one term when lexical form, datatype and language tag are the same
    (tags compare without case, RDF 1.1 Concepts 3.3; the first spelling seen is kept).
    """

    def __init__(self) -> None:
        """Start with no terms."""
        self._terms: list[Term] = []
        self._ids: dict[Term, int] = {}

    def __len__(self) -> int:
        """Count the terms."""
        return len(self._terms)

    def __getitem__(self, number: int) -> Term:
        """Give the term of a number."""
        return self._terms[number]

    def __iter__(self) -> Iterator[Term]:
        """Give the terms in order of their numbers."""
        return iter(self._terms)

    def intern(self, term: Term) -> int:
        """Give the number of a term, adding it where it is new."""
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self._terms)
            self._terms.append(term)
        return number

    def iri(self, value: str) -> int:
        """Give the number of an IRI, adding it where it is new."""
        return self.intern(Iri(value))

    def find(self, term: Term) -> int:
        """Give the number of a term, or -1 where the table does not hold it."""
        return self._ids.get(term, -1)

    def find_iri(self, value: str) -> int:
        """Give the number of an IRI, or -1 where the table does not hold it."""
        return self.find(Iri(value))

    def kinds(self) -> NDArray[np.uint8]:
        """Give the `Kind` of every term, by number."""
        codes = {Iri: Kind.IRI, BlankNode: Kind.BLANK, Literal: Kind.LITERAL}
        return np.fromiter((codes[type(term)] for term in self._terms), np.uint8, len(self))
