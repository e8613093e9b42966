"""The RSGI application: SPARQL by the short way, everything else through Flask."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter
from typing import Final
from wsgiref.types import WSGIApplication

from mcdgraph.errors import McdgraphError, QueryError, QueryTooLarge
from mcdgraph.queries.cache import AnswerCache
from mcdgraph.queries.pool import Pool, Run
from mcdgraph.settings import QuerySettings
from mcdgraph.web.front.bridge import Bridge, RsgiProtocol, RsgiScope
from mcdgraph.web.front.memo import Memo, key_of
from mcdgraph.web.front.streaming import HungUp, Streamer
from mcdgraph.web.sparql import Endpoint, Operation, Reply, Request
from mcdgraph.web.sparql.messages import Headers
from mcdgraph.web.sparql.parameters import too_large

PATH: Final = "/sparql"
_PATHS: Final = (PATH, PATH + "/")
_HEADERS: Final = ("accept", "accept-encoding", "content-type", "content-encoding", "if-none-match")
#: What a header or an entry of the cache takes beside its body.
_OVERHEAD: Final = 512

log = logging.getLogger("mcdgraph.web")


@dataclass(frozen=True, kw_only=True)
class Site:
    """All that serves one release in one process: its endpoint, its workers, its pages."""

    endpoint: Endpoint
    pool: Pool
    pages: WSGIApplication
    count: Callable[[int, float], None]
    cache: AnswerCache[Reply]
    memo: Memo


class Counted:
    """A protocol object that remembers the status it was given."""

    __slots__ = ("client_disconnect", "inner", "status")

    def __init__(self, inner: RsgiProtocol) -> None:
        """Pass everything on to ``inner``; 499 stands for a client that left unanswered."""
        self.inner = inner
        self.status = 499
        self.client_disconnect = inner.client_disconnect

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body in chunks."""
        return self.inner.__aiter__()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer at once."""
        self.status = status
        self.inner.response_bytes(status, headers, body)

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Answer with the content of a file."""
        self.status = status
        self.inner.response_file(status, headers, file)


