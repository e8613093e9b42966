"""Reads one shape from a shapes graph, and reports what is ill-formed.

Source: SHACL, appendix A.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import RDF, SH, XSD
from mcdgraph.validation.components import Component, Kind, Shape
from mcdgraph.validation.graph import TYPE, Graph, ListError
from mcdgraph.validation.paths import Path, PathError, read_path
from mcdgraph.validation.vocabulary import FORMER

TRUE: Final = Literal("true", XSD + "boolean")
_TEXTS: Final = {XSD + "string", RDF + "langString"}


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What is ill-formed, and the row of the shapes graph where it stands."""

    problems: list[str] = field(default_factory=list)
    rows: list[int | None] = field(default_factory=list)

    def add(self, problem: str, row: int | None) -> None:
        """Note one problem, once."""
        if problem not in self.problems:
            self.problems.append(problem)
            self.rows.append(row)


class ShapeReader:
    """Gives the values of a shape's parameters, as the components ask for them."""

    def __init__(self, graph: Graph, node: Term, faults: Faults) -> None:
        """Read the path first: it tells a property shape from a node shape."""
        self.graph = graph
        self.node = node
        self._faults = faults
        self.path = self._path()

    def _path(self) -> Path | None:
        node = self.one("path")
        if node is None:
            if Iri(SH + "PropertyShape") in self.graph.objects(self.node, TYPE):
                self.fault("a property shape without sh:path")
            return None
        try:
            return read_path(self.graph, node)
        except PathError as error:
            self.fault(f"sh:path: {error}", "path")
            return None

    def shape(self, components: Iterable[Kind]) -> Shape:
        """Compile the shape."""
        if self.terms(FORMER):
            self.fault(f"sh:{FORMER} is no longer a term of SHACL", FORMER)
        severity = self.one("severity")
        messages = [term for term in self.terms("message") if isinstance(term, Literal)]
        if any(message.datatype not in _TEXTS for message in messages):
            self.fault("sh:message is not a string", "message")
        return Shape(
            node=self.node,
            path=self.path,
            components=tuple(one for kind in components for one in self._read(kind)),
            severity=severity.value if isinstance(severity, Iri) else SH + "Violation",
            messages=tuple(sorted(messages, key=str)),
            deactivated=self.flag("deactivated"),
            row=self.row(),
        )

    def _read(self, kind: Kind) -> list[Component]:
        found = list(kind.read(self))
        for component in found:
            if component.NEEDS_PATH and not self.terms("path"):
                name = next(name for name in component.PARAMETERS if self.terms(name))
                self.fault(f"sh:{name} needs a property shape, and there is no sh:path", name)
        return found

    def terms(self, name: str) -> list[Term]:
        """List the values of a parameter."""
        return self.graph.objects(self.node, SH + name)

    def one(self, name: str) -> Term | None:
        """Give the value of a parameter that has at most one."""
        terms = self.terms(name)
        if len(terms) > 1:
            self.fault(f"sh:{name} has {len(terms)} values, and may have one", name)
        return terms[0] if terms else None

    def iris(self, name: str) -> list[str]:
        """List values that must be IRIs."""
        found = []
        for term in self.terms(name):
            if isinstance(term, Iri):
                found.append(term.value)
            else:
                self.fault(f"sh:{name} {term} is not an IRI", name)
        return found

    def literal(self, name: str) -> Literal | None:
        """Give the value of a parameter that has at most one, a literal."""
        term = self.one(name)
        if term is None or isinstance(term, Literal):
            return term
        self.fault(f"sh:{name} {term} is not a literal", name)
        return None

    def integer(self, name: str) -> int | None:
        """Give the value of a parameter that has at most one, an integer."""
        literal = self.literal(name)
        if literal is None:
            return None
        try:
            if literal.datatype == XSD + "integer":
                return int(literal.lexical)
        except ValueError:
            pass
        self.fault(f"sh:{name} {literal} is not an integer", name)
        return None

    def flag(self, name: str) -> bool:
        """Say whether a parameter that has at most one value is true."""
        term = self.one(name)
        if term is not None and getattr(term, "datatype", None) != XSD + "boolean":
            self.fault(f"sh:{name} {term} is not true or false", name)
        return term == TRUE

    def members(self, name: str) -> list[list[Term]]:
        """List the members of each value, an RDF list."""
        found = []
        for head in self.terms(name):
            try:
                found.append(self.graph.items(head))
            except ListError as error:
                self.fault(f"sh:{name}: {error}", name)
        return found

    def row(self, name: str | None = None) -> int | None:
        """Give the row that states a parameter, or else the shape's first."""
        return self.graph.row(self.node, None if name is None else SH + name)

    def siblings(self) -> list[Term]:
        """List the qualified value shapes of the shapes beside this one (clause 4.7.3)."""
        parents = self.graph.subjects(SH + "property", self.node)
        beside = [one for parent in parents for one in self.graph.objects(parent, SH + "property")]
        shapes = [
            shape for one in beside for shape in self.graph.objects(one, SH + "qualifiedValueShape")
        ]
        return list(dict.fromkeys(shapes))

    def property_paths(self) -> list[str]:
        """List the predicates of the property shapes of this shape (clause 4.8.1)."""
        paths = [
            path for one in self.terms("property") for path in self.graph.objects(one, SH + "path")
        ]
        return [path.value for path in paths if isinstance(path, Iri)]

    def fault(self, problem: str, name: str | None = None) -> None:
        """Report that the shape is ill-formed."""
        row = self.row(name)
        self._faults.add(f"shape {self.node}: {problem}", self.row() if row is None else row)

    def fault_at(self, problem: str, row: int | None) -> None:
        """Report what is ill-formed at a row that is not the shape's own."""
        self._faults.add(f"shape {self.node}: {problem}", row)
