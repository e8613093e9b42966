"""What reasoning gives: useful conclusions, their number by rule, and contradictions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.errors import UsageError
from mcdgraph.namespaces import BASE
from mcdgraph.reasoning.history import Triple
from mcdgraph.reasoning.proof import Proof
from mcdgraph.reasoning.snapshots import SHARED, SnapshotReasoner, inferred_graph
from mcdgraph.snapshots import Snapshots

#: The graph that conclusions are published in, unless the caller names another.
INFERRED_GRAPH: Final = BASE + "graph/inferred"


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A conclusion that cannot be: a rule of OWL 2 RL that derives *false*.

    ``rule`` is its name in the specification (``cax-dw``); ``premises`` are the triples it met,
    in the order of the rule's body, and are empty where the engine does not tell them.
    ``snapshot`` is the number of the snapshot that it is met in, -1 for what all share.
    """

    rule: str
    message: str
    premises: tuple[Triple, ...] = ()
    snapshot: int = SHARED


@dataclass(frozen=True, kw_only=True, eq=False)
class Closure:
    """What follows from a graph: from what all snapshots share, and from each of them with it.

    ``graph`` names the graph of the former, and begins the names of the others.
    ``inferred`` holds the useful conclusions, each once in the graph of what it follows from,
    ordered by graph (that of what is shared first) and the text of subject, predicate and
    object; ``counts_of`` says by graph how many of them each rule drew first, by its name in
    the specification; ``rounds`` is the number of rounds until nothing new came.
    ``reasoner`` is what proofs are found in; the reference engine gives none.
    """

    asserted: Columns
    graph: str
    snapshots: Snapshots
    inferred: Columns
    counts_of: Mapping[str, Mapping[str, int]]
    contradictions: tuple[Contradiction, ...]
    rounds: int
    reasoner: SnapshotReasoner | None = field(default=None, repr=False)

    def proof(self, triple: Triple, snapshot: int | None = None) -> Proof | None:
        """Give the shortest proof of a triple, or None where it does not follow.

        Of the snapshots that it follows in the first is taken, unless one is named by its
        number; what follows from the shared statements alone is proved from them.
        """
        if self.reasoner is None:
            raise UsageError("the engine owlrl tells no proofs; reason with the engine columns")
        if snapshot is None:
            snapshot = next(iter(self.holding(triple)), SHARED)
        return self.reasoner.prover(snapshot).prove(triple)

    def holding(self, triple: Triple) -> tuple[int, ...]:
        """List the snapshots in which a triple is asserted or a published conclusion.

        They are in order of number, what is shared first (-1).
        """
        said = self.snapshots.owner[_rows(self.asserted, triple)].tolist()
        concluded = self.inferred_owner[_rows(self.inferred, triple)].tolist()
        return tuple(sorted({*said, *concluded}))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many conclusions each rule drew, in all graphs."""
        total: Counter[str] = Counter()
        for counts in self.counts_of.values():
            total.update(counts)
        return dict(sorted(total.items()))

    @property
    def consistent(self) -> bool:
        """True when no rule derived *false*."""
        return not self.contradictions

    @cached_property
    def inferred_owner(self) -> NDArray[np.int32]:
        """For each conclusion the number of the snapshot that it follows in, as `owner` has it."""
        snapshot_of = np.full(len(self.inferred.terms), SHARED, np.int32)
        for number in range(len(self.snapshots.members)):
            if (graph := self.inferred.terms.find_iri(self.graph_of(number))) >= 0:
                snapshot_of[graph] = number
        return snapshot_of[self.inferred.graph]

    @property
    def graphs_behind(self) -> Mapping[str, tuple[str, ...]]:
        """The graphs of a snapshot, by that of what follows from it, where anything does."""
        return {
            graph: snapshot.graphs
            for number, snapshot in enumerate(self.snapshots.members)
            if self.counts_of.get(graph := self.graph_of(number))
        }

    def graph_of(self, snapshot: int) -> str:
        """Name the graph of what follows from a snapshot, or from what is shared (-1)."""
        if snapshot == SHARED:
            return self.graph
        return inferred_graph(self.graph, self.snapshots.members[snapshot])


def _rows(columns: Columns, triple: Triple) -> NDArray[np.intp]:
    subject, predicate, object_ = triple
    rows = (columns.subject == subject) & (columns.predicate == predicate)
    return np.flatnonzero(rows & (columns.object == object_))
