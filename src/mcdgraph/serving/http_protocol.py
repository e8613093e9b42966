"""The protocol of uvicorn, within bounds that it has not by itself.

uvicorn takes a protocol class as its setting ``http``. What is added to its own: bounds on
heads, on what is received ahead, and on time; a body behind an ``Upgrade`` that is not taken
up; refusals that stand in line behind the answers before them; whole answers in one piece.
Source: RFC 9112, clauses 3.2 (targets and Host), 6.1 (Transfer-Encoding), 9.3.2 (pipelining),
9.6 (closing); RFC 9110, clause 7.8 (Upgrade).
"""

import time
from collections import deque
from enum import Enum, auto
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from mcdgraph.serving.exchange import PIECE, SEND_WHOLE
from mcdgraph.serving.frames import Head
from mcdgraph.serving.http_head import check_head
from mcdgraph.serving.http_parser import RequestParser, slice_end
from mcdgraph.serving.intake import Intake
from mcdgraph.serving.lingering import LingeringTransport
from mcdgraph.serving.refusals import Refusal

#: Bytes of a head beside its target, and of one header; lines of a head.
HEAD_BYTES: Final = 64 * 1024
HEADER_BYTES: Final = 8 * 1024
HEADER_LINES: Final = 100
#: Requests of a connection that may stand in line, and bytes that each counts for beside its body.
_AHEAD: Final = 2
_AHEAD_BYTES: Final = 4096
#: Bytes on their way to a client beyond which nothing is added.
_UNSENT: Final = 32 * 1024
#: Seconds in which a request must be there, in which a client must take some of its answer, and
#: in which it must close once it has the last of them.
REQUEST_SECONDS: Final = 60.0
STALL_SECONDS: Final = 60.0
LINGER_SECONDS: Final = 10.0
#: Seconds that a connection that rests is kept open for one more request before the server ends.
_LAST_REQUEST: Final = 1.0
#: How many times as many bytes a request may have as its body: one byte a chunk has six.
_OVERHEAD: Final = 8


