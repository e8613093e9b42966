"""A server process's end of the socket to one executor: sends requests, hears frames."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

from mcdgraph.queries.wire import FRAME_TYPES, PREAMBLE, FrameType

#: What is read from any channel goes through here: to make room for as much each time would
#: cost. Channels of one process belong to one event loop.
_ROOM: Final = memoryview(bytearray(256 * 1024))

Hear = Callable[[FrameType, bytes], None]


class ChannelClosed(Exception):
    """The executor has hung up."""


class Channel:
    """A socket to an executor, heard in an event loop."""

    __slots__ = ("_buffer", "_hear", "_loop", "_missing", "_mourn", "_reading", "_socket")

    def __init__(self, end: socket.socket) -> None:
        """Talk through ``end``."""
        self._socket = end
        self._buffer: list[bytes] = []
        self._missing = 0
        self._reading = False

    def attach(
        self, loop: asyncio.AbstractEventLoop, hear: Hear, mourn: Callable[[], None]
    ) -> None:
        """Have ``hear`` called with each frame, and ``mourn`` when the executor hangs up."""
        self._loop, self._hear, self._mourn = loop, hear, mourn
        self.resume()

    def send(self, request: bytes) -> None:
        """Send a whole request; raise `ChannelClosed` where nobody takes it."""
        try:
            self._socket.sendall(request)
        except OSError as error:
            raise ChannelClosed from error

    def resume(self) -> None:
        """Hear frames, from the first or again."""
        if not self._reading and self._socket.fileno() >= 0:
            self._reading = True
            self._loop.add_reader(self._socket.fileno(), self._read)

    def pause(self) -> None:
        """Hear nothing for a while; the executor then waits as soon as the socket is full."""
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._socket.fileno())

    def close(self) -> None:
        """Hang up; an idle executor then ends by itself.

        The loop must forget the socket before its number is given to another.
        """
        self.pause()
        self._socket.close()

    def _read(self) -> None:
        try:
            data = bytes(_ROOM[: self._socket.recv_into(_ROOM, 0, socket.MSG_DONTWAIT)])
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._mourn()
        elif self._missing > len(data):
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
