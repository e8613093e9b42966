"""One request and its answer, as an application sees them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mcdgraph.web.http.messages import Headers, Reply, Request, Written


class Wire(Protocol):
    """What an exchange writes to: the connection that it came by."""

    client: str

    def reply(self, exchange: "Exchange", reply: Reply) -> None:
        """Send a whole answer."""

    def write(self, exchange: "Exchange", written: Written) -> None:
        """Send a whole answer that is in bytes already."""

    def begin(self, exchange: "Exchange", status: int, headers: Headers) -> None:
        """Send the head of an answer whose length is not known."""

    def send(self, exchange: "Exchange", data: bytes) -> None:
        """Send a part of its body."""

    def end(self, exchange: "Exchange") -> None:
        """Send its end."""

    def cut(self, exchange: "Exchange") -> None:
        """Close the connection at once, so that the client sees that the end is missing."""


@dataclass(kw_only=True, eq=False, slots=True)
class Exchange:
    """A request that was received whole, and the means to answer it.

    Answer with `reply` or `write`, or with `begin`, any number of `send`, and `end` or `cut`;
    names of headers are in lower case. Once the client has left, ``when_gone`` is called and
    what is sent goes nowhere. ``when_full`` is called when the client takes less than it is
    sent, and ``when_free`` when it took that.
    ``raw`` holds the very bytes of the request where they came alone and all at once, say no
    more than a head of HTTP/1.1, and leave the connection open; empty otherwise.
    """

    request: Request
    wire: Wire
    raw: bytes = b""
    keep: bool = True
    when_gone: Callable[[], None] | None = None
    when_full: Callable[[], None] | None = None
    when_free: Callable[[], None] | None = None

    @property
    def client(self) -> str:
        """The address of the client, without its port."""
        return self.wire.client

    def reply(self, reply: Reply) -> None:
        """Answer at once."""
        self.wire.reply(self, reply)

    def write(self, written: Written) -> None:
        """Answer at once, with what is in bytes already."""
        self.wire.write(self, written)

    def begin(self, status: int, headers: Headers) -> None:
        """Begin an answer that comes in parts."""
        self.wire.begin(self, status, headers)

    def send(self, data: bytes) -> None:
        """Send a part of an answer."""
        self.wire.send(self, data)

    def end(self) -> None:
        """End an answer that came in parts."""
        self.wire.end(self)

    def cut(self) -> None:
        """Break an answer off, visibly."""
        self.wire.cut(self)


class Application(Protocol):
    """What answers requests; its methods are called in the event loop and must not block."""

    def known(self, raw: bytes) -> Written | None:
        """Give the answer to a request that is known by its very bytes, or None."""

    def respond(self, exchange: Exchange) -> None:
        """Answer a request, now or later."""

    def too_large(self, request: Request) -> Reply:
        """Say that a request's body, which was not read, passes its bound."""
