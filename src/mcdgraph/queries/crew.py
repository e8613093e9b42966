"""The executors of a pool: who is hired, kept or dismissed, and whom a query is sent to."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Final

from mcdgraph.queries.lanes import Ledger
from mcdgraph.queries.orders import NurseryClient
from mcdgraph.queries.worker import Worker

#: Queries that an executor may have been sent: while it works on one, the next is there already.
DEPTH: Final = 8
#: Bytes of a request that may be sent ahead: all of them together must find room in the socket,
#: since nothing is read from it while the executor works.
AHEAD: Final = 8192
#: An executor that answered within this many seconds may be sent a query ahead of time.
BRISK: Final = 0.002
#: Seconds after which a query that waits behind another goes elsewhere.
BEHIND: Final = 0.005
#: Executors that are kept in hand beside those of the fast lane.
SPARE: Final = 2


class Crew:
    """The executors of the fast lane, those that stream or are slow, and some to spare."""

    def __init__(
        self,
        ledger: Ledger,
        number: int,
        nursery: NurseryClient,
        welcome: Callable[[Worker], None],
    ) -> None:
        """Begin with none; the fast lane is to have ``number``.

        ``welcome`` is told of each executor that the nursery gives.
        """
        self.fast: list[Worker] = []
        self.aside: set[Worker] = set()
        self._spare: list[Worker] = []
        self._ordered = 0
        self._ledger = ledger
        self._number = number
        self._nursery = nursery
        self._welcome = welcome

    def all(self) -> tuple[Worker, ...]:
        """Give every executor that may be at work."""
        return (*self.fast, *self.aside)

    def fill(self) -> bool:
        """See to it that the fast lane has all its executors: from those to spare, or new ones.

        True where there are more than before already.
        """
        before = len(self.fast)
        while len(self.fast) + self._ordered < self._number:
            if self._spare:
                self.fast.append(self._spare.pop())
            else:
                self._ordered += 1
                self._nursery.spawn().add_done_callback(self._hire, context=Context())
        return len(self.fast) > before

    def set_aside(self, worker: Worker) -> None:
        """Take an executor out of the fast lane, with what it works on."""
        if worker in self.fast:
            self.fast.remove(worker)
            self.aside.add(worker)

    def take_back(self, worker: Worker) -> bool:
        """Keep an executor that was aside for later; False where there are enough.

        It is heard again, though the client of the answer that it sent may have had it paused.
        """
        if len(self._spare) >= SPARE:
            return False
        worker.channel.resume()
        self.aside.discard(worker)
        self._spare.append(worker)
        return True

    def dismiss(self, worker: Worker) -> None:
        """End an executor, whatever it does."""
        self._nursery.dismiss(worker)
        self.aside.discard(worker)
        for place in (self.fast, self._spare):
            if worker in place:
                place.remove(worker)

    def forget(self) -> None:
        """Have none any more."""
        self.fast.clear()
        self.aside.clear()
        self._spare.clear()

    def _hire(self, ordered: "asyncio.Future[Worker]") -> None:
        self._ordered -= 1
        if ordered.exception() is None:
            worker = ordered.result()
            self.fast.append(worker)
            self._welcome(worker)

    def choose(self, client: str, size: int, now: float) -> Worker | None:
        """Choose an executor for a query of a client, whose message has ``size`` bytes.

        To wait behind a light query costs less than to wake an executor that sleeps; should it
        turn out not to be light, the query goes elsewhere soon. A client that has slow queries
        waits behind none, nor does anybody behind its queries, and one executor is kept from it.
        """
        slow = self._ledger.slow(client) > 0
        idle: Worker | None = None
        taken = 0
        for worker in self.fast:
            if not worker.runs:
                idle = idle or worker
            elif worker.runs[0].client == client:
                taken += 1
            if worker.runs and not slow and size <= AHEAD and self._keeps_up(worker, now):
                return worker
        if slow and taken >= max(1, self._number - 1):
            return None
        return idle

    def _keeps_up(self, worker: Worker, now: float) -> bool:
        """Tell whether an executor that is at work may be sent a query ahead."""
        if not worker.brisk or worker.worn or len(worker.runs) >= DEPTH:
            return False
        last = worker.runs[-1]
        if last.marker or worker.runs[0].worked(now) > BEHIND:
            return False
        return not self._ledger.slow(last.client)
