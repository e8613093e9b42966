"""Shapes that our own engine does not cover, handed to pyshacl together."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from mcdgraph.columns import Columns, Term
from mcdgraph.errors import ShapesError
from mcdgraph.namespaces import OWL, RDF, RDFS, SH
from mcdgraph.validation.problems import ProblemKind, ShapesProblem
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import ShaclResult
from mcdgraph.validation.shapes import Shapes
from mcdgraph.validation.terms import Mask

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")


def validate_shapes(
    data: Columns, shapes: Columns, chosen: Collection[Term]
) -> Iterator[ShaclResult | ShapesProblem]:
    """Validate with some shapes of a shapes graph: the targets of the others are left out.

    They are run together; where pyshacl refuses that, in halves, down to the shapes that it
    refuses, which are reported without a row. No rule (sh:rule) is run.
    """
    if not chosen:
        return
    try:
        yield from run_pyshacl(data, only_shapes(shapes, chosen))
    except ShapesError as error:
        if len(chosen) == 1:
            text = f"the shape is not evaluated: {error}"
            kind = ProblemKind.NOT_EVALUATED
            yield ShapesProblem(kind=kind, message=text, shape=next(iter(chosen)))
            return
        ordered = list(chosen)
        yield from validate_shapes(data, shapes, ordered[: len(ordered) // 2])
        yield from validate_shapes(data, shapes, ordered[len(ordered) // 2 :])


def without_shapes(shapes: Columns, compiled: Shapes) -> Columns:
    """Leave out the shapes that are ill-formed, and what refers to them."""
    find = shapes.terms.find
    broken = {p.shape for p in compiled.problems if p.kind is ProblemKind.ILL_FORMED and p.shape}
    numbers = [find(shape) for shape in broken]
    return shapes.take(~np.isin(shapes.subject, numbers) & ~np.isin(shapes.object, numbers))


def only_shapes(shapes: Columns, chosen: Iterable[Term]) -> Columns:
    """Leave out the targets of all other shapes, and the rules."""
    numbers = [shapes.terms.find(shape) for shape in chosen]
    others = ~np.isin(shapes.subject, numbers)
    return without_rules(shapes.take(~(others & _declares_target(shapes))))


def without_rules(shapes: Columns) -> Columns:
    """Leave out the rules: they are run once, before validation, or not at all."""
    return shapes.take(shapes.predicate != shapes.terms.find_iri(SH + "rule"))


def _declares_target(shapes: Columns) -> Mask:
    """Find the rows that give a shape a target, the implicit class targets included."""
    find = shapes.terms.find_iri
    targets = np.isin(shapes.predicate, [find(SH + name) for name in _TARGETS])
    classes = np.isin(shapes.object, [find(RDFS + "Class"), find(OWL + "Class")])
    return np.asarray(targets | ((shapes.predicate == find(RDF + "type")) & classes), np.bool_)
