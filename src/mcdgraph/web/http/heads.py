"""Heads of requests that came before: a client sends the same headers again and again.

From one request of a client to its next only the first line differs. What follows that line
is parsed once, and known by its bytes from then on.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mcdgraph.web.http.messages import Request
from mcdgraph.web.http.recent import Recent

_METHODS: Final = {b"GET": "GET", b"HEAD": "HEAD"}
_VERSION: Final = b" HTTP/1.1\r\n"
#: What a target may hold: all that can be seen but the sign of a fragment.
_VISIBLE: Final = bytes(range(0x21, 0x7F)).replace(b"#", b"")
#: Headers by which a request is more than its head, or its answer not the last thing to happen.
_UNUSUAL: Final = ("connection", "content-length", "expect", "transfer-encoding", "upgrade")
_ENTRIES: Final = 512
_LONGEST: Final = 4096


class Heads:
    """The headers of the last requests, by the bytes that said them."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: Recent[Mapping[str, Sequence[str]]] = Recent(_ENTRIES, _LONGEST)

    def read(self, data: bytes) -> Request | None:
        """Read a whole request whose headers are known; None where the parser has to."""
        line, _, rest = data.partition(_VERSION)
        headers = self._known.get(rest)
        if headers is None or not _is_usual(line):
            return None
        method, _, target = line.partition(b" ")
        path, _, query_string = target.decode().partition("?")
        return Request(_METHODS[method], path, query_string, headers)

    def keep(self, data: bytes, request: Request) -> None:
        """Remember the headers of a request that came alone, in ``data``."""
        line, _, rest = data.partition(_VERSION)
        if _is_usual(line) and not any(name in request.headers for name in _UNUSUAL):
            self._known.put(rest, request.headers)


def _is_usual(line: bytes) -> bool:
    """Tell whether a first line, without its version, is one of a request without a body.

    The target is in its usual form (RFC 9112, clauses 3 and 3.2.1).
    """
    method, _, target = line.partition(b" ")
    return method in _METHODS and target.startswith(b"/") and not target.translate(None, _VISIBLE)
