"""A server process's end of the socket to one executor: sends requests, hears frames."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final, cast

from mcdgraph.queries.wire import FRAME_TYPES, PREAMBLE, FrameType

#: Seconds in which an executor may take a request that found no room in the socket.
_PATIENCE: Final = 10.0

Hear = Callable[[FrameType, bytes], None]


class ChannelClosed(Exception):
    """The executor has hung up."""


class Channel(asyncio.Protocol):
    """A socket to an executor, heard in an event loop.

    What comes is heard through a transport, which costs less than a reader of the loop's; what
    is sent goes out at once, without waiting for the loop's next turn as a transport would.
    """

    def __init__(self, end: socket.socket) -> None:
        """Talk through ``end``."""
        end.setblocking(False)
        self._socket = end
        self._transport: asyncio.ReadTransport | None = None
        self._buffer: list[bytes] = []
        self._missing = 0
        self._paused = False
        self._closed = False

    def attach(
        self, loop: asyncio.AbstractEventLoop, hear: Hear, mourn: Callable[[], None]
    ) -> None:
        """Have ``hear`` called with each frame, and ``mourn`` when the executor hangs up."""
        self._hear, self._mourn = hear, mourn
        connecting = loop.create_unix_connection(lambda: self, sock=self._socket.dup())
        self._connecting = loop.create_task(connecting)

    def send(self, request: bytes) -> None:
        """Send a whole request; raise `ChannelClosed` where nobody takes it."""
        try:
            try:
                sent = self._socket.send(request)
            except BlockingIOError:
                sent = 0
            if sent < len(request):
                self._send_rest(memoryview(request)[sent:])
        except OSError as error:
            raise ChannelClosed from error

    def _send_rest(self, rest: memoryview) -> None:
        """Wait for room: the executor is idle, and takes a long request as it comes."""
        self._socket.settimeout(_PATIENCE)
        try:
            self._socket.sendall(rest)
        finally:
            self._socket.setblocking(False)

    def resume(self) -> None:
        """Hear frames again."""
        if self._paused:
            self._paused = False
            if self._transport is not None and not self._closed:
                self._transport.resume_reading()

    def pause(self) -> None:
        """Hear nothing for a while; the executor then waits as soon as the socket is full."""
        if not self._paused:
            self._paused = True
            if self._transport is not None and not self._closed:
                self._transport.pause_reading()

    def close(self) -> None:
        """Hang up; an idle executor then ends by itself."""
        self._closed = True
        self._socket.close()
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to hear."""
        self._transport = cast("asyncio.ReadTransport", transport)
        if self._closed:
            self._transport.close()
        elif self._paused:
            self._transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Tell that the executor hung up, unless it was hung up on."""
        if not self._closed:
            self._mourn()

    def data_received(self, data: bytes) -> None:
        """Give out the frames that are whole, and keep what is left."""
        if self._missing > len(data):
            self._buffer.append(data)
            self._missing -= len(data)
        else:
            self._split(b"".join((*self._buffer, data)) if self._buffer else data)

    def _split(self, data: bytes) -> None:
        """Give out the frames that are whole, and keep what is left."""
        if len(data) >= PREAMBLE.size:
            kind, length = PREAMBLE.unpack_from(data)
            if len(data) == PREAMBLE.size + length:
                self._buffer, self._missing = [], 0
                self._hear(FRAME_TYPES[kind], data[PREAMBLE.size :])
                return
        at = 0
        frames = []
        while len(data) - at >= PREAMBLE.size:
            kind, length = PREAMBLE.unpack_from(data, at)
            end = at + PREAMBLE.size + length
            if end > len(data):
                break
            frames.append((FRAME_TYPES[kind], data[at + PREAMBLE.size : end]))
            at = end
        rest = data[at:]
        self._buffer = [rest] if rest else []
        self._missing = 0
        if len(rest) >= PREAMBLE.size:
            self._missing = PREAMBLE.size + PREAMBLE.unpack_from(rest)[1] - len(rest)
        for found in frames:
            self._hear(*found)
