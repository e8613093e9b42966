"""One request and its answer, as a server process has them.

Source: ASGI 3.0, HTTP Connection Scope, Extensions.
"""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.serving.frames import Head, JobRequest

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: The name of this server's extension (ASGI 3.0, Extensions).
EXTENSION: Final = "mcdgraph"
#: A body is sent in pieces of this size, each once the client has taken most of those before.
PIECE: Final = 32 * 1024


def _nothing() -> None:
    """Be called where there is nothing to do."""


@dataclass(slots=True)
class Extension:
    """What the server hands over beside what ASGI has.

    ``request`` is the request as it was parsed, without its body. ``key`` names its kept answer
    where that was looked for and is not there. ``send_whole`` writes an answer whose headers are
    there as they are sent, and tells whether it could, without waiting for the client.
    ``on_leaving`` is called when the client leaves unanswered; the application sets it.
    """

    request: JobRequest
    key: bytes | None
    send_whole: Callable[[Head, bytes], bool]
    on_leaving: Callable[[], None] = _nothing


class Exchange:
    """A request under way, and how it is answered; ``size`` counts the bytes of body sent."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by what ASGI gives."""
        self._extension: Extension = scope["extensions"][EXTENSION]
        self.request = self._extension.request
        self.key = self._extension.key
        self.receive = receive
        self.send = send
        self.size = 0
        self._began = time.perf_counter()

    def on_leaving(self, call: Callable[[], None] = _nothing) -> None:
        """Have ``call`` made should the client leave before it is answered; nothing, by default."""
        self._extension.on_leaving = call

    @property
    def seconds(self) -> float:
        """The seconds since it began."""
        return time.perf_counter() - self._began

    async def begin(self, head: Head) -> None:
        """Send what stands before a body that is sent in parts."""
        await self.send(
            {"type": "http.response.start", "status": head.status, "headers": head.headers}
        )

    async def add(self, data: bytes) -> None:
        """Send a part of the body, in pieces."""
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            self.size += len(piece)
            await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def end(self) -> None:
        """Say that the body is at its end."""
        await self.send({"type": "http.response.body", "body": b""})

    async def answer(self, head: Head, body: bytes) -> None:
        """Send an answer that is all there."""
        if self.request.method == "HEAD":
            body = b""
        if self._extension.send_whole(head, body):
            self.size = len(body)
            return
        await self.begin(head)
        await self.add(body)
        await self.end()
