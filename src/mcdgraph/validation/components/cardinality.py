"""Cardinality: SHACL, clause 4.2."""

from dataclasses import dataclass

from mcdgraph.validation.components.base import (
    ConstraintFailures,
    IntegerConstraint,
    Scene,
    Values,
)


@dataclass(frozen=True, kw_only=True)
class MinCount(IntegerConstraint):
    """At least so many value nodes (4.2.1)."""

    NAME = "MinCount"
    PARAMETERS = ("minCount",)
    NEEDS_PATH = True

    def check(self, values: Values, _: Scene) -> ConstraintFailures:
        """Count, and find the focus nodes with fewer."""
        return ConstraintFailures.of_nodes(values.counts() < self.number)

    def text(self) -> str:
        """Say how many there must be."""
        return f"Must have at least {_values(self.number)}"


@dataclass(frozen=True, kw_only=True)
class MaxCount(IntegerConstraint):
    """At most so many value nodes (4.2.2)."""

    NAME = "MaxCount"
    PARAMETERS = ("maxCount",)
    NEEDS_PATH = True

    def check(self, values: Values, _: Scene) -> ConstraintFailures:
        """Count, and find the focus nodes with more."""
        return ConstraintFailures.of_nodes(values.counts() > self.number)

    def text(self) -> str:
        """Say how many there may be."""
        return f"Must have at most {_values(self.number)}"


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"
