"""SHACL: a data graph is validated against a shapes graph, and every result has its place.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, 20 July 2017.
"""

from typing import Literal as Choice

from mcdgraph.columns import Columns
from mcdgraph.validation.engine import Evaluation
from mcdgraph.validation.fallback import validate_shape
from mcdgraph.validation.placement import placed
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import Fallback, ShaclReport, ShaclResult
from mcdgraph.validation.shapes import compile_shapes
from mcdgraph.validation.targets import focus_nodes

__all__ = ["Engine", "Fallback", "ShaclReport", "ShaclResult", "validate"]

Engine = Choice["columns", "pyshacl"]


def validate(data: Columns, shapes: Columns, *, engine: Engine = "columns") -> ShaclReport:
    """Validate a data graph (graph names left aside) against a shapes graph.

    Terms of the two are compared as terms; their blank nodes are the same only where both
    have one term table. Raise `ShapesError` where the shapes are not well-formed.
    """
    compiled = compile_shapes(shapes)
    evaluation = Evaluation(data, shapes, compiled.by_node)
    focus = {node: focus_nodes(found, evaluation) for node, found in compiled.targets.items()}
    idle = tuple(node for node, nodes in focus.items() if not len(nodes))
    if engine == "pyshacl":
        found = run_pyshacl(data, shapes)
        return ShaclReport(results=placed(found, data), engine=engine, idle=idle)
    batches = [batch for node, nodes in focus.items() for batch in evaluation.evaluate(node, nodes)]
    results = list(evaluation.results(batches))
    for node in compiled.advanced:
        results += validate_shape(data, shapes, node)
    return ShaclReport(
        results=placed(results, data),
        engine=engine,
        fallbacks=tuple(
            Fallback(shape=node, reason=why) for node, why in compiled.advanced.items()
        ),
        idle=idle,
    )