class Stage(Enum):
    """How much of a request is there."""

    NONE = auto()
    HEAD = auto()
    """Its head, in part."""
    BODY = auto()
    """Its head, and its body in part: it is being answered, or will be."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    #: Set by `bounded`: where connections are counted, and how long a target may be.
    intake: Intake
    target_bytes: int
    parser: RequestParser

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin, as uvicorn does."""
        super().__init__(*arguments, **named)
        self.parser = RequestParser(self)
        #: The bytes that the connection was last counted with (`Intake.add`).
        self.held = 0
        self.peer = ""
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._stage = Stage.NONE
        self._head_bytes = 0
        #: Bytes that were parsed since the request before ended.
        self._message_bytes = 0
        self._unparsed = b""
        #: All that is being answered, or stands in line for it.
        self._cycles: deque[RequestResponseCycle] = deque()
        #: Bytes of an answer that waits for the client to take those before.
        self._answer_bytes = 0
        self._unsent = 0
        self._refusal: Refusal | None = None
        #: Whether nothing more is read, and whether the connection ends after an answer.
        self._deaf = False
        self._draining = False

    # Of asyncio's protocol.

    def connection_made(self, transport: Any) -> None:
        """Begin, unless there are too many."""
        super().connection_made(LingeringTransport(transport, self._on_close))  # type: ignore[arg-type]
        self.peer = self.client[0] if self.client else ""
        transport.set_write_buffer_limits(_UNSENT, _UNSENT // 4)
        if not self.intake.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "all connections are in use")

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._release()
        self.intake.leave(self)
        for cycle in self._cycles:  # uvicorn tells the last request of a pipeline only
            _leave(cycle)
            _forget(cycle)
        self._cycles.clear()
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:  # also where the client reset the connection
            self.timeout_keep_alive_task.cancel()

    def data_received(self, data: bytes) -> None:
        """Parse what came, as far as it is not too far ahead of what is answered."""
        if self._deaf:
            return
        if self._stage is Stage.NONE and not self._unparsed:
            self._deadline = time.monotonic() + REQUEST_SECONDS
        self._unparsed += data
        self._parse_on()
        if self.held or self.pipeline or self._unparsed or self._stage is not Stage.NONE:
            self._recount()

    def _parse(self, data: bytes) -> None:
        """Parse a slice; refuse a request that has too much beside its body, and never ends."""
        self._message_bytes += len(data)
        super().data_received(data)
        most = HEAD_BYTES + _OVERHEAD * self.target_bytes
        if self._stage is not Stage.NONE and self._message_bytes > most:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too many bytes around the body")

    def _parse_on(self) -> None:
        """Parse in slices, until there is no more or enough stands in line."""
        data, at = self._unparsed, 0
        self._unparsed = b""
        while at < len(data) and len(self.pipeline) < _AHEAD and not self._deaf:
            end = slice_end(data, at)
            self._parse(data[at:end])
            at = end
        if at < len(data) and not self._deaf:
            self._unparsed = data[at:]
            self.flow.pause_reading()

    def _recount(self) -> None:
        """Count the bytes of requests that are not answered yet, and of answers not read yet."""
        held = len(self._unparsed) + self._answer_bytes + self._unsent
        if self._stage is not Stage.NONE:
            held += self._message_bytes
        for cycle, _ in self.pipeline:
            held += _AHEAD_BYTES + len(cycle.body)
        change, self.held = held - self.held, held
        if change:
            self.intake.add(change)

    def eof_received(self) -> None:
        """Take the end of what a client sends for its leaving, by returning nothing."""

    def pause_writing(self) -> None:
        """Begin to count the time in which the client takes nothing."""
        super().pause_writing()
        self._note_unsent()

    def resume_writing(self) -> None:
        """Count it anew."""
        super().resume_writing()
        self._note_unsent()

    def _note_unsent(self) -> None:
        self._deadline = time.monotonic() + STALL_SECONDS
        self._unsent = self.transport.get_write_buffer_size()
        self._recount()

    # Of httptools' parser.

    def on_message_begin(self) -> None:
        """Begin a request."""
        if not self.parser.repeats:
            super().on_message_begin()
            self._stage = Stage.HEAD
            self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the target, within its bound."""
        if self.parser.repeats or self._deaf:
            return
        if len(self.url) + len(url) > self.target_bytes:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, f"over {self.target_bytes} bytes")
        else:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header within its bounds; those that follow a body are not read."""
        if self._stage is not Stage.HEAD or self._deaf or self.parser.repeats:
            return
        size = len(name) + len(value)
        self._head_bytes += size
        if size > HEADER_BYTES or self._head_bytes > HEAD_BYTES:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                f"a header has over {HEADER_BYTES} bytes, or all have over {HEAD_BYTES}",
            )
        elif len(self.headers) >= HEADER_LINES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"over {HEADER_LINES} headers")
        else:  # RFC 9112, clause 5.1; the parser leaves a tab at its end
            super().on_header(name, value.strip(b" \t"))

    def on_headers_complete(self) -> None:
        """Refuse what could not be answered in any case, and have the rest answered."""
        if self._deaf or self.parser.asks_for_upgrade():
            return
        self._stage = Stage.BODY
        self.parser.repeats = False
        version = self.parser.get_http_version()
        try:
            target = check_head(self.parser.get_method(), self.url, version, self.headers)
        except Refusal as refusal:
            self._stage = Stage.HEAD
            self._refuse(refusal.status, refusal.detail)
            return
        self.url, _, query = target.partition(b"?")
        if version == "1.0":
            self.expect_100_continue = False  # RFC 9110, clause 10.1.1
        super().on_headers_complete()
        cycle = self.cycle
        self._cycles.append(cycle)
        self.scope["query_string"] = query  # longer than uvicorn's parser of URLs takes
        self.scope["extensions"] = {SEND_WHOLE: partial(self._send_whole, cycle)}  # type: ignore[dict-item]
        if self._draining:
            cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        if not self._deaf:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        if self.parser.asks_for_upgrade():
            return
        self._stage = Stage.NONE
        self._message_bytes = 0
        if not self._deaf:
            super().on_message_complete()

    # Answers, refusals and closing.

    def _send_whole(self, cycle: RequestResponseCycle, head: Head, body: bytes) -> bool:
        """Write an answer in one piece, as `RequestResponseCycle.send` does in several.

        False where it has to wait until the client has taken what is before it. One that was
        refused for want of room does not go on with the rest of its pipeline.
        """
        if cycle.disconnected:
            return True
        if self.flow.write_paused or len(body) > PIECE:
            self._answer_bytes = len(body)
            self._recount()
            return False
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        closes = not cycle.keep_alive or head.status == HTTPStatus.SERVICE_UNAVAILABLE
        closes = closes or (self._stage is Stage.BODY and cycle is self.cycle)
        self.transport.write(self._response(head, body, closes=closes))
        if closes:
            self.transport.close()
        cycle.on_response()
        return True

    def _response(self, head: Head, body: bytes, *, closes: bool) -> bytes:
        """Return an answer as it is sent."""
        parts = [STATUS_LINE[head.status], head.lines]
        parts += [b"%b: %b\r\n" % pair for pair in self.server_state.default_headers]
        parts += [b"connection: close\r\n\r\n" if closes else b"\r\n", body]
        return b"".join(parts)

    def on_response_complete(self) -> None:
        """Go on after an answer."""
        self.intake.answered(self)
        _forget(self._cycles.popleft())
        self._answer_bytes = 0
        super().on_response_complete()
        if self.transport.is_closing():
            self._cycles.clear()
            self._recount()
            return
        self._deadline = time.monotonic() + STALL_SECONDS
        if self._unparsed and len(self.pipeline) < _AHEAD:
            self._parse_on()
        if self.held:
            self._recount()
        if not self._cycles and (self._deaf or self._stage is Stage.BODY):
            self._end()  # after all that came before a refusal, or before a body's end

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, once the requests before it are answered."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Refuse what is not read to its end, and close once the client had time to read why."""
        if not self._deaf:
            self._refusal = Refusal(status, detail)
            if self._stage is Stage.BODY:
                self._abandon()
            self._close_unread()

    def _abandon(self) -> None:
        """Take back a request whose body is not HTTP: what answers it is told that it is gone."""
        cycle = self.cycle
        if cycle.response_started:
            self._refusal = None  # it has an answer, and is not given another
            return
        self._cycles.pop()
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
        cycle.body = bytearray()
        _leave(cycle)

    def _close_unread(self) -> None:
        """Read no more; close, with the refusal where there is one, after the answers before."""
        self._deaf = True
        self._forget()
        if not self._cycles:
            self._end()

    def _end(self) -> None:
        """Write the refusal, where there is one, and close."""
        if self._refusal is not None:
            head, body = self._refusal.written(b"")
            self._refusal = None
            self.transport.write(self._response(head, body, closes=True))
        self.transport.close()

    def _on_close(self) -> None:
        """Read on, so that the client can read the last of its answers, and heed nothing more."""
        self._deaf = True
        self.pipeline.clear()
        self._forget()
        self.flow.resume_reading()
        seconds = STALL_SECONDS if self.transport.get_write_buffer_size() else LINGER_SECONDS
        self._deadline = time.monotonic() + seconds

    @property
    def answering(self) -> bool:
        """Whether a request that is all there is being answered."""
        return len(self._cycles) > (self._stage is Stage.BODY)

    @property
    def quiet(self) -> bool:
        """Whether nothing is being answered, and nothing on its way to the client."""
        return not self._cycles and not self.transport.get_write_buffer_size()

    def is_late(self, now: float) -> bool:
        """Return whether the client takes too long, to ask or to read."""
        unsent = self.transport.get_write_buffer_size()
        if unsent < self._unsent:
            self._deadline = max(self._deadline, now + STALL_SECONDS)
        self._unsent = unsent
        self._recount()
        waits = not self.answering or self._stage is not Stage.NONE or bool(unsent)
        return (waits or self.transport.is_closing()) and self._deadline < now

    def drop(self) -> None:
        """Close at once."""
        self._deaf = True
        self._release()
        self.intake.leave(self)
        self.transport.abort()

    def _release(self) -> None:
        """Hold nothing more, at once and not when garbage is looked for."""
        self._answer_bytes = self._unsent = 0
        self.pipeline.clear()
        self._forget()

    def _forget(self) -> None:
        """Hold no more of a request that is not all there."""
        self._stage = Stage.NONE
        self._unparsed = self.url = b""
        self.headers = []
        self._recount()

    def shutdown(self) -> None:
        """Close after the answer under way, or after the next, or where nothing is asked."""
        self._draining = True
        if self._cycles:
            self.cycle.keep_alive = False
        else:
            self._deadline = min(self._deadline, time.monotonic() + _LAST_REQUEST)


def bounded(intake: Intake, target_bytes: int) -> type[BoundedProtocol]:
    """Return the protocol of connections that are counted by ``intake``."""
    attributes = {"intake": intake, "target_bytes": target_bytes}
    return type("BoundConnection", (BoundedProtocol,), attributes)


def _leave(cycle: RequestResponseCycle) -> None:
    """Let the application know that a request's client is gone."""
    if not cycle.response_complete:
        cycle.disconnected = True
    cycle.message_event.set()


def _forget(cycle: RequestResponseCycle) -> None:
    """Undo what refers to itself, so that it goes at once and not when garbage is looked for."""
    cycle.scope["extensions"] = {}
