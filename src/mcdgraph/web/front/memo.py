"""Remembers answers by the very bytes of the requests that they were given to."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from mcdgraph.web.http import writing
from mcdgraph.web.http.messages import Headers

_ENTRIES: Final = 4096
_LONGEST: Final = 8192


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer of 200 as the cache keeps it: in bytes, before and after the header ``date``."""

    headers: Headers
    before: bytes
    after: bytes

    @classmethod
    def of(cls, headers: Headers, body: bytes) -> "Kept":
        """Write an answer, once for all times that it is sent."""
        length = ("content-length", str(len(body)))
        before = writing.head(HTTPStatus.OK, (*headers, length))
        return cls(headers=headers, before=before, after=b"\r\n" + body)

    @property
    def body(self) -> bytes:
        """The answer's body."""
        return self.after[2:]

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.before) + len(self.after)


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
