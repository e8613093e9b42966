"""The pairs of each predicate, sorted both ways, with those that the last round added."""

from collections.abc import Callable, Iterator

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
    merge,
    pack,
)


class Index:
    """A set of pairs, sorted by subject and, when asked for, by object."""

    def __init__(self, keys: Keys) -> None:
        """Take sorted distinct keys."""
        self.keys = keys
        self._flipped: Keys | None = None

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.keys)

    @property
    def flipped(self) -> Keys:
        """The keys by object."""
        if self._flipped is None:
            self._flipped = flip(self.keys)
        return self._flipped

    def add(self, more: "Index") -> None:
        """Take in pairs that are not there yet."""
        self.keys = merge(self.keys, more.keys)
        if self._flipped is not None:
            self._flipped = merge(self._flipped, more.flipped)


class Relation:
    """The pairs of one predicate: all of them, and those that are new since the last round."""

    def __init__(self, keys: Keys) -> None:
        """Take sorted distinct keys, none of them new."""
        self.all = Index(keys)
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

    def new_to(self, rule: str) -> Index:
        """Give what is new and was not concluded by a rule itself."""
        made = self._made.get(rule)
        if made is None:
            return self.new
        if rule not in self._others:
            self._others[rule] = Index(self.new.keys[~contains(made, self.new.keys)])
        return self._others[rule]


class PredicateRelations:
    """The relation of each predicate; asserted pairs are read when a rule first asks."""

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
        self.canonical: Callable[[IntArray], IntArray] | None = None

    def __getitem__(self, predicate: int) -> Relation:
        """Give the relation of a predicate, empty where nothing is known."""
        relation = self._relations.get(predicate)
        if relation is None:
            relation = self._relations[predicate] = Relation(self._read(predicate))
        return relation

    def __setitem__(self, predicate: int, relation: Relation) -> None:
        """Put a relation in place of another."""
        self._relations[predicate] = relation

    def known(self, predicate: int) -> bool:
        """Say whether anything is asserted or concluded with a predicate, without reading it."""
        relation = self._relations.get(predicate)
        return len(relation.all) > 0 if relation is not None else predicate in self._rows

    def loaded(self) -> Iterator[tuple[int, Relation]]:
        """Give the relations that were read or concluded."""
        yield from list(self._relations.items())

    def predicates(self) -> list[int]:
        """List the predicates of all asserted and concluded triples."""
        return sorted(self._rows.keys() | {p for p, r in self._relations.items() if len(r.all)})

    def move(self, predicate: int, target: int) -> None:
        """Give the asserted rows of a predicate to the one it was found equal to."""
        rows = self._rows.pop(predicate, None)
        if rows is not None:
            others = self._rows.get(target)
            self._rows[target] = rows if others is None else np.concatenate([others, rows])

    def pop(self, predicate: int) -> Relation:
        """Take a relation away, read if it was not yet."""
        relation = self[predicate]
        del self._relations[predicate]
        return relation

    def _read(self, predicate: int) -> Keys:
        rows = self._rows.get(predicate)
        if rows is None:
            return NONE
        subject, object_ = self._columns.subject[rows], self._columns.object[rows]
        if self.canonical is not None:
            subject, object_ = self.canonical(subject), self.canonical(object_)
        return distinct(pack(subject, object_))
