"""What takes long: one timer looks after all queries, and sees that none is in the way."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Final

from mcdgraph.errors import QueryError, QueryUnavailable
from mcdgraph.queries import refusals
from mcdgraph.queries.crew import BEHIND, Crew
from mcdgraph.queries.nursery import Order
from mcdgraph.queries.orders import NurseryClient
from mcdgraph.queries.placement import Placement
from mcdgraph.queries.worker import Run, Worker
from mcdgraph.settings import QuerySettings

#: Seconds after which a query is slow: it makes way for others.
SLOW_AFTER: Final = 0.1
#: Seconds between two looks at what is under way.
TICK: Final = 0.005
#: Seconds that a slow query may have a place which only its own client's next query waits for.
STUBBORN: Final = 0.3
#: Seconds after which a query gets low priority, and with it, for good, its executor. It gets
#: that as soon as it is slow where it is in another client's way, or sends a long answer.
LOW_AFTER: Final = 0.3


class Watch:
    """Looks at what is under way, from time to time and while anything is."""

    def __init__(
        self,
        bounds: QuerySettings,
        crew: Crew,
        placement: Placement,
        nursery: NurseryClient,
        fail: Callable[[Run, QueryError], None],
    ) -> None:
        """Look after the executors of ``crew``; ``fail`` is told of what comes too late."""
        self._bounds = bounds
        self._crew = crew
        self._placement = placement
        self._nursery = nursery
        self._fail = fail
        self._ticking = False
        #: What is done later is done for nobody who asks just now.
        self._context = Context()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in an event loop from now on."""
        self._loop = loop

    def wake(self) -> None:
        """Look after what has begun just now."""
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick, context=self._context)

    def _tick(self) -> None:
        """Look at all that is under way: what is late, what is slow, and who waits."""
        now = self._loop.time()
        lanes = self._placement.lanes
        try:
            for worker in self._crew.all():
                if worker.runs:
                    self._look(worker.runs[0], worker, now)
            for lane in (lanes.fast, lanes.slow):
                lane.expire(now)
        finally:
            self._ticking = False
            if self._placement.ledger.busy or any(worker.runs for worker in self._crew.all()):
                self.wake()

    def _look(self, run: Run, worker: Worker, now: float) -> None:
        spent = run.worked(now)
        if run.over:
            if spent > BEHIND:
                self._placement.retire(worker)
        elif spent >= self._bounds.deadline:
            self._fail(run, refusals.too_late(self._bounds))
        elif run.begun is not None:
            if now - run.begun > self._bounds.sending:
                self._fail(run, refusals.sent_too_slowly(self._bounds))
            elif spent > SLOW_AFTER:
                self._slow_down(run, worker, low=True)
        elif spent > SLOW_AFTER:
            self._make_way(run, worker, spent)
        elif spent > BEHIND and len(worker.runs) > 1:
            self._placement.rescue(worker)

    def _make_way(self, run: Run, worker: Worker, spent: float) -> None:
        """See to it that a run that takes long is in nobody's way.

        It stays in the fast lane while nobody waits for its place, in time at low priority.
        Otherwise it moves to the slow lane with its executor. Where that is full it is stopped
        until there is a place, for another client's sake at once, for its own client's after a
        while.
        """
        lanes = self._placement.lanes
        fast = run.lane is lanes.fast
        disturbs = fast and self._placement.waits_other_than(run.client)
        self._slow_down(run, worker, low=disturbs or spent > LOW_AFTER)
        self._placement.rescue(worker)
        if not fast or not self._placement.waits:
            return
        if lanes.slow.enter_now(run.client):
            self._placement.move(run, worker, lanes.slow)
        elif spent > STUBBORN or disturbs:
            self._stop(run, worker)

    def _stop(self, run: Run, worker: Worker) -> None:
        """Stop a run until the slow lane has a place for it."""
        slow = self._placement.lanes.slow

        def go_on() -> None:
            run.lane = slow
            run.since = self._loop.time()
            self._nursery.order(Order.CONTINUE, worker)

        run.rest(self._loop.time())
        self._nursery.order(Order.STOP, worker)
        self._placement.move(run, worker, None)
        try:
            self._placement.wait_for(slow, run, go_on)
        except QueryUnavailable as error:
            run.ticket = None
            self._fail(run, error)

    def _slow_down(self, run: Run, worker: Worker, *, low: bool) -> None:
        """Count a run as slow, and perhaps give it low priority, once and for all."""
        if not run.slow:
            run.slow = True
            self._placement.ledger.count_slow(run.client, 1)
        if low and not run.low:
            run.low = True
            self._nursery.order(Order.SLOW, worker)
