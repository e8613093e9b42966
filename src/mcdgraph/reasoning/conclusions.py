"""The conclusions of a saturated graph as triples, for every term and not only representatives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import NONE, Keys, Mask, contains, distinct, high, low, pack, values_of
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.saturation import Saturation

_DIRECT: Final = "eq-sym"
_CHAINED: Final = "eq-trans"


@dataclass(frozen=True, kw_only=True)
class Conclusions:
    """Triples that are not asserted, each once: parallel arrays, with the rule by number."""

    subject: IntArray
    predicate: IntArray
    object: IntArray
    rule: NDArray[np.int16]
    rules: tuple[str, ...]

    def take(self, rows: Mask) -> "Conclusions":
        """Keep some."""
        return Conclusions(
            subject=self.subject[rows],
            predicate=self.predicate[rows],
            object=self.object[rows],
            rule=self.rule[rows],
            rules=self.rules,
        )

    def without(self, known: Mapping[int, Keys]) -> "Conclusions":
        """Leave out triples whose keys are ``known``, sorted, by predicate."""
        keep = np.ones(len(self.subject), np.bool_)
        for predicate in values_of(self.predicate):
            rows = np.flatnonzero(self.predicate == predicate)
            keys = pack(self.subject[rows], self.object[rows])
            keep[rows] = ~contains(known.get(predicate, NONE), keys)
        return self.take(keep)

    def by_predicate(self) -> Mapping[int, Keys]:
        """Return sorted keys by predicate."""
        return {
            predicate: np.sort(pack(self.subject[rows], self.object[rows]))
            for predicate in values_of(self.predicate)
            for rows in [self.predicate == predicate]
        }

    def counts(self) -> dict[str, int]:
        """Count the triples of each rule, by its name."""
        found = np.bincount(self.rule, minlength=len(self.rules)).tolist()
        return {name: n for name, n in sorted(zip(self.rules, found, strict=True)) if n}


class _Collector:
    """Gathers keys by predicate and rule."""

    def __init__(self) -> None:
        self.rules: dict[str, int] = {}
        self.parts: list[tuple[int, Keys, NDArray[np.int16]]] = []

    def add(self, predicate: int, keys: Keys, rule: str) -> None:
        number = self.rules.setdefault(rule, len(self.rules))
        self.parts.append((predicate, keys, np.full(len(keys), number, np.int16)))

    def gather(self) -> Conclusions:
        empty = np.empty(0, np.int32)
        return Conclusions(
            subject=np.concatenate([empty, *(high(keys) for _, keys, _ in self.parts)]),
            predicate=np.concatenate(
                [empty, *(np.full(len(keys), p, np.int32) for p, keys, _ in self.parts)]
            ),
            object=np.concatenate([empty, *(low(keys) for _, keys, _ in self.parts)]),
            rule=np.concatenate([np.empty(0, np.int16), *(rules for _, _, rules in self.parts)]),
            rules=tuple(self.rules),
        )


class _Classes:
    """The members of each class of equal terms, one class after another in one array."""

    def __init__(self, equality: Equality) -> None:
        classes = sorted((equality.find(members[0]), members) for members in equality.classes())
        self._heads = np.array([head for head, _ in classes], np.int32)
        self._sizes = np.array([len(members) for _, members in classes])
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._flat = np.array([term for _, members in classes for term in members], np.int32)

    def expand(self, keys: Keys) -> Keys:
        """Put every member of its class in the place of each representative."""
        shared = np.isin(high(keys), self._heads) | np.isin(low(keys), self._heads)
        if not shared.any():
            return keys
        touched = keys[shared]
        subject, place = self._members(high(touched))
        object_, again = self._members(low(touched)[place])
        return distinct(np.concatenate([keys[~shared], pack(subject[again], object_)]))

    def _members(self, numbers: IntArray) -> tuple[IntArray, NDArray[np.intp]]:
        """Give the members of each number's class, and for each the place it came from."""
        place = np.searchsorted(self._heads, numbers)
        place[place == len(self._heads)] = 0
        shared = self._heads[place] == numbers
        count = np.where(shared, self._sizes[place], 1)
        source = np.repeat(np.arange(len(numbers)), count)
        offset = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count)
        index = np.where(shared[source], self._starts[place][source] + offset, 0)
        return np.where(shared[source], self._flat[index], numbers[source]), source


