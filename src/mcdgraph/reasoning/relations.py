"""The pairs of each predicate, sorted both ways, with those that the last round added."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import (
    NONE,
    Keys,
    contains,
    distinct,
    first_of_run,
    flip,
    low,
    merge,
    pack,
)
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.rule import TriplePattern


class Index:
    """A set of pairs, sorted by subject and, when asked for, by object.

    What is added is merged when it is next read: of a large set that nobody reads, no copy is
    made.
    """

    def __init__(self, keys: Keys, origin: "Index | None" = None) -> None:
        """Take sorted distinct keys; those of ``origin``, where they are a copy of its keys."""
        self._keys = keys
        self._flipped: Keys | None = None
        self._origin = origin
        self._to_merge: list[Index] = []
        self._to_flip: list[Index] = []

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self._keys) + sum(len(more) for more in self._to_merge)

    @property
    def keys(self) -> Keys:
        """The keys by subject."""
        for more in self._to_merge:
            self._keys = merge(self._keys, more.keys)
        self._to_merge.clear()
        return self._keys

    @property
    def flipped(self) -> Keys:
        """The keys by object."""
        if self._flipped is None:
            self._flipped = flip(self.keys) if self._origin is None else self._origin.flipped
        for more in self._to_flip:
            self._flipped = merge(self._flipped, more.flipped)
        self._to_flip.clear()
        return self._flipped

    def add(self, more: "Index") -> None:
        """Take in pairs that are not there yet."""
        self._to_merge.append(more)
        if self._flipped is not None or self._origin is not None:
            self._to_flip.append(more)

    def copied(self) -> "Index":
        """Return a set that is the same now, while this one stays as it is.

        Arrays are shared; pairs by object are sorted once for all copies.
        """
        return Index(self.keys, self)


class Relation:
    """The pairs of one predicate: all of them, and those that are new since the last round."""

    def __init__(self, keys: Index, *, is_copy: bool = False) -> None:
        """Take pairs, none of them new; of a copy, what objects are gained is kept track of."""
        self.all = keys
        self._is_copy = is_copy
        self.gained: set[int] = set()
        self.new = Index(NONE)
        self._others: dict[str, Index] = {}
        self._made: dict[str, Keys] = {}

    def step(self, fresh: Keys, made: dict[str, Keys]) -> None:
        """Begin a round: these sorted keys, not there yet, are new; ``made`` is each rule's."""
        self.new = Index(fresh)
        self._others.clear()
        self._made = made
        if len(fresh):
            self.all.add(self.new)
            if self._is_copy:
                self.gained.update(low(fresh).tolist())

    def new_to(self, rule: str) -> Index:
        """Give what is new and was not concluded by a rule itself."""
        made = self._made.get(rule)
        if made is None:
            return self.new
        if rule not in self._others:
            self._others[rule] = Index(self.new.keys[~contains(made, self.new.keys)])
        return self._others[rule]


