"""The terms of one validation by number: the data's own, and those that only the shapes name."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Iri, Kind, Literal, Term, TermTable

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE = -1


class Terms:
    """Numbers terms as the data does, and goes on counting for terms that the data has not.

    A literal's datatype is the number of an IRI; its language is a number that is the same
    for tags that are equal without case. Both are `NONE` where there is none.
    """

    def __init__(self, table: TermTable) -> None:
        """Start with the terms of the data."""
        self._table = table
        self._size = len(table)
        self._extra: list[Term] = []
        self._numbers: dict[Term, int] = {}

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
        return self._numbers[term]

    def iri(self, value: str) -> int:
        """Give the number of an IRI."""
        return self.number(Iri(value))

    @cached_property
    def _kinds(self) -> NDArray[np.uint8]:
        return self._table.kinds()

    @cached_property
    def _datatypes(self) -> NDArray[np.int32]:
        return self._table.datatypes()

    @cached_property
    def _languages(self) -> NDArray[np.int32]:
        return self._table.languages()

    def kinds(self, numbers: Ints) -> Ints:
        """Give the `Kind` of each term."""
        return self._described(self._kinds, numbers, _kind)

    def datatypes(self, numbers: Ints) -> Ints:
        """Give the datatype of each term."""
        return self._described(self._datatypes, numbers, self._datatype)

    def languages(self, numbers: Ints) -> Ints:
        """Give the language of each term."""
        return self._described(self._languages, numbers, self._language)

    def _described(
        self, column: NDArray[np.integer], numbers: Ints, describe: Callable[[Term], int]
    ) -> Ints:
        """Look terms up in a column that covers the data; describe the others one by one."""
        inside = numbers < self._size
        if inside.all():
            return column[numbers].astype(np.int64)
        found = np.empty(len(numbers), np.int64)
        found[inside] = column[numbers[inside]]
        found[~inside] = [describe(self[number]) for number in numbers[~inside].tolist()]
        return found

    def _datatype(self, term: Term) -> int:
        return self.iri(term.datatype) if isinstance(term, Literal) else NONE

    def _language(self, term: Term) -> int:
        if not isinstance(term, Literal) or term.language is None:
            return NONE
        tag = term.language.lower()
        known = self._table.tags
        return known.index(tag) if tag in known else len(known) + self.number(Literal(tag))

    def test(self, numbers: Ints, holds: Callable[[Term], bool]) -> Mask:
        """Ask a question of each different term once, and give the answer for each number."""
        return self._asked(numbers, lambda number: holds(self[number]))

    def test_text(self, numbers: Ints, holds: Callable[[str], bool]) -> Mask:
        """Ask a question of each different term's string; the answer for a blank node is no.

        The string is what SPARQL's STR() gives: an IRI, or a literal's lexical form.
        """
        text = self._table.text
        answers = self._asked(
            numbers,
            lambda number: holds(text(number) if number < self._size else _text(self[number])),
        )
        mask: Mask = answers & (self.kinds(numbers) != Kind.BLANK)
        return mask

    def _asked(self, numbers: Ints, holds: Callable[[int], bool]) -> Mask:
        different, places = np.unique(numbers, return_inverse=True)
        answers = np.fromiter(map(holds, different.tolist()), bool, len(different))
        mask: Mask = answers[places]
        return mask


def _kind(term: Term) -> int:
    if isinstance(term, Iri):
        return Kind.IRI
    return Kind.LITERAL if isinstance(term, Literal) else Kind.BLANK


def _text(term: Term) -> str:
    if isinstance(term, Literal):
        return term.lexical
    return term.value if isinstance(term, Iri) else ""


def contains(members: Ints, numbers: Ints) -> Mask:
    """Say for each number whether it is among members, which are sorted."""
    if not len(members):
        return np.zeros(len(numbers), bool)
    at = np.searchsorted(members, numbers)
    at[at == len(members)] = 0
    mask: Mask = members[at] == numbers
    return mask
