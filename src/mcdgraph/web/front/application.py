"""What answers requests: SPARQL by the short way, everything else through Flask."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from wsgiref.types import WSGIApplication

from mcdgraph.errors import QueryError
from mcdgraph.queries.cache import AnswerCache
from mcdgraph.queries.pool import Pool
from mcdgraph.settings import QuerySettings
from mcdgraph.web.front.answering import Answering
from mcdgraph.web.front.bridge import Bridge
from mcdgraph.web.http import Exchange, Reply, Request, Written
from mcdgraph.web.http.recent import Recent
from mcdgraph.web.sparql import PATHS, Endpoint, Operation
from mcdgraph.web.sparql.parameters import too_large


@dataclass(frozen=True, kw_only=True)
class Site:
    """All that serves one release in one process: its endpoint, its workers, its pages.

    Paths that begin with one of ``short`` are answered by ``pages`` in a moment. ``memo`` has the
    keys, in ``cache``, of answers to the last requests.
    """

    endpoint: Endpoint
    pool: Pool
    pages: WSGIApplication
    short: tuple[str, ...]
    count: Callable[[int, float], None]
    cache: AnswerCache[Written]
    memo: Recent[bytes]


class Front:
    """Answers requests over the site of the moment."""

    def __init__(
        self, site: Site, bounds: QuerySettings, threads: int, loop: asyncio.AbstractEventLoop
    ) -> None:
        """Begin with ``site``; ``threads`` make pages."""
        self.site = site
        self._bounds = bounds
        self._named = bounds.client_header.lower()
        self._bridge = Bridge(threads, loop)

    def close(self) -> None:
        """Let the threads go."""
        self._bridge.close()

    def known(self, raw: bytes) -> Written | None:
        """Give the answer to a request that came before, to the byte."""
        site = self.site
        key = site.memo.get(raw)
        written = None if key is None else site.cache.get(key)
        if written is not None:
            site.count(200, 0.0)
        return written

    def respond(self, exchange: Exchange) -> None:
        """Answer one request."""
        if exchange.request.path in PATHS:
            self._sparql(exchange)
        else:
            site = self.site
            short = exchange.request.path.startswith(site.short)
            self._bridge.serve(site.pages, exchange, self._client(exchange), short=short)

    def too_large(self, request: Request) -> Reply:
        """Say that a request's body passes its bound."""
        return self.site.endpoint.failure(too_large(self._bounds.request_bytes), request)

    def _sparql(self, exchange: Exchange) -> None:
        began = perf_counter()
        site = self.site
        plan = site.endpoint.plan(exchange.request)
        if isinstance(plan, Operation):
            if not plan.unchanged:
                self._ask(site, plan, exchange, began)
                return
            plan = site.endpoint.unchanged(plan)
        exchange.reply(plan)
        site.count(plan.status, perf_counter() - began)

    def _ask(self, site: Site, operation: Operation, exchange: Exchange, began: float) -> None:
        """Answer from the cache, or have the answer made."""
        written = site.cache.get(operation.key) if operation.key else None
        if written is not None:
            if exchange.raw and operation.body_wanted:
                site.memo.put(exchange.raw, operation.key)
            exchange.write(written)
            site.count(200, perf_counter() - began)
            return
        answering = Answering(site, operation, exchange, began)
        try:
            run = site.pool.ask(operation.message, self._client(exchange), answering)
        except QueryError as error:
            answering.failed(error)
        else:
            answering.follow(run)

    def _client(self, exchange: Exchange) -> str:
        """Tell who asks: by address, or as a proxy says that is trusted to."""
        told = exchange.request.value(self._named) if self._named else ""
        return told or exchange.client
