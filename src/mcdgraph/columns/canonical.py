"""Blank nodes told apart by what is said of them, so that neither labels nor order matter.

Colour refinement (the first step of RDF Dataset Canonicalization, RDFC-1.0, clause 4.4) over
64-bit hashes, for all nodes at once. Nodes that it cannot tell apart are interchangeable
where blank nodes form a forest, and any order of them gives the same graph; elsewhere
(clause 4.8) one of them is singled out after another, and the smallest outcome is taken.

A round tells a node only of its neighbours, so a list of n cells would take n rounds. Where a few
rounds do not end it, colours are carried along all references at once, from the leaves up and
from the roots down. All work is bounded: what is left alike then gets an arbitrary order.
"""

from collections import deque
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
#: Nodes singled out one inside another.
MOST_DEPTH: Final = 64
#: Rounds after which colours are carried along all references at once.
FEW_ROUNDS: Final = 16
#: Rows looked at in all rounds together: so many, or so many times the rows that there are.
MOST_ROWS: Final = 1 << 24
MOST_TIMES: Final = 64

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_WORD: Final = (1 << 64) - 1
_MIXERS: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def coloured_quads(columns: Columns) -> Hashes:
    """Give the distinct quads, shape (4, n) and sorted, that two tables share if they say the same.

    A term is its number in the term table, which both have; a blank node is its colour after
    refinement alone, without labels. What is taken for the same differs, at most, in how blank
    nodes that are alike in all respects are linked.
    """
    quads = np.stack([columns.subject, columns.predicate, columns.object, columns.graph])
    rows = quads.astype(np.uint64)
    found = _refined(columns)
    if found is not None:
        nodes, colours = found
        place = np.searchsorted(nodes, quads)
        place[place == len(nodes)] = 0
        rows = np.where(nodes[place] == quads, colours[place], rows)
    ordered = rows[:, np.lexsort(rows)]
    changed = np.ones(ordered.shape[1], np.bool_)
    changed[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    return np.asarray(ordered[:, changed], np.uint64)


def blank_hashes(columns: Columns) -> dict[int, int]:
    """Give every blank node's term number a 64-bit hash that is its own in this dataset.

    Isomorphic datasets give the same hashes, whatever their labels, order and repetition.
    """
    found = _search(columns)
    if found is None:
        return {}
    search, nodes, colours = found
    final = search.discrete(search.refined(colours))
    return dict(zip(nodes[search.blanks].tolist(), final[search.blanks].tolist(), strict=True))


def _refined(columns: Columns) -> tuple[Numbers, Hashes] | None:
    """Give the blank nodes, in order, and their colours; those alike in all respects share one."""
    found = _search(columns)
    if found is None:
        return None
    search, nodes, colours = found
    refined = search.refined(colours)
    return nodes[search.blanks], refined[search.blanks]


def _search(columns: Columns) -> "tuple[_Search, Numbers, Hashes] | None":
    """Take the quads that have blank nodes, their terms, and the colours to begin with."""
    kinds = columns.terms.kinds()
    quads = np.stack([columns.subject, columns.predicate, columns.object, columns.graph])
    blank = (kinds[quads] == Kind.BLANK) & (quads >= 0)
    quads = np.unique(quads[:, blank.any(axis=0)], axis=1)
    if not quads.size:
        return None
    nodes, local = np.unique(quads, return_inverse=True)
    is_blank = (nodes >= 0) & (kinds[nodes] == Kind.BLANK)
    keys = [_hash(_text(columns, int(node))) for node in nodes[~is_blank].tolist()]
    colours = np.zeros(len(nodes), np.uint64)
    colours[~is_blank] = np.array(keys, np.uint64)
    search = _Search(local.reshape(quads.shape).astype(np.int64), is_blank)
    return search, nodes.astype(np.int64), colours


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
        self._budget = max(MOST_ROWS, MOST_TIMES * quads.shape[1])

    @property
    def is_spent(self) -> bool:
        """Say whether all work that is allowed was done."""
        return self._budget <= 0 or self.outcomes >= MOST_OUTCOMES

    def refined(self, colours: Hashes) -> Hashes:
        """Let every blank node take in its neighbours' colours until that tells no more apart."""
        colours, count, goes_on = self._rounds(colours, -1, FEW_ROUNDS)
        if goes_on:
            colours = self._carried(colours)
            colours, _, _ = self._rounds(colours, count, None)
        return colours

    def _rounds(self, colours: Hashes, count: int, most: int | None) -> tuple[Hashes, int, bool]:
        """Go on while there are more than ``count`` colours; say how many, and if more may come."""
        made = 0
        while (now := len(np.unique(colours[self.blanks]))) > count:
            if made == most or self._budget <= 0:
                return colours, count, True
            count = now
            made += 1
            self._budget -= self.quads.shape[1]
            colours = self._round(colours)
        return colours, count, False

    def _carried(self, colours: Hashes) -> Hashes:
        """Give each node the colours of all below it, then of all above it, rings left out."""
        upper, lower, label = self._references(colours)
        self._budget -= 2 * len(label)
        below = _carry(colours.tolist(), lower, upper, label)
        above = _carry(below, upper, lower, label)
        return np.array(above, np.uint64)

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

    def discrete(self, colours: Hashes, depth: int = 0) -> Hashes:
        """Single out nodes of one colour until every colour has one node."""
        while len(tied := self._tied(colours)):
            if self.is_spent or depth > MOST_DEPTH:
                return self._single_out(colours, tied)
            free = self._interchangeable(colours, tied)
            if not len(free):
                return self._smallest(colours, tied, depth)
            colours = self.refined(self._single_out(colours, free))
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
        upper, lower, _ = self._references(colours)
        barred = self._cyclic(upper, lower)
        barred[lower[is_tied[upper]]] = True
        bad = np.unique(colours[tied[barred[tied]]])
        return tied[~np.isin(colours[tied], bad)]

    def _references(self, colours: Hashes) -> tuple[Numbers, Numbers, Hashes]:
        """Give each pair of blank nodes in one row, the one that refers to the other first.

        With them comes a colour of what else is in the row, and of the places that the two have.
        """
        subject, predicate, value, graph = self.quads
        upper = np.concatenate([subject, subject, value])
        lower = np.concatenate([value, graph, graph])
        rest = np.concatenate([graph, value, subject])
        place = np.repeat(np.arange(1, 4, dtype=np.uint64), self.quads.shape[1])
        label = _mix(colours[np.tile(predicate, 3)] * _ODD + place)
        label = np.where(self.is_blank[rest], label, _mix(label * _ODD + colours[rest]))
        inner = self.is_blank[upper] & self.is_blank[lower]
        return upper[inner], lower[inner], label[inner]

    def _cyclic(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Mark the blank nodes on undirected cycles, by taking leaves off until none is left."""
        pairs = np.unique(np.stack([np.minimum(left, right), np.maximum(left, right)]), axis=1)
        beside: dict[int, set[int]] = {}
        for one, other in pairs[:, pairs[0] != pairs[1]].T.tolist():
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
        leaves = deque(node for node, others in beside.items() if len(others) == 1)
        while leaves:
            leaf = leaves.popleft()
            for other in beside.pop(leaf):
                beside[other].discard(leaf)
                if len(beside[other]) == 1:
                    leaves.append(other)
        cyclic = np.zeros(len(self.is_blank), np.bool_)
        cyclic[left[left == right]] = True
        cyclic[[node for node, others in beside.items() if others]] = True
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

    def _smallest(self, colours: Hashes, tied: Numbers, depth: int) -> Hashes:
        """Try each node of the first tied colour as the one singled out; take the least outcome."""
        candidates = tied[colours[tied] == colours[tied].min()]
        best: tuple[bytes, Hashes] | None = None
        for node in candidates:
            alone = self.refined(self._single_out(colours, np.array([node])))
            outcome = self.discrete(alone, depth + 1)
            if self.is_spent and best is not None:
                break
            self.outcomes += 1
            told = np.sort(outcome[self.blanks]).tobytes()
            if best is None or told < best[0]:
                best = told, outcome
        assert best is not None
        return best[1]


def _carry(colours: list[int], giver: Numbers, taker: Numbers, label: Hashes) -> list[int]:
    """Let every node take the colours of its givers, when they have taken all of theirs."""
    takers: dict[int, list[tuple[int, int]]] = {}
    waits: dict[int, int] = {}
    rows = zip(giver.tolist(), taker.tolist(), label.tolist(), strict=True)
    for one, other, told in rows:
        takers.setdefault(one, []).append((other, told))
        waits[other] = waits.get(other, 0) + 1
    taken = dict.fromkeys(waits, 0)
    ready = deque(node for node in takers if node not in waits)
    carried = list(colours)
    while ready:
        node = ready.popleft()
        if node in taken:
            carried[node] = _mixed(colours[node] * int(_ODD) + taken[node])
        for other, told in takers.get(node, ()):
            taken[other] += _mixed(carried[node] * int(_ODD) + told)
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return carried


def _mixed(value: int) -> int:
    """Do as `_mix` for one number of any size."""
    value &= _WORD
    value = ((value ^ (value >> 30)) * int(_MIXERS[0])) & _WORD
    value = ((value ^ (value >> 27)) * int(_MIXERS[1])) & _WORD
    return value ^ (value >> 31)
