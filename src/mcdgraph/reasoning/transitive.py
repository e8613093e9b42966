"""Transitive closure in one pass: what a rule ``x P y . y P z => x P z`` adds, by distance.

Matched as any other rule, such a rule meets each pair once for each node between its ends: n³/6
times for a chain of n. A search from each node (breadth first, all nodes of a block at once)
meets each pair once for each edge into its end. Only edges that the rule did not make itself are
searched along, and only from nodes that reach an edge that is new.

A pair at a distance of up to 2, 4, 8… edges counts as concluded in the first, second, third…
round from then on, as if rounds had doubled the paths: so its two halves are older than it, which
is all that proofs need.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import (
    NONE,
    Keys,
    contains,
    distinct,
    high,
    low,
    merge,
    pack,
)
from mcdgraph.reasoning.relations import Index
from mcdgraph.reasoning.rule import InferenceRule

#: Marks of pairs that are searched for at once: one byte each.
MARKS: Final = 1 << 26


def is_transitive(rule: InferenceRule) -> bool:
    """Say whether a rule does nothing but close one predicate transitively.

    The predicate is a constant, or a variable that the axioms give a value. That two variables
    of the path must differ keeps out loops, which close nothing.
    """
    if len(rule.facts) != 2 or len(rule.heads) != 1 or rule.tests:
        return False
    (first, second), head = rule.facts, rule.heads[0]
    ends = first.subject, first.object, second.object
    if not all(isinstance(end, str) for end in ends) or len(set(ends)) != 3:
        return False
    predicate = first.predicate
    given = isinstance(predicate, int) or any(predicate in a.variables for a in rule.axioms)
    steps = ({ends[0], ends[1]}, {ends[1], ends[2]})
    return (
        given
        and predicate not in ends
        and not any(axiom.variables & set(ends) for axiom in rule.axioms)
        and first.predicate == second.predicate == head.predicate
        and second.subject == first.object
        and (head.subject, head.object) == (ends[0], ends[2])
        and all(set(pair) in steps for pair in rule.different)
    )


def is_absorbing(rule: InferenceRule, closed: frozenset[int]) -> bool:
    """Say whether a rule draws nothing new from its own conclusions.

    That is so for ``?a P ?b | ?x ?q ?a => ?x ?q ?b`` and its like where P, of the ``closed``
    predicates, is transitive: what two steps along P say, one step along its closure says.
    """
    if not len(rule.axioms) == len(rule.facts) == len(rule.heads) == 1 or rule.tests:
        return False
    axiom, fact, head = rule.axioms[0], rule.facts[0], rule.heads[0]
    if axiom.predicate not in closed or axiom.subject not in fact.variables:
        return False
    stepped = tuple(axiom.object if slot == axiom.subject else slot for slot in fact.slots)
    return stepped == head.slots and axiom.object not in fact.variables


@dataclass(frozen=True, kw_only=True)
class Level:
    """Sorted pairs, and in which round from now on they count as concluded (0 for this one)."""

    later: int
    keys: Keys


class TransitiveClosure:
    """The edges of one predicate that its closure is made of."""

    def __init__(self) -> None:
        """Start with nothing closed."""
        self._edges = NONE
        self._waiting = NONE
        self._begun = False

    def add(self, keys: Keys) -> None:
        """Take note of pairs that another rule concluded: sorted, distinct, not known before."""
        self._waiting = distinct(np.concatenate([self._waiting, keys]))

    def close(self, known: Index) -> list[Level]:
        """Give what the closure has beyond its edges, nearest first; some may be ``known``."""
        if not self._begun:
            self._begun = True
            self._edges, self._waiting = NONE, known.keys
        fresh = self._waiting[high(self._waiting) != low(self._waiting)]
        fresh = fresh[~contains(self._edges, fresh)]
        self._waiting = NONE
        if not len(fresh):
            return []
        whole = not len(self._edges)
        self._edges = merge(self._edges, fresh)
        starts = np.unique(high(self._edges) if whole else _reaching(high(fresh), known))
        return _levels(_distances(self._edges, starts))


class TransitiveRules:
    """The rules that close predicates, by number, and the closures that they keep."""

    def __init__(self, rules: Sequence[InferenceRule]) -> None:
        """Look for the rules that are closures, and for those that absorb what they conclude."""
        self.closing = frozenset(n for n, rule in enumerate(rules) if is_transitive(rule))
        heads = [rules[number].heads[0].predicate for number in self.closing]
        fixed = frozenset(predicate for predicate in heads if isinstance(predicate, int))
        self.absorbing = frozenset(n for n, rule in enumerate(rules) if is_absorbing(rule, fixed))
        self._closures: dict[tuple[str, int], TransitiveClosure] = {}

    def close(self, rule: str, predicate: int, known: Index) -> list[Level]:
        """Close a predicate as a rule does; see `TransitiveClosure.close`."""
        return self._closures.setdefault((rule, predicate), TransitiveClosure()).close(known)

    def note(self, rule: str, predicate: int, keys: Keys) -> None:
        """Take note of what a rule concluded; its own closure has it already."""
        for (name, closed), closure in self._closures.items():
            if closed == predicate and name != rule:
                closure.add(keys)

    def extended(self, rules: Sequence[InferenceRule]) -> "TransitiveRules":
        """Go on from these closures, which stay as they are, with more rules."""
        more = TransitiveRules(rules)
        more._closures = {name: copy(closure) for name, closure in self._closures.items()}
        return more

    def forget(self) -> None:
        """Close everything anew, as when terms were found to be equal."""
        self._closures.clear()


def _reaching(nodes: IntArray, known: Index) -> IntArray:
    """Give the nodes, and all from which a closed relation leads to one of them."""
    wanted = np.unique(nodes).astype(np.int64) << np.int64(32)
    start = np.searchsorted(known.flipped, wanted)
    count = np.searchsorted(known.flipped, wanted + (np.int64(1) << np.int64(32))) - start
    return np.concatenate([nodes, low(known.flipped[_spread(start, count)])])


def _spread(start: NDArray[np.intp], count: NDArray[np.intp]) -> NDArray[np.intp]:
    """Number the places of several runs, each given by where it begins and how long it is."""
    ends = np.cumsum(count)
    places = np.arange(ends[-1] if len(ends) else 0, dtype=np.intp)
    places += np.repeat(start - (ends - count), count)
    return places


def _distances(edges: Keys, starts: IntArray) -> Iterator[tuple[int, Keys]]:
    """Search from each start; give the pairs met at each distance from 2 on."""
    nodes = np.unique(np.concatenate([high(edges), low(edges)]))
    after = np.searchsorted(nodes, low(edges))
    first = np.searchsorted(high(edges), nodes)
    count = np.searchsorted(high(edges), nodes, side="right") - first
    step = max(MARKS // len(nodes), 1)
    origins = np.searchsorted(nodes, starts)
    for begin in range(0, len(origins), step):
        part = origins[begin : begin + step]
        met = np.zeros((len(part), len(nodes)), np.bool_).reshape(-1)
        row, node, distance = np.arange(len(part)), part, 0
        while len(node):
            distance += 1
            row = np.repeat(row, count[node])
            node = after[_spread(first[node], count[node])]
            place = row * len(nodes) + node
            place = np.unique(place[~met[place]])
            met[place] = True
            row, node = np.divmod(place, len(nodes))
            if distance > 1 and len(node):
                yield distance, pack(nodes[part[row]], nodes[node])


def _levels(found: Iterator[tuple[int, Keys]]) -> list[Level]:
    """Put pairs of distances up to 2, 4, 8… together."""
    grouped: dict[int, list[Keys]] = {}
    for distance, keys in found:
        if len(keys):
            grouped.setdefault((distance - 1).bit_length() - 1, []).append(keys)
    return [
        Level(later=later, keys=np.sort(np.concatenate(grouped[later])))
        for later in sorted(grouped)
    ]
