"""The application of a server process: finished answers, and jobs for all others.

Source: ASGI 3.0, HTTP Connection Scope. What strangers send is copied, counted and compared
here, and read by workers only.
"""

import time
from functools import partial
from http import HTTPStatus
from typing import Final

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.cache import Entry, ResponseCache, matches, unchanged
from mcdgraph.serving.exchange import PIECE, Exchange, Receive, Scope, Send
from mcdgraph.serving.files import FileSender
from mcdgraph.serving.frames import (
    Head,
    JobRequest,
    KeptAnswer,
    encode_request,
    header_of,
)
from mcdgraph.serving.http_head import has_body
from mcdgraph.serving.job import ClientLeft, Job
from mcdgraph.serving.publication import Content
from mcdgraph.serving.queue import Queue
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.settings import Settings

#: Where the operator's addresses begin, which are answered before others.
_URGENT: Final = b"/-/"
#: What a request counts for whose client left unanswered.
_LEFT: Final = Head(499, b"")


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
        self._refusals = Refusals(settings.query)
        self._bound = settings.query.request_bytes
        self._client_header = settings.query.client_header.lower().encode()

    def at_hand(self, request: JobRequest) -> KeptAnswer | None:
        """Return the answer to a request without a body, where it is kept, or else its name.

        It then counts as given. None where it is too long to be sent at once.
        """
        began = time.perf_counter()
        key = self._cache.key(request)
        entry = self._cache.get(key) if key else None
        if entry is None:
            return KeptAnswer(key)
        head, body = _answer_of(entry, request)
        if len(body) > PIECE:
            return None
        self._note(request, head, len(body), time.perf_counter() - began)
        return KeptAnswer(key, head, body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, count it, and write it into the log where there is one."""
        exchange = Exchange(scope, receive, send)
        try:
            head = await self._answer(exchange)
        except Refusal as refusal:
            head, text = refusal.written(header_of(exchange.request.headers, b"accept"))
            await exchange.answer(head, text)
        except ClientLeft:
            head = _LEFT
        self._note(exchange.request, head, exchange.size, exchange.seconds)

    def _note(self, request: JobRequest, head: Head, size: int, seconds: float) -> None:
        """Count an answer, and write it into the log where there is one."""
        self._count(head.part, head.status, seconds)
        if self._log.wanted:
            self._log.write(request, self._client(request), head.status, size, seconds)

    async def _answer(self, exchange: Exchange) -> Head:
        """Answer from what is kept, or have a worker answer; return the head of the answer."""
        request, key = exchange.request, exchange.key
        if key is None:
            if has_body(request.headers):
                request = request._replace(body=await self._receive_body(exchange))
            key = self._cache.key(request)
            entry = self._cache.get(key) if key else None
            if entry is not None:
                head, body = _answer_of(entry, request)
                await exchange.answer(head, body)
                return head
        return await self._ask(exchange, request, key)

    async def _ask(self, exchange: Exchange, request: JobRequest, key: bytes) -> Head:
        """Have a worker answer, and pass on what it sends."""
        client = self._client(request)
        if client != request.client:
            request = request._replace(client=client)
        urgent = request.path.startswith(_URGENT) and not request.body
        job = self._queue.submit(encode_request(request), client, urgent=urgent)
        exchange.on_leaving(partial(self._queue.cancel, job))
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
            # a failure that it raised leads to this frame, and from here back to it
            exchange.on_leaving()
            del job
        return head

    async def _stream(self, exchange: Exchange, head: Head, job: Job) -> None:
        """Pass on parts as they come; one that is cut is seen to be, as uvicorn closes then."""
        await exchange.begin(head)
        try:
            while chunk := await job.next_chunk():
                await exchange.add(chunk)
        except (Refusal, ClientLeft):
            return
        await exchange.end()

    def _client(self, request: JobRequest) -> str:
        """Return who asks: an address, or what a trusted proxy says it is."""
        if self._client_header and (told := header_of(request.headers, self._client_header)):
            return told.rpartition(b",")[2].strip().decode("latin-1")
        return request.client

    async def _receive_body(self, exchange: Exchange) -> bytes:
        """Receive a body within its bound."""
        if int(header_of(exchange.request.headers, b"content-length") or 0) > self._bound:
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


def _answer_of(entry: Entry, request: JobRequest) -> tuple[Head, bytes]:
    """Return an answer that is there already, or what says that the client has it."""
    status, lines, part, body, etag = entry
    if request.method != "POST" and matches(header_of(request.headers, b"if-none-match"), etag):
        return Head(HTTPStatus.NOT_MODIFIED.value, unchanged(lines), part=part), b""
    return Head(status, lines, part=part), b"" if request.method == "HEAD" else body
