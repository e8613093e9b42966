"""Blank nodes told apart by what is said of them, so that neither labels nor order matter.

Colour refinement (the first step of RDF Dataset Canonicalization, RDFC-1.0, clause 4.4) over
64-bit hashes, for all nodes at once. Nodes that it cannot tell apart are interchangeable
where blank nodes form a forest, and any order of them gives the same graph; elsewhere
(clause 4.8) one of them is singled out after another, and the smallest outcome is taken.
"""

from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import Columns
from mcdgraph.columns.terms import Kind

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]

#: Outcomes compared before an arbitrary one is taken; graphs made to be hard pass it.
MOST_OUTCOMES: Final = 64

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIXERS: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def blank_hashes(columns: Columns) -> dict[int, int]:
    """Give every blank node's term number a 64-bit hash that is its own in this dataset.

    Isomorphic datasets give the same hashes, whatever their labels, order and repetition.
    """
    kinds = columns.terms.kinds()
    quads = np.stack([columns.subject, columns.predicate, columns.object, columns.graph])
    blank = (kinds[quads] == Kind.BLANK) & (quads >= 0)
    quads = np.unique(quads[:, blank.any(axis=0)], axis=1)
    if not quads.size:
        return {}
    nodes, local = np.unique(quads, return_inverse=True)
    is_blank = (nodes >= 0) & (kinds[nodes] == Kind.BLANK)
    keys = [_hash(_text(columns, int(node))) for node in nodes[~is_blank].tolist()]
    colours = np.zeros(len(nodes), np.uint64)
    colours[~is_blank] = np.array(keys, np.uint64)
    search = _Search(local.reshape(quads.shape).astype(np.int64), is_blank)
    final = search.discrete(search.refined(colours))
    blanks = np.flatnonzero(is_blank)
    return dict(zip(nodes[blanks].tolist(), final[blanks].tolist(), strict=True))


def _text(columns: Columns, number: int) -> str:
    return "" if number < 0 else str(columns.terms[number])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf8", "surrogatepass"), digest_size=8).digest())


def _mix(values: Hashes) -> Hashes:
    """Spread every bit over the word (the finalizer of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIXERS[0]
    values = (values ^ (values >> np.uint64(27))) * _MIXERS[1]
    return np.asarray(values ^ (values >> np.uint64(31)), np.uint64)


class _Search:
    """Finds colours in which no two blank nodes agree."""

    def __init__(self, quads: Numbers, is_blank: NDArray[np.bool_]) -> None:
        self.quads = quads
        self.is_blank = is_blank
        self.blanks = np.flatnonzero(is_blank)
        self.outcomes = 0

    def refined(self, colours: Hashes) -> Hashes:
        """Let every blank node take in its neighbours' colours until that tells no more apart."""
        count = -1
        while (now := len(np.unique(colours[self.blanks]))) > count:
            count = now
            colours = self._round(colours)
        return colours

    def _round(self, colours: Hashes) -> Hashes:
        gathered = colours[self.quads]
        heard = np.zeros(len(colours), np.uint64)
        for place in range(4):
            rows = self.is_blank[self.quads[place]]
            said = np.full(int(rows.sum()), place + 1, np.uint64) * _ODD
            for other in range(4):
                if other != place:
                    said = _mix(said * _ODD + gathered[other, rows])
            np.add.at(heard, self.quads[place, rows], said)
        return np.where(self.is_blank, _mix(colours * _ODD + _mix(heard)), colours)

    def discrete(self, colours: Hashes) -> Hashes:
        """Single out nodes of one colour until every colour has one node."""
        while len(tied := self._tied(colours)):
            free = self._interchangeable(colours, tied)
            if len(free):
                colours = self.refined(self._single_out(colours, free))
            else:
                return self._smallest(colours, tied)
        return colours

    def _tied(self, colours: Hashes) -> Numbers:
        own = colours[self.blanks]
        _, inverse, counts = np.unique(own, return_inverse=True, return_counts=True)
        return self.blanks[counts[inverse] > 1]

    def _interchangeable(self, colours: Hashes, tied: Numbers) -> Numbers:
        """Give tied nodes, all of some colours, that may stand in any order.

        Those are nodes that nothing tied refers to, in components without a cycle.
        """
        is_tied = np.zeros(len(colours), np.bool_)
        is_tied[tied] = True
        upper, lower = self._edges()
        barred = self._cyclic(upper, lower)
        barred[lower[is_tied[upper]]] = True
        bad = np.unique(colours[tied[barred[tied]]])
        return tied[~np.isin(colours[tied], bad)]

    def _edges(self) -> tuple[Numbers, Numbers]:
        """Give every pair of blank nodes in one row, the one that refers to the other first."""
        subject, _, value, graph = self.quads
        upper = np.concatenate([subject, subject, value])
        lower = np.concatenate([value, graph, graph])
        inner = self.is_blank[upper] & self.is_blank[lower]
        return upper[inner], lower[inner]

    def _cyclic(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Mark the blank nodes on undirected cycles, by taking leaves off until none is left."""
        edges = np.unique(np.stack([np.minimum(left, right), np.maximum(left, right)]), axis=1)
        cyclic = np.zeros(len(self.is_blank), np.bool_)
        while edges.size:
            degree = np.bincount(edges.ravel(), minlength=len(self.is_blank))
            leaf = (degree[edges] == 1).any(axis=0)
            if not leaf.any():
                cyclic[edges.ravel()] = True
                break
            edges = edges[:, ~leaf]
        return cyclic

    def _single_out(self, colours: Hashes, nodes: Numbers) -> Hashes:
        """Give each of several nodes of one colour another."""
        ordered = nodes[np.argsort(colours[nodes], kind="stable")]
        own = colours[ordered]
        starts = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
        place = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.append(starts, len(own))))
        changed = colours.copy()
        changed[ordered] = _mix(own + _ODD * (place.astype(np.uint64) + np.uint64(1)))
        return changed

    def _smallest(self, colours: Hashes, tied: Numbers) -> Hashes:
        """Try each node of the first tied colour as the one singled out; take the least outcome."""
        candidates = tied[colours[tied] == colours[tied].min()]
        best: tuple[bytes, Hashes] | None = None
        for node in candidates:
            outcome = self.discrete(self.refined(self._single_out(colours, np.array([node]))))
            self.outcomes += 1
            told = np.sort(outcome[self.blanks]).tobytes()
            if best is None or told < best[0]:
                best = told, outcome
            if self.outcomes >= MOST_OUTCOMES:
                break
        assert best is not None
        return best[1]
