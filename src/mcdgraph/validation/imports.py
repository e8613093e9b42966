"""Which statements make the shapes graph, where shapes import other graphs (SHACL, clause 3.1)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.validation.problems import ProblemKind, ShapesProblem


def missing_imports(shapes: Columns) -> Iterator[ShapesProblem]:
    """Report each import of a graph that is not in the shapes graph, at its statement."""
    imports = shapes.predicate == shapes.terms.find_iri(OWL + "imports")
    declaring = _declaring(shapes)
    for row in np.flatnonzero(imports).tolist():
        graph = int(shapes.object[row])
        declared = (declaring & _named(shapes, graph)).any() or (shapes.graph == graph).any()
        if not declared:
            yield ShapesProblem(
                kind=ProblemKind.IMPORT,
                message=f"{shapes.terms[graph]} is not among the files: it is not evaluated",
                row=row,
                part="object",
                shape=shapes.terms[int(shapes.subject[row])],
                hint="Put a copy of it into the folder shapes.",
            )


def with_imports(columns: Columns, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add to the rows of shapes those of the files that declare what they import.

    Imports of imports are followed. ``rows`` marks the rows of the shapes' own files.
    """
    imports = columns.predicate == columns.terms.find_iri(OWL + "imports")
    declaring = _declaring(columns)
    known: set[int] = set()
    while wanted := set(columns.object[imports & rows].tolist()) - known:
        known |= wanted
        for graph in wanted:
            if (rows & declaring & _named(columns, graph)).any():
                continue
            files = np.unique(columns.source[declaring & _named(columns, graph)])
            rows = rows | np.isin(columns.source, files) | (columns.graph == graph)
    return rows


def _declaring(columns: Columns) -> NDArray[np.bool_]:
    """Mark the rows that declare an ontology, or a version of one."""
    find = columns.terms.find_iri
    typed = columns.predicate == find(RDF + "type")
    version = columns.predicate == find(OWL + "versionIRI")
    return np.asarray((typed & (columns.object == find(OWL + "Ontology"))) | version)


def _named(columns: Columns, graph: int) -> NDArray[np.bool_]:
    return np.asarray((columns.subject == graph) | (columns.object == graph))
