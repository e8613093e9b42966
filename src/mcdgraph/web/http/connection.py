"""One connection: bytes in, requests to the application, answers out, one after the other."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final, cast

import httptools

from mcdgraph.web.http import writing
from mcdgraph.web.http.crowd import Crowd
from mcdgraph.web.http.exchange import Application, Exchange
from mcdgraph.web.http.heads import Heads
from mcdgraph.web.http.limits import Limits
from mcdgraph.web.http.messages import Headers, Reply, Request, Written, origin_form

#: Requests that may be there before the one in front is answered (pipelining).
_AHEAD: Final = 16
#: Seconds in which a client may read a refusal that came before its request had ended.
_LINGER: Final = 2.0
#: Bytes on the wire for a byte of a body, in the smallest chunks and some more.
_FRAMING: Final = 8
#: Bytes that may wait to be taken by a client before the application is told to wait.
_FULL: Final = 1024 * 1024
_BLANK: Final = b"\r\n"
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
#: Names of headers that most requests have, in lower case.
_NAMES: Final = {
    name.encode(): name.lower()
    for name in ("Host", "Accept", "Accept-Encoding", "Accept-Language", "User-Agent")
}
_TEXT: Final = ("content-type", "text/plain; charset=utf-8")


@dataclass(kw_only=True, eq=False)
class Shared:
    """What all connections of a server have in common."""

    application: Application
    limits: Limits
    loop: asyncio.AbstractEventLoop
    clock: writing.Clock = field(default_factory=writing.Clock)
    heads: Heads = field(default_factory=Heads)
    crowd: "Crowd[Connection]" = field(default_factory=Crowd)
    closing: bool = False


class Connection(asyncio.Protocol):
    """A client's connection, kept from request to request (RFC 9112, clause 9.3)."""

    def __init__(self, server: Shared) -> None:
        """Be one of the connections of ``server``."""
        self.client = ""
        self.deadline = 0.0
        self._server = server
        self._now = server.loop.time
        self._limits = server.limits
        self._application = server.application
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._exchange: Exchange | None = None
        self._waiting: deque[Exchange] = deque()
        self._chunked = False
        self._deaf = False
        self._full = False
        self._held = False
        self._buffered = 0
        self._refusal: Reply | None = None
        self._fresh()

    def _fresh(self) -> None:
        """Expect the first line of a request."""
        self._url = b""
        self._headers: dict[str, list[str]] = {}
        self._request: Request | None = None
        self._body: list[bytes] = []
        self._size = 0
        self._fed = 0
        self._partial = False

    # Of asyncio's protocol.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        address = transport.get_extra_info("peername")
        self.client = str(address[0]) if isinstance(address, tuple) else ""
        self._transport.set_write_buffer_limits(_FULL, _FULL // 4)
        self.deadline = self._now() + self._limits.request_seconds
        if self._server.crowd.admit(self, self._limits.connections):
            text = f"{self._limits.connections} connections are in use (server.connections)\n"
            self._refuse_with(Reply(503, (_TEXT, ("retry-after", "1")), text.encode()))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Tell the application that the client is gone."""
        self._server.crowd.leave(self)
        self._abandon()

    def data_received(self, data: bytes) -> None:
        """Answer what is known by its bytes; parse the rest."""
        if self._deaf:
            return
        alone = self.idle
        if alone and not self._full:
            written = self._application.known(data)
            if written is not None:
                date = self._server.clock.line()
                self._transport.write(b"".join((written.before, date, written.after)))
                self.deadline = self._now() + self._limits.idle_seconds
                self._server.crowd.served(self)
                return
            request = self._server.heads.read(data)
            if request is not None:
                self._exchange = Exchange(request=request, wire=self, raw=data)
                self._application.respond(self._exchange)
                return
        if alone:
            self.deadline = self._now() + self._limits.request_seconds
        self._partial = True
        self._parse(data)
        if alone and len(self._waiting) == 1 and not self._partial:
            self._remember(data, self._waiting[0])
        self._next()

    def _remember(self, data: bytes, exchange: Exchange) -> None:
        """Note the bytes of a request that came alone, and all at once."""
        request = exchange.request
        if exchange.keep and request.version == "1.1" and not request.body:
            exchange.raw = data
            self._server.heads.keep(data, request)

    def eof_received(self) -> bool:
        """Take the end of what a client sends for its leaving."""
        return False

    def pause_writing(self) -> None:
        """Have the application wait: the client reads more slowly than it is sent to."""
        self._full = True
        self.deadline = self._now() + self._limits.stall_seconds
        if self._exchange is not None and self._exchange.when_full is not None:
            self._exchange.when_full()

    def resume_writing(self) -> None:
        """Have the application go on."""
        self._full = False
        self.deadline = self._now() + self._limits.stall_seconds
        if self._exchange is not None and self._exchange.when_free is not None:
            self._exchange.when_free()
        self._next()

    # Of httptools' parser.

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._fresh()
        self._partial = True

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header's line; those that follow a body are not read (RFC 9110, 6.5.1)."""
        if self._request is not None:
            return
        key = _NAMES.get(name) or name.decode("latin-1").lower()
        lines = self._headers.get(key)
        if lines is None:
            self._headers[key] = [value.decode("latin-1")]
        else:
            lines.append(value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        """Read the first line, and refuse what could not be answered in any case."""
        if self._deaf:
            return
        version = self._parser.get_http_version()
        target = self._url.decode("latin-1")
        if not target.startswith("/"):
            target = origin_form(target)
        path, _, query_string = target.partition("?")
        self._request = request = Request(
            method=self._parser.get_method().decode("latin-1"),
            path=path,
            query_string=query_string.partition("#")[0],
            headers=self._headers,
            version=version,
        )
        headers = self._headers
        if version not in ("1.0", "1.1"):
            self._refuse(505, f"HTTP/{version} is not spoken here; HTTP/1.1 is")
        elif version == "1.1" and len(headers.get("host", ())) != 1:
            self._refuse(400, "a request of HTTP/1.1 has one header Host (RFC 9112, clause 3.2)")
        elif "content-length" in headers:
            length = int(request.value("content-length"))
            if length > self._limits.body_bytes:
                self._refuse_body(request)
        first = self._exchange is None and not self._waiting and not self._deaf
        if first and "expect" in headers and request.awaits_word:
            self._transport.write(_CONTINUE)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, within its bound."""
        if self._deaf:
            return
        self._size += len(body)
        if self._size > self._limits.body_bytes:
            if self._request is not None:
                self._refuse_body(self._request)
            return
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Put a whole request in line."""
        if self._request is None or self._deaf:
            return
        request = self._request
        if self._body:
            request = request._replace(body=b"".join(self._body))
        exchange = Exchange(
            request=request,
            wire=self,
            keep=self._parser.should_keep_alive(),
        )
        self._waiting.append(exchange)
        self._partial = False

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # What is not taken up is an ordinary request (RFC 9110, clause 7.8); others follow.
            self._parser = httptools.HttpRequestParser(self)
            rest = data[upgrade.args[0] :]
            if rest:
                self._parse(rest)
            return
        except httptools.HttpParserError as error:
            if not self._deaf:
                self._refuse(400, f"not HTTP: {error}")
            return
        if self._partial and not self._deaf:
            self._fed += len(data)
            self._check_size()

    def _check_size(self) -> None:
        """Refuse a request of which too much has come; a body in chunks takes more than it has."""
        head_bytes, body_bytes = self._limits.head_bytes, self._limits.body_bytes
        if self._request is None and self._fed > head_bytes:
            self._refuse(431, f"the head of the request has over {head_bytes} bytes")
        elif self._request is not None and self._fed > head_bytes + _FRAMING * body_bytes:
            self._refuse_body(self._request)

    # From request to request.

    def _next(self) -> None:
        """Have the next request in line answered, unless answers wait to be taken."""
        if self._exchange is None and self._waiting and not self._full:
            self._exchange = self._waiting.popleft()
            self._application.respond(self._exchange)
        if len(self._waiting) >= _AHEAD and not self._held:
            self._held = True
            self._transport.pause_reading()

    def _finished(self, exchange: Exchange) -> None:
        """Go on after an answer, or close."""
        self._exchange = None
        exchange.when_gone = exchange.when_full = exchange.when_free = None
        self._server.crowd.served(self)
        self.deadline = self._now() + self._limits.idle_seconds
        if not exchange.keep or self._server.closing:
            self._close()
        elif self._waiting:
            self._server.loop.call_soon(self._next)
        elif self._refusal is not None:
            self._write_refusal(self._refusal)
        if self._held and len(self._waiting) < _AHEAD and not self._transport.is_closing():
            self._held = False
            self._transport.resume_reading()

    def _close(self) -> None:
        """Close once what was written is taken."""
        self._deaf = True
        self._waiting.clear()
        self._transport.close()

    @property
    def idle(self) -> bool:
        """True between two requests."""
        return self._exchange is None and not self._partial and not self._waiting

    @property
    def unanswered(self) -> bool:
        """True while it is the client's turn: between two requests, or within one."""
        return self._exchange is None and not self._waiting

    @property
    def quiet(self) -> bool:
        """True while nothing is on its way to the client, either."""
        return self.unanswered and not self._transport.get_write_buffer_size()

    def late(self, now: float) -> bool:
        """Tell whether something took too long that only the client can hasten.

        To be asked from time to time: a client that took some of what it is sent has more time.
        """
        buffered = self._transport.get_write_buffer_size()
        if buffered < self._buffered:
            self.deadline = max(self.deadline, now + self._limits.stall_seconds)
        self._buffered = buffered
        return (self._exchange is None or self._full) and self.deadline < now

    def drop(self) -> None:
        """Close at once, and tell the application that the client is gone."""
        self._server.crowd.leave(self)
        self._transport.abort()
        self._abandon()

    def _abandon(self) -> None:
        """Answer nothing more, and tell the application of whom it was answering."""
        exchange, self._exchange = self._exchange, None
        self._deaf = True
        self._waiting.clear()
        if exchange is not None and exchange.when_gone is not None:
            exchange.when_gone()

    # Answers.

    def reply(self, exchange: Exchange, reply: Reply) -> None:
        """Send a whole answer."""
        status, headers, body = reply
        if self._exchange is not exchange:
            return
        length = b""
        without = status in writing.BODILESS or exchange.request.method == "HEAD"
        if not (without and not body) and not writing.names(headers, "content-length"):
            length = b"content-length: %d\r\n" % len(body)
        framing = length + self._keeping(exchange)
        self._write(status, headers, framing, b"" if without else body)
        self._finished(exchange)

    def write(self, exchange: Exchange, written: Written) -> None:
        """Send a whole answer that is in bytes already."""
        if self._exchange is not exchange:
            return
        before, after = written
        if exchange.request.method == "HEAD":
            after = _BLANK
        date = self._server.clock.line()
        self._transport.write(b"".join((before, self._keeping(exchange), date, after)))
        self._finished(exchange)

    def begin(self, exchange: Exchange, status: int, headers: Headers) -> None:
        """Send the head of an answer that comes in parts."""
        if self._exchange is not exchange:
            return
        self._chunked = False
        coding = b""
        if not writing.names(headers, "content-length"):
            if exchange.request.version == "1.1":
                self._chunked = True
                coding = b"transfer-encoding: chunked\r\n"
            else:
                exchange.keep = False
        self.deadline = self._now() + self._limits.stall_seconds
        self._write(status, headers, coding + self._keeping(exchange))

    def send(self, exchange: Exchange, data: bytes) -> None:
        """Send a part of a body."""
        if self._exchange is exchange and data and exchange.request.method != "HEAD":
            self._transport.write(writing.chunk(data) if self._chunked else data)

    def end(self, exchange: Exchange) -> None:
        """Send the end of a body."""
        if self._exchange is not exchange:
            return
        if self._chunked and exchange.request.method != "HEAD":
            self._transport.write(writing.END_OF_CHUNKS)
        self._finished(exchange)

    def cut(self, exchange: Exchange) -> None:
        """Close the connection at once."""
        if self._exchange is exchange:
            exchange.when_gone = None
            self.drop()

    def close_when_idle(self) -> None:
        """Close now, or after the answer under way."""
        if self.idle:
            self._close()

    def _write(self, status: int, headers: Headers, framing: bytes, body: bytes = b"") -> None:
        """Write an answer's head, in which ``framing`` holds the lines on length and closing."""
        head = writing.head(status, headers)
        parts = (head, framing, self._server.clock.line(), _BLANK, body)
        self._transport.write(b"".join(parts))

    def _keeping(self, exchange: Exchange) -> bytes:
        if not exchange.keep or self._server.closing:
            return b"connection: close\r\n"
        return b"connection: keep-alive\r\n" if exchange.request.version == "1.0" else b""

    def _refuse_body(self, request: Request) -> None:
        self._refuse_with(self._application.too_large(request))

    def _refuse(self, status: int, message: str) -> None:
        self._refuse_with(Reply(status, (_TEXT,), f"{message}\n".encode()))

    def _refuse_with(self, reply: Reply) -> None:
        """Refuse what is not read to its end, and close once the client had time to read why.

        Closed at once, the connection would be reset under a client that still sends, which
        then might lose the answer (RFC 9112, clause 9.6).
        """
        if self._deaf:
            return
        self._deaf = True
        self._refusal = reply
        if self._exchange is None and not self._waiting:
            self._write_refusal(reply)

    def _write_refusal(self, reply: Reply) -> None:
        framing = b"content-length: %d\r\nconnection: close\r\n" % len(reply.body)
        self._write(reply.status, reply.headers, framing, reply.body)
        self._server.loop.call_later(_LINGER, self._transport.close)
