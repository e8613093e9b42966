"""The application of a server process: finished answers, and jobs for all others.

Source: ASGI 3.0, HTTP Connection Scope. What strangers send is copied, counted and compared
here, and read by workers only.
"""

import asyncio
from typing import Final

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.cache import Entry, ResponseCache, matches, unchanged
from mcdgraph.serving.exchange import Exchange, Receive, Scope, Send
from mcdgraph.serving.files import FileSender
from mcdgraph.serving.frames import Head, JobRequest, encode_request
from mcdgraph.serving.job import ClientLeft, Job
from mcdgraph.serving.publication import Content
from mcdgraph.serving.queue import Queue
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.settings import Settings

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
        access_log: AccessLog,
    ) -> None:
        """Answer for ``content``."""
        self._queue = queue
        self._count = content.count
        self._files = FileSender(content.files)
        self._cache = ResponseCache(settings.query.cache_bytes, content.parameters, content.hosts)
        self._log = access_log
        self._refusals = Refusals(settings.query, settings.server)
        self._bound = settings.query.request_bytes
        self._client_header = settings.query.client_header.lower().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, count it, and write it into the log where there is one."""
        exchange = Exchange(scope, receive, send)
        try:
            status, part = await self._answer(exchange)
        except Refusal as refusal:
            head, text = refusal.written(exchange.header(b"accept"))
            status, part = head.status, head.part
            await exchange.answer(head, text)
        except ClientLeft:
            status, part = _LEFT, ""
        self._count(part, status, exchange.seconds)
        if self._log.wanted:
            client = self._client(exchange)
            self._log.write(scope, client, status, exchange.size, exchange.seconds)

    async def _answer(self, exchange: Exchange) -> tuple[int, str]:
        """Answer from what is kept, or have a worker answer; return the status, and what did."""
        has_body, announced = False, 0
        for name, value in exchange.headers:
            if name == b"content-length":
                has_body, announced = True, int(value)
            elif name == b"transfer-encoding":
                has_body = True
        body = await self._receive_body(exchange.receive, announced) if has_body else b""
        key = self._cache.key(
            exchange.method, exchange.path, exchange.query, exchange.headers, body
        )
        entry = self._cache.get(key) if key else None
        if entry is not None:
            return await self._send_kept(exchange, entry)
        return await self._ask(exchange, body, key)

    async def _send_kept(self, exchange: Exchange, entry: Entry) -> tuple[int, str]:
        """Send an answer that is there already, or say that the client has it."""
        status, lines, part, body, etag = entry
        if exchange.method != "POST" and matches(exchange.header(b"if-none-match"), etag):
            status, lines, body = 304, unchanged(lines), b""
        await exchange.answer(Head(status, lines), body)
        return status, part

    async def _ask(self, exchange: Exchange, body: bytes, key: bytes) -> tuple[int, str]:
        """Have a worker answer, and pass on what it sends."""
        client = self._client(exchange)
        version = exchange.scope["http_version"]
        request = JobRequest(
            exchange.method, exchange.path, exchange.query, exchange.headers, body, client, version
        )
        urgent = exchange.path.startswith(_URGENT)
        job = self._queue.submit(
            encode_request(request), client, lambda job: self._watch(job, exchange), urgent=urgent
        )
        try:
            head = await job.head
            if job.body is None:
                await self._stream(exchange, head, job)
            elif head.file:
                await self._files.send(exchange, head, job.body)
            else:
                if head.keep and key:
                    self._cache.put(key, head, job.body)
                await exchange.answer(head, job.body)
        finally:
            if not job.over:
                self._queue.cancel(job)
            del job  # a failure that it raised leads to this frame, and from here back to it
        return head.status, head.part

    async def _stream(self, exchange: Exchange, head: Head, job: Job) -> None:
        """Pass on parts as they come; one that is cut is seen to be, as uvicorn closes then."""
        job.watch()
        await exchange.begin(head)
        try:
            while chunk := await job.next_chunk():
                await exchange.add(chunk)
        except (Refusal, ClientLeft):
            return
        await exchange.end()

    def _client(self, exchange: Exchange) -> str:
        """Return who asks: an address, or what a trusted proxy says it is."""
        if self._client_header and (told := exchange.header(self._client_header)):
            return told.rpartition(b",")[2].strip().decode("latin-1")
        peer = exchange.scope["client"]
        return str(peer[0]) if peer else ""

    async def _receive_body(self, receive: Receive, announced: int) -> bytes:
        """Receive a body within its bound."""
        if announced > self._bound:
            raise self._refusals.too_large()
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientLeft
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._bound:
                raise self._refusals.too_large()
            more = message.get("more_body", False)
        return b"".join(parts)

    def _watch(self, job: Job, exchange: Exchange) -> None:
        """Have a job stopped once its client leaves."""
        job.watcher = asyncio.get_running_loop().create_task(self._await_leaving(job, exchange))

    async def _await_leaving(self, job: Job, exchange: Exchange) -> None:
        while (await exchange.receive())["type"] != "http.disconnect":
            pass
        self._queue.cancel(job)
