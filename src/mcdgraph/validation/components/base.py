"""What every constraint component shares: how it is read from a shape, and what it finds."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, Self

import numpy as np

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.paths import Path
from mcdgraph.validation.problems import Part
from mcdgraph.validation.relations import DataRelations, match
from mcdgraph.validation.sparql import SparqlRunner
from mcdgraph.validation.terms import NONE, Ints, Mask, Terms


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape as compiled; ``path`` is None for a node shape. ``row`` is where it is stated.

    An ``incomplete`` one has constraints that cannot be evaluated, so that a node to which it
    finds no fault need not conform.
    """

    node: Term
    path: Path | None = None
    components: tuple["Component", ...] = ()
    severity: str = SH + "Violation"
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False
    row: int | None = None
    incomplete: bool = False


@dataclass(frozen=True, kw_only=True)
class Values:
    """The value nodes of a shape's focus nodes, as pairs sorted by focus node.

    ``focus`` holds different node numbers; ``index`` gives each pair's place in ``focus`` and
    ``value`` its value node.
    """

    shape: Shape
    focus: Ints
    index: Ints
    value: Ints

    def counts(self) -> Ints:
        """Count the value nodes of each focus node."""
        return np.bincount(self.index, minlength=len(self.focus))


@dataclass(frozen=True, kw_only=True)
class ConstraintFailures:
    """What a component found: one entry for each result.

    ``index`` is the place of the focus node in `Values.focus`; ``value`` the value node or
    `NONE`. ``paths`` and ``messages``, where given, stand for the shape's own. ``nested`` are
    the results of property shapes below, by focus node; ``details`` explain results, by entry.
    """

    index: Ints
    value: Ints
    paths: Sequence[Path | None] | None = None
    messages: Sequence[tuple[Literal, ...]] | None = None
    nested: tuple["ResultBatch", ...] = ()
    details: tuple["ResultBatch", ...] = ()

    @classmethod
    def of_values(cls, values: Values, wrong: Mask) -> "ConstraintFailures":
        """Give one result for each pair that is wrong, with its value."""
        return cls(index=values.index[wrong], value=values.value[wrong])

    @classmethod
    def of_nodes(cls, wrong: Mask) -> "ConstraintFailures":
        """Give one result for each focus node that is wrong, without a value."""
        index = np.flatnonzero(wrong)
        return cls(index=index, value=np.full(len(index), NONE))


@dataclass(frozen=True, kw_only=True)
class ResultBatch:
    """Results of one component of one shape.

    ``origin`` is the place, among the nodes that were validated, of the node that fails by
    each result: the focus node itself, or one from which property shapes led to it. The origins
    of ``details`` are entries of this batch.
    """

    shape: Shape
    component: "Component"
    origin: Ints
    focus: Ints
    value: Ints
    paths: Sequence[Path | None] | None = None
    messages: Sequence[tuple[Literal, ...]] | None = None
    details: tuple["ResultBatch", ...] = field(default=(), repr=False)

    def lifted(self, places: Ints, origins: Ints) -> "ResultBatch":
        """Give results to the nodes that led to the present origins.

        ``places`` are pairs' present origins, and ``origins`` the new one of each pair.
        """
        order = np.argsort(self.origin, kind="stable")
        at, pairs = match(self.origin[order], places)
        rows = order[at]
        entries = np.arange(len(rows))
        return replace(
            self,
            origin=origins[pairs],
            focus=self.focus[rows],
            value=self.value[rows],
            paths=None if self.paths is None else [self.paths[row] for row in rows],
            messages=None if self.messages is None else [self.messages[row] for row in rows],
            details=tuple(detail.lifted(rows, entries) for detail in self.details),
        )


class Scene(Protocol):
    """What a component may ask of the validation it is part of."""

    terms: Terms
    relations: DataRelations
    sparql: SparqlRunner

    def constant(self, term: Term) -> int:
        """Give the number of a term of the shapes graph."""
        ...

    def evaluate(self, shape: Term, nodes: Ints) -> tuple[ResultBatch, ...]:
        """Validate different nodes against a shape."""
        ...

    def judge(self, shape: Term, nodes: Ints) -> tuple[Mask, tuple[ResultBatch, ...]]:
        """Say for each of different nodes whether it conforms to a shape, and why it does not.

        The results may be left out where a shape refers to itself.
        """
        ...

    def conforms(self, shape: Term, nodes: Ints) -> Mask:
        """Say for each of any nodes whether it conforms to a shape."""
        ...


