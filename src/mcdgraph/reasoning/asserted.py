"""What is asserted: parts of a graph, each with the numbers of its rows in the whole."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.columns.pairs import Keys, distinct, pack

Rows = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class WrittenPairs:
    """What is written with one predicate: sorted keys, which may repeat, and the row of each."""

    keys: Keys
    rows: Rows


@dataclass(frozen=True, kw_only=True, eq=False)
class AssertedPart:
    """Some statements of a graph; ``rows`` numbers them among all its statements."""

    columns: Columns
    rows: Rows
    _written: dict[int, WrittenPairs] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, columns: Columns, rows: Rows | None = None) -> "AssertedPart":
        """Take the rows of a graph, or all of it."""
        if rows is None:
            return cls(columns=columns, rows=np.arange(len(columns)))
        return cls(columns=columns.take(rows), rows=rows)

    def written(self, predicate: int) -> WrittenPairs:
        """Return what is written with a predicate, sorted once."""
        found = self._written.get(predicate)
        if found is None:
            places = np.flatnonzero(self.columns.predicate == predicate)
            keys = pack(self.columns.subject[places], self.columns.object[places])
            order = np.argsort(keys, kind="stable")
            found = WrittenPairs(keys=keys[order], rows=self.rows[places[order]])
            self._written[predicate] = found
        return found

    def keys(self, predicate: int) -> Keys:
        """Return the distinct pairs that are written with a predicate."""
        return distinct(self.written(predicate).keys)
