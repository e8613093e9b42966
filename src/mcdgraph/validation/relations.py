"""Predicates and paths as relations on arrays.

A pair of numbers below 2³¹ is packed in one 64-bit integer, the first in the high half, so
that a relation is one sorted array without repeats, and a join is a binary search.
"""

from functools import cached_property

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


class PairSet:
    """A growing set of pairs, held as sorted arrays of which each is twice as long as the next.

    So a pair is moved as often as the set doubles, and not each time that something is added.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._parts: list[Ints] = []

    def add(self, pairs: Ints) -> Ints:
        """Add sorted pairs without repeats; return those that are new."""
        for part in self._parts:
            pairs = pairs[~contains(part, pairs)]
        new = pairs
        while self._parts and len(self._parts[-1]) < 2 * len(pairs):
            pairs = merged(self._parts.pop(), pairs)
        if len(pairs):
            self._parts.append(pairs)
        return new

    def pairs(self) -> Ints:
        """Return all, sorted."""
        found = np.zeros(0, np.int64)
        for part in reversed(self._parts):
            found = merged(part, found)
        return found


def merged(one: Ints, other: Ints) -> Ints:
    """Merge two sorted arrays that have nothing in common."""
    both = np.concatenate([one, other])
    both.sort(kind="stable")
    return both


class DataRelations:
    """The data as relations, each sorted when it is first asked for."""

    def __init__(self, data: Columns, terms: Terms) -> None:
        """Sort the data by predicate, once."""
        self._data = data
        self._terms = terms
        self._order = np.argsort(data.predicate, kind="stable")
        self._predicates = data.predicate[self._order]
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
            rows = self._rows(self._terms.iri(predicate))
            start, end = self._data.subject[rows], self._data.object[rows]
            self._sorted[key] = np.unique(pack(start, end) if forward else pack(end, start))
        return self._sorted[key]

    def _rows(self, predicate: int) -> NDArray[np.intp]:
        """Find the rows of a predicate."""
        bounds = np.array([predicate, predicate + 1], self._predicates.dtype)
        start, end = np.searchsorted(self._predicates, bounds)
        return self._order[start:end]

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
        reached = PairSet()
        if path.sign != "+":
            reached.add(pairs)
        frontier = pairs
        while len(frontier):
            frontier = reached.add(self._step(frontier, path.path))
            if path.sign == "?":
                break
        return reached.pairs()

    def instances(self, class_: int) -> Ints:
        """Give the SHACL instances of a class, sorted (SHACL, clause 1.2)."""
        if class_ not in self._instances:
            self._instances[class_] = seconds(self.walk(INSTANCES, np.array([class_])))
        return self._instances[class_]

    @cached_property
    def _by_subject(self) -> NDArray[np.intp]:
        return np.argsort(self._data.subject, kind="stable")

    def outgoing(self, nodes: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the different triples whose subject is one of different ``nodes``, sorted."""
        ordered = self._data.subject[self._by_subject].astype(np.int64)
        at, _ = match(ordered, nodes)
        rows = self._by_subject[at]
        columns = (self._data.subject, self._data.predicate, self._data.object)
        triples = np.unique(np.stack([column[rows] for column in columns]), axis=1)
        subject, predicate, object_ = triples.astype(np.int64)
        return subject, predicate, object_
