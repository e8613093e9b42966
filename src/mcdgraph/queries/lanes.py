"""Who gets a worker, and when: lanes, a queue before each, and no client before all others.

A query that is still running after a moment gets low priority, and makes way: when somebody
waits for its place in the fast lane, it moves to the slow lane with the worker it has, and the
fast lane gets a new one; so however many slow queries there are, a light one finds a worker.
The slow lane has a number of places; who finds none is stopped until one is free. In both
queues the client that has least under way comes first. Nothing here waits or tells the time:
who waits is called, and the caller says how late it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mcdgraph.errors import QueryUnavailable


class Ledger:
    """How many queries each client has under way, and how many of them are slow."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: dict[str, int] = {}
        self._slow: dict[str, int] = {}

    @property
    def busy(self) -> bool:
        """True while any query is under way."""
        return bool(self._all)

    def under_way(self, client: str) -> int:
        """Give the number of a client's queries."""
        return self._all.get(client, 0)

    def slow(self, client: str) -> int:
        """Give the number of a client's slow queries."""
        return self._slow.get(client, 0)

    def count(self, client: str, change: int) -> None:
        """Count a query that begins (1) or ends (-1)."""
        _add(self._all, client, change)

    def count_slow(self, client: str, change: int) -> None:
        """Count a query that turns out slow (1), or that was and ends (-1)."""
        _add(self._slow, client, change)


def _add(counter: dict[str, int], client: str, change: int) -> None:
    """Change a count; who has none is not kept."""
    number = counter.get(client, 0) + change
    if number:
        counter[client] = number
    else:
        del counter[client]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ticket:
    """A place in a queue: ``enter`` is called with a place, ``refuse`` when it comes too late."""

    client: str
    until: float
    enter: Callable[[], None]
    refuse: Callable[[QueryUnavailable], None]


class Lane:
    """Places for a number of queries at a time, and a queue of limited length before them."""

    def __init__(
        self,
        places: int,
        queue: int,
        full: Callable[[], QueryUnavailable],
        weight: Callable[[str], int],
        *,
        share: int = 0,
        admits: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Give out ``places`` at a time; beyond ``queue`` waiting, raise what ``full`` gives.

        ``weight`` gives how much a client has under way, ``share`` how many places each may
        have, 0 for all; ``admits`` tells whether there is use in giving it one just now.
        """
        self.places = places
        self.busy = 0
        self._share = share
        self._lets_in = admits
        self._weight = weight
        self._queue_bound = queue
        self._full = full
        self._inside: dict[str, int] = {}
        self._queue: list[Ticket] = []

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._queue)

    def waits_other_than(self, client: str) -> bool:
        """Tell whether somebody else waits for a place."""
        return any(ticket.client != client for ticket in self._queue)

    def enter_now(self, client: str) -> bool:
        """Take a place if one is free and nobody waits for it."""
        return self._admits(client) and self.enter_free(client)

    def enter_free(self, client: str) -> bool:
        """Take a place if one is free and nobody waits for it, whatever the client's share."""
        if self._queue or self.busy >= self.places:
            return False
        self._take(client)
        return True

    def queue(self, ticket: Ticket) -> None:
        """Wait for a place; raise `QueryUnavailable` when too many wait."""
        if len(self._queue) >= self._queue_bound:
            raise self._full()
        self._queue.append(ticket)
        self.call()

    def leave(self, client: str) -> None:
        """Give a place back, and call whoever is next."""
        self.busy -= 1
        if self._share:
            _add(self._inside, client, -1)
        if self._queue:
            self.call()

    def call(self) -> None:
        """Call, of those who may come in, the one whose client has least under way."""
        while allowed := [ticket for ticket in self._queue if self._admits(ticket.client)]:
            ticket = min(allowed, key=lambda waiting: self._weight(waiting.client))
            self._queue.remove(ticket)
            self._take(ticket.client)
            ticket.enter()

    def give_up(self, ticket: Ticket) -> None:
        """Wait no longer."""
        if ticket in self._queue:
            self._queue.remove(ticket)

    def expire(self, now: float) -> None:
        """Refuse those who have waited for too long."""
        for ticket in [ticket for ticket in self._queue if ticket.until <= now]:
            self._queue.remove(ticket)
            ticket.refuse(self._full())

    def _admits(self, client: str) -> bool:
        if self.busy >= self.places or not self._lets_in(client):
            return False
        return not self._share or self._inside.get(client, 0) < self._share

    def _take(self, client: str) -> None:
        self.busy += 1
        if self._share:
            _add(self._inside, client, 1)