class PredicateRelations:
    """The relation of each predicate; asserted pairs are read when a rule first asks.

    ``changed`` are the predicates with pairs that are new since the last round.
    """

    def __init__(self, columns: Columns) -> None:
        """Group the rows of every graph by predicate."""
        order = np.argsort(columns.predicate, kind="stable")
        predicates = columns.predicate[order]
        starts = np.flatnonzero(first_of_run(predicates))
        ends = np.append(starts[1:], len(order))[: len(starts)]
        self._columns = columns
        self._rows = {
            int(predicates[start]): order[start:end]
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        }
        self._relations: dict[int, Relation] = {}
        self._base: PredicateRelations | None = None
        self.changed: frozenset[int] = frozenset()
        self.canonical: Callable[[IntArray], IntArray] | None = None

    def extended(self) -> "PredicateRelations":
        """Go on from these relations, which stay as they are."""
        more = copy(self)
        more._rows, more._relations, more._base = {}, {}, self
        return more

    def detach(self) -> None:
        """Take over all that stands in the base."""
        if self._base is not None:
            for predicate in self._base.predicates():
                _ = self[predicate]
            self._base = None

    def step(self, fresh: Mapping[int, Keys], made: Mapping[int, dict[str, Keys]]) -> None:
        """Begin a round: these sorted keys, not there yet, are new; ``made`` is each rule's."""
        self.changed = frozenset(fresh)
        for predicate, relation in self.loaded():
            relation.step(fresh.get(predicate, NONE), made.get(predicate, {}))

    def __getitem__(self, predicate: int) -> Relation:
        """Give the relation of a predicate, empty where nothing is known."""
        relation = self._relations.get(predicate)
        if relation is None:
            is_copy = self._base is not None
            relation = Relation(self._read(predicate), is_copy=is_copy)
            self._relations[predicate] = relation
        return relation

    def __setitem__(self, predicate: int, relation: Relation) -> None:
        """Put a relation in place of another."""
        self._relations[predicate] = relation

    def known(self, predicate: int) -> bool:
        """Say whether anything is asserted or concluded with a predicate, without reading it."""
        relation = self._relations.get(predicate)
        if relation is not None:
            return len(relation.all) > 0
        return predicate in self._rows or (self._base is not None and self._base.known(predicate))

    def loaded(self) -> Iterator[tuple[int, Relation]]:
        """Give the relations that were read or concluded."""
        yield from list(self._relations.items())

    def predicates(self) -> list[int]:
        """List the predicates of all asserted and concluded triples."""
        own = self._rows.keys() | {p for p, r in self._relations.items() if len(r.all)}
        return sorted(own.union(self._base.predicates() if self._base is not None else ()))

    @property
    def is_extension(self) -> bool:
        """True while these relations only add to others."""
        return self._base is not None

    def has_gained(self, pattern: TriplePattern) -> bool:
        """Say whether there may be matches of a pattern that the relations gone on from lack."""
        if not isinstance(pattern.predicate, int):
            return True
        relation = self._relations.get(pattern.predicate)
        if relation is None:
            return False
        value = pattern.object
        return value in relation.gained if isinstance(value, int) else bool(relation.gained)

    def gained(self) -> Iterator[tuple[int, Keys]]:
        """Give the pairs of each predicate, in order, that the relations gone on from lack."""
        if self._base is None:
            yield from ((predicate, self[predicate].all.keys) for predicate in self.predicates())
            return
        for predicate, relation in sorted(self._relations.items()):
            keys = relation.all.keys
            yield predicate, keys[~contains(self._base[predicate].all.keys, keys)]

    def rewrite(self, equality: Equality, fresh: Mapping[int, Keys]) -> None:
        """Put representatives for terms everywhere, and add ``fresh``; what changed is new."""
        self.detach()
        merged = {predicate: [keys] for predicate, keys in fresh.items()}
        moved = [p for p in {*self.predicates(), *fresh} if equality.find(p) != p]
        for predicate in sorted(moved):
            # What was said of a predicate is new to the one that it is found equal to.
            taken = [*merged.pop(predicate, ()), self._taken(predicate)]
            merged.setdefault(equality.find(predicate), []).extend(taken)
        for predicate in merged:
            _ = self[predicate]
        for predicate, relation in self.loaded():
            old = relation.all.keys
            both = np.concatenate([old, *merged.get(predicate, ())])
            keys = distinct(equality.canonical_keys(both))
            renewed = self._relations[predicate] = Relation(Index(keys))
            renewed.new = Index(keys[~contains(old, keys)])
        self.changed = frozenset(p for p, relation in self.loaded() if len(relation.new))

    def _taken(self, predicate: int) -> Keys:
        """Take a predicate away, and return its pairs."""
        keys = self[predicate].all.keys
        del self._relations[predicate]
        self._rows.pop(predicate, None)
        return keys

    def _read(self, predicate: int) -> Index:
        if self._base is not None:
            return self._base[predicate].all.copied()
        rows = self._rows.get(predicate)
        if rows is None:
            return Index(NONE)
        subject, object_ = self._columns.subject[rows], self._columns.object[rows]
        if self.canonical is not None:
            subject, object_ = self.canonical(subject), self.canonical(object_)
        return Index(distinct(pack(subject, object_)))
