"""The rules of shapes: what each adds to the data, for all focus nodes at once.

Source: SHACL Advanced Features, clauses 6 (node expressions) and 8 (rules).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.components import Executable, Scene, Shape, read_construct
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.paths import PathError, read_path
from mcdgraph.validation.problems import ShapesProblems
from mcdgraph.validation.reader import TRUE, ShapeReader
from mcdgraph.validation.relations import firsts, match, pack, seconds
from mcdgraph.validation.terms import Ints

Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, kw_only=True)
class ShapeRule:
    """A rule of a shape: a query, or expressions of subject, predicate and object.

    Rules of a lower ``order`` are run before, and their triples are seen by the others.
    """

    shape: Term
    node: Term
    order: Decimal
    row: int | None
    conditions: tuple[Term, ...] = ()
    query: Executable | None = None


def read_rules(graph: Graph, problems: ShapesProblems) -> Iterator[ShapeRule]:
    """Read every rule that is not switched off; report those that are not understood."""
    for shape in graph.subjects_of(SH + "rule"):
        if graph.has(shape, SH + "deactivated", TRUE):
            continue
        reader = ShapeReader(graph, shape, ShapesProblems())
        for node in graph.objects(shape, SH + "rule"):
            if not graph.has(node, SH + "deactivated", TRUE):
                yield from _read(reader, node, problems)


def _read(reader: ShapeReader, node: Term, problems: ShapesProblems) -> Iterator[ShapeRule]:
    graph, row = reader.graph, reader.row("rule", node)
    query = None
    if graph.objects(node, SH + "construct"):
        try:
            query = read_construct(reader, node)
        except ValueError as error:
            text = f"a rule is not run: {error}"
            problems.not_evaluated(text, row, reader.node, "object")
            return
    elif any(len(graph.objects(node, SH + part)) != 1 for part in _PARTS):
        text = "a rule is not run: it needs sh:construct, or one subject, predicate and object"
        problems.ill_formed(text, row, reader.node, "object")
        return
    yield ShapeRule(
        shape=reader.node,
        node=node,
        order=_order(graph.value(node, SH + "order")),
        row=row,
        conditions=tuple(graph.objects(node, SH + "condition")),
        query=query,
    )


_PARTS = ("subject", "predicate", "object")


def _order(term: Term | None) -> Decimal:
    try:
        return Decimal(term.lexical) if isinstance(term, Literal) else Decimal(0)
    except InvalidOperation:
        return Decimal(0)


class RuleRunner:
    """Runs rules over one state of the data."""

    def __init__(self, scene: Scene, graph: Graph, shapes: dict[Term, Shape]) -> None:
        """Hold the data, and the shapes as graph and compiled."""
        self._scene = scene
        self._graph = graph
        self._shapes = shapes

    def run(self, rule: ShapeRule, focus: Ints) -> Iterator[Triple]:
        """Return what a rule says of focus nodes; raise `ValueError` where it cannot be run."""
        for condition in rule.conditions:
            if condition not in self._shapes:
                raise ValueError(f"its condition {condition} is no shape")
            focus = focus[self._scene.conforms(condition, focus)]
        if not len(focus):
            return
        if rule.query is not None:
            executable = rule.query
            yield from self._scene.sparql.construct(
                executable.query, dict(executable.prefixes), {"this": focus}
            )
            return
        yield from self._triples(rule, focus)

    def _triples(self, rule: ShapeRule, focus: Ints) -> Iterator[Triple]:
        """Combine what the three expressions of a triple rule give for each node."""
        subject, predicate, object_ = (
            self._nodes(self._graph.value(rule.node, SH + part), focus) for part in _PARTS
        )
        at, which = match(firsts(predicate), firsts(subject))
        index, found = firsts(subject)[which], (seconds(subject)[which], seconds(predicate)[at])
        at, which = match(firsts(object_), index)
        terms = self._scene.terms
        triples = np.stack([found[0][which], found[1][which], seconds(object_)[at]], axis=1)
        for s, p, o in np.unique(triples, axis=0).tolist():
            if not isinstance(terms[s], Literal) and isinstance(terms[p], Iri):
                yield terms[s], terms[p], terms[o]

    def _nodes(self, expression: Term | None, focus: Ints) -> Ints:
        """Evaluate a node expression: (place of the focus node, node) pairs (clause 6)."""
        places = np.arange(len(focus))
        if expression == Iri(SH + "this"):
            return pack(places, focus)
        if isinstance(expression, Iri | Literal):
            number = self._scene.constant(expression)
            return pack(places, np.full(len(focus), number))
        if isinstance(expression, BlankNode):
            return self._computed(expression, focus)
        raise ValueError("an expression is missing")

    def _computed(self, expression: BlankNode, focus: Ints) -> Ints:
        """Follow a path, or keep the nodes that conform to a shape."""
        graph = self._graph
        path, shape = (graph.value(expression, SH + name) for name in ("path", "filterShape"))
        nodes = graph.value(expression, SH + "nodes")
        pairs = self._nodes(nodes or Iri(SH + "this"), focus)
        if path is not None:
            try:
                reached = self._scene.relations.walk(read_path(graph, path), seconds(pairs))
            except PathError as error:
                raise ValueError(str(error)) from error
            return np.unique(pack(firsts(pairs)[firsts(reached)], seconds(reached)))
        if shape is not None and shape in self._shapes:
            return pairs[self._scene.conforms(shape, seconds(pairs))]
        raise ValueError("an expression is of a kind that is not supported")
