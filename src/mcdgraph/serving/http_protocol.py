"""The protocol of uvicorn, within bounds that it has not by itself.

uvicorn takes a protocol class as its setting ``http``. What is added to its own: bounds on
heads, on what is received ahead, and on time; a body behind an ``Upgrade`` that is not taken
up; refusals that stand in line behind the answers before them.
Source: RFC 9112, clauses 3.2 (targets and Host), 6.1 (Transfer-Encoding), 9.3.2 (pipelining),
9.6 (closing); RFC 9110, clause 7.8 (Upgrade).
"""

import asyncio
import time
from http import HTTPStatus
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mcdgraph.serving.authority import is_authority, split_absolute
from mcdgraph.serving.http_parser import RequestParser
from mcdgraph.serving.intake import Intake

#: Bytes of a head beside its target, of one header, of a path; lines of a head.
HEAD_BYTES: Final = 64 * 1024
HEADER_BYTES: Final = 8 * 1024
PATH_BYTES: Final = 8 * 1024
HEADER_LINES: Final = 100
#: Requests of a connection that may stand in line, and bytes that are parsed at once.
_AHEAD: Final = 16
_SLICE: Final = 4096
#: Bytes on their way to a client beyond which nothing is added.
_UNSENT: Final = 32 * 1024
#: Seconds in which a request must be there, in which a client must take some of its answer, and
#: that a client has to read why it was refused.
REQUEST_SECONDS: Final = 60.0
STALL_SECONDS: Final = 60.0
_LINGER: Final = 1.0
#: Status lines of answers that are not on the way (RFC 9110, clause 15.2).
_FINAL: Final = tuple(b"HTTP/1.1 %d" % number for number in range(2, 6))
#: How many times as many bytes a request may have as its body: one byte a chunk has six.
_OVERHEAD: Final = 8


