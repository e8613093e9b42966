"""Our own engine: every constraint is evaluated for all focus nodes at once."""

from collections.abc import Iterable, Iterator

import numpy as np

from mcdgraph.columns import BlankNode, Columns, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import ShapesError
from mcdgraph.validation.components import Component, ResultBatch, Scene, Shape, Values
from mcdgraph.validation.problems import ShapesProblems
from mcdgraph.validation.relations import DataRelations, firsts, seconds
from mcdgraph.validation.report import ShaclResult
from mcdgraph.validation.rounds import Rounds
from mcdgraph.validation.shapes import Shapes
from mcdgraph.validation.sparql import SparqlRunner
from mcdgraph.validation.terms import NONE, Ints, Mask, Terms


class ShaclEvaluation:
    """One data graph under validation: the `Scene` in which components do their work."""

    terms: Terms
    sparql: SparqlRunner
    problems: ShapesProblems

    def __init__(
        self,
        data: Columns,
        graph: Columns,
        shapes: Shapes,
        *,
        common: "ShaclEvaluation | None" = None,
    ) -> None:
        """Hold the data, and the shapes as their graph and compiled.

        ``common`` evaluates a part of the data, on whose copy for queries the rest is laid.
        """
        self.terms = Terms(data.terms) if common is None else common.terms
        self.relations = DataRelations(data, self.terms)
        self.sparql = SparqlRunner(data, graph, self.terms) if common is None else common.sparql
        self.problems = ShapesProblems() if common is None else common.problems
        self._shapes = shapes.by_node
        self._apart = graph.terms is not data.terms
        self._rounds = {
            node: rounds
            for group in shapes.groups
            for rounds in (Rounds(self, self._shapes, group.levels),)
            for node in group.levels
        }

    def constant(self, term: Term) -> int:
        """Give the number of a term of the shapes graph."""
        return self.terms.number(term, alien=self._apart and isinstance(term, BlankNode))

    def evaluate(self, shape: Term, nodes: Ints) -> tuple[ResultBatch, ...]:
        """Validate different nodes against a shape."""
        compiled = self._shapes[shape]
        if compiled.deactivated or not len(nodes):
            return ()
        if shape in self._rounds:
            return self._rounds[shape].run(shape, nodes)
        values = self.values(compiled, nodes)
        found = (self.check(component, values, self) for component in compiled.components)
        return tuple(batch for batches in found for batch in batches if len(batch.origin))

    def values(self, shape: Shape, nodes: Ints) -> Values:
        """Find the value nodes of different focus nodes."""
        if shape.path is None:
            return Values(shape=shape, focus=nodes, index=np.arange(len(nodes)), value=nodes)
        pairs = self.relations.walk(shape.path, nodes)
        return Values(shape=shape, focus=nodes, index=firsts(pairs), value=seconds(pairs))

    def check(self, component: Component, values: Values, scene: Scene) -> Iterator[ResultBatch]:
        """Evaluate one constraint; where it cannot be, that is a problem and no result."""
        try:
            failures = component.check(values, scene)
        except ShapesError as error:
            text = f"not evaluated: {error}"
            self.problems.not_evaluated(text, component.row, values.shape.node, "object")
            return
        yield ResultBatch(
            shape=values.shape,
            component=component,
            origin=failures.index,
            focus=values.focus[failures.index],
            value=failures.value,
            paths=failures.paths,
            messages=failures.messages,
            details=failures.details,
        )
        yield from failures.nested

    def judge(self, shape: Term, nodes: Ints) -> tuple[Mask, tuple[ResultBatch, ...]]:
        """Say for each of different nodes whether it conforms to a shape, and why it does not."""
        batches = self.evaluate(shape, nodes)
        right = np.ones(len(nodes), bool)
        for batch in batches:
            right[batch.origin] = False
        return right, batches

    def conforms(self, shape: Term, nodes: Ints) -> Mask:
        """Say for each of any nodes whether it conforms to a shape."""
        different, places = np.unique(nodes, return_inverse=True)
        mask: Mask = self.judge(shape, different)[0][places]
        return mask

    def results(self, batches: Iterable[ResultBatch]) -> Iterator[ShaclResult]:
        """Write batches out as results."""
        for batch in batches:
            details = self._details(batch)
            for entry in range(len(batch.origin)):
                yield self._result(batch, entry, details.get(entry, ()))

    def _details(self, batch: ResultBatch) -> dict[int, tuple[ShaclResult, ...]]:
        found: dict[int, list[ShaclResult]] = {}
        for detail in batch.details:
            entries = detail.origin.tolist()
            for entry, result in zip(entries, self.results([detail]), strict=True):
                found.setdefault(entry, []).append(result)
        return {entry: tuple(results) for entry, results in found.items()}

    def _result(
        self, batch: ResultBatch, entry: int, details: tuple[ShaclResult, ...]
    ) -> ShaclResult:
        shape, component = batch.shape, batch.component
        value = int(batch.value[entry])
        default = Literal(component.text(), RDF_LANG_STRING, "en")
        return ShaclResult(
            focus=self.terms[int(batch.focus[entry])],
            path=shape.path if batch.paths is None else batch.paths[entry],
            value=None if value == NONE else self.terms[value],
            component=component.iri,
            source_shape=shape.node,
            source_constraint=component.source_constraint,
            severity=shape.severity,
            messages=(batch.messages[entry] if batch.messages else ())
            or shape.messages
            or (default,),
            details=details,
            shape_row=shape.row if component.row is None else component.row,
        )
