"""What one graph says, by subject."""

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.namespaces import RDF


class Statements:
    """The distinct triples of one graph, looked up by the number of their subject."""

    def __init__(self, rows: Columns) -> None:
        """Sort the rows once; ``subjects`` are their subjects by number."""
        ordered = rows.take(np.lexsort((rows.object, rows.predicate, rows.subject)))
        subjects, starts = np.unique(ordered.subject, return_index=True)
        ends = np.append(starts, len(ordered))[1:].tolist()
        self.subjects: list[int] = subjects.tolist()
        self._spans = dict(zip(self.subjects, zip(starts.tolist(), ends, strict=True), strict=True))
        self._predicates: list[int] = ordered.predicate.tolist()
        self._objects: list[int] = ordered.object.tolist()
        self._first = rows.terms.find_iri(RDF + "first")
        self._rest = rows.terms.find_iri(RDF + "rest")

    def __getitem__(self, subject: int) -> dict[int, list[int]]:
        """Give the objects of a subject by predicate; nothing where it has none."""
        start, end = self._spans.get(subject, (0, 0))
        said: dict[int, list[int]] = {}
        for row in range(start, end):
            said.setdefault(self._predicates[row], []).append(self._objects[row])
        return said

    def items(self, cell: int, cells: set[int]) -> list[int]:
        """Give the items of the list that begins with a cell (see `Nesting.cells`)."""
        items = []
        while cell in cells:
            said = self[cell]
            items.append(said[self._first][0])
            cell = said[self._rest][0]
        return items

    def says(self, subject: int, predicate: int, objects: set[int]) -> bool:
        """Say whether a subject has one of several objects."""
        return not set(self[subject].get(predicate, ())).isdisjoint(objects)
