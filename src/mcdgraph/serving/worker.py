"""The process that answers requests, one after the other, within its bounds."""

import gc
import logging
import socket
import sys
import time
import traceback
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from mcdgraph.errors import McdgraphError
from mcdgraph.processes.bounds import WorkerBounds
from mcdgraph.serving.frames import (
    NUMBER,
    PACKET_BYTES,
    FrameType,
    Head,
    JobRequest,
    decode_request,
    encode_head,
    encode_headers,
    frame,
    read_packet,
)
from mcdgraph.serving.publication import Content
from mcdgraph.serving.refusals import Refusals
from mcdgraph.serving.slots import WorkerSlots
from mcdgraph.settings import Settings

#: Bytes that are read or sent at once.
CHUNK: Final = 64 * 1024
#: An answer is held back to be sent whole until it has this many bytes, or took this long.
WHOLE: Final = 128 * 1024
WHOLE_SECONDS: Final = 0.05
#: After a request that took this long, the worker looks at what it has left of its memory.
_LONG: Final = 0.01
#: Where the environment names the part of the application that answered.
PART: Final = "mcdgraph.part"
#: Where it says that answers are counted here.
COUNTED: Final = "mcdgraph.counted"
#: Characters of a traceback that are passed on to the log.
_MOST_LOGGED: Final = 16_000
#: When garbage is looked for; what was loaded before the fork is frozen.
_COLLECTION: Final = (20_000, 20, 20)
_BODILESS: Final = (204, 304)
_BAD_REQUEST: Final = 400
#: Methods whose answers may be kept.
_KEPT: Final = ("GET", "POST")
_OWN_VARIABLES: Final = (b"content-type", b"content-length")
#: What every environment has.
_SAME: Final = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.input_terminated": True,
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    COUNTED: True,
}


