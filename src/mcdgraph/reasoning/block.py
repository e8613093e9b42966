"""Solutions by the block: one array of term numbers for each variable, all of one length."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import Mask

#: A constant is the number of its term, a variable its name.
Slot = int | str


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some solutions: for each variable its values, by place."""

    size: int
    values: dict[str, IntArray]

    def take(self, rows: NDArray[np.intp] | Mask) -> "Block":
        """Keep solutions by number or mask."""
        values = {name: column[rows] for name, column in self.values.items()}
        size = int(rows.sum()) if rows.dtype == np.bool_ else len(rows)
        return Block(size=size, values=values)

    def get(self, slot: Slot) -> IntArray | None:
        """Give the values of a slot, one for each solution; None for a variable yet free."""
        if isinstance(slot, int):
            return np.full(self.size, slot, np.int32)
        return self.values.get(slot)

    def having(self, **more: IntArray) -> "Block":
        """Add values for variables."""
        return Block(size=self.size, values={**self.values, **more})


ONE: Final = Block(size=1, values={})
