"""Quads as parallel integer arrays, with the place each part stands in its source."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.terms import Term, TermTable

IntArray = NDArray[np.int32]

DEFAULT_GRAPH = -1
NO_SOURCE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Columns:
    """Quads in reading order, one per row; all arrays have the same length.

    ``subject``, ``predicate``, ``object`` are term numbers; ``graph`` is one too, or -1 for
    the default graph. ``source`` is the number of the file a row was read from, or -1;
    ``subject_at``, ``predicate_at``, ``object_at`` are the offsets (code points) where each
    part is written there, or -1. Rows may repeat: a statement written twice has two places.
    """

    terms: TermTable
    subject: IntArray
    predicate: IntArray
    object: IntArray
    graph: IntArray
    source: IntArray
    subject_at: IntArray
    predicate_at: IntArray
    object_at: IntArray

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.subject)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.integer]) -> "Columns":
        """Keep some rows, by mask or by number, over the same term table."""
        arrays = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "terms"}
        return replace(self, **arrays)

    def numbers(self) -> Iterator[tuple[int, int, int, int]]:
        """Give each row as the term numbers of subject, predicate, object and graph."""
        return zip(
            self.subject.tolist(),
            self.predicate.tolist(),
            self.object.tolist(),
            self.graph.tolist(),
            strict=True,
        )

    def quads(self) -> Iterator[tuple[Term, Term, Term, Term | None]]:
        """Give each row as terms; None stands for the default graph."""
        terms = self.terms
        for s, p, o, g in self.numbers():
            yield terms[s], terms[p], terms[o], None if g < 0 else terms[g]


@dataclass(kw_only=True)
class ColumnsBuilder:
    """Collects rows one at a time, then freezes them into `Columns`."""

    terms: TermTable = field(default_factory=TermTable)
    rows: list[tuple[int, int, int, int, int, int, int, int]] = field(default_factory=list)

    def add(
        self,
        subject: int,
        predicate: int,
        object: int,  # noqa: A002 - the field's own word
        graph: int = DEFAULT_GRAPH,
        source: int = NO_SOURCE,
        places: tuple[int, int, int] = (-1, -1, -1),
    ) -> None:
        """Add one row of term numbers, with its source and the offsets of its three parts."""
        self.rows.append((subject, predicate, object, graph, source, *places))

    def freeze(self) -> Columns:
        """Give what was collected as columns."""
        table = np.array(self.rows, np.int32).reshape(-1, 8).T
        names = [f.name for f in fields(Columns) if f.name != "terms"]
        arrays = {
            name: np.ascontiguousarray(column) for name, column in zip(names, table, strict=True)
        }
        return Columns(terms=self.terms, **arrays)
