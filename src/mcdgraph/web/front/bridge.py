"""Calls a WSGI application for an exchange of HTTP, in a thread or in the loop's own.

Source: PEP 3333.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from mcdgraph.errors import QueryError
from mcdgraph.queries.asker import NOBODY, Asker, work_for
from mcdgraph.queries.strands import LoopStrand, Mailbox, Strand, ThreadStrand
from mcdgraph.web.http import Exchange, Reply, Request
from mcdgraph.web.http.messages import IN_ENVIRON

#: An answer up to this size is sent whole, with its length.
_WHOLE: Final = 2**20
#: Names of headers, and values of Host, whose reading is remembered.
_REMEMBERED: Final = 256
_BROKEN: Final = Reply(
    500, (("content-type", "text/plain; charset=utf-8"),), b"Internal Server Error\n"
)

log = logging.getLogger("mcdgraph.web")


@dataclass(kw_only=True)
class Started:
    """What an application said before its body."""

    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()

    def __call__(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        """Be WSGI's ``start_response``."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = tuple([(name.lower(), value) for name, value in headers])
        return _no_writing


class Bridge:
    """Serves a WSGI application: in threads, or in the loop's own where that takes a moment."""

    def __init__(self, threads: int, loop: asyncio.AbstractEventLoop) -> None:
        """Call applications in up to ``threads`` threads, and answer in ``loop``."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._in_thread = ThreadStrand(loop)
        self._in_loop = LoopStrand(loop)

    def serve(
        self, application: WSGIApplication, exchange: Exchange, client: str, *, short: bool = False
    ) -> None:
        """Answer an exchange, on behalf of a client that may leave meanwhile.

        ``short`` tells that the application takes a moment for it, queries apart.
        """
        strand = self._in_loop if short else self._in_thread
        call = Call(application, exchange, client, strand)
        exchange.when_gone = call.leave
        exchange.when_full = call.full
        exchange.when_free = call.free
        if short:
            self._in_loop.start(call.run)
        else:
            self._threads.submit(call.run)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)


class Call:
    """One call of an application; `run` is for a strand of its own, all else for the loop."""

    def __init__(
        self, application: WSGIApplication, exchange: Exchange, client: str, strand: Strand
    ) -> None:
        """Call ``application`` with what ``exchange`` asks."""
        self._application = application
        self._exchange = exchange
        self._asker = Asker(client, strand)
        self._client = client
        self._strand = strand
        self._news: Mailbox[None] | None = None
        self._full = False
        self._gone = False

    def leave(self) -> None:
        """Hear that the client has left."""
        self._gone = True
        self._asker.leave()
        if self._news is not None:
            self._news.put(None)

    def full(self) -> None:
        """Hear that the client takes less than it is sent."""
        self._full = True

    def free(self) -> None:
        """Hear that it took that."""
        self._full = False
        if self._news is not None:
            self._news.put(None)

    def run(self) -> None:
        """Call, and send what comes; an error that nobody caught is a 500, or a cut."""
        begun = False
        if self._gone:
            return
        work_for(self._asker)
        try:
            started = Started()
            environ = environment(self._exchange.request, self._client)
            parts = self._application(environ, started)
            try:
                chunks = iter(parts)
                first, ended = _beginning(chunks)
                begun = True
                if ended:
                    reply = Reply(started.status, started.headers, first)
                    self._tell(self._exchange.reply, reply)
                    return
                self._tell(self._exchange.begin, started.status, started.headers)
                self._stream(first, chunks)
            finally:
                _close(parts)
        except QueryError:
            self._tell(self._exchange.cut)
        except (Exception, SystemExit, KeyboardInterrupt):
            log.exception("a page failed")
            if begun:
                self._tell(self._exchange.cut)
            else:
                self._tell(self._exchange.reply, _BROKEN)
        finally:
            work_for(NOBODY)

    def _tell(self, method: Callable[..., None], *arguments: Any) -> None:
        """Have something done with the exchange, in the loop."""
        self._strand.in_loop(self._do, method, arguments)

    def _do(self, method: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        try:
            method(*arguments)
        except ValueError:
            log.exception("a page cannot be sent")
            self._exchange.cut()

    def _stream(self, first: bytes, chunks: Iterator[bytes]) -> None:
        news = self._news = self._strand.mailbox()
        self._tell(self._exchange.send, first)
        for chunk in chunks:
            while self._full and not self._gone:
                news.get()
            if self._gone:
                return
            self._tell(self._exchange.send, chunk)
        self._tell(self._exchange.end)


def environment(request: Request, client: str) -> dict[str, Any]:
    """Give the environment that WSGI wants for a request."""
    host, port = _host_and_port(request.value("host"))
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(request.path),
        "QUERY_STRING": request.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        IN_ENVIRON: request,
    }
    for name, lines in request.headers.items():
        environ[_variable(name)] = ",".join(lines)
    environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ


@lru_cache(_REMEMBERED)
def _variable(header: str) -> str:
    """Name the variable that WSGI has for a header."""
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


@lru_cache(_REMEMBERED)
def _host_and_port(named: str) -> tuple[str, str]:
    """Split the header Host; port 80 where it names none (RFC 9110, clause 7.2)."""
    host, _, port = named.rpartition(":")
    if not port.isdecimal() or not host:
        host, port = named, "80"
    return host.strip("[]") or "localhost", port


def _path(encoded: str) -> str:
    """Undo percent-encoding, to the text of bytes that WSGI wants."""
    if "%" not in encoded:
        return encoded
    return unquote_to_bytes(encoded.encode("latin-1")).decode("latin-1")


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
