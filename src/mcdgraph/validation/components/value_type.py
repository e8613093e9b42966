"""Value types: SHACL, clause 4.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from mcdgraph.columns import Kind, Literal, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
    shown,
)
from mcdgraph.validation.literals import lexical_test
from mcdgraph.validation.terms import contains

_KINDS: Final = {
    SH + "IRI": ("an IRI", {Kind.IRI}),
    SH + "BlankNode": ("a blank node", {Kind.BLANK}),
    SH + "Literal": ("a literal", {Kind.LITERAL}),
    SH + "BlankNodeOrIRI": ("a blank node or an IRI", {Kind.BLANK, Kind.IRI}),
    SH + "BlankNodeOrLiteral": ("a blank node or a literal", {Kind.BLANK, Kind.LITERAL}),
    SH + "IRIOrLiteral": ("an IRI or a literal", {Kind.IRI, Kind.LITERAL}),
}


@dataclass(frozen=True, kw_only=True)
class Class(Component):
    """Each value node is a SHACL instance of a class (4.1.1)."""

    NAME = "Class"
    PARAMETERS = ("class",)

    class_: Term

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:class, of which each value is a constraint."""
        for class_ in reader.terms("class"):
            if isinstance(class_, Literal):
                reader.fault(f"sh:class {class_} is a literal, not a class", "class", class_)
            else:
                yield cls(class_=class_, row=reader.row("class", class_))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Look every value up among the instances of the class."""
        members = scene.relations.instances(scene.constant(self.class_))
        return ConstraintFailures.of_values(values, ~contains(members, values.value))

    def text(self) -> str:
        """Name the class."""
        return f"Value must be an instance of {shown(self.class_)}"


@dataclass(frozen=True, kw_only=True)
class DatatypeConstraint(Component):
    """Each value node is a literal of a datatype, and is not ill-typed (4.1.2)."""

    NAME = "Datatype"
    PARAMETERS = ("datatype",)

    datatype: str

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:datatype."""
        reader.one("datatype")
        for datatype in reader.iris("datatype")[:1]:
            yield cls(datatype=datatype, row=reader.row("datatype"))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Compare datatypes, then look at the form of those that have the right one."""
        wrong = scene.terms.datatypes(values.value) != scene.terms.iri(self.datatype)
        if (holds := lexical_test(self.datatype)) is not None:
            right = np.flatnonzero(~wrong)
            wrong[right] = ~scene.terms.test_text(values.value[right], holds)
        return ConstraintFailures.of_values(values, wrong)

    def text(self) -> str:
        """Name the datatype."""
        return f"Value must be a valid literal of datatype {shown(self.datatype)}"


@dataclass(frozen=True, kw_only=True)
class NodeKind(Component):
    """Each value node is an IRI, a blank node or a literal, as asked (4.1.3)."""

    NAME = "NodeKind"
    PARAMETERS = ("nodeKind",)

    kind: str

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:nodeKind."""
        reader.one("nodeKind")
        for kind in reader.iris("nodeKind")[:1]:
            if kind in _KINDS:
                yield cls(kind=kind, row=reader.row("nodeKind"))
            else:
                reader.fault(f"sh:nodeKind {shown(kind)} is none of the six", "nodeKind")

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Compare the kinds."""
        allowed = np.zeros(len(Kind), bool)
        allowed[list(_KINDS[self.kind][1])] = True
        return ConstraintFailures.of_values(values, ~allowed[scene.terms.kinds(values.value)])

    def text(self) -> str:
        """Name the kind."""
        return f"Value must be {_KINDS[self.kind][0]}"
