"""The query service of a server process: executors, lanes, deadlines, and what went wrong."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from mcdgraph.errors import (
    QueryError,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.formats import Format
from mcdgraph.queries.lanes import Lane
from mcdgraph.queries.nursery import Order
from mcdgraph.queries.orders import NurseryClient, died_of
from mcdgraph.queries.requests import AnswerKind, QueryRequest
from mcdgraph.queries.wire import FrameType, decode_failure, decode_head, encode_request
from mcdgraph.queries.worker import Frame, Worker, WorkerGone
from mcdgraph.settings import QuerySettings

#: Seconds that are waited before a request gets a task of its own, which costs as much as a query.
SOON: Final = 0.05
#: Seconds after which a query belongs in the slow lane.
SLOW_AFTER: Final = 0.1
#: What a request to an executor holds beside the text of its query.
_OVERHEAD: Final = 4096
#: An executor that ran for longer than this is not used again: its memory has grown.
WORN_AFTER: Final = 0.05


class Pool:
    """Answers queries in executors; belongs to one event loop."""

    def __init__(self, nursery: Path, bounds: QuerySettings) -> None:
        """Order executors from the nursery that listens at a path."""
        self.bounds = bounds
        self._nursery = NurseryClient(nursery, self._hear_of_death)
        self._idle: list[Worker] = []
        self._entering = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._under_way: Counter[str] = Counter()
        self._slow_of: Counter[str] = Counter()
        self.fast = Lane(
            bounds.workers, bounds.queue, self._queue_full, self._fast_share, self._weight
        )
        self.slow = Lane(
            bounds.slow_workers,
            bounds.slow_workers,
            self._slow_full,
            lambda _: max(1, bounds.slow_workers - 1),
            self._weight,
        )
        self.sending = Lane(
            bounds.senders, 0, self._senders_full, lambda _: (bounds.senders + 1) // 2, self._weight
        )

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in an event loop from now on."""
        self._nursery.attach(loop)
        for _ in range(self.bounds.workers):
            self._restock(loop)

    def attempt(self, request: QueryRequest, client: str) -> "Run | None":
        """Begin to answer without waiting for more than a moment; None when no worker is idle.

        Raises the `QueryError` that says why not. A light query is over when this returns
        (``whole`` is there); any other must be waited for with `Run.begin`.
        """
        message = self._message(request)
        if not self._idle or not self.fast.enter_now(client):
            return None
        run = Run(self, client, message)
        run.try_start(self._idle.pop())
        return run

    async def soon(self, request: QueryRequest, client: str) -> "Run | None":
        """Begin to answer, waiting for no longer than a visitor notices; None when none is free.

        Needs no task, and is not to be cancelled. What is not over must be waited for with
        `Run.begin`. Raises the `QueryError` that says why not.
        """
        run = self.attempt(request, client)
        if run is None:
            self._entering += 1
            try:
                if not await self.fast.enter_within(client, SOON):
                    return None
                run = Run(self, client, self._message(request))
            finally:
                self._entering -= 1
            if self._idle:
                run.try_start(self._idle.pop())
        if run.waiting:
            await run.soon()
        return run

    async def answer(self, request: QueryRequest, client: str = "") -> "Run":
        """Begin to answer; raise the `QueryError` that says why not.

        ``client`` tells askers apart, so that none takes every worker. To be called in a
        task, which may be cancelled to end the query.
        """
        run = self.attempt(request, client)
        if run is None:
            self._entering += 1
            try:
                await self.fast.enter(client, self.bounds.deadline)
                run = Run(self, client, self._message(request))
            finally:
                self._entering -= 1
        await run.begin()
        return run

    def _message(self, request: QueryRequest) -> bytes:
        message = encode_request(request)
        if len(message) > self.bounds.request_bytes + _OVERHEAD:
            raise QueryTooLarge(
                f"the query has more than {self.bounds.request_bytes} bytes "
                "(setting query.request_bytes)"
            )
        return message

    async def worker(self) -> Worker:
        """Give an idle executor, or order one."""
        return self._idle.pop() if self._idle else await self._nursery.spawn()

    def done(self, worker: Worker, *, reusable: bool) -> None:
        """Take an executor back from a run that is over."""
        if reusable and not self._closing and len(self._idle) < self.bounds.workers:
            self._idle.append(worker)
            return
        self._nursery.dismiss(worker)
        if not self._closing and not worker.slow:
            self._restock(asyncio.get_running_loop())

    def to_sending(self, run: "Run", worker: Worker) -> None:
        """Move a run whose answer is too long to be sent at once out of the way.

        How long it takes is the client's affair: it must not hold a place that others need.
        """
        if not self.sending.enter_now(run.client):
            raise self._senders_full()
        if run.lane is self.fast:
            self._nursery.order(Order.SLOW, worker)
            self._restock(asyncio.get_running_loop())
        worker.slow = True
        if run.lane is not None:
            run.lane.leave(run.client)
        run.lane = self.sending

    async def to_slow_lane(self, run: "Run", worker: Worker) -> None:
        """Move a run: it keeps its executor, and waits, stopped, where the lane is full."""
        worker.slow = run.slow = True
        self._nursery.order(Order.SLOW, worker)
        self._restock(asyncio.get_running_loop())
        self.count_slow(run, 1)
        self.fast.leave(run.client)
        run.lane = None
        if not self.slow.enter_now(run.client):
            self._nursery.order(Order.STOP, worker)
            await self.slow.enter(run.client, self.bounds.deadline)
            self._nursery.order(Order.CONTINUE, worker)
        run.lane = self.slow

    def bury(self, worker: Worker) -> None:
        """Forget an executor that died while it was idle, and order another."""
        if worker in self._idle:
            self._idle.remove(worker)
        worker.close()
        if not self._closing:
            self._restock(asyncio.get_running_loop())

    async def explain(self, worker: Worker) -> QueryError:
        """Say why an executor died under a query."""
        bounds = self.bounds
        match died_of(await self._nursery.cause_of_death(worker)):
            case signal.SIGSEGV | signal.SIGBUS:
                return QueryRefused("the query is nested too deeply, or too long, to be evaluated")
            case signal.SIGABRT:
                return QueryTooLarge(
                    f"the query needs more than {bounds.memory} MiB of memory (setting "
                    "query.memory); sort, group or join less, or add a LIMIT"
                )
            case signal.SIGXCPU:
                return self.too_late()
            case _:
                return QueryUnavailable("the worker was stopped under this query; try again")

    def too_late(self) -> QueryTimeout:
        """Say that the deadline passed."""
        return QueryTimeout(
            f"the query ran longer than {self.bounds.deadline:g} s (setting query.deadline); "
            "select less, or add a LIMIT"
        )

    async def close(self, seconds: float = 30.0) -> None:
        """Let what runs end, for some seconds at most, and dismiss all executors."""
        self._closing = True
        until = asyncio.get_running_loop().time() + seconds
        while (self._entering or self._under_way) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        self._nursery.close()

    def hang_up(self) -> None:
        """Dismiss all executors at once."""
        self._closing = True
        self._nursery.close()

    def count(self, run: "Run", change: int) -> None:
        """Count a query that a client has under way."""
        self._under_way[run.client] += change
        if not self._under_way[run.client]:
            del self._under_way[run.client]

    def count_slow(self, run: "Run", change: int) -> None:
        """Count a query that a client has in the slow lane, or before it."""
        self._slow_of[run.client] += change
        if not self._slow_of[run.client]:
            del self._slow_of[run.client]

    def _weight(self, client: str) -> int:
        return self._under_way[client]

    def _fast_share(self, client: str) -> int:
        """Give a client with slow queries all places of the fast lane but one."""
        places = self.bounds.workers
        return max(1, places - 1) if client in self._slow_of else places

    def _hear_of_death(self, worker: Worker) -> None:
        if worker in self._idle:
            self.bury(worker)

    def _restock(self, loop: asyncio.AbstractEventLoop) -> None:
        """Order an executor without waiting for it."""
        task = loop.create_task(self._stock())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stock(self) -> None:
        try:
            self._idle.append(await self._nursery.spawn())
        except QueryUnavailable:
            return

    def _queue_full(self) -> QueryUnavailable:
        return QueryUnavailable(
            f"{self.bounds.workers} queries run and {self.fast.waiting} wait (settings "
            "query.workers, query.queue); try again in a moment"
        )

    def _senders_full(self) -> QueryUnavailable:
        return QueryUnavailable(
            f"{self.sending.busy} long answers are being sent (setting query.senders); "
            "try again in a moment"
        )

    def _slow_full(self) -> QueryUnavailable:
        return QueryUnavailable(
            f"{self.slow.busy} slow queries run and {self.slow.waiting} wait (setting "
            "query.slow_workers); try again in a moment"
        )


