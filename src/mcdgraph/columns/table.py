"""The table that numbers terms: one string a term, and what kind of term it is."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.terms import (
    RDF_LANG_STRING,
    XSD_STRING,
    BlankNode,
    Iri,
    Kind,
    Literal,
    Term,
)
from mcdgraph.errors import TermError

NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """What a term has beside its text: its kind and, for a literal, datatype and language tag.

    ``prefix`` stands before a term's text in its key, so that keys are equal exactly where
    terms are. ``datatype`` is the number of an IRI, ``language`` an index into
    `TermTable.tags`; both are -1 where a term has none. ``tag`` is as written.
    """

    number: int
    kind: Kind
    prefix: str
    datatype: int = NONE
    language: int = NONE
    tag: str | None = None


class TermTable:
    """Numbers terms from 0 in order of first sight; equal numbers mean equal terms.

    Two literals are one term when lexical form, datatype and language tag are the same
    (tags compare without case, RDF 1.1 Concepts 3.3; the first spelling seen is kept).

    A term is held as a *key*: an IRI as it is, a blank node as ``_:label``, a literal as
    ``"@language"text`` or ``"number of its datatype"text``. `numbers` and `add` are the fast
    lane of readers, which make keys themselves; everybody else uses `intern` and `find`.
    """

    def __init__(self) -> None:
        """Start with no terms."""
        self.numbers: dict[str, int] = {}
        self.tags: list[str] = []
        self._keys: list[str] = []
        self._facet_of = array("i")
        self._facets = [
            Facet(number=0, kind=Kind.IRI, prefix=""),
            Facet(number=1, kind=Kind.BLANK, prefix="_:"),
        ]
        self._literal_facets: dict[tuple[str, str | None], Facet] = {}
        self._folded = False

    def __len__(self) -> int:
        """Count the terms."""
        return len(self._keys)

    def __getitem__(self, number: int) -> Term:
        """Give the term of a number."""
        facet = self._facets[self._facet_of[number]]
        text = self._keys[number][len(facet.prefix) :]
        if facet.kind is Kind.IRI:
            return Iri(text)
        if facet.kind is Kind.BLANK:
            return BlankNode(text)
        return Literal(text, self._keys[facet.datatype], facet.tag)

    def __iter__(self) -> Iterator[Term]:
        """Give the terms in order of their numbers."""
        return (self[number] for number in range(len(self)))

    def text(self, number: int) -> str:
        """Give the IRI, the blank node's label or the literal's lexical form of a number."""
        return self._keys[number][len(self._facets[self._facet_of[number]].prefix) :]

    def key(self, number: int) -> str:
        """Give a number's key: an IRI as it is, ``_:label``, or a literal's, with a quote first."""
        return self._keys[number]

    def facet(self, number: int) -> Facet:
        """Give what a term has beside its text."""
        return self._facets[self._facet_of[number]]

    def intern(self, term: Term) -> int:
        """Give the number of a term, adding it where it is new."""
        if isinstance(term, Iri):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return self.blank(term.label)
        return self.literal(term.lexical, self.literal_facet(term.datatype, term.language))

    def iri(self, value: str) -> int:
        """Give the number of an IRI, adding it where it is new."""
        number = self.numbers.get(value)
        if number is None:
            if value.startswith(('"', "_:")):
                raise TermError(f"{value!r} is not an IRI")
            number = self.add(value, 0)
        return number

    def blank(self, label: str) -> int:
        """Give the number of a blank node by its label, adding it where it is new."""
        key = "_:" + label
        number = self.numbers.get(key)
        return self.add(key, 1) if number is None else number

    def literal(self, lexical: str, facet: Facet) -> int:
        """Give the number of a literal, adding it where it is new."""
        key = facet.prefix + lexical
        number = self.numbers.get(key)
        return self.add(key, facet.number) if number is None else number

    def add(self, key: str, facet: int) -> int:
        """Number a key that is not in `numbers`; ``facet`` is 0 for an IRI, 1 for a blank node."""
        number = self.numbers[key] = len(self._keys)
        self._keys.append(key)
        self._facet_of.append(facet)
        return number

    def literal_facet(self, datatype: str = XSD_STRING, tag: str | None = None) -> Facet:
        """Give the facet of literals of a datatype or, where there is one, a language tag."""
        known = self._literal_facets.get((datatype, tag))
        return self._new_facet(datatype, tag) if known is None else known

    def fold_tags(self) -> None:
        """Write the language tags of all terms, and of those to come, in lower case.

        RDF 1.1 Concepts, clause 3.3, allows it: the terms and their numbers stay what they are.
        """
        self._folded = True
        for key, facet in self._literal_facets.items():
            folded = replace(facet, tag=facet.tag and facet.tag.lower())
            self._literal_facets[key] = self._facets[facet.number] = folded

    def _new_facet(self, datatype: str, tag: str | None) -> Facet:
        number = self.iri(datatype if tag is None else RDF_LANG_STRING)
        language = NONE if tag is None else self._language(tag.lower())
        prefix = f'"{number}"' if tag is None else f'"@{tag.lower()}"'
        facet = Facet(
            number=len(self._facets),
            kind=Kind.LITERAL,
            prefix=prefix,
            datatype=number,
            language=language,
            tag=tag.lower() if tag is not None and self._folded else tag,
        )
        self._facets.append(facet)
        self._literal_facets[datatype, tag] = facet
        return facet

    def _language(self, folded: str) -> int:
        if folded not in self.tags:
            self.tags.append(folded)
        return self.tags.index(folded)

    def find(self, term: Term) -> int:
        """Give the number of a term, or -1 where the table does not hold it."""
        if isinstance(term, Iri):
            return self.find_iri(term.value)
        if isinstance(term, BlankNode):
            return self.numbers.get("_:" + term.label, NONE)
        if term.language is not None:
            return self.numbers.get(f'"@{term.language.lower()}"{term.lexical}', NONE)
        return self.numbers.get(f'"{self.find_iri(term.datatype)}"{term.lexical}', NONE)

    def find_iris(self, iris: Iterable[str]) -> list[int]:
        """Give the numbers of those IRIs that are in the table."""
        return [number for number in map(self.find_iri, iris) if number >= 0]

    def find_iri(self, value: str) -> int:
        """Give the number of an IRI, or -1 where the table does not hold it."""
        return NONE if value.startswith(('"', "_:")) else self.numbers.get(value, NONE)

    def kinds(self) -> NDArray[np.uint8]:
        """Give the `Kind` of every term, by number."""
        return np.array([facet.kind for facet in self._facets], np.uint8)[self._facet_numbers()]

    def datatypes(self) -> NDArray[np.int32]:
        """Give the number of every term's datatype, by number; -1 for what is not a literal."""
        return np.array([f.datatype for f in self._facets], np.int32)[self._facet_numbers()]

    def languages(self) -> NDArray[np.int32]:
        """Give every term's language as an index into `tags`, by number; -1 for none."""
        return np.array([f.language for f in self._facets], np.int32)[self._facet_numbers()]

    def _facet_numbers(self) -> NDArray[np.int32]:
        return np.array(self._facet_of, np.int32)