class ResponseWriter:
    """What an application answers to one request: sent whole when it is small, else as it comes.

    Source: PEP 3333 (``start_response`` and its ``write``).
    """

    def __init__(
        self, channel: socket.socket, number: int, method: str, environ: WSGIEnvironment
    ) -> None:
        """Answer job ``number`` through ``channel``."""
        self.begun = False
        self._number = number
        self._channel = channel
        self._method = method
        self._environ = environ
        self._status = 0
        self._file = ""
        self._headers: list[tuple[str, str]] = []
        self._parts: list[bytes] = []
        self._size = 0
        self._started = time.monotonic()

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Take status and headers; what was taken before is replaced, unless it was sent."""
        if self.begun:
            if exc_info:
                raise exc_info[1]
            raise RuntimeError("start_response was called after the answer began")
        self._status = int(status[:3])
        self._headers = headers
        return self.write

    def write(self, data: bytes) -> None:
        """Take a part of the body."""
        if not self._status:
            raise RuntimeError("a body before start_response")
        if self._size >= CHUNK and (self.begun or self._is_long()):
            self._send()
        self._parts.append(data)
        self._size += len(data)

    def _is_long(self) -> bool:
        return self._size >= WHOLE or time.monotonic() - self._started > WHOLE_SECONDS

    def finish(self) -> None:
        """Send what is left."""
        if not self._status:
            raise RuntimeError("an answer without start_response")
        if self.begun or self._size > WHOLE:
            self._send()
            self._channel.sendall(frame(FrameType.END))
        else:
            body = b"".join(self._parts)
            self._channel.sendall(frame(FrameType.ANSWER, *self._whole(body)))

    def _send(self) -> None:
        if not self.begun:
            self._channel.sendall(frame(FrameType.BEGIN, encode_head(self._number, self._head())))
            self.begun = True
        data = memoryview(b"".join(self._parts))
        self._parts, self._size = [], 0
        if self._method != "HEAD":
            for at in range(0, len(data), CHUNK):
                self._channel.sendall(frame(FrameType.DATA, data[at : at + CHUNK]))

    def _whole(self, body: bytes) -> tuple[bytes, bytes]:
        """Return head and body of an answer that is all there."""
        without = self._method == "HEAD" or self._status in _BODILESS
        head = self._head(None if self._status in _BODILESS else len(body))
        if head.file:
            body = self._file.encode("latin-1")
        return encode_head(self._number, head), b"" if without and not head.file else body

    def _head(self, length: int | None = None) -> Head:
        """Return what stands before a body, which has ``length`` where that is known."""
        headers = [(name.lower(), value) for name, value in self._headers]
        named = dict(headers)
        self._file = named.get("x-sendfile", "")
        if self._file:
            headers = [pair for pair in headers if pair[0] != "x-sendfile"]
        elif length is not None and "content-length" not in named:
            headers.append(("content-length", str(length)))
        control = named.get("cache-control", "")
        keep = (
            "public" in control
            and "no-store" not in control
            and self._status < _BAD_REQUEST
            and self._method in _KEPT
        )
        file = bool(self._file) and self._status not in _BODILESS and self._method != "HEAD"
        part = self._environ.get(PART, "")
        return Head(self._status, encode_headers(headers), keep, file, part)


class LogForwarder(logging.Handler):
    """Passes on to the server's log what goes wrong here, where there is no stream to write to."""

    def __init__(self, channel: socket.socket) -> None:
        """Pass errors on through ``channel``, as those of job ``number``."""
        super().__init__(logging.ERROR)
        self.number = 0
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record, with its traceback where it has one."""
        told = self.format(record)[-_MOST_LOGGED:].encode("utf8", "replace")
        with suppress(OSError):
            self._channel.sendall(frame(FrameType.LOG, NUMBER.pack(self.number), told))


class Worker:
    """Answers jobs, one after the other."""

    def __init__(
        self,
        channel: socket.socket,
        content: Content,
        settings: Settings,
        forwarder: LogForwarder,
    ) -> None:
        """Answer through ``channel``, with the application of ``content``."""
        self._channel = channel
        self._content = content
        self._refusals = Refusals(settings.query)
        self._forwarder = forwarder
        self._server = (settings.server.host, str(settings.server.port))

    def run(self, jobs: socket.socket, bounds: WorkerBounds, slots: WorkerSlots, slot: int) -> None:
        """Take jobs until there are no more, until told to retire, or until memory is short.

        All are received in one place: to find room for the greatest costs as much as a light query.
        """
        place = memoryview(bytearray(PACKET_BYTES + 64))
        while not slots.retiring[slot] and (size := jobs.recv_into(place)):
            began = time.monotonic()
            number, request, length = read_packet(bytes(place[:size]))
            slots.begin(slot, number, began)
            self._forwarder.number = number
            if slots.is_cancelled(number):
                slots.finish(slot)
                continue
            bounds.begin(began)
            if length:
                request = self._ask_for(number, length)
            self.answer(number, decode_request(request))
            if time.monotonic() - began > _LONG and bounds.is_cramped():
                return

    def _ask_for(self, number: int, length: int) -> bytes:
        """Receive a request that is too long for a packet; end where the server is gone."""
        self._channel.sendall(frame(FrameType.WANT, NUMBER.pack(number)))
        parts = []
        while length:
            part = self._channel.recv(min(length, 2**20))
            if not part:
                raise BrokenPipeError("the server process is gone")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def answer(self, number: int, request: JobRequest) -> None:
        """Answer one job; what nobody caught is logged, and a 500 or a cut."""
        environ = environment(request, self._server)
        writer = ResponseWriter(self._channel, number, request.method, environ)
        try:
            self._call(environ, writer)
            writer.finish()
        except (BrokenPipeError, ConnectionResetError):
            raise
        except MemoryError:
            self._fail(writer, number, *self._refusals.out_of_memory().written(_accept(request)))
        except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - the last
            if writer.begun and isinstance(error, McdgraphError):
                self._channel.sendall(frame(FrameType.CUT))  # told while it was begun: a bound
            else:
                self._log(number, error, writer)

    def _log(self, number: int, error: BaseException, writer: ResponseWriter) -> None:
        self._channel.sendall(frame(FrameType.LOG, NUMBER.pack(number), _told(error)))
        head = Head(500, encode_headers([("content-type", "text/plain; charset=utf-8")]))
        self._fail(writer, number, head, b"Internal Server Error\n")

    def _call(self, environ: WSGIEnvironment, writer: ResponseWriter) -> None:
        parts: Iterable[bytes] = self._content.application(environ, writer.start)
        try:
            for part in parts:
                writer.write(part)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    def _fail(self, writer: ResponseWriter, number: int, head: Head, body: bytes) -> None:
        if writer.begun:
            self._channel.sendall(frame(FrameType.CUT))
        else:
            self._channel.sendall(frame(FrameType.ANSWER, encode_head(number, head), body))


def environment(request: JobRequest, server: tuple[str, str]) -> WSGIEnvironment:
    """Return what WSGI wants for a request; ``server`` is host and port that it listens at.

    ``RAW_URI`` holds the target as it came, as gunicorn and others have it.
    """
    method, path, query, headers, body, client, version = request
    raw_path, raw_query = path.decode("latin-1"), query.decode("latin-1")
    environ: WSGIEnvironment = {
        **_SAME,
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1") if "%" in raw_path else raw_path,
        "QUERY_STRING": raw_query,
        "RAW_URI": f"{raw_path}?{raw_query}" if raw_query else raw_path,
        "SERVER_NAME": server[0],
        "SERVER_PORT": server[1],
        "SERVER_PROTOCOL": f"HTTP/{version}",
        "REMOTE_ADDR": client,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    for name, value in headers:
        key = _variable(name)
        if key:
            text = value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


@lru_cache(256)
def _variable(name: bytes) -> str:
    """Return the variable that WSGI has for a header; none where it has no place there.

    An underscore would stand for a hyphen, and a header that a proxy sets could be forged.
    """
    if name == b"content-length" or b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if name in _OWN_VARIABLES else f"HTTP_{key}"


def _accept(request: JobRequest) -> bytes:
    return b",".join(value for name, value in request.headers if name == b"accept")


def run_worker(
    channel: socket.socket,
    jobs: socket.socket,
    slots: WorkerSlots,
    slot: int,
    content: Content,
    settings: Settings,
) -> bool:
    """Be a worker, in a process of its own; what fails is sent to the log, and False returned."""
    try:
        bounds = WorkerBounds(settings.query)
        gc.set_threshold(*_COLLECTION)
        content.after_fork()
        if content.sealed:
            bounds.seal()
        forwarder = LogForwarder(channel)
        logging.getLogger().handlers[:] = [forwarder]
        Worker(channel, content, settings, forwarder).run(jobs, bounds, slots, slot)
    except (BrokenPipeError, ConnectionResetError):
        pass
    except BaseException as error:  # noqa: BLE001 - the process ends with it
        with suppress(OSError):
            channel.sendall(frame(FrameType.LOG, NUMBER.pack(0), _told(error)))
        return False
    return True


def _told(error: BaseException) -> bytes:
    """Return the end of a traceback."""
    return "".join(traceback.format_exception(error))[-_MOST_LOGGED:].encode("utf8", "replace")
