"""Cardinality: SHACL, clause 4.2."""

from collections.abc import Iterator
from dataclasses import dataclass

from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
)


@dataclass(frozen=True, kw_only=True)
class MinCount(Component):
    """At least so many value nodes (4.2.1)."""

    NAME = "MinCount"
    PARAMETERS = ("minCount",)
    NEEDS_PATH = True

    count: int

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:minCount."""
        count = reader.integer("minCount")
        if count is not None:
            yield cls(count=count, row=reader.row("minCount"))

    def check(self, values: Values, _: Scene) -> ConstraintFailures:
        """Count, and find the focus nodes with fewer."""
        return ConstraintFailures.of_nodes(values.counts() < self.count)

    def text(self) -> str:
        """Say how many there must be."""
        return f"Must have at least {_values(self.count)}"


@dataclass(frozen=True, kw_only=True)
class MaxCount(Component):
    """At most so many value nodes (4.2.2)."""

    NAME = "MaxCount"
    PARAMETERS = ("maxCount",)
    NEEDS_PATH = True

    count: int

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:maxCount."""
        count = reader.integer("maxCount")
        if count is not None:
            yield cls(count=count, row=reader.row("maxCount"))

    def check(self, values: Values, _: Scene) -> ConstraintFailures:
        """Count, and find the focus nodes with more."""
        return ConstraintFailures.of_nodes(values.counts() > self.count)

    def text(self) -> str:
        """Say how many there may be."""
        return f"Must have at most {_values(self.count)}"


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"
