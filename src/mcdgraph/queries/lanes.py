"""Who gets a worker, and when: two lanes, a queue, and no client before all others.

A query that is still running after a moment gets low priority, and makes way: when somebody
waits for its place in the fast lane, it moves to the slow lane with the worker it has, and the
fast lane gets a new one; so however many slow queries there are, a light one finds a worker.
The slow lane has a number of places; who finds none is stopped until one is free. In both
queues the client that has least under way comes first.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from mcdgraph.errors import QueryUnavailable


class Ledger:
    """How many queries each client has under way, and how many of them are slow."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: Counter[str] = Counter()
        self._slow: Counter[str] = Counter()

    @property
    def busy(self) -> bool:
        """True while any query is under way."""
        return bool(self._all)

    def under_way(self, client: str) -> int:
        """Give the number of a client's queries."""
        return self._all[client]

    def slow(self, client: str) -> int:
        """Give the number of a client's slow queries."""
        return self._slow[client]

    def count(self, client: str, change: int) -> None:
        """Count a query that begins (1) or ends (-1)."""
        _add(self._all, client, change)

    def count_slow(self, client: str, change: int) -> None:
        """Count a query that turns out slow (1), or that was and ends (-1)."""
        _add(self._slow, client, change)


def _add(counter: Counter[str], client: str, change: int) -> None:
    """Change a count; who has none is not kept."""
    counter[client] += change
    if not counter[client]:
        del counter[client]


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A place in a queue."""

    client: str
    called: asyncio.Future[bool]


class Lane:
    """Places for a number of queries at a time, and a queue of limited length before them."""

    def __init__(
        self,
        places: int,
        queue: int,
        full: Callable[[], QueryUnavailable],
        share: Callable[[str], int],
        weight: Callable[[str], int],
    ) -> None:
        """Give out ``places`` at a time; beyond ``queue`` waiting, raise what ``full`` gives.

        ``share`` gives how many places a client may have, ``weight`` how much it has under way.
        """
        self.places = places
        self._share = share
        self._weight = weight
        self._queue_bound = queue
        self._full = full
        self._inside: Counter[str] = Counter()
        self._queue: list[Ticket] = []

    @property
    def busy(self) -> int:
        """How many places are taken."""
        return self._inside.total()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._queue)

    def waits_other_than(self, client: str) -> bool:
        """Tell whether somebody else waits for a place."""
        return any(ticket.client != client for ticket in self._queue)

    def enter_now(self, client: str) -> bool:
        """Take a place if one is free and nobody waits for it."""
        if self._queue or self.busy >= self.places or self._inside[client] >= self._share(client):
            return False
        self._inside[client] += 1
        return True

    async def enter(self, client: str, seconds: float) -> None:
        """Wait for a place; raise `QueryUnavailable` when too many wait, or for too long."""
        if not await self.enter_within(client, seconds):
            raise self._full()

    async def enter_within(self, client: str, seconds: float) -> bool:
        """Wait for a place; False when there was none in time.

        Raises `QueryUnavailable` when too many wait. Needs no task, unlike `asyncio.wait_for`.
        """
        if self.enter_now(client):
            return True
        if len(self._queue) >= self._queue_bound:
            raise self._full()
        loop = asyncio.get_running_loop()
        ticket = Ticket(client=client, called=loop.create_future())
        self._queue.append(ticket)
        self._call_next()
        timer = loop.call_later(seconds, _too_late, ticket.called)
        try:
            entered = await ticket.called
        except asyncio.CancelledError:
            self._give_up(ticket)
            raise
        finally:
            timer.cancel()
        if not entered:
            self._queue.remove(ticket)
        return entered

    def leave(self, client: str) -> None:
        """Give a place back, and call whoever is next."""
        _add(self._inside, client, -1)
        self._call_next()

    def _give_up(self, ticket: Ticket) -> None:
        if ticket in self._queue:
            self._queue.remove(ticket)
        else:
            self.leave(ticket.client)

    def _may_enter(self, ticket: Ticket) -> bool:
        below = self._inside[ticket.client] < self._share(ticket.client)
        return below and not ticket.called.done()

    def _call_next(self) -> None:
        """Call, of those who may come in, the one whose client has least under way."""
        while self.busy < self.places:
            allowed = [ticket for ticket in self._queue if self._may_enter(ticket)]
            if not allowed:
                return
            ticket = min(allowed, key=lambda waiting: self._weight(waiting.client))
            self._queue.remove(ticket)
            self._inside[ticket.client] += 1
            ticket.called.set_result(True)


def _too_late(called: asyncio.Future[bool]) -> None:
    if not called.done():
        called.set_result(False)
