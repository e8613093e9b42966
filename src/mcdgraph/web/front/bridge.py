"""Calls a WSGI application from RSGI, in a thread.

Source: PEP 3333; granian's RSGI specification 1.5.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Protocol
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from mcdgraph.queries.asker import Asker, on_behalf_of
from mcdgraph.web.front.streaming import HungUp, Streamer

#: An answer up to this size is sent whole, with its length.
_WHOLE: Final = 2**20


class RsgiHeaders(Protocol):
    """The headers of a request; names in lower case."""

    def get(self, key: str, default: str | None = None) -> str | None:
        """Give the first value of a header."""

    def get_all(self, key: str) -> list[str]:
        """Give the values of all lines of a header."""

    def items(self) -> list[tuple[str, str]]:
        """Give every line."""


class RsgiScope(Protocol):
    """A request, before its body."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: RsgiHeaders


class RsgiProtocol(Protocol):
    """What reads a request's body and takes its answer."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body in chunks."""

    async def client_disconnect(self) -> None:
        """Wait until the client has hung up."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer at once."""

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Answer with the content of a file."""


@dataclass(kw_only=True)
class Started:
    """What an application said before its body."""

    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()

    def __call__(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        """Be WSGI's ``start_response``."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = tuple(headers)
        return _no_writing


class Bridge:
    """Serves a WSGI application with a number of threads."""

    def __init__(self, threads: int, streamer: Streamer) -> None:
        """Call applications in up to ``threads`` threads."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._streamer = streamer

    async def serve(
        self,
        application: WSGIApplication,
        scope: RsgiScope,
        protocol: RsgiProtocol,
        body: bytes,
        client: str,
    ) -> None:
        """Answer one request, on behalf of a client that may leave meanwhile."""
        loop = asyncio.get_running_loop()
        asker = Asker(client)
        watch = loop.create_task(_leave_when_gone(protocol, asker))
        try:
            await self._serve(application, scope, protocol, body, asker)
        finally:
            watch.cancel()

    async def _serve(
        self,
        application: WSGIApplication,
        scope: RsgiScope,
        protocol: RsgiProtocol,
        body: bytes,
        asker: Asker,
    ) -> None:
        loop = asyncio.get_running_loop()
        started = Started()
        environ = environment(scope, body)

        def call() -> Iterable[bytes]:
            with on_behalf_of(asker):
                return application(environ, started)

        parts = await loop.run_in_executor(self._threads, call)
        try:
            chunks = iter(parts)
            first, ended = await loop.run_in_executor(self._threads, _beginning, chunks)
            if ended:
                protocol.response_bytes(started.status, list(started.headers), first)
                return
            await self._streamer.stream(
                protocol, scope.client, started.status, started.headers, self._rest(first, chunks)
            )
        except HungUp:
            return
        finally:
            await loop.run_in_executor(self._threads, _close, parts)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)

    async def _rest(self, first: bytes, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        yield first
        while (chunk := await loop.run_in_executor(self._threads, next, chunks, None)) is not None:
            yield chunk


async def _leave_when_gone(protocol: RsgiProtocol, asker: Asker) -> None:
    await protocol.client_disconnect()
    asker.leave()


def environment(scope: RsgiScope, body: bytes) -> dict[str, Any]:
    """Give the environment that WSGI wants for a request."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _beginning(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """Take chunks until there are enough to stream; True when that is all."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > _WHOLE:
            return b"".join(parts), False
    return b"".join(parts), True


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()


def _no_writing(_: bytes) -> None:
    raise NotImplementedError("write() of PEP 3333 is not offered; return an iterable")
