"""A transport that closes so that its client can still read what it was sent, and reads by turns.

A socket that is closed with bytes unread resets its connection, and the client may lose the
answer that it has not read yet. So the transport first says that it will send no more, and what
still comes is thrown away until the client closes, too.
Source: RFC 9112, clause 9.6.
"""

import asyncio
from collections.abc import Callable
from typing import Any


class ClientTransport:
    """A transport of asyncio but for its closing, and for two reasons not to read."""

    def __init__(self, transport: asyncio.Transport, on_close: Callable[[], None]) -> None:
        """Close ``transport`` in two steps; ``on_close`` is called at the first.

        From then on its protocol throws away what comes, and ends it by `abort` where the client
        does not close.
        """
        self._transport = transport
        self._on_close = on_close
        self._closing = False
        #: Why nothing is read: the protocol does not want more, or has to wait for its turn.
        self._paused = self.held = False
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

    def pause_reading(self) -> None:
        """Read nothing until `resume_reading`."""
        self._paused = True
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again, unless it is held."""
        self._paused = False
        self._read_on()

    def hold(self, held: bool) -> None:
        """Read nothing while ``held``, whatever the protocol wants."""
        self.held = held
        if held:
            self._transport.pause_reading()
        else:
            self._read_on()

    def _read_on(self) -> None:
        if not (self._paused or self.held or self._transport.is_closing()):
            self._transport.resume_reading()

    def unlink(self) -> None:
        """Let go of who is called, which refers to this transport, too."""
        self._on_close = _nothing


def _nothing() -> None:
    """Be called at the first step where nobody is to be."""
