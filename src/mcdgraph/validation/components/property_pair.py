"""Property pairs: SHACL, clause 4.5."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
    shown,
)
from mcdgraph.validation.literals import compare
from mcdgraph.validation.paths import Predicate
from mcdgraph.validation.relations import firsts, match, pack, seconds
from mcdgraph.validation.terms import Ints, contains


@dataclass(frozen=True, kw_only=True)
class Pair(Component):
    """The value nodes compare as asked with the values of another property."""

    predicate: str

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Self]:
        """Read the parameter, of which each value is a constraint."""
        (name,) = cls.PARAMETERS
        for predicate in reader.iris(name):
            yield cls(predicate=predicate, row=reader.row(name, Iri(predicate)))

    def _others(self, values: Values, scene: Scene) -> Ints:
        """Give the (place of the focus node, value) pairs of the other property."""
        return scene.relations.walk(Predicate(self.predicate), values.focus)


@dataclass(frozen=True, kw_only=True)
class Equals(Pair):
    """The two sets of values are equal (4.5.1)."""

    NAME = "Equals"
    PARAMETERS = ("equals",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the pairs that only one of the two sets has."""
        others = self._others(values, scene)
        wrong = np.setxor1d(pack(values.index, values.value), others)
        return ConstraintFailures(index=firsts(wrong), value=seconds(wrong))

    def text(self) -> str:
        """Name the other property."""
        return f"Must have the same values as {shown(self.predicate)}"


@dataclass(frozen=True, kw_only=True)
class Disjoint(Pair):
    """The two sets of values have no member in common (4.5.2)."""

    NAME = "Disjoint"
    PARAMETERS = ("disjoint",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the pairs that both sets have."""
        others = self._others(values, scene)
        wrong = contains(others, pack(values.index, values.value))
        return ConstraintFailures.of_values(values, wrong)

    def text(self) -> str:
        """Name the other property."""
        return f"Must have no value in common with {shown(self.predicate)}"


@dataclass(frozen=True, kw_only=True)
class LessThan(Pair):
    """Each value is less than each value of the other property (4.5.3)."""

    NAME = "LessThan"
    PARAMETERS = ("lessThan",)
    NEEDS_PATH = True
    SIGNS: ClassVar[frozenset[int]] = frozenset({-1})
    WORDS: ClassVar[str] = "less than"

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Compare every value with every other: one result for each two that fail."""
        others = self._others(values, scene)
        right, left = match(firsts(others), values.index)
        ours, theirs = values.value[left], seconds(others)[right]
        pairs = zip(ours.tolist(), theirs.tolist(), strict=True)
        terms = scene.terms
        wrong = [not self._holds(terms[one], terms[other]) for one, other in pairs]
        mask = np.array(wrong, bool)
        return ConstraintFailures(index=values.index[left][mask], value=ours[mask])

    def _holds(self, one: Term, other: Term) -> bool:
        if not isinstance(one, Literal) or not isinstance(other, Literal):
            return False
        return compare(one, other) in self.SIGNS

    def text(self) -> str:
        """Name the other property."""
        return f"Value must be {self.WORDS} the value of {shown(self.predicate)}"


@dataclass(frozen=True, kw_only=True)
class LessThanOrEquals(LessThan):
    """Each value is less than or equal to each value of the other property (4.5.4)."""

    NAME = "LessThanOrEquals"
    PARAMETERS = ("lessThanOrEquals",)
    SIGNS = frozenset({-1, 0})
    WORDS = "at most"
