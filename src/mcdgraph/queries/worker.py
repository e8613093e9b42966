"""A server process's end of one executor: sends a query, reads frames, waits, gives up."""

import asyncio
import select
import socket
from typing import Final

from mcdgraph.queries.wire import PREAMBLE, FrameType

#: Milliseconds to wait for an answer before letting the event loop do other things. Most light
#: queries end within it, and a turn of the loop costs as much as one of them.
PATIENCE: Final = 2
_READ: Final = 256 * 1024

Frame = tuple[FrameType, bytes]


class WorkerGone(Exception):
    """The executor ended before it had answered."""


class Worker:
    """One executor, as the server process that owns it sees it."""

    def __init__(self, number: int, channel: socket.socket) -> None:
        """Talk to executor ``number`` through ``channel``."""
        self.number = number
        self.status: int | None = None
        self._channel = channel
        self._buffer = b""
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)
        self._waiting: asyncio.Future[None] | None = None

    def send(self, request: bytes) -> None:
        """Send a whole request; raise `WorkerGone` where nobody takes it."""
        try:
            self._channel.sendall(request)
        except OSError as error:
            raise WorkerGone from error

    def frame_soon(self) -> Frame | None:
        """Give the next frame if it comes at once; blocks for `PATIENCE` between two reads."""
        found = self._buffered()
        while found is None and self._poll.poll(PATIENCE):
            self._read()
            found = self._buffered()
        return found

    async def frame(self, seconds: float) -> Frame:
        """Wait for the next frame; raise `TimeoutError`, or `WorkerGone`."""
        deadline = asyncio.get_running_loop().time() + seconds
        while (found := self._buffered()) is None:
            await self._readable(deadline)
            self._read()
        return found

    def close(self) -> None:
        """Hang up; an idle executor then ends by itself.

        The loop must forget the channel before its number is given to another.
        """
        if self._waiting is not None:
            self._waiting.get_loop().remove_reader(self._channel.fileno())
            if not self._waiting.done():
                self._waiting.set_exception(WorkerGone())
        self._channel.close()

    async def _readable(self, deadline: float) -> None:
        loop = asyncio.get_running_loop()
        number = self._channel.fileno()
        if number < 0:
            raise WorkerGone
        waiting = self._waiting = loop.create_future()
        loop.add_reader(number, _done, waiting)
        timer = loop.call_at(deadline, _late, waiting)
        try:
            await waiting
        finally:
            self._waiting = None
            timer.cancel()
            if self._channel.fileno() == number:
                loop.remove_reader(number)

    def _read(self) -> None:
        try:
            data = self._channel.recv(_READ, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError as error:
            raise WorkerGone from error
        if not data:
            raise WorkerGone
        self._buffer = self._buffer + data if self._buffer else data

    def _buffered(self) -> Frame | None:
        data = self._buffer
        if len(data) < PREAMBLE.size:
            return None
        kind, length = PREAMBLE.unpack_from(data)
        end = PREAMBLE.size + length
        if len(data) < end:
            return None
        self._buffer = data[end:]
        return FrameType(kind), data[PREAMBLE.size : end]


def _done(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


def _late(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())