class ParameterReader(Protocol):
    """What a component may ask of the shape it is read from; wrong values are reported."""

    graph: Graph
    node: Term
    path: Path | None

    def terms(self, name: str) -> list[Term]:
        """List the values of a parameter."""
        ...

    def one(self, name: str) -> Term | None:
        """Give the value of a parameter that has at most one."""
        ...

    def iris(self, name: str) -> list[str]:
        """List values that must be IRIs."""
        ...

    def literal(self, name: str) -> Literal | None:
        """Give the value of a parameter that has at most one, a literal."""
        ...

    def integer(self, name: str) -> int | None:
        """Give the value of a parameter that has at most one, an integer."""
        ...

    def flag(self, name: str) -> bool:
        """Say whether a parameter that has at most one value is true."""
        ...

    def members(self, name: str) -> list[tuple[Term, list[Term]]]:
        """List each value, an RDF list, with its members."""
        ...

    def row(self, name: str, value: Term | None = None) -> int | None:
        """Return the row that states a parameter, or one value of it."""
        ...

    def siblings(self) -> list[Term]:
        """List the qualified value shapes of the shapes beside this one (clause 4.7.3)."""
        ...

    def property_paths(self) -> list[str]:
        """List the predicates of the property shapes of this shape (clause 4.8.1)."""
        ...

    def fault(self, problem: str, name: str | None = None, value: Term | None = None) -> None:
        """Report that the shape is ill-formed, at a parameter, or at one value of it."""
        ...

    def unevaluated(self, problem: str, row: int | None) -> None:
        """Report what is well-formed and is left out, at its row."""
        ...

    def fault_at(self, problem: str, row: int | None, part: Part = "object") -> None:
        """Report what is ill-formed at a row that is not the shape's own."""
        ...


class ComponentKind(Protocol):
    """A constraint component: a class of the core, or one that a shapes graph declares."""

    def predicates(self) -> list[str]:
        """List the IRIs of its parameters."""
        ...

    def read(self, reader: ParameterReader) -> Iterator["Component"]:
        """Read the constraints that a shape has by its parameters."""
        ...


@dataclass(frozen=True, kw_only=True)
class Component(ABC):
    """One constraint: a constraint component with the values of its parameters.

    ``row`` is the row of the shapes graph that states it.
    """

    NAME: ClassVar[str] = ""
    #: The parameters, by their names in the SHACL namespace.
    PARAMETERS: ClassVar[tuple[str, ...]] = ()
    #: True where only a property shape may have it.
    NEEDS_PATH: ClassVar[bool] = False

    row: int | None = None

    @property
    def iri(self) -> str:
        """The component's IRI."""
        return f"{SH}{self.NAME}ConstraintComponent"

    @property
    def source_constraint(self) -> Term | None:
        """The node of a SPARQL-based constraint."""
        return None

    @property
    def beyond(self) -> str | None:
        """What it needs that only pyshacl covers."""
        return None

    def shapes(self) -> tuple[Term, ...]:
        """List the shapes that it refers to."""
        return ()

    @property
    def antitone(self) -> bool:
        """True where a node's conformity to a shape that it refers to may make it fail."""
        return False

    @classmethod
    def predicates(cls) -> list[str]:
        """List the IRIs of its parameters."""
        return [SH + name for name in cls.PARAMETERS]

    @classmethod
    @abstractmethod
    def read(cls, reader: ParameterReader) -> Iterator["Component"]:
        """Read the constraints that a shape has by the component's parameters."""

    @abstractmethod
    def check(self, values: Values, scene: Scene, /) -> ConstraintFailures:
        """Find what is wrong."""

    @abstractmethod
    def text(self) -> str:
        """Say what is wrong, where the shape has no message of its own."""


def shown(term: Term | str) -> str:
    """Write a term for a reader: quotes around a literal, angle brackets around an IRI."""
    return str(Iri(term)) if isinstance(term, str) else str(term)


@dataclass(frozen=True, kw_only=True)
class ShapeConstraint(Component):
    """A constraint by one other shape: each value of the parameter is one."""

    shape: Term

    def shapes(self) -> tuple[Term, ...]:
        """Return the shape."""
        return (self.shape,)

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Self]:
        """Read the parameter, of which each value is a constraint."""
        (name,) = cls.PARAMETERS
        for shape in reader.terms(name):
            if isinstance(shape, Literal):
                reader.fault(f"sh:{name} {shape} is a literal, not a shape", name, shape)
            else:
                yield cls(shape=shape, row=reader.row(name, shape))


@dataclass(frozen=True, kw_only=True)
class IntegerConstraint(Component):
    """A constraint by one number."""

    number: int

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Self]:
        """Read the parameter."""
        (name,) = cls.PARAMETERS
        number = reader.integer(name)
        if number is not None:
            yield cls(number=number, row=reader.row(name))


@dataclass(frozen=True, kw_only=True)
class FlagConstraint(Component):
    """A constraint that is there where its parameter is true."""

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Self]:
        """Read the parameter."""
        (name,) = cls.PARAMETERS
        if reader.flag(name):
            yield cls(row=reader.row(name))
