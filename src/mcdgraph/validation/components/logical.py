"""Logical constraints: SHACL, clause 4.6."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from mcdgraph.columns import Literal, Term
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    ShapeConstraint,
    Values,
    shown,
)
from mcdgraph.validation.terms import Ints


@dataclass(frozen=True, kw_only=True)
class Not(ShapeConstraint):
    """No value node conforms to a shape (4.6.1)."""

    NAME = "Not"
    PARAMETERS = ("not",)

    @property
    def antitone(self) -> bool:
        """A node that conforms to the shape fails."""
        return True

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the values that conform."""
        return ConstraintFailures.of_values(values, scene.conforms(self.shape, values.value))

    def text(self) -> str:
        """Name the shape."""
        return f"Value must not conform to the shape {shown(self.shape)}"


@dataclass(frozen=True, kw_only=True)
class Combination(Component):
    """So many of the listed shapes hold for each value node, as the component asks."""

    WORDS: ClassVar[str]

    members: tuple[Term, ...]

    def shapes(self) -> tuple[Term, ...]:
        """Give the listed shapes."""
        return self.members

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Self]:
        """Read the parameter, of which each list is a constraint."""
        (name,) = cls.PARAMETERS
        for head, members in reader.members(name):
            if any(isinstance(member, Literal) for member in members):
                reader.fault(f"a member of sh:{name} is a literal, not a shape", name, head)
            else:
                yield cls(members=tuple(members), row=reader.row(name, head))

    def _count(self, values: Values, scene: Scene) -> Ints:
        """Count, for each value, the shapes that it conforms to."""
        counts = np.zeros(len(values.value), np.int64)
        for member in self.members:
            counts += scene.conforms(member, values.value)
        return counts

    def text(self) -> str:
        """List the shapes."""
        listed = ", ".join(shown(member) for member in self.members)
        return f"Value must conform to {self.WORDS} the shapes {listed}"


@dataclass(frozen=True, kw_only=True)
class And(Combination):
    """Each value node conforms to all (4.6.2)."""

    NAME = "And"
    PARAMETERS = ("and",)
    WORDS = "all of"

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the values that fail one."""
        wrong = self._count(values, scene) < len(self.members)
        return ConstraintFailures.of_values(values, wrong)


@dataclass(frozen=True, kw_only=True)
class Or(Combination):
    """Each value node conforms to one or more (4.6.3)."""

    NAME = "Or"
    PARAMETERS = ("or",)
    WORDS = "at least one of"

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the values that fail all."""
        return ConstraintFailures.of_values(values, self._count(values, scene) == 0)


@dataclass(frozen=True, kw_only=True)
class Xone(Combination):
    """Each value node conforms to exactly one (4.6.4)."""

    NAME = "Xone"
    PARAMETERS = ("xone",)
    WORDS = "exactly one of"

    @property
    def antitone(self) -> bool:
        """A node that conforms to a second shape fails."""
        return True

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the values that conform to none, or to more than one."""
        return ConstraintFailures.of_values(values, self._count(values, scene) != 1)
