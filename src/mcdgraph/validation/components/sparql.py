"""Constraints written in SPARQL: SHACL, clauses 5 and 6."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mcdgraph.bridges.sparql import SparqlStore
from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import QueryError, ShapesError
from mcdgraph.namespaces import OWL, SH
from mcdgraph.validation.components.base import Component, Failures, Reader, Scene, Values
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.paths import Path, Predicate
from mcdgraph.validation.query import ForbiddenQuery, Query
from mcdgraph.validation.relations import pack
from mcdgraph.validation.sparql import Solution
from mcdgraph.validation.terms import NONE, Ints

_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Executable:
    """A SELECT or ASK query with its prefixes and messages (SHACL, clause 5.2.1).

    ``functions`` are those that it calls and that the shapes graph declares (SHACL-AF).
    """

    node: Term
    query: Query
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]
    asks: bool = False
    functions: tuple[str, ...] = ()

    def says(self, bindings: Mapping[str, Term]) -> tuple[Literal, ...]:
        """Give the messages with the values of variables in their places."""

        def value(found: re.Match[str]) -> str:
            term = bindings.get(found[1])
            return found[0] if term is None else _plain(term)

        return tuple(
            Literal(_PLACEHOLDER.sub(value, text.lexical), text.datatype, text.language)
            for text in self.messages
        )


def _plain(term: Term) -> str:
    if isinstance(term, Literal):
        return term.lexical
    return term.value if isinstance(term, Iri) else str(term)


@dataclass(frozen=True, kw_only=True)
class Sparql(Component):
    """A constraint whose failures a query finds: sh:sparql, or a component of the shapes' own.

    ``declared`` is the IRI of the component, and ``parameters`` are its values, by name.
    """

    PARAMETERS = ("sparql",)

    executable: Executable
    declared: str = SH + "SPARQLConstraintComponent"
    parameters: tuple[tuple[str, Term], ...] = ()
    constraint: Term | None = None

    @property
    def iri(self) -> str:
        """The component's IRI."""
        return self.declared

    @property
    def beyond(self) -> str | None:
        """What it needs that only pyshacl covers: functions of the shapes' own."""
        functions = self.executable.functions
        return f"calls {', '.join(f'<{iri}>' for iri in functions)}" if functions else None

    @property
    def source_constraint(self) -> Term | None:
        """The node of the constraint, for sh:sparql."""
        return self.constraint

    @classmethod
    def read(cls, reader: Reader) -> Iterator[Component]:
        """Read sh:sparql, of which each value is a constraint."""
        for node in reader.terms("sparql"):
            if Literal("true", _BOOLEAN) in reader.graph.objects(node, SH + "deactivated"):
                continue
            executable = read_executable(reader, node, "select", frozenset({"this"}))
            if executable is not None:
                row = reader.graph.row(node, SH + "select")
                yield cls(executable=executable, constraint=node, row=row)

    def check(self, values: Values, scene: Scene, /) -> Failures:
        """Ask for the failures, or for the value nodes that pass."""
        constants = {"currentShape": values.shape.node, **dict(self.parameters)}
        found = self._asked if self.executable.asks else self._selected
        return found(values, scene, constants)

    def _selected(self, values: Values, scene: Scene, constants: dict[str, Term]) -> Failures:
        """Take each solution for a result (SHACL, clauses 5.3.1 and 5.3.2)."""
        solutions = self._solutions(scene, {"this": values.focus}, constants)
        index = np.array([solution.seed for solution in solutions], np.int64)
        value = [
            self._value(solution, values, int(values.focus[solution.seed]), scene)
            for solution in solutions
        ]
        return Failures(
            index=index,
            value=np.array(value, np.int64),
            paths=[_path(solution, values) for solution in solutions],
            messages=[self._messages(solution, constants) for solution in solutions],
        )

    def _solutions(
        self, scene: Scene, varying: dict[str, Ints], constants: dict[str, Term]
    ) -> list[Solution]:
        executable = self.executable
        found = scene.sparql.select(executable.query, dict(executable.prefixes), varying, constants)
        solutions = sorted(found, key=_order)
        if any(solution.bindings.get("failure") == _TRUE for solution in solutions):
            raise ShapesError([f"the query of {executable.node} reports a failure"])
        return solutions

    @staticmethod
    def _value(solution: Solution, values: Values, focus: int, scene: Scene) -> int:
        value = solution.bindings.get("value")
        if value is not None:
            return scene.sparql.number(value, focus)
        return focus if values.shape.path is None else NONE

    def _messages(self, solution: Solution, constants: Mapping[str, Term]) -> tuple[Literal, ...]:
        message = solution.bindings.get("message")
        if isinstance(message, Literal):
            return (message,)
        return self.executable.says({**constants, **solution.bindings})

    def _asked(self, values: Values, scene: Scene, constants: dict[str, Term]) -> Failures:
        """Take each value node that the query does not hold for (SHACL, clause 6.3)."""
        nodes = {"value": values.value}
        if "this" in self.executable.query.variables:
            nodes["this"] = values.focus[values.index]
        if not len(values.value):
            return Failures.of_values(values, np.zeros(0, bool))
        _, first, places = np.unique(
            pack(nodes.get("this", values.value), values.value),
            return_index=True,
            return_inverse=True,
        )
        right = np.zeros(len(first), bool)
        tuples = {name: column[first] for name, column in nodes.items()}
        right[[one.seed for one in self._solutions(scene, tuples, constants)]] = True
        wrong = ~right[places]
        found = Failures.of_values(values, wrong)
        said = [
            self.executable.says(
                {
                    **constants,
                    "this": scene.terms[int(values.focus[index])],
                    "value": scene.terms[int(value)],
                }
            )
            for index, value in zip(found.index, found.value, strict=True)
        ]
        return Failures(index=found.index, value=found.value, messages=said)

    def text(self) -> str:
        """Name what failed."""
        if self.constraint is None:
            return f"Does not conform to the constraint component <{self.declared}>"
        return f"Does not conform to the SPARQL constraint {self.constraint}"


