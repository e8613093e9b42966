"""SHACL: a data graph is validated against a shapes graph, and every result has its place.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, 20 July 2017.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal as Choice

import numpy as np

from mcdgraph.columns import Columns, Term
from mcdgraph.errors import ShapesError
from mcdgraph.snapshots import Snapshots
from mcdgraph.validation.dataset import ExactDataset
from mcdgraph.validation.fallback import (
    only_shapes,
    validate_shapes,
    without_rules,
    without_shapes,
)
from mcdgraph.validation.imports import missing_imports, with_imports
from mcdgraph.validation.inference import ShapeRules, infer
from mcdgraph.validation.names import ShapeNames
from mcdgraph.validation.parts import DataPart, parts_of
from mcdgraph.validation.problems import ProblemKind, ShapesProblem
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import Fallback, ShaclReport, ShaclResult
from mcdgraph.validation.shapes import Shapes, compile_shapes, declares_shapes

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
    snapshots: Snapshots | None = None,
) -> ShaclReport:
    """Validate a data graph (graph names left aside) against a shapes graph.

    Shapes that are for snapshots (`mcdgraph.validation.scopes`) are applied to each of
    ``snapshots``, which number the rows of ``data``; what rules of shapes add is not in them.

    Terms of the two are compared as terms; their blank nodes are the same only where both
    have one term table. Shapes that are ill-formed, and constraints that are not evaluated,
    are among the problems of the report; all others are evaluated.
    """
    compiled = compile_shapes(shapes)
    inferred = infer(data, shapes, compiled, shape_rules)
    snapshots = snapshots or Snapshots(members=(), owner=np.full(len(data), -1, np.int32))
    run = _run_columns if engine == "columns" else _run_pyshacl
    results: list[ShaclResult] = []
    problems: list[ShapesProblem] = []
    met: set[Term] = set()
    for part in parts_of(data, shapes, compiled, snapshots, inferred.data):
        found = list(run(part, shapes, compiled))
        results += part.located([one for one in found if isinstance(one, ShaclResult)], data)
        problems += [_placed(one, shapes) for one in found if isinstance(one, ShapesProblem)]
        met |= {node for node, nodes in part.focus.items() if len(nodes)}
    problems += [*inferred.problems, *missing_imports(shapes)]
    fallbacks = compiled.advanced.items() if engine == "columns" else ()
    return ShaclReport(
        results=tuple(sorted(results, key=ShaclResult.order)),
        engine=engine,
        fallbacks=tuple(Fallback(shape=node, reason=why) for node, why in fallbacks),
        idle=tuple(node for node in compiled.targets if node not in met),
        problems=tuple(dict.fromkeys(problems)),
    )


def _placed(problem: ShapesProblem, shapes: Columns) -> ShapesProblem:
    """Set a problem of a whole shape at its first row."""
    if problem.row is not None or problem.shape is None:
        return problem
    rows = np.flatnonzero(shapes.subject == shapes.terms.find(problem.shape))
    return replace(problem, row=int(rows[0])) if len(rows) else problem


def _run_columns(
    part: DataPart, shapes: Columns, compiled: Shapes
) -> Iterator[ShaclResult | ShapesProblem]:
    """Validate with our own engine, and hand on to pyshacl what it does not cover."""
    evaluation = part.evaluation
    for node, nodes in part.focus.items():
        if node not in compiled.advanced:
            yield from evaluation.results(evaluation.evaluate(node, nodes))
    yield from compiled.problems
    yield from evaluation.problems.found
    advanced = [node for node in compiled.advanced if node in part.focus]
    if advanced:
        yield from validate_shapes(part.data, without_shapes(shapes, compiled), advanced)


def _run_pyshacl(
    part: DataPart, shapes: Columns, compiled: Shapes
) -> Iterator[ShaclResult | ShapesProblem]:
    """Validate with pyshacl all that it takes: where it refuses, without what is ill-formed."""
    asked = only_shapes(shapes, part.focus) if compiled.scopes else without_rules(shapes)
    try:
        yield from run_pyshacl(part.data, asked)
    except ShapesError:
        yield from compiled.problems
        left = without_shapes(shapes, compiled)
        yield from validate_shapes(part.data, left, list(part.focus))
    else:
        yield from (replace(one, taken=True) for one in compiled.problems)
