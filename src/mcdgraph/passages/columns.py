"""The statements of columns, found by subject and by property."""

from collections.abc import Iterator, Sequence

import numpy as np

from mcdgraph.columns import BlankNode, Columns, Iri, Term


class ColumnStatements:
    """Statements in columns, sorted once by subject."""

    def __init__(self, columns: Columns) -> None:
        """Sort the rows."""
        self._columns = columns
        self._order = np.argsort(columns.subject, kind="stable")
        self._subjects = columns.subject[self._order]

    def objects(self, node: Iri | BlankNode, predicate: str) -> Sequence[Term]:
        """Return values of a property, each once, sorted by how they are written."""
        terms = self._columns.terms
        subject, property_ = terms.find(node), terms.find_iri(predicate)
        if subject < 0 or property_ < 0:
            return []
        first, last = np.searchsorted(self._subjects, [subject, subject + 1])
        rows = self._order[first:last]
        rows = rows[self._columns.predicate[rows] == property_]
        return sorted((terms[n] for n in set(self._columns.object[rows].tolist())), key=str)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of the statements of a property."""
        terms = self._columns.terms
        property_ = terms.find_iri(predicate)
        if property_ < 0:
            return
        for row in np.flatnonzero(self._columns.predicate == property_).tolist():
            yield terms[int(self._columns.subject[row])], terms[int(self._columns.object[row])]
