"""The application of a server process: finished answers, and jobs for all others.

Source: ASGI 3.0, HTTP Connection Scope. What strangers send is copied, counted and compared
here, and read by workers only.
"""

import asyncio
import time
from http import HTTPStatus
from typing import Final

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.cache import Entry, ResponseCache, matches, unchanged
from mcdgraph.serving.exchange import KEY, PIECE, Exchange, Receive, Scope, Send
from mcdgraph.serving.files import FileSender
from mcdgraph.serving.frames import (
    Head,
    JobRequest,
    KeptAnswer,
    RawHeaders,
    encode_request,
    header_of,
)
from mcdgraph.serving.http_head import has_body
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

    def at_hand(self, asked: JobRequest) -> KeptAnswer | None:
        """Return the answer to a request without a body, where it is kept, or else its name.

        It then counts as answered. None where it is too long to be sent at once.
        """
        began = time.perf_counter()
        key = self._cache.key(asked.method, asked.path, asked.query, asked.headers, b"")
        entry = self._cache.get(key) if key else None
        if entry is None:
            return KeptAnswer(key)
        head, body = _answer_of(entry, asked.method, asked.headers)
        if len(body) > PIECE:
            return None
        body = b"" if asked.method == "HEAD" else body
        self._count(head.part, head.status, time.perf_counter() - began)
        if self._log.wanted:
            client = self._client(asked.headers, asked.client)
            seconds = time.perf_counter() - began
            self._log.write(asked, client, head.status, len(body), seconds)
        return KeptAnswer(key, head, body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, count it, and write it into the log where there is one."""
        exchange = Exchange(scope, receive, send)
        peer = scope["client"]
        client = self._client(exchange.headers, str(peer[0]) if peer else "")
        try:
            status, part = await self._answer(exchange, client)
        except Refusal as refusal:
            head, text = refusal.written(header_of(exchange.headers, b"accept"))
            status, part = head.status, head.part
            await exchange.answer(head, text)
        except ClientLeft:
            status, part = _LEFT, ""
        seconds = exchange.seconds
        self._count(part, status, seconds)
        if self._log.wanted:
            self._log.write(exchange, client, status, exchange.size, seconds)

    async def _answer(self, exchange: Exchange, client: str) -> tuple[int, str]:
        """Answer from what is kept, or have a worker answer; return the status, and what did."""
        key, body = exchange.scope["extensions"][KEY], b""
        if key is None:
            body = await self._receive_body(exchange)
            key = self._cache.key(
                exchange.method, exchange.path, exchange.query, exchange.headers, body
            )
            entry = self._cache.get(key) if key else None
            if entry is not None:
                head, whole = _answer_of(entry, exchange.method, exchange.headers)
                await exchange.answer(head, whole)
                return head.status, head.part
        return await self._ask(exchange, body, key, client)

    async def _ask(
        self, exchange: Exchange, body: bytes, key: bytes, client: str
    ) -> tuple[int, str]:
        """Have a worker answer, and pass on what it sends."""
        request = JobRequest(
            *(exchange.method, exchange.path, exchange.query, exchange.headers),
            *(body, client, exchange.version),
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

    def _client(self, headers: RawHeaders, peer: str) -> str:
        """Return who asks: an address, or what a trusted proxy says it is."""
        if self._client_header and (told := header_of(headers, self._client_header)):
            return told.rpartition(b",")[2].strip().decode("latin-1")
        return peer

    async def _receive_body(self, exchange: Exchange) -> bytes:
        """Receive a body, where there is one, within its bound."""
        if not has_body(exchange.headers):
            return b""
        if int(header_of(exchange.headers, b"content-length") or 0) > self._bound:
            raise self._refusals.too_large()
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await exchange.receive()
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


def _answer_of(entry: Entry, method: str, headers: RawHeaders) -> tuple[Head, bytes]:
    """Return an answer that is there already, or what says that the client has it."""
    status, lines, part, body, etag = entry
    if method != "POST" and matches(header_of(headers, b"if-none-match"), etag):
        return Head(HTTPStatus.NOT_MODIFIED.value, unchanged(lines), part=part), b""
    return Head(status, lines, part=part), body
