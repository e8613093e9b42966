"""Reasoning for each snapshot: what it says, with what all share, and never with another.

What is shared is saturated once; each snapshot goes on from there, so that N of them cost
their own statements and conclusions, and not N times the shared ones.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from mcdgraph.columns import Columns
from mcdgraph.reasoning.asserted import AssertedPart
from mcdgraph.reasoning.prover import Prover
from mcdgraph.reasoning.rule import InferenceRule
from mcdgraph.reasoning.saturation import Saturation
from mcdgraph.snapshots import Snapshot, Snapshots

#: The number that stands for what all snapshots share, where one of a snapshot could.
SHARED: Final = -1
#: Snapshots whose conclusions are kept for proofs, the latest asked for.
_KEPT: Final = 4
#: Hexadecimal digits of SHA-256 that name the graph of a snapshot whose own is named elsewhere.
_DIGITS: Final = 16


class SnapshotReasoner:
    """Saturates what snapshots share, and each of them when it is asked for."""

    def __init__(
        self, columns: Columns, snapshots: Snapshots, rules: Sequence[InferenceRule] = ()
    ) -> None:
        """Reason over what is shared; raise RuleError where an own rule does not end."""
        self._columns = columns
        self._snapshots = snapshots
        rows = snapshots.shared if snapshots.members else None
        self.shared = Saturation(AssertedPart.of(columns, rows), tuple(rules), whole=columns)
        self.shared.run()
        self._provers: OrderedDict[int, Prover] = OrderedDict()

    def saturation(self, number: int) -> Saturation:
        """Reason over a snapshot, by its number, together with what is shared."""
        if number == SHARED:
            return self.shared
        own = self._snapshots.own(number)
        return self.shared.extended(AssertedPart.of(self._columns, own))

    def prover(self, number: int) -> Prover:
        """Return what finds proofs in a snapshot, or in what is shared."""
        found = self._provers.pop(number, None) or Prover(self.saturation(number))
        self._provers[number] = found
        if len(self._provers) > _KEPT:
            self._provers.popitem(last=False)
        return found


def inferred_graph(graph: str, snapshot: Snapshot) -> str:
    """Name the graph of what follows from a snapshot, below that of what follows from all.

    ``…/graph/a/b`` has its conclusions in ``…/graph/inferred/a/b``.
    """
    root, own = graph.removesuffix("inferred"), snapshot.graphs[0]
    if own.startswith(root):
        return f"{graph}/{own.removeprefix(root)}"
    return f"{graph}/{hashlib.sha256(own.encode('utf8')).hexdigest()[:_DIGITS]}"
