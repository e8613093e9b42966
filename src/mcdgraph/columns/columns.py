"""Quads as parallel integer arrays, with the place each part stands in its source."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.table import TermTable
from mcdgraph.columns.terms import Term

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


def joined(parts: Sequence[Columns]) -> Columns:
    """Put columns of one term table behind each other."""
    names = [item.name for item in fields(Columns) if item.name != "terms"]
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Columns(terms=parts[0].terms, **arrays)


@dataclass(kw_only=True)
class ColumnsBuilder:
    """Collects rows one at a time, then freezes them into `Columns`.

    ``cells`` holds six numbers a row: subject, predicate, object and their three offsets.
    ``runs`` holds the graph and the source from a row on: neighbours mostly share them.
    """

    terms: TermTable = field(default_factory=TermTable)
    cells: "array[int]" = field(default_factory=lambda: array("i"))
    runs: list[tuple[int, int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows so far."""
        return len(self.cells) // 6

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
        if not self.runs or self.runs[-1][1:] != (graph, source):
            self.enter(graph, source)
        self.cells.extend((subject, predicate, object, *places))

    def enter(self, graph: int, source: int) -> None:
        """Say the graph and the source of the rows that follow."""
        self.runs.append((len(self), graph, source))

    def forget(self, rows: int) -> None:
        """Drop every row after the first ``rows``; the terms met stay numbered."""
        del self.cells[rows * 6 :]
        self.runs = [run for run in self.runs if run[0] < rows]

    def freeze(self) -> Columns:
        """Give what was collected as columns."""
        table = np.array(self.cells, np.int32).reshape(-1, 6)
        names = ("subject", "predicate", "object", "subject_at", "predicate_at", "object_at")
        columns = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(names)}
        runs = np.array(self.runs, np.int64).reshape(-1, 3)
        lengths = np.diff(np.append(runs[:, 0], len(table)))
        for i, name in ((1, "graph"), (2, "source")):
            columns[name] = np.repeat(runs[:, i].astype(np.int32), lengths)
        return Columns(terms=self.terms, **columns)
