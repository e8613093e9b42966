"""Predicates and paths as relations on arrays.

A pair of numbers below 2³¹ is packed in one 64-bit integer, the first in the high half, so
that a relation is one sorted array without repeats, and a join is a binary search.
"""

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.namespaces import RDF, RDFS
from mcdgraph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeat,
    Sequence,
    inverted,
)
from mcdgraph.validation.terms import Ints, Terms, contains

HALF = 32
LOW = (1 << HALF) - 1

SUBCLASSES = Repeat(Inverse(Predicate(RDFS + "subClassOf")), "*")
INSTANCES = Sequence((SUBCLASSES, Inverse(Predicate(RDF + "type"))))


def pack(first: NDArray[np.integer], second: NDArray[np.integer]) -> Ints:
    """Pack two arrays of numbers as pairs, in the order given."""
    packed: Ints = (first.astype(np.int64) << HALF) | second
    return packed


def firsts(pairs: Ints) -> Ints:
    """Give the first of each pair."""
    return pairs >> HALF


def seconds(pairs: Ints) -> Ints:
    """Give the second of each pair."""
    return pairs & LOW


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """List the numbers of many ranges [start, end), and beside each which range it is of."""
    counts = ends - starts
    which = np.repeat(np.arange(len(starts)), counts)
    offsets = np.cumsum(counts) - counts
    return np.arange(len(which)) + (starts - offsets)[which], which


def match(sorted_keys: Ints, keys: Ints) -> tuple[Ints, Ints]:
    """Join: give every (place in ``sorted_keys``, place in ``keys``) that holds one key."""
    starts = np.searchsorted(sorted_keys, keys, "left")
    ends = np.searchsorted(sorted_keys, keys, "right")
    return ranges(starts, ends)


def follow(relation: Ints, pairs: Ints) -> Ints:
    """Compose: replace the second of each pair by all that the relation leads it to."""
    nodes = seconds(pairs)
    starts = np.searchsorted(relation, nodes << HALF)
    ends = np.searchsorted(relation, (nodes + 1) << HALF)
    rows, which = ranges(starts, ends)
    origins = firsts(pairs)
    reached = pack(origins[which], seconds(relation[rows]))
    one_node_each = len(origins) < 2 or bool((np.diff(origins) > 0).all())
    return reached if one_node_each else np.unique(reached)


class Relations:
    """The data as relations, each sorted when it is first asked for."""

    def __init__(self, data: Columns, terms: Terms) -> None:
        """Look at the data; nothing is copied yet."""
        self._data = data
        self._terms = terms
        self._sorted: dict[tuple[str, bool], Ints] = {}
        self._instances: dict[int, Ints] = {}

    def forward(self, predicate: str) -> Ints:
        """Give the (subject, object) pairs of a predicate."""
        return self._relation(predicate, forward=True)

    def backward(self, predicate: str) -> Ints:
        """Give the (object, subject) pairs of a predicate."""
        return self._relation(predicate, forward=False)

    def _relation(self, predicate: str, *, forward: bool) -> Ints:
        key = (predicate, forward)
        if key not in self._sorted:
            rows = np.flatnonzero(self._data.predicate == self._terms.iri(predicate))
            start, end = self._data.subject[rows], self._data.object[rows]
            self._sorted[key] = np.unique(pack(start, end) if forward else pack(end, start))
        return self._sorted[key]

    def walk(self, path: Path, nodes: Ints) -> Ints:
        """Give the (place in ``nodes``, node reached) pairs of a path."""
        return self._step(pack(np.arange(len(nodes)), nodes), path)

    def _step(self, pairs: Ints, path: Path) -> Ints:
        if isinstance(path, Predicate):
            return follow(self.forward(path.iri), pairs)
        if isinstance(path, Inverse):
            if isinstance(path.path, Predicate):
                return follow(self.backward(path.path.iri), pairs)
            return self._step(pairs, inverted(path.path))
        if isinstance(path, Sequence):
            for part in path.paths:
                pairs = self._step(pairs, part)
            return pairs
        if isinstance(path, Alternative):
            return np.unique(np.concatenate([self._step(pairs, part) for part in path.paths]))
        return self._repeat(pairs, path)

    def _repeat(self, pairs: Ints, path: Repeat) -> Ints:
        reached = pairs[:0] if path.sign == "+" else pairs
        frontier = pairs
        while len(frontier):
            found = self._step(frontier, path.path)
            frontier = found[~contains(reached, found)]
            reached = np.union1d(reached, frontier)
            if path.sign == "?":
                break
        return reached

    def instances(self, class_: int) -> Ints:
        """Give the SHACL instances of a class, sorted (SHACL, clause 1.2)."""
        if class_ not in self._instances:
            self._instances[class_] = seconds(self.walk(INSTANCES, np.array([class_])))
        return self._instances[class_]

    def outgoing(self, nodes: Ints) -> tuple[Ints, Ints, Ints]:
        """Give the different triples whose subject is one of ``nodes``, sorted by subject."""
        rows = np.flatnonzero(np.isin(self._data.subject, nodes))
        columns = (self._data.subject, self._data.predicate, self._data.object)
        triples = np.unique(np.stack([column[rows] for column in columns]), axis=1)
        subject, predicate, object_ = triples.astype(np.int64)
        return subject, predicate, object_
