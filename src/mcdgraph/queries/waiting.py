"""Those who wait for a place: a queue for each client, and an order between clients."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mcdgraph.errors import QueryUnavailable

#: Clients that are compared when a place is free: those that were not served for longest.
_COMPARED: Final = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class Ticket:
    """Who waits: ``enter`` is called with a place, ``refuse`` when it comes too late.

    ``size`` is what it holds of memory, in bytes.
    """

    client: str
    until: float
    enter: Callable[[], None]
    refuse: Callable[[QueryUnavailable], None]
    size: int = 0


class Waiting:
    """The tickets before a lane, within a bound on their number and one on their bytes."""

    def __init__(self, number: int, size: int) -> None:
        """Let ``number`` wait, of ``size`` bytes together."""
        self._clients: dict[str, deque[Ticket]] = {}
        self._number_bound = number
        self._size_bound = size
        self._number = 0
        self._size = 0

    def __len__(self) -> int:
        """Tell how many wait."""
        return self._number

    def holds_other_than(self, client: str) -> bool:
        """Tell whether anybody else waits."""
        return len(self._clients) > (client in self._clients)

    def fits(self, ticket: Ticket) -> bool:
        """Tell whether there is room for one more."""
        return self._fits(1, ticket.size)

    def _fits(self, number: int, size: int) -> bool:
        return self._number + number <= self._number_bound and self._size + size <= self._size_bound

    def add(self, ticket: Ticket) -> None:
        """Put a ticket behind its client's own."""
        self._clients.setdefault(ticket.client, deque()).append(ticket)
        self._number += 1
        self._size += ticket.size

    def remove(self, ticket: Ticket) -> None:
        """Take a ticket out, if it is here."""
        own = self._clients.get(ticket.client)
        if own is not None and ticket in own:
            own.remove(ticket)
            self._took(ticket)

    def first(self, admits: Callable[[str], bool], weight: Callable[[str], int]) -> Ticket | None:
        """Take the ticket that is next; None where ``admits`` says no to all clients.

        It is that of the client with the least under way beside what waits here, where
        ``weight`` counts both, and among equals of who was not served for longest.
        """
        found: list[str] = []
        for client in self._clients:
            if admits(client):
                found.append(client)
                if len(found) == _COMPARED:
                    break
        if not found:
            return None
        client = found[0]
        if len(found) > 1:
            client = min(found, key=lambda name: weight(name) - len(self._clients[name]))
        own = self._clients[client]
        ticket = own.popleft()
        if len(own) > 0 and len(self._clients) > 1:
            self._clients[client] = self._clients.pop(client)
        self._took(ticket)
        return ticket

    def give_up_for(self, newcomer: Ticket) -> Ticket | None:
        """Take out the newest ticket of the client that has most, if a newcomer then fits.

        The newcomer's client must not have as much with it as that one has.
        What is counted is what is short: tickets, or their bytes.
        """
        in_bytes = self._number < self._number_bound

        def has(client: str) -> int:
            own = self._clients.get(client, ())
            return sum(ticket.size for ticket in own) if in_bytes else len(own)

        client = max(self._clients, key=has, default="")
        if client not in self._clients:
            return None
        last = self._clients[client][-1]
        wanted = newcomer.size if in_bytes else 1
        if has(newcomer.client) + wanted >= has(client) or not self._fits(
            0, newcomer.size - last.size
        ):
            return None
        self._clients[client].pop()
        self._took(last)
        return last

    def late(self, now: float) -> list[Ticket]:
        """Take out those who have waited for too long."""
        found = []
        for own in list(self._clients.values()):
            while own and own[0].until <= now:
                ticket = own.popleft()
                self._took(ticket)
                found.append(ticket)
        return found

    def _took(self, ticket: Ticket) -> None:
        self._number -= 1
        self._size -= ticket.size
        if not self._clients[ticket.client]:
            del self._clients[ticket.client]
