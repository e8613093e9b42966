"""Which executor has which query: sent there, taken back, or waiting for one."""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice

from mcdgraph.errors import QueryError
from mcdgraph.queries.channel import ChannelClosed
from mcdgraph.queries.crew import DEPTH, Crew
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.queries.opening import open_lanes
from mcdgraph.queries.waiting import Ticket
from mcdgraph.queries.worker import Run, Worker
from mcdgraph.settings import QuerySettings


class Placement:
    """Has runs at executors, through the lanes of a pool, and executors replaced."""

    def __init__(
        self,
        crew: Crew,
        ledger: Ledger,
        bounds: QuerySettings,
        fail: Callable[[Run, QueryError], None],
    ) -> None:
        """Place runs with ``crew``; ``fail`` is told of one that cannot be placed."""
        self.lanes = open_lanes(bounds, ledger, DEPTH, self._serves)
        self._crew = crew
        self.ledger = ledger
        self._bounds = bounds
        self._fail = fail
        self._unplaced: deque[Run] = deque()
        self._closing = False
        self._gone = False

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work in an event loop from now on."""
        self._loop = loop
        self._restock()

    def close(self) -> None:
        """Have no executor replaced once nothing is under way."""
        self._closing = True

    def lose(self, error: QueryError) -> None:
        """Go on without executors: what they had fails, and so does what waited for one."""
        self._gone = True
        held = [run for worker in self._crew.all() for run in worker.runs]
        self._crew.forget()
        for run in held:
            self._fail(run, error)
        while self._unplaced:  # those that waited for the places of these come here, too
            self._fail(self._unplaced[0], error)

    # To an executor.

    def admit(self, run: Run) -> None:
        """Send a run to an executor now, or have it wait before the fast lane.

        Raises `QueryUnavailable` where too many wait.
        """
        fast = self.lanes.fast
        worker = None if self._unplaced else self._choose(run.client, len(run.message))
        if worker is not None and fast.enter_free(run.client):
            run.lane = fast
            if not self._send(run, worker):
                self._unplaced.append(run)
        else:
            self.wait_for(fast, run, lambda: self._enter_fast(run))

    def wait_for(self, lane: Lane, run: Run, enter: Callable[[], None]) -> None:
        """Queue a run before a lane; raise `QueryUnavailable` where too many wait."""

        def entered() -> None:
            run.ticket = None
            enter()

        run.ticket = Ticket(
            client=run.client,
            until=self._loop.time() + self._bounds.deadline,
            enter=entered,
            refuse=lambda error: self._fail(run, error),
            size=len(run.message),
        )
        lane.queue(run.ticket)

    def place_waiting(self) -> None:
        """Send runs that wait to executors that are free, and let others into the lane."""
        if self.waits:
            for _ in range(len(self._unplaced)):
                self._place(self._unplaced.popleft())
            self.lanes.fast.call()

    def _enter_fast(self, run: Run) -> None:
        run.lane = self.lanes.fast
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
                self.retire(worker)
            return False
        run.worker = worker
        worker.runs.append(run)
        if worker.runs[0] is run:
            run.since = self._loop.time()
        return True

    def _serves(self, client: str) -> bool:
        """Tell whether there is an executor for a client's next query, or never will be one."""
        if self._gone:
            return True
        return not self._unplaced and self._choose(client, 0) is not None

    @property
    def waits(self) -> bool:
        """True while anybody waits for an executor of the fast lane."""
        return bool(self.lanes.fast.waiting or self._unplaced)

    def waits_other_than(self, client: str) -> bool:
        """Tell whether any other client does."""
        return self.lanes.fast.waits_other_than(client) or any(
            run.client != client for run in self._unplaced
        )

    # Away from it.

    def give_up(self, run: Run) -> None:
        """Take a run that is over out of whatever it waits in, and give its place back."""
        if run.ticket is not None:
            for lane in (self.lanes.fast, self.lanes.slow):
                lane.give_up(run.ticket)
        if run in self._unplaced:
            self._unplaced.remove(run)
        if run.lane is not None:
            run.lane.leave(run.client)

    def move(self, run: Run, worker: Worker, lane: Lane | None) -> None:
        """Take a run with its executor to another lane; the one that it leaves gets a new one."""
        before, run.lane = run.lane, lane
        self.rescue(worker)
        self._crew.set_aside(worker)
        self._restock()
        if before is not None:
            before.leave(run.client)

    def rescue(self, worker: Worker) -> None:
        """Send what waits behind a run elsewhere."""
        if all(run.over for run in islice(worker.runs, 1, None)):
            return
        try:
            waiting = worker.recall()
        except ChannelClosed:
            return  # it will be mourned
        for run in reversed(waiting):
            self._take_back(run)

    def reuse(self, worker: Worker) -> None:
        """Have an executor that is done with a query go on, or be kept; end one that is worn."""
        if worker.worn:
            self.retire(worker)
        elif worker.runs:
            worker.runs[0].since = self._loop.time()
            worker.channel.resume()
        elif worker in self._crew.aside and not self._crew.take_back(worker):
            self.retire(worker)

    def retire(self, worker: Worker) -> None:
        """Dismiss an executor, and put another in its place where the fast lane needs it."""
        now = self._loop.time()
        self._crew.dismiss(worker)
        self._restock()
        while worker.runs:
            worker.runs[-1].rest(now)
            self._take_back(worker.runs.pop())

    def _take_back(self, run: Run) -> None:
        """Let a run wait, before all others, for another executor than it was sent to."""
        if run.over:
            return
        run.worker = None
        self._unplaced.appendleft(run)
        if len(self._unplaced) == 1:
            self._loop.call_soon(self.place_waiting)

    def _restock(self) -> None:
        """Have the fast lane filled, without waiting for it."""
        if self._gone or (self._closing and not self.ledger.busy):
            return
        if self._crew.fill():
            self._loop.call_soon(self.place_waiting)
