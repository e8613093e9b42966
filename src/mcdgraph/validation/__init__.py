"""SHACL: a data graph is validated against a shapes graph, and every result has its place.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, 20 July 2017.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal as Choice

import numpy as np

from mcdgraph.columns import Columns, Term
from mcdgraph.errors import ShapesError
from mcdgraph.validation.dataset import ExactDataset
from mcdgraph.validation.engine import ShaclEvaluation
from mcdgraph.validation.fallback import validate_shapes, without_rules, without_shapes
from mcdgraph.validation.imports import missing_imports, with_imports
from mcdgraph.validation.inference import ShapeRules, infer
from mcdgraph.validation.location import located
from mcdgraph.validation.names import ShapeNames
from mcdgraph.validation.problems import ProblemKind, ShapesProblem
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import Fallback, ShaclReport, ShaclResult
from mcdgraph.validation.shapes import Shapes, compile_shapes, declares_shapes
from mcdgraph.validation.targets import focus_nodes
from mcdgraph.validation.terms import Ints

__all__ = [
    "Engine",
    "ExactDataset",
    "Fallback",
    "ProblemKind",
    "ShaclReport",
    "ShaclResult",
    "ShapeNames",
    "ShapeRules",
    "ShapesProblem",
    "declares_shapes",
    "validate",
    "with_imports",
]

Engine = Choice["columns", "pyshacl"]


def validate(
    data: Columns,
    shapes: Columns,
    *,
    engine: Engine = "columns",
    shape_rules: ShapeRules = "asked",
) -> ShaclReport:
    """Validate a data graph (graph names left aside) against a shapes graph.

    Terms of the two are compared as terms; their blank nodes are the same only where both
    have one term table. Shapes that are ill-formed, and constraints that are not evaluated,
    are among the problems of the report; all others are evaluated.
    """
    compiled = compile_shapes(shapes)
    inferred = infer(data, shapes, compiled, shape_rules)
    evaluation = ShaclEvaluation(inferred.data, shapes, compiled)
    focus = {node: focus_nodes(found, evaluation) for node, found in compiled.targets.items()}
    run = _run_columns if engine == "columns" else _run_pyshacl
    found = list(run(inferred.data, shapes, compiled, evaluation, focus))
    results = [one for one in found if isinstance(one, ShaclResult)]
    problems = [_placed(one, shapes) for one in found if isinstance(one, ShapesProblem)]
    problems += [*inferred.problems, *missing_imports(shapes)]
    return ShaclReport(
        results=located(results, data),
        engine=engine,
        fallbacks=tuple(
            Fallback(shape=node, reason=why)
            for node, why in compiled.advanced.items()
            if engine == "columns"
        ),
        idle=tuple(node for node, nodes in focus.items() if not len(nodes)),
        problems=tuple(dict.fromkeys(problems)),
    )


def _placed(problem: ShapesProblem, shapes: Columns) -> ShapesProblem:
    """Set a problem of a whole shape at its first row."""
    if problem.row is not None or problem.shape is None:
        return problem
    rows = np.flatnonzero(shapes.subject == shapes.terms.find(problem.shape))
    return replace(problem, row=int(rows[0])) if len(rows) else problem


def _run_columns(
    data: Columns,
    shapes: Columns,
    compiled: Shapes,
    evaluation: ShaclEvaluation,
    focus: dict[Term, Ints],
) -> Iterable[ShaclResult | ShapesProblem]:
    """Validate with our own engine, and hand on to pyshacl what it does not cover."""
    for node, nodes in focus.items():
        if node not in compiled.advanced:
            yield from evaluation.results(evaluation.evaluate(node, nodes))
    yield from compiled.problems
    yield from evaluation.problems.found
    if compiled.advanced:
        yield from validate_shapes(data, without_shapes(shapes, compiled), compiled.advanced)


def _run_pyshacl(
    data: Columns,
    shapes: Columns,
    compiled: Shapes,
    evaluation: ShaclEvaluation,  # noqa: ARG001 - one signature for both engines
    focus: dict[Term, Ints],  # noqa: ARG001
) -> Iterable[ShaclResult | ShapesProblem]:
    """Validate with pyshacl all that it takes: where it refuses, without what is ill-formed."""
    try:
        yield from run_pyshacl(data, without_rules(shapes))
    except ShapesError:
        yield from compiled.problems
        left = without_shapes(shapes, compiled)
        yield from validate_shapes(data, left, list(compiled.targets))
    else:
        yield from (replace(one, taken=True) for one in compiled.problems)