class Front:
    """Answers requests over the site of the moment."""

    def __init__(self, site: Site, bounds: QuerySettings, threads: int) -> None:
        """Begin with ``site``; ``threads`` serve pages."""
        self.site = site
        self.bounds = bounds
        self.streamer = Streamer()
        self.bridge = Bridge(threads, self.streamer)

    def close(self) -> None:
        """Let threads and pipes go."""
        self.bridge.close()
        self.streamer.close()
        self.site.pool.hang_up()

    async def __call__(self, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        """Answer one request."""
        if scope.path in _PATHS:
            began = perf_counter()
            counted = Counted(protocol)
            await self._sparql(scope, counted)
            self.site.count(counted.status, perf_counter() - began)
            return
        try:
            body = await self._body(scope, protocol)
        except QueryTooLarge as error:
            _send(protocol, self.site.endpoint.failure(error, self._request(scope)))
            return
        client = self._client(scope)
        await self.bridge.serve(self.site.pages, scope, protocol, body, client)

    async def _sparql(self, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        try:
            body = await self._body(scope, protocol)
        except QueryTooLarge as error:
            _send(protocol, self.site.endpoint.failure(error, self._request(scope)))
            return
        site = self.site
        plan = self._plan(site, scope, body)
        if isinstance(plan, Reply):
            _send(protocol, plan)
            return
        reply = self._known(site, plan)
        if reply is not None:
            _send(protocol, reply)
            return
        await self._ask(site, plan, scope, protocol)

    def _plan(self, site: Site, scope: RsgiScope, body: bytes) -> Operation | Reply:
        """Read a request, or remember what it asked before."""
        if scope.method != "GET":
            return site.endpoint.plan(self._request(scope, body))
        key = key_of(scope)
        known = site.memo.get(key)
        if known is not None:
            return known
        plan = site.endpoint.plan(self._request(scope))
        site.memo.put(key, plan)
        return plan

    def _known(self, site: Site, operation: Operation) -> Reply | None:
        """Give the reply that needs no evaluation, where there is one."""
        if operation.unchanged:
            return site.endpoint.unchanged(operation)
        if not operation.key or not operation.body_wanted:
            return None
        return site.cache.get(operation.key)

    async def _ask(
        self,
        site: Site,
        operation: Operation,
        scope: RsgiScope,
        protocol: RsgiProtocol,
    ) -> None:
        """Have the query evaluated, and answer; a light one without a task of its own."""
        try:
            run = await site.pool.soon(operation.request, self._client(scope))
            if run is not None and run.whole is not None:
                self._whole(site, operation, run, protocol)
                return
        except QueryError as error:
            self._fail(site, operation, error, scope, protocol)
            return
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._wait(site, operation, run, scope, protocol))
        watch = loop.create_task(_cancel_when_gone(protocol, task))
        try:
            await task
        except asyncio.CancelledError:
            log.debug("a client hung up")
        finally:
            watch.cancel()

    async def _wait(
        self,
        site: Site,
        operation: Operation,
        run: Run | None,
        scope: RsgiScope,
        protocol: RsgiProtocol,
    ) -> None:
        """Wait for an answer that takes its time, and send it as it comes."""
        try:
            if run is None:
                run = await site.pool.answer(operation.request, self._client(scope))
            else:
                await run.begin()
        except QueryError as error:
            self._fail(site, operation, error, scope, protocol)
            return
        try:
            if run.whole is not None:
                self._whole(site, operation, run, protocol)
            elif not operation.body_wanted:
                headers = site.endpoint.head(operation, run.form)
                _send(protocol, Reply(status=HTTPStatus.OK, headers=headers))
            else:
                headers = site.endpoint.head(operation, run.form)
                chunks = _kept(site, operation, headers, run)
                async with asyncio.timeout(self.bounds.sending):
                    await self.streamer.stream(protocol, scope.client, 200, headers, chunks)
        except TimeoutError:
            log.info("an answer took more than %g s to send and was cut", self.bounds.sending)
        except HungUp:
            log.debug("a client stopped reading")
        except McdgraphError as error:
            log.warning("an answer was cut short: %s", error)
        finally:
            run.close()

    def _whole(self, site: Site, operation: Operation, run: Run, protocol: RsgiProtocol) -> None:
        """Answer with a body that is all there, and keep it."""
        body = run.whole or b""
        headers = site.endpoint.head(operation, run.form)
        if not operation.body_wanted:
            length = (("content-length", str(len(body))),)
            _send(protocol, Reply(status=200, headers=(*headers, *length)))
            return
        reply = Reply(status=HTTPStatus.OK, headers=headers, body=body)
        if operation.key:
            site.cache.put(operation.key, reply, len(body) + _OVERHEAD)
        _send(protocol, reply)

    def _fail(
        self,
        site: Site,
        operation: Operation,
        error: QueryError,
        scope: RsgiScope,
        protocol: RsgiProtocol,
    ) -> None:
        request = self._request(scope)
        _send(protocol, site.endpoint.failure(error, request, operation.request.text))

    async def _body(self, scope: RsgiScope, protocol: RsgiProtocol) -> bytes:
        """Read a body; raise `QueryTooLarge` where it passes its bound."""
        if scope.method in ("GET", "HEAD"):
            return b""
        bound = self.bounds.request_bytes
        announced = scope.headers.get("content-length") or "0"
        if announced.isdecimal() and int(announced) > bound:
            raise too_large(bound)
        parts: list[bytes] = []
        size = 0
        async for part in protocol:
            parts.append(part)
            size += len(part)
            if size > bound:
                raise too_large(bound)
        return b"".join(parts)

    def _request(self, scope: RsgiScope, body: bytes = b"") -> Request:
        headers = scope.headers
        host = headers.get("host") or scope.server
        return Request(
            method=scope.method,
            query_string=scope.query_string,
            headers={name: lines for name in _HEADERS if (lines := headers.get_all(name))},
            body=body,
            url=f"{scope.scheme}://{host}{PATH}",
        )

    def _client(self, scope: RsgiScope) -> str:
        """Tell who asks: by address, or as a proxy says that is trusted to."""
        named = self.bounds.client_header
        told = scope.headers.get(named.lower()) if named else None
        return told or scope.client.rpartition(":")[0]


async def _kept(
    site: Site, operation: Operation, headers: Headers, run: Run
) -> AsyncIterator[bytes]:
    """Pass the chunks of an answer on, and keep it if it stays small enough."""
    parts: list[bytes] | None = [] if operation.key else None
    size = _OVERHEAD
    async for chunk in run:
        if parts is not None:
            parts.append(chunk)
            size += len(chunk)
            if size > site.cache.greatest:
                parts = None
        yield chunk
    if parts is not None:
        reply = Reply(status=HTTPStatus.OK, headers=headers, body=b"".join(parts))
        site.cache.put(operation.key, reply, size)


async def _cancel_when_gone(protocol: RsgiProtocol, task: asyncio.Task[None]) -> None:
    await protocol.client_disconnect()
    task.cancel()


def _send(protocol: RsgiProtocol, reply: Reply) -> None:
    protocol.response_bytes(reply.status, list(reply.headers), reply.body)
