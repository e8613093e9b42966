"""The executors of a pool, and which of them a query is sent to."""

from typing import Final

from mcdgraph.queries.lanes import Ledger
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


class Crew:
    """The executors of the fast lane, at work or not, and those that stream or are slow."""

    def __init__(self, ledger: Ledger, number: int) -> None:
        """Begin with none; ``number`` is how many the fast lane has when all are there."""
        self.fast: list[Worker] = []
        self.aside: set[Worker] = set()
        self._ledger = ledger
        self._number = number

    def all(self) -> tuple[Worker, ...]:
        """Give every executor."""
        return (*self.fast, *self.aside)

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
        if worker.runs[0].worked(now) > BEHIND:
            return False
        return not self._ledger.slow(worker.runs[-1].client)
