"""The application of a server process: finished answers, and jobs for all others.

Source: ASGI 3.0, HTTP Connection Scope. What strangers send is copied, counted and compared
here, and read by workers only.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.cache import Entry, ResponseCache, matches, unchanged
from mcdgraph.serving.files import FileSender
from mcdgraph.serving.frames import Head, Request, encode_request
from mcdgraph.serving.intake import Intake
from mcdgraph.serving.job import ClientLeft, Job
from mcdgraph.serving.publication import Content
from mcdgraph.serving.queue import Queue
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.settings import Settings

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: A body is sent in pieces of this size, each once the client has taken most of those before.
PIECE: Final = 32 * 1024
#: Where the operator's addresses begin: they are answered before all others.
_URGENT: Final = b"/-/"
#: The status that a request counts for whose client left unanswered.
_LEFT: Final = 499


class ServerApplication:
    """Answers requests from the cache, or by the queue."""

    def __init__(
        self,
        content: Content,
        settings: Settings,
        queue: Queue,
        intake: Intake,
        access_log: AccessLog,
    ) -> None:
        """Answer for ``content``."""
        self._queue = queue
        self._intake = intake
        self._count = content.count
        self._files = FileSender(content.files)
        self._cache = ResponseCache(settings.query.cache_bytes, content.parameters, content.hosts)
        self._log = access_log
        self._refusals = Refusals(settings.query, settings.server)
        self._bound = settings.query.request_bytes
        self._client_header = settings.query.client_header.lower().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = time.perf_counter()
        headers = scope["headers"]
        method, path, query = scope["method"], scope["raw_path"], scope["query_string"]
        accept = conditional = b""
        body = False
        announced = 0
        for name, value in headers:
            if name == b"accept":
                accept = value
            elif name == b"if-none-match":
                conditional = value
            elif name == b"content-length":
                body, announced = True, int(value)
            elif name == b"transfer-encoding":
                body = True
        key = b""
        if method in ("GET", "HEAD") and not body:
            key = self._cache.key(path, query, headers)
            entry = self._cache.get(key) if key else None
            if entry is not None:
                await self._send_kept(scope, send, entry, conditional, began)
                return
        try:
            content = await self._receive_body(receive, announced) if body else b""
            if method == "POST" and len(content) < self._bound:
                key = self._cache.key(path, query, headers, b"POST\n" + content)
                entry = self._cache.get(key) if key else None
                if entry is not None:
                    await self._send_kept(scope, send, entry, b"", began)
                    return
            await self._ask(scope, receive, send, content, key, began)
        except Refusal as refusal:
            head, text = refusal.written(accept)
            await self._send_whole(scope, send, head, text, began)
        except ClientLeft:
            self._account(scope, Head(_LEFT, b""), 0, began)

    async def _ask(
        self, scope: Scope, receive: Receive, send: Send, body: bytes, key: bytes, began: float
    ) -> None:
        """Have a worker answer, and pass on what it sends."""
        request = Request(
            scope["method"],
            scope["raw_path"],
            scope["query_string"],
            scope["headers"],
            body,
            self._client(scope),
            scope["http_version"],
        )
        urgent = request.path.startswith(_URGENT)
        job = self._queue.submit(
            encode_request(request),
            request.client,
            lambda: self._watch(job, receive),
            urgent=urgent,
        )
        try:
            head = await job.head
            if job.over and job.failure is None and len(job.chunks) == 1:
                await self._send_answer(scope, send, head, job.chunks[0], key, began)
            else:
                self._watch(job, receive)
                await self._stream(scope, send, head, job, began)
        finally:
            self._queue.cancel(job)

    async def _send_answer(
        self, scope: Scope, send: Send, head: Head, body: bytes, key: bytes, began: float
    ) -> None:
        if head.file:
            sent = await self._files.send(send, head, body)
            self._account(scope, head, sent, began)
            return
        if head.keep and key:
            self._cache.put(key, head, body)
        await self._send_whole(scope, send, head, body, began)

    async def _stream(self, scope: Scope, send: Send, head: Head, job: Job, began: float) -> None:
        await send({"type": "http.response.start", "status": head.status, "headers": head.headers})
        sent = 0
        try:
            while chunk := await job.next_chunk():
                for at in range(0, len(chunk), PIECE):
                    piece = chunk[at : at + PIECE]
                    sent += len(piece)
                    message = {"type": "http.response.body", "body": piece, "more_body": True}
                    await send(message)
        except (Refusal, ClientLeft):  # uvicorn closes the connection, which shows the cut
            self._account(scope, head, sent, began)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        self._account(scope, head, sent, began)

    async def _send_kept(
        self, scope: Scope, send: Send, entry: Entry, conditional: bytes, began: float
    ) -> None:
        """Send an answer that is there already, or say that the client has it."""
        status, lines, part, body, etag = entry
        if conditional and matches(conditional, etag):
            status, lines, body = 304, unchanged(lines), b""
        await self._send_whole(scope, send, Head(status, lines, part=part), body, began)

    async def _send_whole(
        self, scope: Scope, send: Send, head: Head, body: bytes, began: float
    ) -> None:
        await send({"type": "http.response.start", "status": head.status, "headers": head.headers})
        if scope["method"] == "HEAD":
            body = b""
        size = len(body)
        at = 0
        while size - at > PIECE:
            piece = body[at : at + PIECE]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            at += PIECE
        await send({"type": "http.response.body", "body": body[at:] if at else body})
        self._account(scope, head, size, began)

    def _account(self, scope: Scope, head: Head, size: int, began: float) -> None:
        """Count an answer, and write it into the log where there is one."""
        seconds = time.perf_counter() - began
        self._count(head.part, head.status, seconds)
        if self._log.wanted:
            self._log.write(scope, self._client(scope), head.status, size, seconds)

    def _client(self, scope: Scope) -> str:
        """Return who asks: an address, or what a trusted proxy says it is."""
        if self._client_header:
            for name, value in scope["headers"]:
                if name == self._client_header:
                    told: str = value.rpartition(b",")[2].strip().decode("latin-1")
                    return told
        peer = scope["client"]
        return str(peer[0]) if peer else ""

    async def _receive_body(self, receive: Receive, announced: int) -> bytes:
        """Receive a body within its bound, and within that on all that is being received."""
        if announced > self._bound:
            raise self._refusals.too_large()
        parts: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientLeft
                part = message.get("body", b"")
                size += len(part)
                self._intake.add(len(part))
                if size > self._bound:
                    raise self._refusals.too_large()
                if self._intake.full:
                    raise self._refusals.intake_full()
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
        finally:
            self._intake.add(-size)

    def _watch(self, job: Job, receive: Receive) -> None:
        """Have a job stopped once its client leaves."""
        if not job.over and job.watcher is None:
            job.watcher = asyncio.get_running_loop().create_task(self._await_leaving(job, receive))

    async def _await_leaving(self, job: Job, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._queue.cancel(job)
