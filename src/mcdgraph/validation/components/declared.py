"""Constraint components that a shapes graph declares: SHACL, clause 6."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mcdgraph.columns import Iri, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.components.base import Component, ParameterReader
from mcdgraph.validation.components.executable import TRUE, Executable, plain, read_executable
from mcdgraph.validation.components.sparql import Sparql
from mcdgraph.validation.graph import Graph


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

    def read(self, reader: ParameterReader) -> Iterator[Component]:
        """Read its constraints from a shape that has values for all parameters it needs."""
        values = {name: self.graph.objects(reader.node, name) for name in self.predicates()}
        if not all(values[name] or optional for name, optional in self.parameters):
            return
        rows = (self.graph.row(reader.node, name) for name in self.predicates())
        row = min((row for row in rows if row is not None), default=None)
        if not any(self.graph.objects(self.node, SH + name) for name in _validators(reader)):
            kind = "node shapes" if reader.path is None else "property shapes"
            text = f"{self.node} has no validator for {kind}: it is not evaluated"
            reader.unevaluated(text, row)
            return
        validator = self._validator(reader)
        if validator is None:
            return
        named = {local_name(predicate): terms for predicate, terms in values.items() if terms}
        if len(named) > 1 and any(len(terms) > 1 for terms in named.values()):
            reader.fault_at(f"more than one value for a parameter of {self.node}", row)
        for parameters in _combined(named):
            yield Sparql(
                executable=validator, declared=plain(self.node), parameters=parameters, row=row
            )

    def _validator(self, reader: ParameterReader) -> Executable | None:
        """Choose the validator for the kind of shape (SHACL, clause 6.2.3)."""
        names = frozenset(map(local_name, self.predicates())) | {"this"}
        own, common = _validators(reader)
        for node in self.graph.objects(self.node, SH + own):
            return self._read(reader, node, "select", names)
        for node in self.graph.objects(self.node, SH + common):
            return self._read(reader, node, "ask", names | {"value"})
        return None

    def _read(
        self, reader: ParameterReader, node: Term, form: str, names: frozenset[str]
    ) -> Executable | None:
        return read_executable(reader, node, form, names, also=self.node)


def _validators(reader: ParameterReader) -> tuple[str, str]:
    """Name the properties by which a validator for the shape may be given."""
    return ("nodeValidator" if reader.path is None else "propertyValidator"), "validator"


def _combined(named: dict[str, list[Term]]) -> Iterator[tuple[tuple[str, Term], ...]]:
    """Give one set of parameters for each value of the parameter that has several."""
    for number in range(max(map(len, named.values()))):
        chosen = {name: terms[min(number, len(terms) - 1)] for name, terms in named.items()}
        yield tuple(sorted(chosen.items()))


def local_name(predicate: str) -> str:
    """Give the local name, which is the parameter's variable (SHACL, clause 6.2.1)."""
    tail = re.split(r"[^\w\-.]", predicate)[-1]
    found = re.search(r"[^\W\d]", tail)
    return tail[found.start() :] if found else predicate


def declared_components(graph: Graph) -> Iterator[Declared]:
    """Find the constraint components that a shapes graph declares."""
    for node in graph.instances(SH + "ConstraintComponent"):
        parameters = [
            (path.value, TRUE in graph.objects(one, SH + "optional"))
            for one in graph.objects(node, SH + "parameter")
            for path in graph.objects(one, SH + "path")
            if isinstance(path, Iri)
        ]
        if parameters:
            yield Declared(node=node, parameters=tuple(parameters), graph=graph)