class _JoiningTransport:
    """A transport that sends the head of an answer with the first part of its body.

    uvicorn writes the two apart, and each write wakes the client.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        if self._head:
            self._transport.write(self._head + data)
            self._head = b""
        elif data.startswith(_FINAL):
            self._head = data
        else:
            self._transport.write(data)

    def flush(self) -> None:
        if self._head:
            self._transport.write(self._head)
            self._head = b""

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    #: Set by `bounded`: where connections are counted, and how long a target may be.
    intake: Intake
    target_bytes: int

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin, as uvicorn does."""
        super().__init__(*arguments, **named)
        self._parsed = RequestParser(self)
        self.parser = cast("httptools.HttpRequestParser", self._parsed)
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._in_head = False
        self._partial = False
        #: Whether the request that is being received is being answered already, or will be; and
        #: how many are.
        self._asked = False
        self._outstanding = 0
        self._head_bytes = 0
        #: Bytes that were parsed since the request before ended.
        self._message_bytes = 0
        self._unparsed = b""
        self._counted = 0
        self._unsent = 0
        self._refusal: bytes | None = None
        self._deaf = False
        self._draining = False

    # Of asyncio's protocol.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many."""
        super().connection_made(cast("asyncio.Transport", _JoiningTransport(transport)))
        transport.set_write_buffer_limits(_UNSENT, _UNSENT // 4)
        if not self.intake.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "all connections are in use")

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.intake.leave(self)
        self._unparsed = b""
        self._count(0)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came, as far as it is not too far ahead of what is answered."""
        if self._deaf:
            return
        if not self._partial and not self._unparsed:
            self._deadline = time.monotonic() + REQUEST_SECONDS
        if self._unparsed:
            self._unparsed += data
            self._parse_on()
        elif len(data) <= _SLICE:
            self._parse(data)
        else:
            self._unparsed = data
            self._parse_on()
        if self._deaf:
            return
        self._count(len(self._unparsed) + (self._message_bytes if self._partial else 0))
        if self.intake.full and self._counted > _SLICE:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too much is being received at once")

    def _parse(self, data: bytes) -> None:
        """Parse a slice; refuse a request that has too much beside its body, and never ends."""
        self._message_bytes += len(data)
        super().data_received(data)
        if self._partial and self._message_bytes > HEAD_BYTES + _OVERHEAD * self.target_bytes:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too many bytes around the body")

    def _parse_on(self) -> None:
        """Parse in slices, until there is no more or enough stands in line."""
        data, at = self._unparsed, 0
        while at < len(data) and len(self.pipeline) < _AHEAD and not self._deaf:
            self._parse(data[at : at + _SLICE])
            at += _SLICE
        self._unparsed = b"" if self._deaf else data[at:]
        if self._unparsed:
            self.flow.pause_reading()

    def _count(self, size: int) -> None:
        """Count the bytes that are held, or were taken of a request that is not whole."""
        self.intake.add(size - self._counted)
        self._counted = size

    def eof_received(self) -> None:
        """Take the end of what a client sends for its leaving, by returning nothing."""

    def pause_writing(self) -> None:
        """Begin to count the time in which the client takes nothing."""
        super().pause_writing()
        self._deadline = time.monotonic() + STALL_SECONDS

    def resume_writing(self) -> None:
        """Count it anew."""
        super().resume_writing()
        self._deadline = time.monotonic() + STALL_SECONDS

    # Of httptools' parser.

    def on_message_begin(self) -> None:
        """Begin a request."""
        if self._parsed.repeats:
            return
        super().on_message_begin()
        self._in_head = self._partial = True
        self._asked = False
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the target, within its bound."""
        if self._parsed.repeats:
            return
        if len(self.url) + len(url) > self.target_bytes:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, f"over {self.target_bytes} bytes")
        elif not self._deaf:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header within its bounds; those that follow a body are not read."""
        if not self._in_head or self._deaf or self._parsed.repeats:
            return
        value = value.strip(b" \t")  # RFC 9112, clause 5.1; the parser leaves a tab at its end
        size = len(name) + len(value)
        self._head_bytes += size
        if size > HEADER_BYTES or self._head_bytes > HEAD_BYTES:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                f"a header has over {HEADER_BYTES} bytes, or all have over {HEAD_BYTES}",
            )
        elif len(self.headers) >= HEADER_LINES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"over {HEADER_LINES} headers")
        else:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Refuse what could not be answered in any case, and have the rest answered."""
        if self._deaf or self._parsed.asks_for_upgrade():
            return
        self._in_head = self._parsed.repeats = False
        problem = self._problem()
        if problem is not None:
            self._refuse(*problem)
            return
        self.url, _, query = self.url.partition(b"#")[0].partition(b"?")
        if self.parser.get_http_version() == "1.0":
            self.expect_100_continue = False  # RFC 9110, clause 10.1.1
        super().on_headers_complete()
        self._asked = True
        self._outstanding += 1
        self.scope["query_string"] = query  # longer than uvicorn's parser of URLs takes
        if self._draining:
            self.cycle.keep_alive = False

    def _problem(self) -> tuple[HTTPStatus, str] | None:
        version = self.parser.get_http_version()
        if version not in ("1.0", "1.1"):
            return HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 and HTTP/1.0 are spoken here"
        if self.parser.get_method() == b"CONNECT":
            return HTTPStatus.NOT_IMPLEMENTED, "this is not a proxy"
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or (version == "1.1" and not hosts) or not all(map(is_authority, hosts)):
            return HTTPStatus.BAD_REQUEST, "expected one header Host that names a host"
        codings = [value for name, value in self.headers if name == b"transfer-encoding"]
        if codings and [coding.strip().lower() for coding in codings] != [b"chunked"]:
            return HTTPStatus.NOT_IMPLEMENTED, "chunked is the only transfer coding read here"
        if not self.url.startswith(b"/"):
            return self._take_absolute()
        if len(self.url.partition(b"?")[0]) > PATH_BYTES:
            return HTTPStatus.REQUEST_URI_TOO_LONG, f"the path has over {PATH_BYTES} bytes"
        return None

    def _take_absolute(self) -> tuple[HTTPStatus, str] | None:
        """Take the authority of an absolute target for the Host (RFC 9112, clause 3.2.2)."""
        if self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            self.url = b"/"
            return None
        absolute = split_absolute(self.url)
        if absolute is None:
            return HTTPStatus.BAD_REQUEST, "the target is neither a path nor a URL"
        authority, self.url = absolute
        if not is_authority(authority):
            return HTTPStatus.BAD_REQUEST, "the target names no host"
        self.headers[:] = [pair for pair in self.headers if pair[0] != b"host"]
        self.headers.append((b"host", authority))
        return None

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        if not self._deaf:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        if self._parsed.asks_for_upgrade():
            return
        self._partial = False
        self._message_bytes = 0
        if not self._deaf:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on after an answer."""
        cast("_JoiningTransport", self.transport).flush()  # an answer to HEAD has no body
        self.intake.answered(self)
        self._outstanding -= 1
        self._deadline = time.monotonic() + STALL_SECONDS
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self._unparsed and len(self.pipeline) < _AHEAD:
            self._parse_on()
        if self._partial and self._asked and not self.answering and not self._deaf:
            self._close_unread()  # the answer came before the body's end
        elif self._refusal is not None and not self.answering:
            self._write_refusal(self._refusal)

    # Refusals and closing.

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, once the requests before it are answered."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Refuse what is not read to its end, and close once the client had time to read why.

        Closed at once, the connection would be reset under a client that still sends, which
        then might lose the answer.
        """
        if self._deaf:
            return
        text = f"{status.phrase}: {detail}\n".encode()
        self._refusal = b"".join(
            (
                b"HTTP/1.1 %d %b\r\n" % (status.value, status.phrase.encode()),
                *(b"%b: %b\r\n" % pair for pair in self.server_state.default_headers),
                b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n",
                b"content-length: %d\r\n\r\n" % len(text),
                text,
            )
        )
        if self._partial and self._asked:
            self._abandon()
        self._close_unread()

    def _abandon(self) -> None:
        """Take back a request whose body is not HTTP: what answers it is told that it is gone."""
        cycle = self.cycle
        if cycle.response_started:
            self._refusal = b""  # it has an answer, and is not given another
            return
        self._outstanding -= 1
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
        cycle.disconnected = True
        cycle.message_event.set()

    def _close_unread(self) -> None:
        """Read no more; close, with the refusal where there is one, after the answers before."""
        self._deaf = True
        self._partial = False
        self._unparsed = b""
        self._count(0)
        if not self.answering:
            self._write_refusal(self._refusal or b"")

    def _write_refusal(self, refusal: bytes) -> None:
        self._refusal = None
        if refusal:
            self.transport.write(refusal)
            cast("_JoiningTransport", self.transport).flush()
        self.loop.call_later(_LINGER, self.transport.close)

    @property
    def answering(self) -> bool:
        """Whether a request is being answered."""
        return self._outstanding > 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is being answered, and nothing on its way to the client."""
        return not self.answering and not self.transport.get_write_buffer_size()

    def is_late(self, now: float) -> bool:
        """Return whether the client takes too long, to ask or to read."""
        unsent = self.transport.get_write_buffer_size()
        if unsent < self._unsent:
            self._deadline = max(self._deadline, now + STALL_SECONDS)
        self._unsent = unsent
        waits = not self.answering or self._partial or bool(unsent)
        return waits and self._deadline < now

    def drop(self) -> None:
        """Close at once."""
        self.intake.leave(self)
        self.transport.abort()

    def shutdown(self) -> None:
        """Close after the answer under way, or after the next, or where nothing is asked."""
        self._draining = True
        if self.answering:
            self.cycle.keep_alive = False
        else:
            self._deadline = min(self._deadline, time.monotonic() + _LINGER)


def bounded(intake: Intake, target_bytes: int) -> type[BoundedProtocol]:
    """Return the protocol of connections that are counted by ``intake``."""
    attributes = {"intake": intake, "target_bytes": target_bytes}
    return type("BoundConnection", (BoundedProtocol,), attributes)
