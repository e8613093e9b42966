"""When each triple of a saturated graph came to be: asserted, or concluded in which round."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import NONE, Keys, contains, pack
from mcdgraph.reasoning.asserted import WrittenPairs
from mcdgraph.reasoning.saturation import Saturation

#: A round after every other: what is not in the closure.
NEVER: Final = 2**31 - 1
#: Members of a class that are tried, at most, in the search for a statement about one of them.
_MEMBERS: Final = 64
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")

Triple = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class StatementOrigin:
    """A statement as it first stood: a triple, and the round that it was concluded in."""

    triple: Triple
    round: int


@dataclass(frozen=True, kw_only=True)
class _Log:
    """What was concluded about one predicate: sorted keys, the round and the rule of each."""

    keys: Keys
    rounds: NDArray[np.int32]
    rules: NDArray[np.int32]


class History:
    """Answers in which round a triple was first known."""

    def __init__(self, saturation: Saturation) -> None:
        """Index the log of a saturated graph as it is asked for."""
        self._saturation = saturation
        self._written: dict[int, WrittenPairs] = {}
        self._logs: dict[int, _Log] = {}
        self.rules = sorted({batch.rule for batch in saturation.log})

    def rows(self, triple: Triple) -> tuple[int, ...]:
        """List the rows that assert a triple."""
        written = self._written_about(triple[1])
        first, last = (
            int(np.searchsorted(written.keys, _key(triple), side=side)) for side in _SIDES
        )
        return tuple(sorted(written.rows[first:last].tolist()))

    def stated(self, triple: Triple) -> int:
        """Give the round that a triple itself was asserted (0) or concluded in, or `NEVER`."""
        return int(self.rounds(*(np.array([term], np.int32) for term in triple))[0])

    def rule(self, triple: Triple) -> str:
        """Name the rule that concluded a triple itself first; empty where none did."""
        log = self._log(triple[1])
        key = _key(triple)
        place = int(np.searchsorted(log.keys, key))
        found = place < len(log.keys) and int(log.keys[place]) == key
        return self.rules[int(log.rules[place])] if found else ""

    def rounds(self, subject: IntArray, predicate: IntArray, object_: IntArray) -> IntArray:
        """Give the round that each of some triples was asserted or concluded in, or `NEVER`."""
        found = np.full(len(subject), NEVER, np.int32)
        for number in sorted(set(predicate.tolist())):
            rows = np.flatnonzero(predicate == number)
            keys = pack(subject[rows], object_[rows])
            found[rows] = self._rounds(number, keys)
        return found

    def origin(self, triple: Triple) -> StatementOrigin | None:
        """Find the statement, about the same things, from which a triple was first known."""
        equality = self._saturation.equality
        if not len(equality):
            round_ = self.stated(triple)
            return None if round_ == NEVER else StatementOrigin(triple=triple, round=round_)
        choices = [
            StatementOrigin(triple=other, round=known)
            for other in self._alike(triple)
            if (known := self._known(triple, other)) < NEVER
        ]
        return min(choices, key=lambda o: (o.round, o.triple != triple, o.triple), default=None)

    def level(self, triple: Triple) -> int:
        """Give the round after which a triple was known, by whatever way, or `NEVER`."""
        if triple[1] == self._saturation.same:
            return self.joined(triple[0], triple[2])
        if triple[1] in self._saturation.virtual:
            return self.stated(triple)
        origin = self.origin(triple)
        return NEVER if origin is None else origin.round

    def joined(self, left: int, right: int) -> int:
        """Give the round after which two terms were known to be equal, or `NEVER`."""
        if left == right:
            return 0
        path = self._saturation.equality.path(left, right, NEVER)
        return NEVER if path is None else max(edge.round for edge in path)

    def _known(self, triple: Triple, other: Triple) -> int:
        """Give the round after which a triple follows from another by equality alone."""
        stated = self.stated(other)
        if stated == NEVER:
            return NEVER
        return max(stated, *(self.joined(a, b) for a, b in zip(triple, other, strict=True)))

    def _alike(self, triple: Triple) -> Iterator[Triple]:
        """Give the triples about the same things, the triple itself first."""
        yield triple
        members = [self._saturation.equality.members(term)[:_MEMBERS] for term in triple]
        for s, p, o in product(*members):
            if (s, p, o) != triple:
                yield s, p, o

    def _rounds(self, predicate: int, keys: Keys) -> IntArray:
        found = np.full(len(keys), NEVER, np.int32)
        if predicate in self._saturation.virtual:
            found[contains(self._saturation.listed.get(predicate, NONE), keys)] = 0
            return found
        log = self._log(predicate)
        known = contains(log.keys, keys)
        found[known] = log.rounds[np.searchsorted(log.keys, keys[known])]
        found[contains(self._written_about(predicate).keys, keys)] = 0
        return found

    def _written_about(self, predicate: int) -> WrittenPairs:
        written = self._written.get(predicate)
        if written is None:
            parts = [part.written(predicate) for part in self._saturation.asserted]
            keys = np.concatenate([part.keys for part in parts])
            rows = np.concatenate([part.rows for part in parts])
            order = np.argsort(keys, kind="stable")
            written = WrittenPairs(keys=keys[order], rows=rows[order])
            self._written[predicate] = written
        return written

    def _log(self, predicate: int) -> _Log:
        log = self._logs.get(predicate)
        if log is None:
            log = self._logs[predicate] = self._read(predicate)
        return log

    def _read(self, predicate: int) -> _Log:
        batches = [batch for batch in self._saturation.log if batch.predicate == predicate]
        keys = np.concatenate([np.empty(0, np.int64), *(batch.keys for batch in batches)])
        rounds = np.repeat([batch.round for batch in batches], [len(b.keys) for b in batches])
        rules = np.repeat(
            [self.rules.index(batch.rule) for batch in batches], [len(b.keys) for b in batches]
        )
        order = np.lexsort((rounds, keys))
        keys, rounds, rules = keys[order], rounds[order], rules[order]
        first = np.ones(len(keys), np.bool_)
        first[1:] = keys[1:] != keys[:-1]
        return _Log(
            keys=keys[first],
            rounds=rounds[first].astype(np.int32),
            rules=rules[first].astype(np.int32),
        )


def _key(triple: Triple) -> int:
    return triple[0] << 32 | triple[2]
