"""Which terms are equal, by union-find, and why, by a forest of the statements that said so.

Union-find applies the rules eq-sym, eq-trans and eq-rep-* of table 4 all at once. The forest
keeps one edge for each union, with the rule and the round it came from; the path between two
terms is the proof of their equality (Nieuwenhuis and Oliveras, "Fast congruence closure and
extensions", 2007, section 2).
"""

from collections import deque
from copy import copy
from dataclasses import dataclass

import numpy as np

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import Keys, high, low, pack


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A statement that two terms are equal, as it was concluded or asserted."""

    left: int
    right: int
    rule: str
    round: int


class Equality:
    """Classes of equal terms; a term alone in its class costs nothing."""

    def __init__(self) -> None:
        """Start with every term alone."""
        self._parent: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._edges: dict[int, list[Edge]] = {}
        self._table: tuple[IntArray, IntArray] | None = None
        self._is_shared = False

    def extended(self) -> "Equality":
        """Go on from these classes; they are copied when the first two are made one."""
        more = copy(self)
        more._is_shared = True
        return more

    def __len__(self) -> int:
        """Count the terms that are equal to another."""
        return len(self._parent)

    def find(self, term: int) -> int:
        """Give the representative of a term's class."""
        parent = self._parent
        while (above := parent.get(term, term)) != term:
            parent[term] = parent[above]
            term = above
        return term

    def unite(self, left: int, right: int, rule: str, round_: int) -> bool:
        """Make two classes one, and keep why; say whether they were two."""
        kept, gone = self.find(left), self.find(right)
        if kept == gone:
            return False
        self._own()
        if len(self._members.get(kept, (kept,))) < len(self._members.get(gone, (gone,))):
            kept, gone = gone, kept
        members = self._members.setdefault(kept, [kept])
        members += self._members.pop(gone, [gone])
        self._parent.setdefault(kept, kept)
        self._parent[gone] = kept
        self._table = None
        edge = Edge(left=left, right=right, rule=rule, round=round_)
        for end in (left, right):
            self._edges.setdefault(end, []).append(edge)
        return True

    def _own(self) -> None:
        """Have classes of its own, to be changed."""
        if self._is_shared:
            self._parent = dict(self._parent)
            self._members = {head: list(members) for head, members in self._members.items()}
            self._edges = {end: list(edges) for end, edges in self._edges.items()}
            self._is_shared = False

    def members(self, term: int) -> list[int]:
        """List the class of a term, itself included, in order of number."""
        return sorted(self._members.get(self.find(term), [term]))

    def classes(self) -> list[list[int]]:
        """List the classes of more than one term."""
        return [sorted(members) for members in self._members.values()]

    def edges(self) -> list[Edge]:
        """List the statements that united classes."""
        found = {id(edge): edge for edges in self._edges.values() for edge in edges}
        return list(found.values())

    def canonical(self, numbers: IntArray) -> IntArray:
        """Put representatives for terms."""
        if not self._parent:
            return numbers
        touched, target = self._tables()
        place = np.searchsorted(touched, numbers)
        place[place == len(touched)] = 0
        return np.where(touched[place] == numbers, target[place], numbers)

    def canonical_keys(self, keys: Keys) -> Keys:
        """Put representatives for both halves of each key; the keys are no longer sorted."""
        return pack(self.canonical(high(keys)), self.canonical(low(keys))) if len(self) else keys

    @property
    def touched(self) -> IntArray:
        """The terms that are equal to another."""
        return self._tables()[0]

    def _tables(self) -> tuple[IntArray, IntArray]:
        """Give the terms that are not alone, and their representatives."""
        if self._table is None:
            touched = sorted(self._parent)
            target = [self.find(term) for term in touched]
            self._table = np.array(touched, np.int32), np.array(target, np.int32)
        return self._table

    def path(self, left: int, right: int, before: int) -> list[Edge] | None:
        """Give the edges of rounds under ``before`` that lead from one term to another."""
        came: dict[int, Edge | None] = {left: None}
        queue = deque([left])
        while queue and right not in came:
            term = queue.popleft()
            for edge in self._edges.get(term, ()):
                other = edge.right if edge.left == term else edge.left
                if edge.round < before and other not in came:
                    came[other] = edge
                    queue.append(other)
        if right not in came:
            return None
        path = []
        term = right
        while (step := came[term]) is not None:
            path.append(step)
            term = step.left if step.right == term else step.right
        return path[::-1]
