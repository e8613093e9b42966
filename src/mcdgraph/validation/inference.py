"""Rules of shapes (sh:rule), run before validation: all of them or none.

Source: SHACL Advanced Features, clause 8.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal as Choice

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.columns.columns import joined
from mcdgraph.errors import ShapesError
from mcdgraph.namespaces import SH
from mcdgraph.validation.engine import ShaclEvaluation
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.problems import ProblemKind, ShapesProblem, ShapesProblems
from mcdgraph.validation.shape_rules import RuleRunner, ShapeRule, Triple, read_rules
from mcdgraph.validation.shapes import Shapes
from mcdgraph.validation.targets import focus_nodes

#: Run the rules where the shapes ask for it (``sh:entailment sh:Rules``), always, or never.
ShapeRules = Choice["asked", "all", "none"]


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """The data with what the rules add, behind the rows as they were; and what to say of it."""

    data: Columns
    problems: tuple[ShapesProblem, ...] = ()


def infer(data: Columns, shapes: Columns, compiled: Shapes, shape_rules: ShapeRules) -> Inferred:
    """Run the rules of a shapes graph over data, as the setting says."""
    find = shapes.terms.find_iri
    rows = np.flatnonzero(shapes.predicate == find(SH + "rule"))
    if not len(rows):
        return Inferred(data=data)
    asks = np.flatnonzero(
        (shapes.predicate == find(SH + "entailment")) & (shapes.object == find(SH + "Rules"))
    )
    what = f"{len(rows):,} rule" + ("" if len(rows) == 1 else "s") + " of the shapes (sh:rule)"
    if shape_rules == "none" or (shape_rules == "asked" and not len(asks)):
        text = f"{what}: not run, what it would add is not validated (check.shape_rules)"
        if len(asks):
            text = f"sh:entailment sh:Rules asks for them: {text}"
            problem = _problem(shapes, text, asks, ProblemKind.NOT_EVALUATED)
        else:
            problem = _problem(shapes, text, rows, ProblemKind.RULES)
        return Inferred(data=data, problems=(problem,))
    problems = ShapesProblems()
    extended = _extended(data, shapes, compiled, problems)
    text = f"{what}: run before validation; statements added: {len(extended) - len(data):,}"
    problems.add(_problem(shapes, text, rows, ProblemKind.RULES))
    return Inferred(data=extended, problems=tuple(problems.found))


def _extended(
    data: Columns, shapes: Columns, compiled: Shapes, problems: ShapesProblems
) -> Columns:
    """Run all rules in their order, once; rules of one order see the same data."""
    graph = Graph(shapes)
    rules = sorted(read_rules(graph, problems), key=lambda rule: rule.order)
    for _, group in groupby(rules, key=lambda rule: rule.order):
        scene = ShaclEvaluation(data, shapes, compiled)
        runner = RuleRunner(scene, graph, dict(compiled.by_node))
        found = _run(runner, scene, compiled, group, problems)
        data = joined([data, _new(data, found)])
    return data


def _run(
    runner: RuleRunner,
    scene: ShaclEvaluation,
    compiled: Shapes,
    rules: Iterable[ShapeRule],
    problems: ShapesProblems,
) -> Iterator[Triple]:
    for rule in rules:
        focus = focus_nodes(compiled.targets.get(rule.shape, ()), scene)
        try:
            yield from runner.run(rule, focus)
        except (ValueError, ShapesError) as error:
            text = f"a rule is not run: {error}"
            problems.not_evaluated(text, rule.row, rule.shape, "object")


def _new(data: Columns, triples: Iterable[Triple]) -> Columns:
    """Keep the triples that the data has not, each once, in its term table."""
    terms = data.terms
    known = set(
        zip(data.subject.tolist(), data.predicate.tolist(), data.object.tolist(), strict=True)
    )
    builder = ColumnsBuilder(terms=terms)
    for triple in triples:
        subject, predicate, object_ = (terms.intern(term) for term in triple)
        if (subject, predicate, object_) not in known:
            known.add((subject, predicate, object_))
            builder.add(subject, predicate, object_)
    return builder.freeze()


def _problem(
    shapes: Columns, text: str, rows: NDArray[np.intp], kind: ProblemKind
) -> ShapesProblem:
    row = int(rows[0])
    shape = shapes.terms[int(shapes.subject[row])]
    return ShapesProblem(kind=kind, message=text, row=row, part="predicate", shape=shape)
