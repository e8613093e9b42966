"""One request and its answer, as a server process has them.

Source: ASGI 3.0, HTTP Connection Scope, Extensions.
"""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from mcdgraph.serving.frames import Head, RawHeaders

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: An extension of the server (ASGI 3.0, Extensions): a function that writes an answer whose
#: headers are there as they are sent, and tells whether it could, without waiting for the client.
SEND_WHOLE: Final = "mcdgraph.send_whole"
#: Another: the name of a kept answer, where it was looked for and is not there; else None.
KEY: Final = "mcdgraph.key"
#: A body is sent in pieces of this size, each once the client has taken most of those before.
PIECE: Final = 32 * 1024


class Exchange:
    """A request under way, and how it is answered; ``size`` counts the bytes of body sent."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by what ASGI gives."""
        self.scope = scope
        self.method: str = scope["method"]
        self.path: bytes = scope["raw_path"]
        self.query: bytes = scope["query_string"]
        self.version: str = scope["http_version"]
        self.headers: RawHeaders = scope["headers"]
        self.receive = receive
        self.send = send
        self.size = 0
        self._began = time.perf_counter()

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
        if self.method == "HEAD":
            body = b""
        if self.scope["extensions"][SEND_WHOLE](head, body):
            self.size = len(body)
            return
        await self.begin(head)
        await self.add(body)
        await self.end()
