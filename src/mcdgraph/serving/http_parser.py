"""The parser of requests: that of httptools, for which an upgrade is nothing.

Source: RFC 9110, clause 7.8 (Upgrade).
"""

from typing import Any, Final

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Headers that tell where a body ends (RFC 9112, clause 6).
_FRAMING: Final = (b"host", b"content-length", b"transfer-encoding")
#: Bytes that are parsed at once: up to the end of a head, but no fewer, and no more, than these.
_LEAST_SLICE: Final = 256
_SLICE: Final = 4096
_HEAD_END: Final = b"\r\n\r\n"


class RequestParser(httptools.HttpRequestParser):
    """A parser for which an upgrade is nothing: nobody takes it up (RFC 9110, clause 7.8).

    httptools ends at a head that asks for one, and does not read the body. So the parser begins
    anew, with that head less what asked for it, and then reads all that follows.
    """

    def __init__(self, protocol: HttpToolsProtocol) -> None:
        """Parse for a protocol, whose ``headers`` are those of the request under way."""
        self._protocol = protocol
        #: Whether the protocol has the head already that is being parsed.
        self.repeats = False
        self._begin()

    def _begin(self) -> None:
        super().__init__(self._protocol)
        self.set_dangerous_leniencies(lenient_data_after_close=True)

    def feed_data(self, data: Any) -> None:
        """Parse what came; raise `httptools.HttpParserError` where it is not HTTP."""
        while data:
            try:
                super().feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                head = self._head_without_upgrade()
                self._begin()
                self.repeats = True
                super().feed_data(head)
            else:
                return

    def asks_for_upgrade(self) -> bool:
        """Return whether the head that is being parsed is to be repeated without its upgrade."""
        return bool(self.should_upgrade()) and not self.repeats

    def _head_without_upgrade(self) -> bytes:
        """Write as much of a head as decides how what follows is to be read."""
        kept = [pair for pair in self._protocol.headers if pair[0] in _FRAMING]
        tokens = [
            token.strip()
            for name, value in self._protocol.headers
            if name == b"connection"
            for token in value.lower().split(b",")
        ]
        if b"close" in tokens:
            kept.append((b"connection", b"close"))
        start = b"%b / HTTP/%b" % (self.get_method(), self.get_http_version().encode())
        return b"\r\n".join((start, *(b"%b: %b" % pair for pair in kept), b"", b""))


def slice_end(data: bytes, at: int) -> int:
    """Return where what is parsed at once ends that begins at ``at``."""
    head_end = data.find(_HEAD_END, at, at + _SLICE)
    if head_end < 0:
        return at + _SLICE
    return max(head_end + len(_HEAD_END), at + _LEAST_SLICE)
