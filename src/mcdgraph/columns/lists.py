"""The lists of a graph, read from its rdf:first and rdf:rest."""

import numpy as np

from mcdgraph.columns.columns import Columns
from mcdgraph.namespaces import RDF


class RdfLists:
    """The first and the rest of every list node of a graph, whatever graph of it says them."""

    def __init__(self, columns: Columns) -> None:
        """Look the statements up once; of several about one node the last by number counts."""
        self._nil = columns.terms.find_iri(RDF + "nil")
        self._first = _pairs(columns, RDF + "first")
        self._rest = _pairs(columns, RDF + "rest")

    def items(self, head: int) -> list[int] | None:
        """List the items from a node on; None where no list that ends begins there."""
        items: list[int] = []
        seen: set[int] = set()
        while head != self._nil:
            if head in seen or head not in self._first or head not in self._rest:
                return None
            seen.add(head)
            items.append(self._first[head])
            head = self._rest[head]
        return items


def _pairs(columns: Columns, predicate: str) -> dict[int, int]:
    rows = np.flatnonzero(columns.predicate == columns.terms.find_iri(predicate))
    pairs = zip(columns.subject[rows].tolist(), columns.object[rows].tolist(), strict=True)
    return dict(sorted(pairs))
