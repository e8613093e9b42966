"""Remembers answers by the very bytes of the requests that they were given to."""

from typing import Final

_ENTRIES: Final = 4096
_LONGEST: Final = 8192


class Memo:
    """The keys of answers to the last requests, by the bytes of these."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._keys: dict[bytes, bytes] = {}

    def get(self, raw: bytes) -> bytes | None:
        """Give the key of the answer to a request that was seen before."""
        return self._keys.get(raw)

    def put(self, raw: bytes, key: bytes) -> None:
        """Remember a request that is not too long, and forget the oldest."""
        if len(raw) > _LONGEST:
            return
        if len(self._keys) >= _ENTRIES:
            del self._keys[next(iter(self._keys))]
        self._keys[raw] = key
