"""What the client of an exchange is told of its query, and what is kept of that."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Final, Protocol

from mcdgraph.errors import QueryError
from mcdgraph.queries.cache import AnswerCache
from mcdgraph.queries.pool import Pool
from mcdgraph.queries.wire import Head
from mcdgraph.queries.worker import Run
from mcdgraph.web.http import Exchange, Written
from mcdgraph.web.http.writing import write
from mcdgraph.web.sparql import Endpoint, Operation

#: The status that an exchange counts for whose client left unanswered.
_LEFT: Final = 499

log = logging.getLogger("mcdgraph.web")


class Answered(Protocol):
    """Where a query is answered: the parts of a site that it needs."""

    @property
    def endpoint(self) -> Endpoint:
        """The protocol."""

    @property
    def pool(self) -> Pool:
        """The workers."""

    @property
    def cache(self) -> AnswerCache[Written]:
        """The answers that are kept."""

    @property
    def count(self) -> Callable[[int, float], None]:
        """Count a status, and the seconds that it took."""


class Answering:
    """Passes a query's answer on to its exchange: the pool's asker for it."""

    __slots__ = (
        "_began", "_exchange", "_lines", "_operation", "_parts", "_run", "_site", "_size",
        "_streams",
    )  # fmt: skip

    def __init__(
        self,
        site: Answered,
        operation: Operation,
        exchange: Exchange,
        began: float,
    ) -> None:
        """Answer ``exchange``, which asked ``operation``."""
        self._site = site
        self._operation = operation
        self._exchange = exchange
        self._began = began
        self._run: Run | None = None
        self._lines = b""
        self._parts: list[bytes] | None = None
        self._size = 0
        self._streams = False

    def follow(self, run: Run) -> None:
        """End the query when the client leaves."""
        self._run = run
        self._exchange.when_gone = self._leave

    def whole(self, head: Head, body: bytes) -> None:
        """Answer with a body that is all there, and keep it."""
        self._run = None
        written = write(self._site.endpoint.lines(self._operation, head.form), body)
        self._exchange.write(written)
        self._count(200)
        if self._operation.key:
            self._keep(written)

    def begun(self, head: Head) -> None:
        """Send the head of a long answer."""
        endpoint, operation = self._site.endpoint, self._operation
        headers = endpoint.head(operation, head.form)
        self._count(200)
        if not operation.body_wanted:
            self._stop()
            self._exchange.begin(200, headers)
            self._exchange.end()
            return
        self._streams = True
        self._lines = endpoint.lines(operation, head.form)
        self._parts = [] if operation.key else None
        self._exchange.when_full = self._pause
        self._exchange.when_free = self._resume
        self._exchange.begin(200, headers)

    def data(self, chunk: bytes) -> None:
        """Send a part, and remember it while all is small enough to be kept."""
        if self._parts is not None:
            self._parts.append(chunk)
            self._size += len(chunk)
            if self._size > self._site.cache.greatest:
                self._parts = None
        self._exchange.send(chunk)

    def ended(self) -> None:
        """Send the end."""
        self._run = None
        self._exchange.end()
        if self._parts is not None:
            self._keep(write(self._lines, b"".join(self._parts)))

    def failed(self, error: QueryError) -> None:
        """Say why there is no answer, or break off what was begun of it."""
        self._run = None
        if self._streams:
            log.info("an answer was cut short: %s", error)
            self._exchange.cut()
            return
        reply = self._site.endpoint.failure(error, self._exchange.request, self._operation.text)
        self._count(reply.status)
        self._exchange.reply(reply)

    def _keep(self, written: Written) -> None:
        self._site.cache.put(self._operation.key, written, written.size)

    def _count(self, status: int) -> None:
        self._site.count(status, perf_counter() - self._began)

    def _leave(self) -> None:
        if not self._streams:
            self._count(_LEFT)
        self._stop()

    def _stop(self) -> None:
        if self._run is not None:
            self._site.pool.end(self._run)

    def _pause(self) -> None:
        if self._run is not None:
            self._site.pool.pause(self._run)

    def _resume(self) -> None:
        if self._run is not None:
            self._site.pool.resume(self._run)
