"""The worker pool for callers in threads, such as a Flask view."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError

from mcdgraph.errors import QueryUnavailable
from mcdgraph.formats import Format
from mcdgraph.queries.asker import NOBODY, current_asker
from mcdgraph.queries.pool import Pool, Run
from mcdgraph.queries.requests import AnswerKind, QueryAnswer, QueryRequest


class BlockingAnswer:
    """An answer under way in an event loop, read from another thread."""

    def __init__(self, run: Run, loop: asyncio.AbstractEventLoop) -> None:
        """Read ``run``, which belongs to ``loop``."""
        self._run = run
        self._loop = loop

    @property
    def kind(self) -> AnswerKind:
        """What the answer is."""
        return self._run.kind

    @property
    def form(self) -> Format:
        """The serialization of the bytes."""
        return self._run.form

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes in chunks; raise a `QueryError` where the query fails after it began."""
        if self._run.whole is not None:
            yield self._run.whole
            return
        chunks = aiter(self._run)
        while chunk := asyncio.run_coroutine_threadsafe(_next(chunks), self._loop).result():
            yield chunk

    def close(self) -> None:
        """Stop the query."""
        self._loop.call_soon_threadsafe(self._run.close)


class BlockingService:
    """Has the pool of an event loop answer; never to be called from that loop's own thread."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        """Use ``pool``, which is attached to ``loop``."""
        self._pool = pool
        self._loop = loop

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Begin to answer; raise a `QueryError` for a query that fails before its first byte.

        The query ends when the visitor leaves on whose behalf it is asked.
        """
        asker = current_asker()
        begun = asyncio.run_coroutine_threadsafe(
            self._pool.answer(request, request.client or asker.client), self._loop
        )
        if asker is not NOBODY:
            asker.when_gone(begun.cancel)
        try:
            return BlockingAnswer(begun.result(), self._loop)
        except CancelledError:
            raise QueryUnavailable("who asked has left") from None

    def close(self) -> None:
        """Do nothing: the pool belongs to the caller."""


async def _next(chunks: AsyncIterator[bytes]) -> bytes:
    """Give the next chunk; empty at the end."""
    return await anext(chunks, b"")
