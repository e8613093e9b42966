"""Closed shapes, required values and lists of values: SHACL, clause 4.8."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mcdgraph.columns import Iri, Term
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
    shown,
)
from mcdgraph.validation.paths import Predicate
from mcdgraph.validation.relations import match
from mcdgraph.validation.terms import contains


@dataclass(frozen=True, kw_only=True)
class Closed(Component):
    """Each value node has triples of the listed predicates only (4.8.1)."""

    NAME = "Closed"
    PARAMETERS = ("closed", "ignoredProperties")

    allowed: frozenset[str]

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:closed and sh:ignoredProperties, and the paths of the shape's properties."""
        reader.one("ignoredProperties")
        ignored = [term for _, members in reader.members("ignoredProperties") for term in members]
        names = {term.value for term in ignored if isinstance(term, Iri)}
        if len(names) < len(set(ignored)):
            reader.fault("a member of sh:ignoredProperties is not an IRI", "ignoredProperties")
        if reader.flag("closed"):
            allowed = frozenset(names.union(reader.property_paths()))
            yield cls(allowed=allowed, row=reader.row("closed"))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the triples with another predicate: one result for each."""
        order = np.argsort(values.value, kind="stable")
        subject, predicate, object_ = scene.relations.outgoing(np.unique(values.value))
        allowed = np.array([scene.terms.iri(iri) for iri in sorted(self.allowed)], np.int64)
        wrong = ~np.isin(predicate, allowed)
        at, which = match(values.value[order], subject[wrong])
        paths = [_path(scene.terms[number]) for number in predicate[wrong][which].tolist()]
        return ConstraintFailures(
            index=values.index[order][at], value=object_[wrong][which], paths=paths
        )

    def text(self) -> str:
        """Say so."""
        return "Property is not allowed here: the shape is closed"


def _path(predicate: Term) -> Predicate | None:
    return Predicate(predicate.value) if isinstance(predicate, Iri) else None


@dataclass(frozen=True, kw_only=True)
class HasValue(Component):
    """Some value node is a given term (4.8.2)."""

    NAME = "HasValue"
    PARAMETERS = ("hasValue",)

    value: Term

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:hasValue, of which each value is a constraint."""
        for value in reader.terms("hasValue"):
            yield cls(value=value, row=reader.row("hasValue", value))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the focus nodes without it."""
        has = np.zeros(len(values.focus), bool)
        has[values.index[values.value == scene.constant(self.value)]] = True
        return ConstraintFailures.of_nodes(~has)

    def text(self) -> str:
        """Show the term."""
        return f"Must have the value {shown(self.value)}"


@dataclass(frozen=True, kw_only=True)
class In(Component):
    """Each value node is one of some terms (4.8.3)."""

    NAME = "In"
    PARAMETERS = ("in",)

    members: tuple[Term, ...]

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:in."""
        reader.one("in")
        for _, members in reader.members("in")[:1]:
            yield cls(members=tuple(members), row=reader.row("in"))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Look each value up in the list."""
        numbers = {scene.constant(term) for term in self.members}
        members = np.array(sorted(numbers), np.int64)
        return ConstraintFailures.of_values(values, ~contains(members, values.value))

    def text(self) -> str:
        """Show the list, or its beginning."""
        listed = ", ".join(shown(term) for term in self.members[:12])
        more = f" and {len(self.members) - 12} more" if len(self.members) > 12 else ""
        return f"Value must be one of {listed}{more}"
