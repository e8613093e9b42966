"""Who gets a worker, and when: lanes, a queue before each, and no client before all others.

A query that is still running after a moment makes way: when somebody waits for its place in the
fast lane, it moves to the slow lane with the worker it has, and the fast lane gets a new one; so
however many slow queries there are, a light one finds a worker. The slow lane has a number of
places; who finds none is stopped until one is free. In both queues the client that has least
under way comes first. Nothing here waits or tells the time: who waits is called, and the caller
says how late it is.
"""

from collections.abc import Callable

from mcdgraph.errors import QueryUnavailable
from mcdgraph.queries.waiting import Ticket, Waiting


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


class Lane:
    """Places for a number of queries at a time, and a bounded number that wait before them."""

    def __init__(
        self,
        places: int,
        waiting: Waiting,
        full: Callable[[], QueryUnavailable],
        weight: Callable[[str], int],
        *,
        share: int = 0,
        admits: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Give out ``places`` at a time; beyond what may wait, raise what ``full`` gives.

        ``weight`` gives how much a client has under way, ``share`` how many places each may
        have, 0 for all; ``admits`` tells whether there is use in giving it one just now.
        """
        self.places = places
        self.busy = 0
        self._waiting = waiting
        self._full = full
        self._weight = weight
        self._share = share
        self._lets_in = admits
        self._inside: dict[str, int] = {}

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    def waits_other_than(self, client: str) -> bool:
        """Tell whether somebody else waits for a place."""
        return self._waiting.holds_other_than(client)

    def enter_now(self, client: str) -> bool:
        """Take a place if one is free and nobody waits for it."""
        return self._admits(client) and self.enter_free(client)

    def enter_free(self, client: str) -> bool:
        """Take a place if one is free and nobody waits for it, whatever the client's share."""
        if self._waiting or self.busy >= self.places:
            return False
        self._take(client)
        return True

    def queue(self, ticket: Ticket) -> None:
        """Wait for a place; raise `QueryUnavailable` when too many wait.

        Who has the most waiting is refused the last of it for the sake of one that has less.
        """
        if not self._waiting.fits(ticket):
            given_up = self._waiting.give_up_for(ticket)
            if given_up is None:
                raise self._full()
            given_up.refuse(self._full())
        self._waiting.add(ticket)
        self.call()

    def leave(self, client: str) -> None:
        """Give a place back, and call whoever is next."""
        self.busy -= 1
        if self._share:
            _add(self._inside, client, -1)
        if self._waiting:
            self.call()

    def call(self) -> None:
        """Call, of those who may come in, the one whose client has least under way."""
        while self.busy < self.places:
            ticket = self._waiting.first(self._admits, self._weight)
            if ticket is None:
                return
            self._take(ticket.client)
            ticket.enter()

    def give_up(self, ticket: Ticket) -> None:
        """Wait no longer."""
        self._waiting.remove(ticket)

    def expire(self, now: float) -> None:
        """Refuse those who have waited for too long."""
        for ticket in self._waiting.late(now):
            ticket.refuse(self._full())

    def _admits(self, client: str) -> bool:
        if self.busy >= self.places or not self._lets_in(client):
            return False
        return not self._share or self._inside.get(client, 0) < self._share

    def _take(self, client: str) -> None:
        self.busy += 1
        if self._share:
            _add(self._inside, client, 1)
