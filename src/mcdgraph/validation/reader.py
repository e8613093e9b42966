"""Reads one shape from a shapes graph, and reports what is ill-formed.

Source: SHACL, appendix A.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import RDF, SH, XSD
from mcdgraph.validation.components import Component, ComponentKind, Shape
from mcdgraph.validation.graph import TYPE, Graph, ListError
from mcdgraph.validation.paths import Path, PathError, read_path
from mcdgraph.validation.problems import Part, ShapesProblems

TRUE: Final = Literal("true", XSD + "boolean")
_TEXTS: Final = {XSD + "string", RDF + "langString"}


class ShapeReader:
    """Gives the values of a shape's parameters, as the components ask for them."""

    def __init__(self, graph: Graph, node: Term, problems: ShapesProblems) -> None:
        """Read the path first: it tells a property shape from a node shape."""
        self.graph = graph
        self.node = node
        self._problems = problems
        self.path = self._path()

    def _path(self) -> Path | None:
        node = self.one("path")
        if node is None:
            if self.graph.has(self.node, TYPE, Iri(SH + "PropertyShape")):
                self.fault("a property shape without sh:path")
            return None
        try:
            return read_path(self.graph, node)
        except PathError as error:
            self.fault(f"sh:path: {error}", "path")
            return None

    @property
    def _has_good_path(self) -> bool:
        """False where the shape is meant to have a path and none, or not one, can be read."""
        meant = self.terms("path") or self.graph.has(self.node, TYPE, Iri(SH + "PropertyShape"))
        return (self.path is not None and len(self.terms("path")) == 1) or not meant

    def shape(self, components: Mapping[str, Iterable[ComponentKind]]) -> Shape:
        """Compile the shape; ``components`` are known by their parameters.

        A constraint that is ill-formed is left out, and where the path is, all are.
        """
        severity = self.one("severity")
        if severity is not None and not isinstance(severity, Iri):
            self.fault(f"sh:severity {severity} is not an IRI", "severity")
        messages = [term for term in self.terms("message") if isinstance(term, Literal)]
        if any(message.datatype not in _TEXTS for message in messages):
            self.fault("sh:message is not a string", "message")
        before = len(self._problems)
        kinds = self._kinds(components)
        found = [one for kind in kinds for one in self._read(kind)]
        if not self._has_good_path:
            found = []
        return Shape(
            node=self.node,
            path=self.path,
            components=tuple(found),
            severity=severity.value if isinstance(severity, Iri) else SH + "Violation",
            messages=tuple(sorted(messages, key=str)),
            deactivated=self.flag("deactivated"),
            row=self.row(),
            incomplete=len(self._problems) > before or not self._has_good_path,
        )

    def _kinds(self, components: Mapping[str, Iterable[ComponentKind]]) -> list[ComponentKind]:
        """List the components of which the shape has a parameter, in their own order."""
        names = self.graph.predicates(self.node)
        found = {id(kind): kind for name in names for kind in components.get(name, ())}
        return sorted(found.values(), key=lambda kind: kind.predicates())

    def _read(self, kind: ComponentKind) -> list[Component]:
        """Read the constraints of one component: none where something in them is ill-formed."""
        before = len(self._problems)
        found = list(kind.read(self))
        for component in found:
            if component.NEEDS_PATH and not self.terms("path"):
                name = next(name for name in component.PARAMETERS if self.terms(name))
                self.fault(f"sh:{name} needs a property shape, and there is no sh:path", name)
        return [] if len(self._problems) > before else found

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
                self.fault(f"sh:{name} {term} is not an IRI", name, term)
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

    def members(self, name: str) -> list[tuple[Term, list[Term]]]:
        """List each value, an RDF list, with its members."""
        found = []
        for head in self.terms(name):
            try:
                found.append((head, self.graph.items(head)))
            except ListError as error:
                self.fault(f"sh:{name}: {error}", name, head)
        return found

    def row(self, name: str | None = None, value: Term | None = None) -> int | None:
        """Return the row that states a parameter, or one value of it, or the shape's first."""
        return self.graph.row(self.node, None if name is None else SH + name, value)

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

    def fault(self, problem: str, name: str | None = None, value: Term | None = None) -> None:
        """Report that the shape is ill-formed, at a parameter, or at one value of it."""
        row = self.row(name, value)
        if row is None:
            self.fault_at(problem, self.row(), "subject")
        else:
            self.fault_at(problem, row, "subject" if name is None else "object")

    def unevaluated(self, problem: str, row: int | None) -> None:
        """Report what is well-formed and is left out, at its row."""
        self._problems.not_evaluated(problem, row, self.node, "object")

    def fault_at(self, problem: str, row: int | None, part: Part = "object") -> None:
        """Report what is ill-formed at a row that is not the shape's own."""
        self._problems.ill_formed(problem, row, self.node, part)
