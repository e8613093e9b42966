"""The terms of one validation by number: the data's own, and those that only the shapes name."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Iri, Kind, Literal, Term, TermTable

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE = -1
_UNKNOWN = -2


class Terms:
    """Numbers terms as the data does, and goes on counting for terms that the data has not.

    Literals have a datatype code and a language code, equal where datatype or language tag
    (without case) are equal, and `NONE` where there is none.
    """

    def __init__(self, table: TermTable) -> None:
        """Start with the terms of the data."""
        self._table = table
        self._size = len(table)
        self._extra: list[Term] = []
        self._numbers: dict[Term, int] = {}
        self._kinds = table.kinds()
        self._datatypes = np.full(self._size, _UNKNOWN, np.int32)
        self._languages = np.full(self._size, _UNKNOWN, np.int32)
        self._codes: dict[str, int] = {}

    def __getitem__(self, number: int) -> Term:
        """Give the term of a number."""
        return self._table[number] if number < self._size else self._extra[number - self._size]

    def number(self, term: Term, *, alien: bool = False) -> int:
        """Give the number of a term; an ``alien`` one is never taken for one of the data."""
        found = NONE if alien else self._table.find(term)
        if 0 <= found < self._size:
            return found
        if term not in self._numbers:
            self._numbers[term] = self._size + len(self._extra)
            self._extra.append(term)
            kind = {Iri: Kind.IRI, Literal: Kind.LITERAL}.get(type(term), Kind.BLANK)
            self._kinds = np.append(self._kinds, np.uint8(kind))
            self._datatypes = np.append(self._datatypes, np.int32(_UNKNOWN))
            self._languages = np.append(self._languages, np.int32(_UNKNOWN))
        return self._numbers[term]

    def iri(self, value: str) -> int:
        """Give the number of an IRI."""
        return self.number(Iri(value))

    def kinds(self, numbers: Ints) -> NDArray[np.uint8]:
        """Give the `Kind` of each term."""
        kinds: NDArray[np.uint8] = self._kinds[numbers]
        return kinds

    def code(self, text: str) -> int:
        """Give the code of a datatype IRI or of a language tag in lower case."""
        return self._codes.setdefault(text, len(self._codes))

    def datatypes(self, numbers: Ints) -> NDArray[np.int32]:
        """Give the datatype code of each term."""
        self._describe(numbers)
        codes: NDArray[np.int32] = self._datatypes[numbers]
        return codes

    def languages(self, numbers: Ints) -> NDArray[np.int32]:
        """Give the language code of each term."""
        self._describe(numbers)
        codes: NDArray[np.int32] = self._languages[numbers]
        return codes

    def _describe(self, numbers: Ints) -> None:
        """Look each term up that was not asked for before."""
        for number in np.unique(numbers[self._datatypes[numbers] == _UNKNOWN]).tolist():
            term = self[number]
            datatype = language = NONE
            if isinstance(term, Literal):
                datatype = self.code(term.datatype)
                if term.language is not None:
                    language = self.code(term.language.lower())
            self._datatypes[number], self._languages[number] = datatype, language

    def test(self, numbers: Ints, holds: Callable[[Term], bool]) -> Mask:
        """Ask a question of each different term once, and give the answer for each number."""
        different, places = np.unique(numbers, return_inverse=True)
        answers = np.fromiter((holds(self[n]) for n in different.tolist()), bool, len(different))
        mask: Mask = answers[places]
        return mask


def contains(members: Ints, numbers: Ints) -> Mask:
    """Say for each number whether it is among members, which are sorted."""
    if not len(members):
        return np.zeros(len(numbers), bool)
    at = np.searchsorted(members, numbers)
    at[at == len(members)] = 0
    mask: Mask = members[at] == numbers
    return mask
