"""The query service of a server process: which executor works on what, and for how long.

Everything happens in callbacks of one event loop: a query is sent to an executor as soon as
there is one, and whoever asked is told what comes back. No query has a task or a timer of its
own, which would cost as much as a light query does; one timer looks after all that take long.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from mcdgraph.errors import QueryError, QueryUnavailable
from mcdgraph.queries import refusals
from mcdgraph.queries.channel import ChannelClosed
from mcdgraph.queries.crew import BEHIND, BRISK, DEPTH, Crew
from mcdgraph.queries.footprint import MEBIBYTE, STACK, room
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.queries.nursery import Order
from mcdgraph.queries.opening import open_lanes
from mcdgraph.queries.orders import NurseryClient, died_of
from mcdgraph.queries.waiting import Ticket
from mcdgraph.queries.wire import FrameType, decode_failure, decode_head
from mcdgraph.queries.worker import Asker, Run, Worker
from mcdgraph.settings import QuerySettings

#: Seconds after which a query is slow: it makes way for others.
SLOW_AFTER: Final = 0.1
#: Seconds between two looks at what is under way.
TICK: Final = 0.005
#: Seconds that a slow query may have a place which only its own client's next query waits for.
STUBBORN: Final = 0.3
#: Seconds after which a query gets low priority, and with it, for good, its executor; where it
#: is in another client's way it gets that as soon as it is slow.
LOW_AFTER: Final = 0.3
#: Seconds after which an executor's memory may have grown.
HEAVY: Final = 0.05
#: Of the bound on an executor's memory, the part that it may have lost to queries before.
LOST: Final = 1 / 16
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
        self._unplaced: deque[Run] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticking = False
        #: What is done later is done for nobody who asks just now.
        self._context = Context()
        self._closing = False
        self._gone = False
        lanes = open_lanes(bounds, self.ledger, DEPTH, self._serves)
        self.fast, self.slow, self.sending = lanes

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in an event loop from now on."""
        self._loop = loop
        self._nursery.attach(loop)
        self._restock()

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
        worker = None if self._unplaced else self._choose(client, len(message))
        if worker is not None and self.fast.enter_free(client):
            run.lane = self.fast
            if not self._send(run, worker):
                self._unplaced.append(run)
        else:
            try:
                self._wait_for(self.fast, run, lambda: self._enter_fast(run))
            except QueryUnavailable:
                self.ledger.count(client, -1)
                raise
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick, context=self._context)
        return run

    def end(self, run: Run) -> None:
        """End a query, wherever it is: nobody waits for its answer any more.

        One that may be light is left to its executor, which is given up if it takes a while.
        """
        worker = run.worker
        self._over(run)
        slow = run.slow or run.spent or run.begun is not None
        if worker is not None and worker.runs[0] is run and slow:
            self._retire(worker, self._loop.time())

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
        self._closing = True
        until = self._loop.time() + seconds
        while self.ledger.busy and self._loop.time() < until:
            await asyncio.sleep(0.05)
        self._nursery.close()
        self._lose_nursery()

    # Into the fast lane, and to an executor.

    def _wait_for(self, lane: Lane, run: Run, enter: Callable[[], None]) -> None:
        """Queue a run before a lane; raise `QueryUnavailable` where too many wait."""

        def entered() -> None:
            run.ticket = None
            enter()

        run.ticket = Ticket(
            client=run.client,
            until=self._loop.time() + self.bounds.deadline,
            enter=entered,
            refuse=lambda error: self._fail(run, error),
            size=len(run.message),
        )
        lane.queue(run.ticket)

    def _enter_fast(self, run: Run) -> None:
        run.lane = self.fast
        self._place(run)

    def _place(self, run: Run) -> None:
        """Send a run to an executor, or keep it until there is one."""
        worker = self._choose(run.client, len(run.message))
        if worker is None or not self._send(run, worker):
            self._unplaced.append(run)

    def _choose(self, client: str, size: int) -> Worker | None:
        return self._crew.choose(client, size, self._loop.time())

    def _send(self, run: Run, worker: Worker) -> bool:
        """Send a run to an executor; False where that is gone."""
        try:
            worker.channel.send(run.message)
        except ChannelClosed:
            worker.worn = True  # what it answered before may still be there to be heard
            if not worker.runs:
                self._mourn(worker)
            return False
        run.worker = worker
        worker.runs.append(run)
        if worker.runs[0] is run:
            run.since = self._loop.time()
        return True

    def _place_waiting(self) -> None:
        """Send runs that wait to executors that are free, and let others into the lane."""
        for _ in range(len(self._unplaced)):
            self._place(self._unplaced.popleft())
        self.fast.call()

    # What an executor says.

    def _hear(self, worker: Worker, kind: FrameType, payload: bytes) -> None:
        if not worker.runs:
            return
        run = worker.runs[0]
        if run.marker:
            if kind is FrameType.FORGOTTEN:  # before it may come what had been begun
                worker.runs.popleft()
                self._reuse(worker)
                self._place_waiting()
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
            self._mourn(worker)  # it is out of step

    def _hear_abandoned(self, worker: Worker, kind: FrameType) -> None:
        """Ignore an answer that nobody waits for; give up an executor that has a long one."""
        if kind in (FrameType.WHOLE, FrameType.FAILURE):
            self._answered(worker.runs[0], worker)
        else:
            self._retire(worker, self._loop.time())

    def _answered(self, run: Run, worker: Worker) -> None:
        """Take an executor back from a run that is over, and give it the next."""
        now = self._loop.time()
        spent = run.worked(now)
        worker.brisk = spent < BRISK
        stopped = run.ticket is not None  # its answer was on the way already
        if run.low or stopped or (spent > HEAVY and self._is_cramped(worker)):
            worker.worn = True
        worker.runs.popleft()
        run.worker = None
        self._reuse(worker)
        self._over(run)
        if self._unplaced or self.fast.waiting:
            self._place_waiting()

    def _reuse(self, worker: Worker) -> None:
        """Have an executor that is done with a query go on, or be kept; end one that is worn."""
        now = self._loop.time()
        if worker.worn:
            self._retire(worker, now)
        elif worker.runs:
            worker.runs[0].since = now
            worker.channel.resume()
        elif worker in self._crew.aside and not self._crew.take_back(worker):
            self._retire(worker, now)

    def _is_cramped(self, worker: Worker) -> bool:
        """Tell whether the next query of an executor would find less memory than a first one."""
        left = room(worker.number)
        return left is None or left < (1 - LOST) * self.bounds.memory * MEBIBYTE + STACK

    def _begin(self, run: Run, worker: Worker, payload: bytes) -> None:
        """Move a run whose answer is too long to be sent at once out of the way.

        How long it takes is the client's affair: it must not hold a place that others need.
        """
        if not self.sending.enter_now(run.client):
            self._fail(run, refusals.senders_full(self.bounds, self.sending))
            return
        now = self._loop.time()
        if run.ticket is not None:  # it had been stopped when its answer began
            self.slow.give_up(run.ticket)
            run.ticket = None
            self._nursery.order(Order.CONTINUE, worker)
        self._move(run, worker, self.sending)
        run.rest(now)
        run.begun = run.since = now
        run.asker.begun(decode_head(payload))

    def _move(self, run: Run, worker: Worker, lane: Lane | None) -> None:
        """Take a run with its executor to another lane; the one that it leaves gets a new one."""
        before, run.lane = run.lane, lane
        self._rescue(worker)
        self._crew.set_aside(worker)
        self._restock()
        if before is not None:
            before.leave(run.client)

    def _rescue(self, worker: Worker) -> None:
        """Send what waits behind a run elsewhere."""
        if all(run.over for run in islice(worker.runs, 1, None)):
            return
        try:
            waiting = worker.recall()
        except ChannelClosed:
            return  # it will be mourned
        for run in reversed(waiting):
            self._take_back(run)

    def _take_back(self, run: Run) -> None:
        """Let a run wait, before all others, for another executor than it was sent to."""
        if run.over:
            return
        run.worker = None
        self._unplaced.appendleft(run)
        if len(self._unplaced) == 1:
            self._loop.call_soon(self._place_waiting)

    # What takes long.

    def _tick(self) -> None:
        """Look at all that is under way: what is late, what is slow, and who waits."""
        now = self._loop.time()
        try:
            for worker in self._crew.all():
                if worker.runs:
                    self._look(worker.runs[0], worker, now)
            for lane in (self.fast, self.slow):
                lane.expire(now)
        finally:
            self._ticking = self.ledger.busy or any(worker.runs for worker in self._crew.all())
            if self._ticking:
                self._loop.call_later(TICK, self._tick, context=self._context)

    def _look(self, run: Run, worker: Worker, now: float) -> None:
        spent = run.worked(now)
        if run.over:
            if spent > BEHIND:
                self._retire(worker, now)
        elif spent >= self.bounds.deadline:
            self._fail(run, refusals.too_late(self.bounds))
        elif run.begun is not None:
            if now - run.begun > self.bounds.sending:
                self._fail(run, refusals.sent_too_slowly(self.bounds))
            elif spent > SLOW_AFTER:
                self._slow_down(run, worker, low=True)
        elif spent > SLOW_AFTER:
            self._make_way(run, worker, spent)
        elif spent > BEHIND and len(worker.runs) > 1:
            self._rescue(worker)

    def _make_way(self, run: Run, worker: Worker, spent: float) -> None:
        """See to it that a run that takes long is in nobody's way.

        It stays in the fast lane while nobody waits for its place, in time at low priority.
        Otherwise it moves to the slow lane with its executor. Where that is full it is stopped
        until there is a place, for another client's sake at once, for its own client's after a
        while.
        """
        disturbs = run.lane is self.fast and self._waits_other_than(run.client)
        self._slow_down(run, worker, low=disturbs or spent > LOW_AFTER)
        self._rescue(worker)
        if run.lane is not self.fast or not (self.fast.waiting or self._unplaced):
            return
        if self.slow.enter_now(run.client):
            self._move(run, worker, self.slow)
        elif spent > STUBBORN or disturbs:
            self._stop(run, worker)

    def _waits_other_than(self, client: str) -> bool:
        return self.fast.waits_other_than(client) or any(
            run.client != client for run in self._unplaced
        )

    def _stop(self, run: Run, worker: Worker) -> None:
        """Stop a run until the slow lane has a place for it."""

        def go_on() -> None:
            run.lane = self.slow
            run.since = self._loop.time()
            self._nursery.order(Order.CONTINUE, worker)

        run.rest(self._loop.time())
        self._nursery.order(Order.STOP, worker)
        self._move(run, worker, None)
        try:
            self._wait_for(self.slow, run, go_on)
        except QueryUnavailable as error:
            run.ticket = None
            self._fail(run, error)

    def _slow_down(self, run: Run, worker: Worker, *, low: bool) -> None:
        """Count a run as slow, and perhaps give it low priority, once and for all."""
        if not run.slow:
            run.slow = True
            self.ledger.count_slow(run.client, 1)
        if low and not run.low:
            run.low = True
            self._nursery.order(Order.SLOW, worker)

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
        if run.ticket is not None:
            for lane in (self.fast, self.slow):
                lane.give_up(run.ticket)
        if run in self._unplaced:
            self._unplaced.remove(run)
        if run.lane is not None:
            run.lane.leave(run.client)

    def _retire(self, worker: Worker, now: float) -> None:
        """Dismiss an executor, and put another in its place where the fast lane needs it."""
        self._crew.dismiss(worker)
        self._restock()
        while worker.runs:
            worker.runs[-1].rest(now)
            self._take_back(worker.runs.pop())

    def _mourn(self, worker: Worker) -> None:
        """Find out why an executor hung up, for whoever's query it worked on."""
        victim = worker.runs.popleft() if worker.runs else None
        self._retire(worker, self._loop.time())
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
            self._retire(worker, self._loop.time())

    def _lose_nursery(self) -> None:
        """End everything: the executors are gone, and new ones cannot be had here."""
        self._gone = True
        held = [run for worker in self._crew.all() for run in worker.runs]
        self._crew.forget()
        for run in held:
            self._fail(run, refusals.restarting())
        while self._unplaced:  # those that waited for the places of these come here, too
            self._fail(self._unplaced[0], refusals.restarting())

    def _serves(self, client: str) -> bool:
        """Tell whether there is an executor for a client's next query, or never will be one."""
        if self._gone:
            return True
        return not self._unplaced and self._choose(client, 0) is not None

    def _restock(self) -> None:
        """Have the fast lane filled, without waiting for it."""
        if self._gone or (self._closing and not self.ledger.busy):
            return
        if self._crew.fill():
            self._loop.call_soon(self._place_waiting)

    def _welcome(self, worker: Worker) -> None:
        worker.channel.attach(self._loop, partial(self._hear, worker), partial(self._mourn, worker))
        self._place_waiting()
