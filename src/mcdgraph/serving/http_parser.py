"""The parser of requests: that of httptools, for which an upgrade is nothing.

Source: RFC 9110, clause 7.8 (Upgrade).
"""

from typing import Final

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Headers that tell where a body ends (RFC 9112, clause 6).
_FRAMING: Final = (b"host", b"content-length", b"transfer-encoding")


class RequestParser:
    """A parser for which an upgrade is nothing: nobody takes it up (RFC 9110, clause 7.8).

    httptools ends at a head that asks for one, and does not read the body. So another parser is
    given that head without what asked for it, and then all that follows.
    """

    def __init__(self, protocol: HttpToolsProtocol) -> None:
        """Parse for a protocol, whose ``headers`` are those of the request under way."""
        self._protocol = protocol
        self._parser = self._new()
        #: Whether the protocol has the head already that is being parsed.
        self.repeats = False

    def _new(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self._protocol)
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        return parser

    def feed_data(self, data: bytes) -> None:
        """Parse what came; raise `httptools.HttpParserError` where it is not HTTP."""
        while data:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                head = self._head_without_upgrade()
                self._parser = self._new()
                self.repeats = True
                self._parser.feed_data(head)
            else:
                return

    def _head_without_upgrade(self) -> bytes:
        """Write as much of a head as decides how what follows is to be read."""
        kept = [pair for pair in self._protocol.headers if pair[0] in _FRAMING]
        tokens = [
            t.strip()
            for n, v in self._protocol.headers
            if n == b"connection"
            for t in v.lower().split(b",")
        ]
        if b"close" in tokens:
            kept.append((b"connection", b"close"))
        version = self.get_http_version().encode()
        lines = [b"%b / HTTP/%b" % (self.get_method(), version), *(b"%b: %b" % p for p in kept)]
        return b"\r\n".join((*lines, b"", b""))

    def asks_for_upgrade(self) -> bool:
        """Return whether the head that is being parsed is to be repeated without its upgrade."""
        return not self.repeats and bool(self._parser.should_upgrade())

    def should_upgrade(self) -> bool:
        """Return False: nothing is taken up."""
        return False

    def should_keep_alive(self) -> bool:
        """Return whether the connection is kept after this request."""
        return bool(self._parser.should_keep_alive())

    def get_http_version(self) -> str:
        """Return the version, such as ``1.1``."""
        return str(self._parser.get_http_version())

    def get_method(self) -> bytes:
        """Return the method."""
        return bytes(self._parser.get_method())
