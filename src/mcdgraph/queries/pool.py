"""The query service of a server process: executors, lanes, deadlines, and what went wrong."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from mcdgraph.errors import (
    QueryError,
    QueryUnavailable,
)
from mcdgraph.formats import Format
from mcdgraph.queries import refusals
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.queries.nursery import Order
from mcdgraph.queries.orders import NurseryClient, died_of
from mcdgraph.queries.requests import AnswerKind, QueryRequest
from mcdgraph.queries.wire import FrameType, decode_failure, decode_head, encode_request
from mcdgraph.queries.worker import Frame, Worker, WorkerGone
from mcdgraph.settings import QuerySettings

#: Seconds that are waited before a request gets a task of its own, which costs as much as a query.
SOON: Final = 0.05
#: Seconds after which a query is slow: it makes way for others.
SLOW_AFTER: Final = 0.1
#: Seconds between two looks whether others wait.
TICK: Final = 0.02
#: Seconds that a slow query may have a place which only its own client's next query waits for.
STUBBORN: Final = 0.3
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
        self.ledger = Ledger()
        self.fast = Lane(
            bounds.workers,
            bounds.queue,
            lambda: refusals.queue_full(bounds, self.fast),
            self._fast_share,
            self.ledger.under_way,
        )
        self.slow = Lane(
            bounds.slow_workers,
            bounds.slow_workers,
            lambda: refusals.slow_full(bounds, self.slow),
            lambda _: max(1, bounds.slow_workers - 1),
            self.ledger.under_way,
        )
        self.sending = Lane(
            bounds.senders,
            0,
            lambda: refusals.senders_full(bounds, self.sending),
            lambda _: (bounds.senders + 1) // 2,
            self.ledger.under_way,
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
            raise refusals.query_too_long(self.bounds)
        return message

    async def worker(self) -> Worker:
        """Give an idle executor, or order one."""
        return self._idle.pop() if self._idle else await self._nursery.spawn()

    def done(self, worker: Worker, *, reusable: bool, needed: bool) -> None:
        """Take an executor back from a run that is over.

        ``needed`` tells that the fast lane has one executor less without it.
        """
        if reusable and not self._closing and len(self._idle) < self.bounds.workers:
            self._idle.append(worker)
            return
        self._nursery.dismiss(worker)
        if needed and not self._closing:
            self._restock(asyncio.get_running_loop())

    def to_sending(self, run: "Run", worker: Worker) -> None:
        """Move a run whose answer is too long to be sent at once out of the way.

        How long it takes is the client's affair: it must not hold a place that others need.
        """
        if not self.sending.enter_now(run.client):
            raise refusals.senders_full(self.bounds, self.sending)
        self._slow_down(run, worker)
        self._leave_fast_lane(run)
        if run.lane is not None:
            run.lane.leave(run.client)
        run.lane = self.sending

    async def make_way(self, run: "Run", worker: Worker) -> None:
        """See to it that a run that takes long is in nobody's way.

        It goes on at low priority, and stays in the fast lane while nobody waits for its place.
        Otherwise it moves to the slow lane with its executor. Where that is full it is stopped
        until there is a place, for another client's sake at once, for its own client's after a
        while.
        """
        self._slow_down(run, worker)
        if run.lane is not self.fast or not self.fast.waiting:
            return
        if self.slow.enter_now(run.client):
            self._leave_fast_lane(run)
            run.lane = self.slow
        elif run.spent > STUBBORN or self.fast.waits_other_than(run.client):
            self._leave_fast_lane(run)
            self._nursery.order(Order.STOP, worker)
            await self.slow.enter(run.client, self.bounds.deadline)
            run.lane = self.slow
            self._nursery.order(Order.CONTINUE, worker)

    def _slow_down(self, run: "Run", worker: Worker) -> None:
        """Give a run low priority, once and for all."""
        if not run.slow:
            run.slow = True
            self.ledger.count_slow(run.client, 1)
            self._nursery.order(Order.SLOW, worker)

    def _leave_fast_lane(self, run: "Run") -> None:
        """Free a run's place in the fast lane, with a new executor for it."""
        if run.lane is self.fast:
            self._restock(asyncio.get_running_loop())
            self.fast.leave(run.client)
            run.lane = None

    def bury(self, worker: Worker) -> None:
        """Forget an executor that died while it was idle, and order another."""
        if worker in self._idle:
            self._idle.remove(worker)
        worker.close()
        if not self._closing:
            self._restock(asyncio.get_running_loop())

    async def explain(self, worker: Worker) -> QueryError:
        """Say why an executor died under a query."""
        return refusals.died(self.bounds, died_of(await self._nursery.cause_of_death(worker)))

    async def close(self, seconds: float = 30.0) -> None:
        """Let what runs end, for some seconds at most, and dismiss all executors."""
        self._closing = True
        until = asyncio.get_running_loop().time() + seconds
        while (self._entering or self.ledger.busy) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        self._nursery.close()

    def hang_up(self) -> None:
        """Dismiss all executors at once."""
        self._closing = True
        self._nursery.close()

    def _fast_share(self, client: str) -> int:
        """Give a client with slow queries all places of the fast lane but one."""
        places = self.bounds.workers
        return max(1, places - 1) if self.ledger.slow(client) else places

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
        self.spent = 0.0
        self._over = False
        self.slow = False
        pool.ledger.count(client, 1)

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
            self.spent += loop.time() - began

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
        """Give the next frame, making way for others if it takes long."""
        worker = self._worker
        if worker is None:
            raise QueryUnavailable("the query was ended")
        clock = asyncio.get_running_loop().time
        try:
            while True:
                began = clock()
                try:
                    return await worker.frame(self._patience())
                except TimeoutError:
                    pass
                finally:
                    self.spent += clock() - began
                if self.spent >= self._pool.bounds.deadline:
                    raise refusals.too_late(self._pool.bounds)
                await self._pool.make_way(self, worker)
        except WorkerGone:
            raise await self._pool.explain(worker) from None

    def _patience(self) -> float:
        """Give the seconds to wait before looking who else waits, or the deadline."""
        left = max(self._pool.bounds.deadline - self.spent, 0.0)
        if not self.slow:
            return min(left, max(SLOW_AFTER - self.spent, 0.0))
        return min(left, TICK) if self.lane is self._pool.fast else left

    def _end(self, *, reusable: bool) -> None:
        """Give worker and place back; a second time does nothing."""
        if self._over:
            return
        self._over = True
        worker, self._worker = self._worker, None
        if worker is not None:
            fresh = reusable and not self.slow and self.spent < WORN_AFTER
            self._pool.done(worker, reusable=fresh, needed=self.lane is self._pool.fast)
        if self.slow:
            self._pool.ledger.count_slow(self.client, -1)
        self._pool.ledger.count(self.client, -1)
        if self.lane is not None:
            self.lane.leave(self.client)
