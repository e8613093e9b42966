"""The query service of a server process: which executor works on what, and for how long.

Everything happens in callbacks of one event loop: a query is sent to an executor as soon as
there is one, and whoever asked is told what comes back. No query has a task or a timer of its
own, which would cost as much as a light query does; one timer looks after all that take long.
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import Final

from mcdgraph.errors import QueryError, QueryUnavailable
from mcdgraph.queries import refusals
from mcdgraph.queries.crew import BRISK, Crew
from mcdgraph.queries.footprint import is_cramped
from mcdgraph.queries.lanes import Ledger
from mcdgraph.queries.nursery import Order
from mcdgraph.queries.orders import NurseryClient, died_of
from mcdgraph.queries.placement import Placement
from mcdgraph.queries.watch import Watch
from mcdgraph.queries.wire import FrameType, decode_failure, decode_head
from mcdgraph.queries.worker import Asker, Run, Worker
from mcdgraph.settings import QuerySettings

#: Seconds after which an executor's memory may have grown.
HEAVY: Final = 0.05
#: What a request to an executor holds beside the text of its query.
_OVERHEAD: Final = 4096


class Pool:
    """Has queries answered by executors; belongs to one event loop."""

    def __init__(self, nursery: Path, bounds: QuerySettings) -> None:
        """Order executors from the nursery that listens at a path."""
        self.bounds = bounds
        self.ledger = Ledger()
        self._nursery = NurseryClient(nursery, self._hear_of_death, self._lose_nursery)
        self._crew = Crew(self.ledger, bounds.workers, self._nursery, self._welcome)
        self._placement = Placement(self._crew, self.ledger, bounds, self._fail)
        self._watch = Watch(bounds, self._crew, self._placement, self._nursery, self._fail)
        self._tasks: set[asyncio.Task[None]] = set()
        self._gone = False
        self.lanes = self._placement.lanes

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in an event loop from now on."""
        self._loop = loop
        self._nursery.attach(loop)
        self._watch.attach(loop)
        self._placement.attach(loop)

    def ask(self, message: bytes, client: str, asker: Asker) -> Run:
        """Have a query answered; raise the `QueryError` for which it is not even begun.

        ``message`` is the request as `encode_request` writes it. ``client`` tells askers apart,
        so that none takes every worker. ``asker`` is told what comes of it, never before this
        returns.
        """
        if self._gone:
            raise refusals.restarting()
        if len(message) > self.bounds.request_bytes + _OVERHEAD:
            raise refusals.query_too_long(self.bounds)
        run = Run(client=client, message=message, asker=asker)
        self.ledger.count(client, 1)
        try:
            self._placement.admit(run)
        except QueryUnavailable:
            self.ledger.count(client, -1)
            raise
        self._watch.wake()
        return run

    def end(self, run: Run) -> None:
        """End a query, wherever it is: nobody waits for its answer any more.

        One that may be light is left to its executor, which is given up if it takes a while.
        """
        worker = run.worker
        self._over(run)
        slow = run.slow or run.spent or run.begun is not None
        if worker is not None and worker.runs[0] is run and slow:
            self._placement.retire(worker)

    def pause(self, run: Run) -> None:
        """Take no more of a long answer for now: its client reads slowly."""
        if run.worker is not None:
            run.rest(self._loop.time())
            run.worker.channel.pause()

    def resume(self, run: Run) -> None:
        """Take more of a long answer."""
        if run.worker is not None:
            run.since = self._loop.time()
            run.worker.channel.resume()

    async def close(self, seconds: float = 30.0) -> None:
        """Let what runs end, for some seconds at most, and dismiss all executors."""
        self._placement.close()
        until = self._loop.time() + seconds
        while self.ledger.busy and self._loop.time() < until:
            await asyncio.sleep(0.05)
        self._nursery.close()
        self._lose_nursery()

    # What an executor says.

    def _hear(self, worker: Worker, kind: FrameType, payload: bytes) -> None:
        if not worker.runs:
            return
        run = worker.runs[0]
        if run.marker:
            if kind is FrameType.FORGOTTEN:  # before it may come what had been begun
                worker.runs.popleft()
                self._placement.reuse(worker)
                self._placement.place_waiting()
        elif run.over:
            self._hear_abandoned(worker, kind)
        elif kind is FrameType.WHOLE:
            self._answered(run, worker)
            run.asker.whole(decode_head(payload), payload[2:])
        elif kind is FrameType.DATA:
            run.asker.data(payload)
        elif kind is FrameType.HEAD:
            self._begin(run, worker, payload)
        elif kind is FrameType.END:
            self._answered(run, worker)
            run.asker.ended()
        elif kind is FrameType.FAILURE:
            self._answered(run, worker)
            run.asker.failed(decode_failure(payload))
        else:
            self._fail(run, refusals.died(self.bounds, None))  # it is out of step
            self._placement.retire(worker)

    def _hear_abandoned(self, worker: Worker, kind: FrameType) -> None:
        """Ignore an answer that nobody waits for; give up an executor that has a long one."""
        if kind in (FrameType.WHOLE, FrameType.FAILURE):
            self._answered(worker.runs[0], worker)
        else:
            self._placement.retire(worker)

    def _answered(self, run: Run, worker: Worker) -> None:
        """Take an executor back from a run that is over, and give it the next."""
        spent = run.worked(self._loop.time())
        worker.brisk = spent < BRISK
        stopped = run.ticket is not None  # its answer was on the way already
        cramped = spent > HEAVY and is_cramped(worker.number, self.bounds.memory)
        if run.low or stopped or cramped:
            worker.worn = True
        worker.runs.popleft()
        run.worker = None
        self._placement.reuse(worker)
        self._over(run)
        self._placement.place_waiting()

    def _begin(self, run: Run, worker: Worker, payload: bytes) -> None:
        """Move a run whose answer is too long to be sent at once out of the way.

        How long it takes is the client's affair: it must not hold a place that others need.
        """
        sending = self.lanes.sending
        if not sending.enter_now(run.client):
            self._fail(run, refusals.senders_full(self.bounds, sending))
            return
        now = self._loop.time()
        if run.ticket is not None:  # it had been stopped when its answer began
            self.lanes.slow.give_up(run.ticket)
            run.ticket = None
            self._nursery.order(Order.CONTINUE, worker)
        self._placement.move(run, worker, sending)
        run.rest(now)
        run.begun = run.since = now
        run.asker.begun(decode_head(payload))

    # How things end.

    def _fail(self, run: Run, error: QueryError) -> None:
        if not run.over:
            self.end(run)
            run.asker.failed(error)

    def _over(self, run: Run) -> None:
        """Give a run's place back; a second time does nothing."""
        if run.over:
            return
        run.over = True
        run.worker = None
        if run.slow:
            self.ledger.count_slow(run.client, -1)
        self.ledger.count(run.client, -1)
        self._placement.give_up(run)

    def _mourn(self, worker: Worker) -> None:
        """Find out why an executor hung up, for whoever's query it worked on."""
        victim = worker.runs.popleft() if worker.runs else None
        self._placement.retire(worker)
        if victim is not None and not victim.over:
            victim.worker = None
            task = self._loop.create_task(self._explain(victim, worker))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _explain(self, run: Run, worker: Worker) -> None:
        status = await self._nursery.cause_of_death(worker)
        self._fail(run, refusals.died(self.bounds, died_of(status)))

    def _hear_of_death(self, worker: Worker) -> None:
        if worker in self._crew.fast and not worker.runs:
            self._placement.retire(worker)

    def _lose_nursery(self) -> None:
        """End everything: the executors are gone, and new ones cannot be had here."""
        self._gone = True
        self._placement.lose(refusals.restarting())

    def _welcome(self, worker: Worker) -> None:
        worker.channel.attach(self._loop, partial(self._hear, worker), partial(self._mourn, worker))
        self._placement.place_waiting()
