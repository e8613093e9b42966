"""The protocol of uvicorn, within bounds that it has not by itself.

uvicorn takes a protocol class as its setting ``http``. What is added to its own: bounds on
heads, on what is received ahead, and on time; a body behind an ``Upgrade`` that is not taken
up; refusals that stand in line behind the answers before them; whole answers in one piece.
Source: RFC 9112, clauses 3.2 (targets and Host), 6.1 (Transfer-Encoding), 9.3.2 (pipelining),
9.6 (closing); RFC 9110, clause 7.8 (Upgrade).
"""

import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from mcdgraph.serving.exchange import EXTENSION, PIECE, Extension
from mcdgraph.serving.frames import Head, JobRequest, KeptAnswer
from mcdgraph.serving.http_connection import BoundedConnection, Stage, abandon, unlink
from mcdgraph.serving.http_head import check_head, has_body
from mcdgraph.serving.http_parser import RequestParser, slice_end
from mcdgraph.serving.intake import Intake
from mcdgraph.serving.refusals import Refusal

#: Bytes of a head beside its target, and of one header; lines of a head.
HEAD_BYTES: Final = 64 * 1024
HEADER_BYTES: Final = 8 * 1024
HEADER_LINES: Final = 100
#: Seconds that are taken here by a request that goes to a worker, and by a byte that is read,
#: beside the time in which it is parsed.
_REQUEST_SECONDS: Final = 1e-4
_BYTE_SECONDS: Final = 2e-9
#: Requests of a connection that may stand in line.
_AHEAD: Final = 2
#: Bytes that may wait to be parsed behind those.
_UNPARSED: Final = 64 * 1024
#: How many times as many bytes a request may have as its body: one byte a chunk has six; and
#: how many may come without a piece of its target or its body. The parser puts a header
#: together of all that comes of it, each time anew.
_OVERHEAD: Final = 8
_AROUND: Final = HEAD_BYTES + HEADER_BYTES


#: Looks for an answer that is there already: `ServerApplication.at_hand`.
AtHand = Callable[[JobRequest], KeptAnswer | None]


class BoundedProtocol(BoundedConnection):
    """One connection: its requests, their answers, and what is refused."""

    #: Set by `bounded`: how long a target may be, and what knows of answers.
    target_bytes: int
    at_hand: AtHand
    parser: RequestParser

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin, as uvicorn does."""
        super().__init__(*arguments, **named)
        self.parser = RequestParser(self)
        self._head_bytes = 0
        self._around_bytes = 0
        self._refusal: Refusal | None = None
        #: Whether an answer at hand was looked for since something last came.
        self._looked = False
        #: How many requests were parsed at once that are to be answered by the application.
        self._requests = 0

    # Of asyncio's protocol.

    def connection_made(self, transport: Any) -> None:
        """Begin, unless there are too many."""
        super().connection_made(transport)
        if not self.intake.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "all connections are in use")

    def data_received(self, data: bytes) -> None:
        """Parse what came, as far as it is not too far ahead of what is answered."""
        if self._deaf:
            self.intake.shares.charge(self, len(data) * _BYTE_SECONDS)
            return
        if self._stage is Stage.NONE and not self._unparsed:
            self._await_request()
        self._looked = False
        self._unparsed += data
        self._parse_on()
        if self.held or self.pipeline or self._unparsed or self._stage is not Stage.NONE:
            self._recount()

    def _parse(self, data: bytes) -> None:
        """Parse a slice; refuse a request that has too much beside its body, and never ends."""
        self._message_bytes += len(data)
        self._around_bytes += len(data)
        super().data_received(data)
        most = HEAD_BYTES + _OVERHEAD * self.target_bytes
        too_many = self._around_bytes > _AROUND
        if too_many and self._stage is Stage.HEAD:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"the head has over {HEAD_BYTES} bytes"
            )
        elif self._stage is not Stage.NONE and (too_many or self._message_bytes > most):
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too many bytes around the body")

    def _parse_on(self) -> None:
        """Parse in slices, until there is no more or enough stands in line."""
        if self._transport.held or not self._unparsed:
            return
        data, at = self._unparsed, 0
        self._unparsed = b""
        began, self._requests = time.thread_time(), 0
        while at < len(data) and len(self.pipeline) < _AHEAD and not self._deaf:
            end = slice_end(data, at)
            self._parse(data[at:end])
            at = end
        seconds = time.thread_time() - began + self._requests * _REQUEST_SECONDS
        self.intake.shares.charge(self, seconds + at * _BYTE_SECONDS)
        if not self._deaf:
            self._unparsed = data[at:]
        if len(self._unparsed) > _UNPARSED:
            self.flow.pause_reading()
        elif self.pipeline:  # where uvicorn pauses, and would not notice who leaves
            self.flow.resume_reading()

    # Of httptools' parser.

    def on_message_begin(self) -> None:
        """Begin a request."""
        if not self.parser.repeats:
            super().on_message_begin()
            self._stage = Stage.HEAD
            self._head_bytes = self._around_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the target, within its bound."""
        if self.parser.repeats or self._deaf:
            return
        self._around_bytes = 0
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
        method = self.parser.get_method().decode("ascii")
        request = JobRequest(method, self.url, query, self.headers, b"", self.peer, version)
        found = self._look(request)
        if found is not None and found.head is not None:
            self._send_at_once(found.head, found.body)
            return
        super().on_headers_complete()
        self._requests += 1
        cycle = self.cycle
        self._cycles.append(cycle)
        key = None if found is None else found.key
        extension = Extension(request, key, partial(self._send_whole, cycle))
        self.scope["extensions"] = {EXTENSION: extension}  # type: ignore[dict-item]
        if self._draining:
            cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        self._around_bytes = 0
        if not self._deaf:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request, which may be answered already."""
        if self.parser.asks_for_upgrade():
            return
        stage, self._stage = self._stage, Stage.NONE
        self._message_bytes = 0
        if stage is not Stage.NONE and not self._deaf:
            super().on_message_complete()

    # Answers, refusals and closing.

    def _look(self, request: JobRequest) -> KeptAnswer | None:
        """Look for the answer to a request that is by itself, and all there with its head.

        None where that is not so. The second of a pipeline takes the usual way, which waits for
        the client to read.
        """
        if self._looked or self._cycles or self._draining or self.flow.write_paused:
            return None
        if request.version != "1.1" or not self.parser.should_keep_alive():
            return None
        if has_body(request.headers):
            return None
        self._looked = True
        return self.at_hand(request)

    def _send_at_once(self, head: Head, body: bytes) -> None:
        """Write an answer that was there already: uvicorn has nothing to do for it."""
        self._stage = Stage.NONE
        self.transport.write(self._response(head, body, closes=False))
        self._rest()

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
        unlink(self._cycles.popleft())
        self._answer_bytes = 0
        super().on_response_complete()
        if self.transport.is_closing():
            while self._cycles:  # behind it in line, and never begun
                unlink(self._cycles.popleft())
            self._recount()
            return
        self._rest()
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
        abandon(cycle)

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


def bounded(intake: Intake, target_bytes: int, at_hand: AtHand) -> type[BoundedProtocol]:
    """Return the protocol of connections that are counted by ``intake``."""
    found = staticmethod(at_hand)
    attributes = {"intake": intake, "target_bytes": target_bytes, "at_hand": found}
    return type("BoundConnection", (BoundedProtocol,), attributes)
