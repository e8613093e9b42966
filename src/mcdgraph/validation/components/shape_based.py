"""Constraints by other shapes: SHACL, clause 4.7."""

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class NodeConstraint(ShapeConstraint):
    """Each value node conforms to a node shape (4.7.1)."""

    NAME = "Node"
    PARAMETERS = ("node",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the values that do not conform; their own results become details."""
        nodes, places = np.unique(values.value, return_inverse=True)
        right, batches = scene.judge(self.shape, nodes)
        wrong = np.flatnonzero(~right[places])
        entries = np.arange(len(wrong))
        return ConstraintFailures(
            index=values.index[wrong],
            value=values.value[wrong],
            details=tuple(batch.lifted(places[wrong], entries) for batch in batches),
        )

    def text(self) -> str:
        """Name the shape."""
        return f"Value must conform to the shape {shown(self.shape)}"


@dataclass(frozen=True, kw_only=True)
class Property(NodeConstraint):
    """Each value node is validated against a property shape, whose results count (4.7.2)."""

    NAME = "Property"
    PARAMETERS = ("property",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Validate each different value once, and give its results to each that leads to it."""
        nodes, places = np.unique(values.value, return_inverse=True)
        nested = scene.evaluate(self.shape, nodes)
        none = np.zeros(0, np.int64)
        lifted = tuple(batch.lifted(places, values.index) for batch in nested)
        return ConstraintFailures(index=none, value=none, nested=lifted)


@dataclass(frozen=True, kw_only=True)
class Qualified(Component):
    """So many value nodes conform to a shape, siblings' nodes aside where disjoint (4.7.3)."""

    PARAMETERS = (
        "qualifiedValueShape",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
    )
    NEEDS_PATH = True

    shape: Term
    siblings: tuple[Term, ...]
    count: int
    at_least: bool

    @property
    def iri(self) -> str:
        """The component's IRI, of which there are two."""
        bound = "Min" if self.at_least else "Max"
        return f"http://www.w3.org/ns/shacl#Qualified{bound}CountConstraintComponent"

    def shapes(self) -> tuple[Term, ...]:
        """Give the shape and its siblings."""
        return (self.shape, *self.siblings)

    @property
    def antitone(self) -> bool:
        """One value more that conforms may be one too many, or a sibling's."""
        return not self.at_least or bool(self.siblings)

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read the four parameters."""
        disjoint = reader.flag("qualifiedValueShapesDisjoint")
        bounds = {name: reader.integer(name) for name in cls.PARAMETERS[1:3]}
        for shape in reader.terms("qualifiedValueShape"):
            if isinstance(shape, Literal):
                reader.fault("sh:qualifiedValueShape is a literal", "qualifiedValueShape")
                continue
            siblings = reader.siblings() if disjoint else []
            for name, count in bounds.items():
                if count is not None:
                    yield cls(
                        shape=shape,
                        siblings=tuple(other for other in siblings if other != shape),
                        count=count,
                        at_least=name == "qualifiedMinCount",
                        row=reader.row(name),
                    )

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Count the values that conform, and to no sibling."""
        right = scene.conforms(self.shape, values.value)
        for sibling in self.siblings:
            right &= ~scene.conforms(sibling, values.value)
        counts = np.bincount(values.index[right], minlength=len(values.focus))
        wrong = counts < self.count if self.at_least else counts > self.count
        return ConstraintFailures.of_nodes(wrong)

    def text(self) -> str:
        """Say how many."""
        bound = "at least" if self.at_least else "at most"
        return f"Must have {bound} {self.count} values that conform to {shown(self.shape)}"