class Run:
    """One query in one executor, from its sending to its last byte.

    The deadline counts the seconds that the executor works; neither the time in a queue nor
    that which the client takes to read.
    """

    kind: AnswerKind
    form: Format
    #: The body, where it came all at once.
    whole: bytes | None = None

    def __init__(self, pool: Pool, client: str, message: bytes) -> None:
        """Run with the place in the fast lane that ``client`` was given."""
        self.client = client
        self.lane: Lane | None = pool.fast
        self._pool = pool
        self._message = message
        self._worker: Worker | None = None
        self._begun = False
        self._spent = 0.0
        self._over = False
        self.slow = False
        pool.count(self, 1)

    def start(self, worker: Worker) -> None:
        """Send the query, and take its answer where it comes at once."""
        try:
            worker.send(self._message)
        except WorkerGone:
            self._pool.bury(worker)
            return
        self._worker = worker
        try:
            found = worker.frame_soon()
        except WorkerGone:
            return
        if found is not None:
            self._take(found)

    def try_start(self, worker: Worker) -> None:
        """Start, and end at once where the answer is an error."""
        try:
            self.start(worker)
        except QueryError:
            self.close()
            raise

    @property
    def waiting(self) -> bool:
        """True while an executor works on the answer's beginning."""
        return self._worker is not None and not self._begun

    async def soon(self) -> None:
        """Wait a little for the answer to begin; raise the `QueryError` that it is instead."""
        worker = self._worker
        if worker is None:
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            self._take(await worker.frame(SOON))
        except (TimeoutError, WorkerGone):
            return
        except QueryError:
            self.close()
            raise
        finally:
            self._spent += loop.time() - began

    async def begin(self) -> None:
        """Wait until the answer begins; raise the `QueryError` that it is instead."""
        try:
            while self._worker is None and not self._begun:
                self.start(await self._pool.worker())
            if not self._begun:
                self._take(await self._frame())
        except BaseException:
            self.close()
            raise

    def _take(self, found: Frame) -> None:
        """Take the first frame of an answer."""
        self._begun = True
        kind, payload = found
        if kind is FrameType.FAILURE:
            self._end(reusable=True)
            raise decode_failure(payload)
        head = decode_head(payload)
        self.kind, self.form = head.kind, head.form
        if kind is FrameType.WHOLE:
            self.whole = payload[2:]
            self._end(reusable=True)
        elif self._worker is not None:
            self._pool.to_sending(self, self._worker)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body in chunks; raise a `QueryError` where the query fails on the way."""
        if self.whole is not None:
            yield self.whole
            return
        while True:
            kind, payload = await self._frame()
            if kind is FrameType.DATA:
                yield payload
                continue
            self._end(reusable=True)
            if kind is FrameType.FAILURE:
                raise decode_failure(payload)
            return

    def close(self) -> None:
        """End the query where it has not ended."""
        self._end(reusable=False)

    async def _frame(self) -> Frame:
        """Give the next frame, moving to the slow lane on the way if it takes long."""
        worker = self._worker
        if worker is None:
            raise QueryUnavailable("the query was ended")
        clock = asyncio.get_running_loop().time
        try:
            while True:
                left = (self._pool.bounds.deadline if worker.slow else SLOW_AFTER) - self._spent
                began = clock()
                try:
                    return await worker.frame(max(left, 0.0))
                except TimeoutError:
                    if worker.slow:
                        raise self._pool.too_late() from None
                finally:
                    self._spent += clock() - began
                await self._pool.to_slow_lane(self, worker)
        except WorkerGone:
            raise await self._pool.explain(worker) from None

    def _end(self, *, reusable: bool) -> None:
        """Give worker and place back; a second time does nothing."""
        if self._over:
            return
        self._over = True
        worker, self._worker = self._worker, None
        if worker is not None:
            fresh = reusable and not worker.slow and self._spent < WORN_AFTER
            self._pool.done(worker, reusable=fresh)
        if self.slow:
            self._pool.count_slow(self, -1)
        self._pool.count(self, -1)
        if self.lane is not None:
            self.lane.leave(self.client)
