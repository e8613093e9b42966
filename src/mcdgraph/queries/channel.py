"""A server process's end of the socket to one executor: sends requests, hears frames."""

import asyncio
import logging
import socket
from collections.abc import Callable

from mcdgraph.queries.wire import FRAME_TYPES, PREAMBLE, FrameType, whole_frames

Hear = Callable[[FrameType, bytes], None]

log = logging.getLogger("mcdgraph.queries")


class ChannelClosed(Exception):
    """The executor has hung up."""


class Channel(asyncio.Protocol):
    """A socket to an executor, heard in an event loop.

    What comes is heard through a transport, which costs less than a reader of the loop's; what
    is sent goes out at once, without waiting for the loop's next turn as a transport would. The
    transport has a descriptor of its own, which it closes when it sees fit.
    """

    def __init__(self, end: socket.socket) -> None:
        """Talk through ``end``."""
        end.setblocking(False)
        self._socket = end
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []
        self._buffer: list[bytes] = []
        self._missing = 0
        self._paused = False
        self._closed = False

    def attach(
        self, loop: asyncio.AbstractEventLoop, hear: Hear, mourn: Callable[[], None]
    ) -> None:
        """Have ``hear`` called with each frame, and ``mourn`` when the executor hangs up."""
        self._hear, self._mourn = hear, mourn
        self._connecting = loop.create_task(self._connect(loop))

    def send(self, request: bytes) -> None:
        """Send a whole request; raise `ChannelClosed` where nobody takes it."""
        transport = self._transport
        sent = 0
        if not self._unsent and (transport is None or not transport.get_write_buffer_size()):
            try:
                sent = self._socket.send(request)
            except BlockingIOError:
                sent = 0
            except OSError as error:
                raise ChannelClosed from error
        if sent == len(request):
            return
        if transport is None:
            self._unsent.append(request[sent:])
        else:
            transport.write(request[sent:])

    def resume(self) -> None:
        """Hear frames again."""
        if self._paused:
            self._paused = False
            if self._transport is not None:
                self._transport.resume_reading()

    def pause(self) -> None:
        """Hear nothing for a while; the executor then waits as soon as the socket is full."""
        if not self._paused:
            self._paused = True
            if self._transport is not None:
                self._transport.pause_reading()

    def close(self) -> None:
        """Hang up; an idle executor then ends by itself."""
        self._closed = True
        self._socket.close()
        if self._transport is not None:
            self._transport.abort()

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the transport; what was wished of it meanwhile is done once it is ready."""
        try:
            end = self._socket.dup()
            transport, _ = await loop.create_unix_connection(lambda: self, sock=end)
        except OSError as error:
            log.warning("an executor cannot be heard: %s", error)
            self.connection_lost(error)
            return
        self._transport = transport
        if self._closed:
            transport.abort()
            return
        for rest in self._unsent:
            transport.write(rest)
        self._unsent.clear()
        if self._paused:
            transport.pause_reading()

    # Of asyncio's protocol.

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

    def _tell(self, kind: int, payload: bytes) -> None:
        """Pass a frame on; who cannot bear what it is told costs nobody else their answer."""
        try:
            self._hear(FRAME_TYPES[kind], payload)
        except Exception:
            log.exception("an answer could not be passed on")

    def _split(self, data: bytes) -> None:
        """Give out the frames that are whole, and keep what is left."""
        if len(data) >= PREAMBLE.size:
            kind, length = PREAMBLE.unpack_from(data)
            if len(data) == PREAMBLE.size + length:
                self._buffer, self._missing = [], 0
                self._tell(kind, data[PREAMBLE.size :])
                return
        frames = list(whole_frames(data))
        rest = data[frames[-1][2] :] if frames else data
        self._buffer = [rest] if rest else []
        self._missing = 0
        if len(rest) >= PREAMBLE.size:
            self._missing = PREAMBLE.size + PREAMBLE.unpack_from(rest)[1] - len(rest)
        for kind, start, end in frames:
            self._tell(kind, data[start + PREAMBLE.size : end])
