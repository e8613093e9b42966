"""Finished answers, kept while they are asked for, within a bound in bytes."""

from collections import OrderedDict
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class AnswerCache(Generic[Entry]):
    """The answers last asked for. Bound to one thread or event loop."""

    def __init__(self, capacity: int) -> None:
        """Keep entries of ``capacity`` bytes together; 0 keeps none."""
        self.capacity = capacity
        self.hits = 0
        self.misses = 0
        self._entries: OrderedDict[bytes, tuple[Entry, int]] = OrderedDict()
        self._size = 0

    @property
    def greatest(self) -> int:
        """The size of the greatest entry that is kept: a sixteenth of all."""
        return self.capacity // 16

    @property
    def size(self) -> int:
        """The bytes that the entries count for."""
        return self._size

    def get(self, key: bytes) -> Entry | None:
        """Give an entry, which then is the last to go."""
        found = self._entries.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        return found[0]

    def put(self, key: bytes, entry: Entry, size: int) -> None:
        """Keep an entry of ``size`` bytes, unless it is too great, and let the oldest go."""
        if size > self.greatest:
            return
        self._drop(key)
        self._entries[key] = (entry, size)
        self._size += size
        while self._size > self.capacity:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: bytes) -> None:
        _, size = self._entries.pop(key, (None, 0))
        self._size -= size
