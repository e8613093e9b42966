"""Shapes that our own engine does not cover, handed to pyshacl one by one."""

import numpy as np

from mcdgraph.columns import Columns, Term
from mcdgraph.namespaces import OWL, RDF, RDFS, SH
from mcdgraph.validation.pyshacl_engine import run_pyshacl
from mcdgraph.validation.report import ShaclResult
from mcdgraph.validation.terms import Mask

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")


def validate_shape(data: Columns, shapes: Columns, shape: Term) -> list[ShaclResult]:
    """Validate with one shape of a shapes graph: the targets of the others are left out."""
    others = shapes.subject != shapes.terms.find(shape)
    kept = ~(others & _declares_target(shapes))
    return run_pyshacl(data, shapes.take(kept), advanced=True)


def _declares_target(shapes: Columns) -> Mask:
    """Find the rows that give a shape a target, the implicit class targets included."""
    find = shapes.terms.find_iri
    targets = np.isin(shapes.predicate, [find(SH + name) for name in _TARGETS])
    classes = np.isin(shapes.object, [find(RDFS + "Class"), find(OWL + "Class")])
    return np.asarray(targets | ((shapes.predicate == find(RDF + "type")) & classes), np.bool_)
