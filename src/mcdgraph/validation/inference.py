"""Rules of shapes (sh:rule), run before validation: all of them or none.

Source: SHACL Advanced Features, clause 8. The rules are run by pyshacl, once for the whole
data, in their order.
"""

from dataclasses import dataclass
from typing import Literal as Choice

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import joined
from mcdgraph.errors import ShapesError
from mcdgraph.namespaces import SH
from mcdgraph.validation.problems import ProblemKind, ShapesProblem
from mcdgraph.validation.pyshacl_engine import run_rules

#: Run the rules where the shapes ask for it (``sh:entailment sh:Rules``), always, or never.
ShapeRules = Choice["asked", "all", "none"]


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """The data with what the rules add, behind the rows as they were; and what to say of it."""

    data: Columns
    problems: tuple[ShapesProblem, ...] = ()


def infer(data: Columns, shapes: Columns, shape_rules: ShapeRules) -> Inferred:
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
            return Inferred(
                data=data, problems=(_problem(shapes, text, asks, ProblemKind.NOT_EVALUATED),)
            )
        return Inferred(data=data, problems=(_problem(shapes, text, rows, ProblemKind.RULES),))
    try:
        added = run_rules(data, shapes)
    except ShapesError as error:
        text = f"{what}: not run: {error}"
        return Inferred(
            data=data, problems=(_problem(shapes, text, rows, ProblemKind.NOT_EVALUATED),)
        )
    text = f"{what}: run before validation; statements added: {len(added):,}"
    problem = _problem(shapes, text, rows, ProblemKind.RULES)
    return Inferred(data=joined([data, added]), problems=(problem,))


def _problem(
    shapes: Columns, text: str, rows: NDArray[np.intp], kind: ProblemKind
) -> ShapesProblem:
    row = int(rows[0])
    shape = shapes.terms[int(shapes.subject[row])]
    return ShapesProblem(kind=kind, message=text, row=row, part="predicate", shape=shape)
