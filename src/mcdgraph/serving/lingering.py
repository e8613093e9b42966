"""A transport that closes so that its client can still read what it was sent.

A socket that is closed with bytes unread resets its connection, and the client may lose the
answer that it has not read yet. So the transport first says that it will send no more, and what
still comes is thrown away until the client closes, too.
Source: RFC 9112, clause 9.6.
"""

import asyncio
from collections.abc import Callable
from typing import Any


class LingeringTransport:
    """A transport of asyncio but for its closing."""

    def __init__(self, transport: asyncio.Transport, on_close: Callable[[], None]) -> None:
        """Close ``transport`` in two steps; ``on_close`` is called at the first.

        From then on its protocol throws away what comes, and ends it by `abort` where the client
        does not close.
        """
        self._transport = transport
        self._on_close = on_close
        self._closing = False
        self.write = transport.write

    def __getattr__(self, name: str) -> Any:
        """Do all else as the transport does."""
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Return whether no more may be written."""
        return self._closing or self._transport.is_closing()

    def close(self) -> None:
        """Send what is written, then the end of it."""
        if not self.is_closing():
            self._closing = True
            self._transport.write_eof()
            self._on_close()

    def unlink(self) -> None:
        """Let go of who is called, which refers to this transport, too."""
        self._on_close = _nothing


def _nothing() -> None:
    """Be called at the first step where nobody is to be."""