_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_TRUE = Literal("true", _BOOLEAN)


def _order(solution: Solution) -> tuple[int, list[tuple[str, str]]]:
    return solution.seed, sorted((name, str(term)) for name, term in solution.bindings.items())


def _path(solution: Solution, values: Values) -> Path | None:
    path = solution.bindings.get("path")
    return Predicate(path.value) if isinstance(path, Iri) else values.shape.path


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A constraint component that a shapes graph declares (SHACL, clause 6.2).

    ``parameters`` gives the predicate of each parameter and whether it is optional.
    """

    node: Term
    parameters: tuple[tuple[str, bool], ...]
    graph: Graph = field(repr=False)

    def predicates(self) -> list[str]:
        """List the IRIs of its parameters."""
        return [predicate for predicate, _ in self.parameters]

    def read(self, reader: Reader) -> Iterator[Component]:
        """Read its constraints from a shape that has values for all parameters it needs."""
        values = {name: self.graph.objects(reader.node, name) for name in self.predicates()}
        if not all(values[name] or optional for name, optional in self.parameters):
            return
        validator = self._validator(reader)
        if validator is None:
            return
        named = {_local(predicate): terms for predicate, terms in values.items() if terms}
        if len(named) > 1 and any(len(terms) > 1 for terms in named.values()):
            reader.fault(f"more than one value for a parameter of {self.node}")
        count = max(map(len, named.values()))
        for number in range(count):
            parameters = {name: terms[min(number, len(terms) - 1)] for name, terms in named.items()}
            yield Sparql(
                executable=validator,
                declared=_plain(self.node),
                parameters=tuple(sorted(parameters.items())),
                row=min(
                    (
                        row
                        for name in self.predicates()
                        if (row := self.graph.row(reader.node, name)) is not None
                    ),
                    default=None,
                ),
            )

    def _validator(self, reader: Reader) -> Executable | None:
        """Choose the validator for the kind of shape (SHACL, clause 6.2.3)."""
        names = frozenset(map(_local, self.predicates())) | {"this"}
        own = "nodeValidator" if reader.path is None else "propertyValidator"
        for node in self.graph.objects(self.node, SH + own):
            return self._read(reader, node, "select", names)
        for node in self.graph.objects(self.node, SH + "validator"):
            return self._read(reader, node, "ask", names | {"value"})
        return None

    def _read(
        self, reader: Reader, node: Term, form: str, names: frozenset[str]
    ) -> Executable | None:
        return read_executable(reader, node, form, names, also=self.node)


def _local(predicate: str) -> str:
    """Give the local name, which is the parameter's variable (SHACL, clause 6.2.1)."""
    found = re.search(r"[^\W\d][\w\-.]*$", predicate)
    return found[0] if found else predicate


