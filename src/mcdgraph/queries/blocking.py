"""The query service for callers that wait, such as a Flask view."""

import asyncio
from collections.abc import Iterator
from typing import Final

from mcdgraph.errors import QueryError, QueryUnavailable
from mcdgraph.formats import Format
from mcdgraph.queries.asker import NOBODY, current_asker
from mcdgraph.queries.pool import Pool
from mcdgraph.queries.requests import AnswerKind, QueryAnswer, QueryRequest
from mcdgraph.queries.strands import Mailbox, Strand, ThreadStrand
from mcdgraph.queries.wire import Head, encode_request
from mcdgraph.queries.worker import Run

#: Chunks of an answer that may wait to be read.
_AHEAD: Final = 8
_END: Final = b""


class BlockingAnswer:
    """An answer under way in an event loop, read from a strand of its own.

    It is the pool's `Asker`: the methods of that are called in the loop, all others in the strand.
    """

    kind: AnswerKind
    form: Format

    def __init__(self, pool: Pool, strand: Strand) -> None:
        """Read what ``pool`` answers, in ``strand``."""
        self._pool = pool
        self._strand = strand
        self._run: Run | None = None
        self._heard: Mailbox[Head | bytes | QueryError] = strand.mailbox()
        self._paused = False
        self._over = False

    def begin(self, request: QueryRequest, client: str) -> None:
        """Have the query asked, and wait until the answer begins or the `QueryError` is there."""
        self._strand.in_loop(self._ask, request, client)
        head = self._heard.get()
        if isinstance(head, QueryError):
            raise head
        if isinstance(head, Head):
            self.kind, self.form = head.kind, head.form

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes in chunks; raise a `QueryError` where the query fails after it began."""
        while chunk := self._heard.get():
            if isinstance(chunk, QueryError):
                raise chunk
            if isinstance(chunk, bytes):
                yield chunk
            if self._paused and self._heard.qsize() < _AHEAD // 2:
                self._paused = False
                self._strand.in_loop(self._resume)

    def close(self) -> None:
        """Stop the query where it has not ended."""
        if not self._over:
            self._strand.in_loop(self._end)

    def leave(self) -> None:
        """Stop the query because who asked has left; to be called from any thread."""
        self._strand.in_loop(self._end)

    def whole(self, head: Head, body: bytes) -> None:
        """Take an answer that came all at once."""
        self._over = True
        self._heard.hand_over(head, *((body, _END) if body else (_END,)))

    def begun(self, head: Head) -> None:
        """Hear that a long answer begins."""
        self._heard.put(head)

    def data(self, chunk: bytes) -> None:
        """Take the next bytes of a long answer, not too far ahead of who reads it."""
        if chunk:
            self._heard.put(chunk)
        if self._run is not None and self._heard.qsize() >= _AHEAD:
            self._paused = True
            if self._heard.qsize() >= _AHEAD // 2:  # or else nobody may look again
                self._pool.pause(self._run)
            else:
                self._paused = False

    def ended(self) -> None:
        """Hear that a long answer was sent to its end."""
        self._over = True
        self._heard.put(_END)

    def failed(self, error: QueryError) -> None:
        """Hear why there is no answer, or no more of it."""
        self._over = True
        self._heard.put(error)

    def _ask(self, request: QueryRequest, client: str) -> None:
        if self._over:
            return
        try:
            self._run = self._pool.ask(encode_request(request), client, self)
        except QueryError as error:
            self.failed(error)

    def _resume(self) -> None:
        if self._run is not None and not self._over:
            self._pool.resume(self._run)

    def _end(self) -> None:
        if self._over:
            return
        if self._run is not None:
            self._pool.end(self._run)
        self.failed(QueryUnavailable("who asked has left"))


class BlockingService:
    """Has the pool of an event loop answer, for code that waits: never for the loop's own."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        """Use ``pool``, which is attached to ``loop``."""
        self._pool = pool
        self._loop = loop

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Begin to answer; raise a `QueryError` for a query that fails before its first byte.

        The query ends when the visitor leaves on whose behalf it is asked.
        """
        asker = current_asker()
        answer = BlockingAnswer(self._pool, asker.strand or ThreadStrand(self._loop))
        if asker is not NOBODY:
            asker.when_gone(answer.leave)
        answer.begin(request, request.client or asker.client)
        return answer

    def close(self) -> None:
        """Do nothing: the pool belongs to the caller."""
