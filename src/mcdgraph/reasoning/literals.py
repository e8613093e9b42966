"""What the literals of a graph are: their types where rules ask, and those that have no value.

Source: OWL 2 Profiles, section 4.3, table 8.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Literal
from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import NONE, Keys, Mask, distinct, high, pack, values_of
from mcdgraph.namespaces import RDF, RDFS
from mcdgraph.reasoning.datatypes import (
    DATATYPES,
    EVERY_TEXT,
    SUPPORTED,
    ancestors,
    in_value_space,
)
from mcdgraph.reasoning.useful import numbers

#: With these a datatype is declared or required; no rule asks which literals it has.
_PASSIVE: Final = (RDF + "type", RDFS + "range")


class Literals:
    """The literals of a graph, by term number and by datatype."""

    def __init__(self, columns: Columns) -> None:
        """Sort the literals among the objects of a graph by datatype."""
        self._terms = columns.terms
        self._datatypes = columns.terms.datatypes()
        objects = np.array(values_of(columns.object), np.int32)
        datatypes = self._datatypes[objects]
        self._groups = {
            self._terms.text(number): objects[datatypes == number]
            for number in values_of(datatypes[datatypes >= 0])
        }
        self._asked = self._datatypes_in_axioms(columns)

    def grow(self) -> None:
        """Take note of terms that are new in the table."""
        if len(self._datatypes) < len(self._terms):
            self._datatypes = self._terms.datatypes()

    def among(self, numbers: IntArray) -> Mask:
        """Mark the numbers of literals."""
        return self._datatypes[numbers] >= 0

    @cached_property
    def malformed(self) -> tuple[int, ...]:
        """The literals that have no value in their own datatype (dt-not-type)."""
        return tuple(self._malformed())

    def _malformed(self) -> Iterator[int]:
        for name, group in self._groups.items():
            datatype = DATATYPES.get(name)
            if datatype is not None and name not in EVERY_TEXT:
                for number in group.tolist():
                    if not datatype.holds(self._terms.text(number)):
                        yield number

    def types(self) -> Keys:
        """Give literal and datatype, as keys, for datatypes that a rule may ask for (dt-type2)."""
        rows = [
            pack(group, np.full(len(group), datatype, np.int32))
            for name, group in self._groups.items()
            for above in ancestors(name)
            if (datatype := self._terms.find_iri(above)) in self._asked
        ]
        return distinct(np.concatenate([NONE, *rows]))

    def is_asked(self, datatype: int) -> bool:
        """Say whether a rule may ask which literals a datatype has."""
        return datatype in self._asked

    def is_datatype(self, number: int) -> bool:
        """Say whether a term is a datatype that OWL 2 RL supports."""
        return self._terms.key(number) in SUPPORTED

    def outside(self, keys: Keys, datatype: int) -> Mask:
        """Mark the keys whose first half is a literal that is not in a datatype (dt-not-type)."""
        name = self._terms.text(datatype)
        own = self._datatypes[high(keys)]
        inside = [n for n in values_of(own[own >= 0]) if name in ancestors(self._terms.text(n))]
        marks = (own >= 0) & ~np.isin(own, inside)
        for place in np.flatnonzero(marks).tolist():
            literal = self._terms[int(high(keys[place : place + 1])[0])]
            assert isinstance(literal, Literal)
            marks[place] = not in_value_space(literal, name)
        return marks

    def _datatypes_in_axioms(self, columns: Columns) -> frozenset[int]:
        """Number the datatypes that stand in an axiom which is not just a range."""
        present = numbers(columns.terms, tuple(sorted(SUPPORTED)))
        active = ~np.isin(columns.predicate, numbers(columns.terms, _PASSIVE))
        named = np.concatenate([columns.subject[active], columns.object[active]])
        return frozenset(present[np.isin(present, named)].tolist())
