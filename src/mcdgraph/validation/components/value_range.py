"""Value ranges: SHACL, clause 4.3."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from mcdgraph.columns import Literal, Term
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
    shown,
)
from mcdgraph.validation.literals import compare


@dataclass(frozen=True, kw_only=True)
class Bound(Component):
    """Each value node compares with a literal as asked; what cannot be compared fails."""

    #: The signs that the order of value and bound may have.
    SIGNS: ClassVar[frozenset[int]]
    WORDS: ClassVar[str]

    bound: Literal

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read the parameter."""
        (name,) = cls.PARAMETERS
        bound = reader.literal(name)
        if bound is not None:
            yield cls(bound=bound, row=reader.row(name))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Compare each different value once."""
        return ConstraintFailures.of_values(values, ~scene.terms.test(values.value, self._holds))

    def _holds(self, term: Term) -> bool:
        return isinstance(term, Literal) and compare(term, self.bound) in self.SIGNS

    def text(self) -> str:
        """Name the bound."""
        return f"Value must be {self.WORDS} {shown(self.bound)}"


@dataclass(frozen=True, kw_only=True)
class MinExclusive(Bound):
    """Greater than (4.3.1)."""

    NAME = "MinExclusive"
    PARAMETERS = ("minExclusive",)
    SIGNS = frozenset({1})
    WORDS = "greater than"


@dataclass(frozen=True, kw_only=True)
class MinInclusive(Bound):
    """Greater than or equal (4.3.2)."""

    NAME = "MinInclusive"
    PARAMETERS = ("minInclusive",)
    SIGNS = frozenset({0, 1})
    WORDS = "at least"


@dataclass(frozen=True, kw_only=True)
class MaxExclusive(Bound):
    """Less than (4.3.3)."""

    NAME = "MaxExclusive"
    PARAMETERS = ("maxExclusive",)
    SIGNS = frozenset({-1})
    WORDS = "less than"


@dataclass(frozen=True, kw_only=True)
class MaxInclusive(Bound):
    """Less than or equal (4.3.4)."""

    NAME = "MaxInclusive"
    PARAMETERS = ("maxInclusive",)
    SIGNS = frozenset({-1, 0})
    WORDS = "at most"
