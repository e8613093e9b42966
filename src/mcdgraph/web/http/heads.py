"""Heads of requests that came before: a client sends the same headers again and again.

From one request of a client to its next only the first line differs. What follows that line
is parsed once, and known by its bytes from then on.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mcdgraph.web.http.messages import Request
from mcdgraph.web.http.recent import Recent

#: The first line of a request without a body, in its usual form (RFC 9112, clauses 3 and 3.2.1).
_LINE: Final = re.compile(rb"(GET|HEAD) (/[!-\"$->@-~]*)(?:\?([!-\"$-~]*))? HTTP/1\.1\r\n")
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
        line = _LINE.match(data)
        if line is None:
            return None
        headers = self._known.get(data[line.end() :])
        if headers is None:
            return None
        method, path, query_string = line.groups(b"")
        return Request(method.decode(), path.decode(), query_string.decode(), headers)

    def keep(self, data: bytes, request: Request) -> None:
        """Remember the headers of a request that came alone, in ``data``."""
        line = _LINE.match(data)
        if line is not None and not any(name in request.headers for name in _UNUSUAL):
            self._known.put(data[line.end() :], request.headers)
