"""Constraints whose failures a query finds: SHACL, clauses 5.3 and 6.3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import ShapesError
from mcdgraph.namespaces import SH
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    ParameterReader,
    Scene,
    Values,
)
from mcdgraph.validation.components.executable import TRUE, Executable, read_executable
from mcdgraph.validation.paths import Path, Predicate
from mcdgraph.validation.relations import pack
from mcdgraph.validation.sparql import Solution
from mcdgraph.validation.terms import NONE, Ints


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
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:sparql, of which each value is a constraint."""
        for node in reader.terms("sparql"):
            if TRUE in reader.graph.objects(node, SH + "deactivated"):
                continue
            executable = read_executable(reader, node, "select", frozenset({"this"}))
            if executable is not None:
                row = reader.graph.row(node, SH + "select")
                yield cls(executable=executable, constraint=node, row=row)

    def check(self, values: Values, scene: Scene, /) -> ConstraintFailures:
        """Ask for the failures, or for the value nodes that pass."""
        constants = {"currentShape": values.shape.node, **dict(self.parameters)}
        found = self._asked if self.executable.asks else self._selected
        return found(values, scene, constants)

    def _selected(
        self, values: Values, scene: Scene, constants: dict[str, Term]
    ) -> ConstraintFailures:
        """Take each solution for a result (SHACL, clauses 5.3.1 and 5.3.2)."""
        solutions = self._solutions(scene, {"this": values.focus}, constants)
        index = np.array([solution.seed for solution in solutions], np.int64)
        value = [self._value(solution, values, scene) for solution in solutions]
        return ConstraintFailures(
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
        if any(solution.bindings.get("failure") == TRUE for solution in solutions):
            raise ShapesError([f"the query of {executable.node} reports a failure"])
        return solutions

    @staticmethod
    def _value(solution: Solution, values: Values, scene: Scene) -> int:
        value = solution.bindings.get("value")
        if value is not None:
            return scene.terms.number(value)
        return int(values.focus[solution.seed]) if values.shape.path is None else NONE

    def _messages(self, solution: Solution, constants: Mapping[str, Term]) -> tuple[Literal, ...]:
        message = solution.bindings.get("message")
        if isinstance(message, Literal):
            return (message,)
        return self.executable.says({**constants, **solution.bindings})

    def _asked(
        self, values: Values, scene: Scene, constants: dict[str, Term]
    ) -> ConstraintFailures:
        """Take each value node that the query does not hold for (SHACL, clause 6.2.3.2)."""
        if not len(values.value):
            return ConstraintFailures.of_values(values, np.zeros(0, bool))
        nodes = {"value": values.value}
        if "this" in self.executable.query.variables:
            nodes["this"] = values.focus[values.index]
        pairs = pack(nodes.get("this", values.value), values.value)
        _, first, places = np.unique(pairs, return_index=True, return_inverse=True)
        tuples = {name: column[first] for name, column in nodes.items()}
        right = np.zeros(len(first), bool)
        right[[solution.seed for solution in self._solutions(scene, tuples, constants)]] = True
        found = ConstraintFailures.of_values(values, ~right[places])
        said = [
            self.executable.says({**constants, "this": scene.terms[this], "value": scene.terms[v]})
            for this, v in zip(
                values.focus[found.index].tolist(), found.value.tolist(), strict=True
            )
        ]
        return ConstraintFailures(index=found.index, value=found.value, messages=said)

    def text(self) -> str:
        """Name what failed."""
        if self.constraint is None:
            return f"Does not conform to the constraint component <{self.declared}>"
        return f"Does not conform to the SPARQL constraint {self.constraint}"


def _order(solution: Solution) -> tuple[int, list[tuple[str, str]]]:
    return solution.seed, sorted((name, str(term)) for name, term in solution.bindings.items())


def _path(solution: Solution, values: Values) -> Path | None:
    path = solution.bindings.get("path")
    return Predicate(path.value) if isinstance(path, Iri) else values.shape.path
