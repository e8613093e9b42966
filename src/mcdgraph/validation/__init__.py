"""SHACL: a data graph is validated against a shapes graph, and every result has its place.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, 20 July 2017.
"""

from typing import Literal as Choice

from mcdgraph.columns import Columns
from mcdgraph.errors import UsageError
from mcdgraph.validation.placement import placed
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import Fallback, ShaclReport, ShaclResult

__all__ = ["Engine", "Fallback", "ShaclReport", "ShaclResult", "validate"]

Engine = Choice["columns", "pyshacl"]


def validate(data: Columns, shapes: Columns, *, engine: Engine = "pyshacl") -> ShaclReport:
    """Validate a data graph (graph names left aside) against a shapes graph.

    Terms of the two are compared as terms; their blank nodes are the same only where both
    have one term table. Raise `ShapesError` where the shapes are not well-formed.
    """
    if engine != "pyshacl":
        raise UsageError(f"this version has no SHACL engine {engine}, only pyshacl")
    results = run_pyshacl(data, shapes)
    return ShaclReport(results=placed(results, data), engine=engine)
