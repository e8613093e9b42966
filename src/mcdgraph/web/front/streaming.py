"""Sends an answer of unknown length: as fast as the client reads, and whole or visibly not.

granian queues what an application streams without a bound, so a slow client would fill the
memory. It reads a file, however, only as fast as the client takes it; so the answer goes
through a named pipe. Where an answer fails after it began, the connection is cut: the client
sees that the end is missing, which a chunked answer that just ends would hide.
"""

import asyncio
import os
import socket
import tempfile
from collections.abc import AsyncIterable
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from mcdgraph.errors import QueryError
from mcdgraph.web.sparql.messages import Headers

#: Seconds within which granian opens the pipe, unless the client is gone.
_OPENING: Final = 2.0


class FileResponder(Protocol):
    """The part of RSGI's protocol object that answers with a file."""

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Answer with the content of a file."""


class HungUp(Exception):
    """The client reads no more."""


class Streamer:
    """Streams answers through named pipes in a folder of its own."""

    def __init__(self) -> None:
        """Make the folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="mcdgraph-")
        self._numbers = count()

    async def stream(
        self,
        protocol: FileResponder,
        client: str,
        status: int,
        headers: Headers,
        chunks: AsyncIterable[bytes],
    ) -> None:
        """Send what ``chunks`` gives; raise `HungUp` where the client stops reading.

        ``client`` is its address, ``host:port``. A `QueryError` of ``chunks``, or the end of
        the task that waits for this, cuts the connection and is raised again.
        """
        path = Path(self._folder.name) / str(next(self._numbers))
        os.mkfifo(path, 0o600)
        try:
            protocol.response_file(status, list(headers), str(path))
            pipe = await _opened(path)
        finally:
            path.unlink()
        try:
            async for chunk in chunks:
                await _write(pipe, chunk)
        except (QueryError, asyncio.CancelledError):
            cut(client)
            raise
        finally:
            os.close(pipe)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()


async def _opened(path: Path) -> int:
    """Open the pipe for writing, once granian has it open for reading."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _OPENING
    while loop.time() < until:
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            await asyncio.sleep(0.0005)
    raise HungUp


async def _write(pipe: int, chunk: bytes) -> None:
    loop = asyncio.get_running_loop()
    rest = memoryview(chunk)
    while rest:
        try:
            rest = rest[os.write(pipe, rest) :]
        except BlockingIOError:
            writable: asyncio.Future[None] = loop.create_future()
            loop.add_writer(pipe, _wake, writable)
            try:
                await writable
            finally:
                loop.remove_writer(pipe)
        except BrokenPipeError:
            raise HungUp from None


def _wake(writable: asyncio.Future[None]) -> None:
    if not writable.done():
        writable.set_result(None)


def cut(client: str) -> None:
    """Shut the connection of this process to a client's address, ``host:port``."""
    host, _, port = client.rpartition(":")
    for number in map(int, os.listdir("/dev/fd")):
        try:
            connection = socket.socket(fileno=os.dup(number))
        except OSError:
            continue
        with connection:
            if _peer(connection) == (host.strip("[]"), port):
                connection.shutdown(socket.SHUT_RDWR)
                return


def _peer(connection: socket.socket) -> tuple[str, str]:
    try:
        name = connection.getpeername()
    except OSError:
        return "", ""
    return (str(name[0]), str(name[1])) if isinstance(name, tuple) else ("", "")
