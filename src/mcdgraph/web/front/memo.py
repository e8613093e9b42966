"""Remembers answers by the very bytes of the requests that they were given to."""

from collections.abc import Callable
from typing import Final

_ENTRIES: Final = 4096
_LONGEST: Final = 8192


class Memo:
    """The keys of answers to the last requests, by the bytes of these.

    ``get`` gives the key for a request that was seen before, or None.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._keys: dict[bytes, bytes] = {}
        self.get: Callable[[bytes], bytes | None] = self._keys.get

    def put(self, raw: bytes, key: bytes) -> None:
        """Remember a request that is not too long, and forget the oldest."""
        if len(raw) > _LONGEST:
            return
        if len(self._keys) >= _ENTRIES:
            del self._keys[next(iter(self._keys))]
        self._keys[raw] = key
