"""What the literals of a graph are: their types where rules ask, and those that have no value.

Source: OWL 2 Profiles, section 4.3, table 8.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Iri, Kind, Literal
from mcdgraph.columns.columns import IntArray
from mcdgraph.namespaces import RDF, RDFS
from mcdgraph.reasoning.datatypes import SUPPORTED, ancestors, in_value_space, well_formed
from mcdgraph.reasoning.relations import Keys, Mask, distinct, high, pack
from mcdgraph.reasoning.useful import numbers

#: With these a datatype is declared or required; no rule asks which literals it has.
_PASSIVE: Final = (RDF + "type", RDFS + "range")


class Literals:
    """The literals of a graph, by term number and by datatype."""

    def __init__(self, columns: Columns) -> None:
        """Sort the literals among the objects of a graph by datatype."""
        self._terms = columns.terms
        self._mark: Mask = np.zeros(0, np.bool_)
        self.grow()
        self._groups: dict[str, list[int]] = {}
        objects = np.unique(columns.object)
        for number in objects[self._mark[objects]].tolist():
            self._groups.setdefault(self._literal(number).datatype, []).append(number)
        self._group = np.full(len(self._mark), -1, np.int32)
        for place, group in enumerate(self._groups.values()):
            self._group[group] = place
        self._asked = self._datatypes_in_axioms(columns)

    def grow(self) -> None:
        """Take note of terms that are new in the table."""
        if len(self._mark) < len(self._terms):
            self._mark = self._terms.kinds() == Kind.LITERAL

    def __contains__(self, number: int) -> bool:
        """Say whether a term is a literal."""
        return bool(self._mark[number])

    def among(self, numbers: IntArray) -> Mask:
        """Mark the numbers of literals."""
        mark: Mask = self._mark[numbers]
        return mark

    def malformed(self) -> Iterator[int]:
        """Give the literals that have no value in their own datatype (dt-not-type)."""
        for group in self._groups.values():
            for number in group:
                if not well_formed(self._literal(number)):
                    yield number

    def types(self) -> Keys:
        """Give literal and datatype, as keys, for datatypes that a rule may ask for (dt-type2)."""
        rows = [
            (number, datatype)
            for name, group in self._groups.items()
            for above in ancestors(name)
            if (datatype := self._terms.find_iri(above)) in self._asked
            for number in group
        ]
        table = np.array(rows, np.int32).reshape(-1, 2)
        return distinct(pack(table[:, 0], table[:, 1]))

    def is_asked(self, datatype: int) -> bool:
        """Say whether a rule may ask which literals a datatype has."""
        return datatype in self._asked

    def is_datatype(self, number: int) -> bool:
        """Say whether a term is a datatype that OWL 2 RL supports."""
        term = self._terms[number]
        return isinstance(term, Iri) and term.value in SUPPORTED

    def outside(self, keys: Keys, datatype: int) -> Mask:
        """Mark the keys whose first half is a literal that is not in a datatype (dt-not-type)."""
        term = self._terms[datatype]
        assert isinstance(term, Iri)
        subject = high(keys)
        inside = [place for place, name in enumerate(self._groups) if term.value in ancestors(name)]
        old = subject < len(self._group)
        unsure = self.among(subject)
        unsure[old] &= ~np.isin(self._group[subject[old]], inside)
        marks = np.zeros(len(keys), np.bool_)
        for place in np.flatnonzero(unsure).tolist():
            literal = self._literal(int(subject[place]))
            marks[place] = not in_value_space(literal, term.value)
        return marks

    def _literal(self, number: int) -> Literal:
        literal = self._terms[number]
        assert isinstance(literal, Literal)
        return literal

    def _datatypes_in_axioms(self, columns: Columns) -> frozenset[int]:
        """Number the datatypes that stand in an axiom which is not just a range."""
        present = numbers(columns.terms, tuple(sorted(SUPPORTED)))
        active = ~np.isin(columns.predicate, numbers(columns.terms, _PASSIVE))
        named = np.concatenate([columns.subject[active], columns.object[active]])
        return frozenset(present[np.isin(present, named)].tolist())
