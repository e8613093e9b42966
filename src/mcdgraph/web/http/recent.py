"""What was read of the last requests, by their bytes."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Remembers what belongs to some bytes, and forgets the oldest when there is too much.

    ``get`` gives what belongs to bytes that were seen before, or None.
    """

    def __init__(self, entries: int, longest: int) -> None:
        """Remember at most ``entries``, none for more than ``longest`` bytes."""
        self._entries = entries
        self._longest = longest
        self._values: dict[bytes, Value] = {}
        self.get: Callable[[bytes], Value | None] = self._values.get

    def put(self, data: bytes, value: Value) -> None:
        """Remember what belongs to some bytes, unless they are too long."""
        if len(data) > self._longest:
            return
        if len(self._values) >= self._entries:
            del self._values[next(iter(self._values))]
        self._values[data] = value