def declared_components(graph: Graph) -> Iterator[Declared]:
    """Find the constraint components that a shapes graph declares."""
    for node in graph.instances(SH + "ConstraintComponent"):
        parameters = [
            (path.value, Literal("true", _BOOLEAN) in graph.objects(one, SH + "optional"))
            for one in graph.objects(node, SH + "parameter")
            for path in graph.objects(one, SH + "path")
            if isinstance(path, Iri)
        ]
        if parameters:
            yield Declared(node=node, parameters=tuple(parameters), graph=graph)


def read_executable(
    reader: Reader, node: Term, form: str, bound: frozenset[str], also: Term | None = None
) -> Executable | None:
    """Read a query, try it, and report where it is not one or uses what is forbidden.

    ``form`` is ``select`` or ``ask``; ``also`` is a node whose messages serve if it has none.
    """
    graph = reader.graph
    texts = [term for term in graph.objects(node, SH + form) if isinstance(term, Literal)]
    row = graph.row(node, SH + form)
    if len(texts) != 1:
        reader.fault_at(f"{node} has {len(texts)} values of sh:{form}, and needs one", row)
        return None
    query = Query.parse(texts[0].lexical)
    if reader.path is not None:
        query = query.with_path(reader.path)
    elif "PATH" in query.variables:
        reader.fault_at(f"sh:{form} of {node} uses $PATH, and the shape has no path", row)
        return None
    prefixes = dict(_prefixes(graph, node))
    declared = {_plain(one) for one in graph.instances(SH + "SPARQLFunction")}
    functions = tuple(sorted(declared.intersection(query.iris(prefixes))))
    try:
        query.refuse_forbidden(bound)
        if not functions:
            _try(query, prefixes, bound)
    except (ForbiddenQuery, QueryError) as error:
        reader.fault_at(f"sh:{form} of {node}: {error}", row)
        return None
    messages = graph.objects(node, SH + "message")
    if not messages and also is not None:
        messages = graph.objects(also, SH + "message")
    return Executable(
        node=node,
        query=query,
        prefixes=tuple(sorted(prefixes.items())),
        messages=tuple(sorted((m for m in messages if isinstance(m, Literal)), key=str)),
        asks=form == "ask",
        functions=functions,
    )


def _try(query: Query, prefixes: Mapping[str, str], bound: frozenset[str]) -> None:
    """Run a query, as it will be run, over nothing."""
    known = bound | {"currentShape", "shapesGraph"}
    list(SparqlStore().select(str(query.seeded(["this"], sorted(known - {"this"}))), prefixes))


def _prefixes(graph: Graph, node: Term) -> Iterator[tuple[str, str]]:
    """Give the declarations of a query's prefixes (SHACL, clause 5.2.1).

    They are those of each value of sh:prefixes and of the ontologies it imports.
    """
    places = graph.objects(node, SH + "prefixes")
    for place in places:
        places.extend(one for one in graph.objects(place, OWL + "imports") if one not in places)
        for one in graph.objects(place, SH + "declare"):
            prefix, namespace = graph.value(one, SH + "prefix"), graph.value(one, SH + "namespace")
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                yield prefix.lexical, namespace.lexical