def conclusions(saturation: Saturation) -> Conclusions:
    """Give everything concluded, the useless included, and nothing that is asserted.

    Of an extended graph, where no terms are equal, that is what is concluded beyond the graph
    that it extends; else that is among it.
    """
    collector = _Collector()
    if len(saturation.equality):
        _expand(saturation, collector)
    else:
        for batch in saturation.log[saturation.inherited :]:
            if batch.predicate not in saturation.virtual:
                collector.add(batch.predicate, batch.keys, batch.rule)
    return collector.gather()


def _expand(saturation: Saturation, collector: _Collector) -> None:
    """Give each conclusion about representatives for all the terms they stand for."""
    logged: dict[int, list[tuple[Keys, str]]] = {}
    for batch in saturation.log:
        logged.setdefault(batch.predicate, []).append((batch.keys, batch.rule))
    classes = _Classes(saturation.equality)
    skip = {*saturation.virtual, saturation.equality.find(saturation.same)}
    for representative, keys in saturation.relations.gained():
        if representative in skip or not len(keys):
            continue
        pairs = classes.expand(keys)
        for predicate in saturation.equality.members(representative):
            fresh = pairs[~contains(_asserted(saturation, predicate), pairs)]
            for made, rule in logged.get(predicate, []):
                known = contains(made, fresh)
                collector.add(predicate, fresh[known], rule)
                fresh = fresh[~known]
            _replaced(saturation, predicate, fresh, collector)
    if not saturation.relations.is_extension:
        _equalities(saturation, collector)


def _replaced(saturation: Saturation, predicate: int, keys: Keys, collector: _Collector) -> None:
    """Count what comes of replacing equals, by the part that was replaced."""
    if saturation.equality.find(predicate) != predicate:
        collector.add(predicate, keys, "eq-rep-p")
        return
    subject = high(keys)
    moved = saturation.equality.canonical(subject) != subject
    collector.add(predicate, keys[moved], "eq-rep-s")
    collector.add(predicate, keys[~moved], "eq-rep-o")


def _asserted(saturation: Saturation, predicate: int) -> Keys:
    """Give the asserted pairs of a predicate, as written."""
    return distinct(np.concatenate([part.keys(predicate) for part in saturation.asserted]))


def _equalities(saturation: Saturation, collector: _Collector) -> None:
    """Give who is equal to whom, and how that was found."""
    edges = saturation.equality.edges()
    direct = {edge.left << 32 | edge.right: edge.rule for edge in edges if edge.rule}
    ends = np.array([(e.left, e.right) for e in edges], np.int32).reshape(-1, 2)
    linked = distinct(np.concatenate([pack(ends[:, 0], ends[:, 1]), pack(ends[:, 1], ends[:, 0])]))
    known = _asserted(saturation, saturation.same)
    found: dict[str, list[Keys]] = {}
    for members in saturation.equality.classes():
        numbers = np.array(members, np.int32)
        pairs = pack(np.repeat(numbers, len(numbers)), np.tile(numbers, len(numbers)))
        pairs = pairs[(high(pairs) != low(pairs)) & ~contains(known, pairs)]
        near = contains(linked, pairs)
        found.setdefault(_CHAINED, []).append(pairs[~near])
        for pair in pairs[near].tolist():
            rule = direct.get(pair, _DIRECT)
            found.setdefault(rule, []).append(np.array([pair], np.int64))
    for rule, parts in found.items():
        if any(len(part) for part in parts):
            collector.add(saturation.same, distinct(np.concatenate(parts)), rule)
