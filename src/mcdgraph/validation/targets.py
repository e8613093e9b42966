"""Targets: where a shape looks for its focus nodes.

Source: SHACL, clause 2.1.3; SHACL Advanced Features, clause 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.components import (
    Executable,
    ParameterReader,
    Scene,
    local_name,
    read_executable,
)
from mcdgraph.validation.graph import TYPE
from mcdgraph.validation.relations import firsts
from mcdgraph.validation.terms import Ints

TARGET = SH + "target"


class Target(Protocol):
    """A way to find focus nodes."""

    def nodes(self, scene: Scene) -> Ints:
        """Find the focus nodes."""
        ...


class TargetKind(StrEnum):
    """How a target of the core is declared: by which property of the shape."""

    NODE = SH + "targetNode"
    CLASS = SH + "targetClass"
    SUBJECTS_OF = SH + "targetSubjectsOf"
    OBJECTS_OF = SH + "targetObjectsOf"


@dataclass(frozen=True)
class CoreTarget:
    """One target of the core: its kind, and the node, class or predicate that it names."""

    kind: TargetKind
    term: Term

    def nodes(self, scene: Scene) -> Ints:
        """Find the focus nodes."""
        if self.kind is TargetKind.NODE:
            return np.array([scene.constant(self.term)], np.int64)
        if self.kind is TargetKind.CLASS:
            return scene.relations.instances(scene.constant(self.term))
        if not isinstance(self.term, Iri):
            return np.zeros(0, np.int64)
        relations = scene.relations
        of = relations.forward if self.kind is TargetKind.SUBJECTS_OF else relations.backward
        return np.unique(firsts(of(self.term.value)))


@dataclass(frozen=True, kw_only=True)
class SparqlTarget:
    """Every node that a query returns as ``?this`` (Advanced Features, clauses 3.1 and 3.2)."""

    executable: Executable
    parameters: tuple[tuple[str, Term], ...] = ()

    def nodes(self, scene: Scene) -> Ints:
        """Ask the query."""
        found = scene.sparql.select_once(
            self.executable.query, dict(self.executable.prefixes), dict(self.parameters)
        )
        terms = [solution["this"] for solution in found if "this" in solution]
        return np.array([scene.terms.number(term) for term in terms], np.int64)


def read_targets(reader: ParameterReader, *, is_class: bool) -> Iterator[Target]:
    """Read the targets of a shape; ``is_class`` makes it a class target of its own."""
    for kind in TargetKind:
        for term in reader.graph.objects(reader.node, kind):
            if isinstance(term, Iri) or kind is TargetKind.NODE:
                yield CoreTarget(kind, term)
            else:
                reader.fault(f"the target {term} is not an IRI", kind.removeprefix(SH), term)
    if is_class:
        yield CoreTarget(TargetKind.CLASS, reader.node)
    for node in reader.terms("target"):
        yield from _sparql_target(reader, node)


def _sparql_target(reader: ParameterReader, node: Term) -> Iterator[SparqlTarget]:
    """Read a value of sh:target: a query of its own, or parameters of a target type's query."""
    graph = reader.graph
    if isinstance(node, Literal):
        reader.fault(f"sh:target {node} is a literal", "target")
        return
    types = [one for one in graph.objects(node, TYPE) if graph.objects(one, SH + "select")]
    source = node if graph.objects(node, SH + "select") else next(iter(types), None)
    if source is None:
        reader.unevaluated(
            "sh:target of a kind that is not known has no effect", reader.row("target", node)
        )
        return
    parameters = {} if source is node else dict(_parameters(reader, node, source))
    executable = read_executable(reader, source, "select", frozenset(parameters), free=True)
    if executable is None:
        return
    if executable.functions:
        called = ", ".join(executable.functions)
        reader.unevaluated(
            f"sh:target calls {called}, which is not evaluated", reader.row("target", node)
        )
        return
    yield SparqlTarget(executable=executable, parameters=tuple(sorted(parameters.items())))


def _parameters(reader: ParameterReader, node: Term, kind: Term) -> Iterator[tuple[str, Term]]:
    graph = reader.graph
    for one in graph.objects(kind, SH + "parameter"):
        for path in graph.objects(one, SH + "path"):
            value = graph.value(node, path.value) if isinstance(path, Iri) else None
            if isinstance(path, Iri) and value is not None:
                yield local_name(path.value), value


def focus_nodes(targets: tuple[Target, ...], scene: Scene) -> Ints:
    """Unite what the targets of a shape find, sorted, each node once."""
    found = [target.nodes(scene) for target in targets]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
