"""Those who wait for a worker: a queue for each client, and an order between clients."""

from collections import deque
from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

#: Clients that are compared when a worker is free: those that were not served for longest.
_COMPARED: Final = 64


class Waits(Protocol):
    """What waits."""

    @property
    def client(self) -> str:
        """Whose it is."""

    @property
    def size(self) -> int:
        """How many bytes it holds."""

    @property
    def until(self) -> float:
        """Until when it waits (`time.monotonic`)."""


Waiting = TypeVar("Waiting", bound=Waits)


class Turns(Generic[Waiting]):
    """The requests that wait, within a bound on their number and one on their bytes."""

    def __init__(self, number: int, size: int) -> None:
        """Let ``number`` wait, of ``size`` bytes together."""
        self._clients: dict[str, deque[Waiting]] = {}
        self._number_bound = number
        self._size_bound = size
        self._number = 0
        self._size = 0

    def __len__(self) -> int:
        """Return how many wait."""
        return self._number

    def __contains__(self, client: str) -> bool:
        """Return whether a client has a request here."""
        return client in self._clients

    def fits(self, newcomer: Waiting) -> bool:
        """Return whether there is room for one more."""
        return self._fits(1, newcomer.size)

    def _fits(self, number: int, size: int) -> bool:
        return self._number + number <= self._number_bound and self._size + size <= self._size_bound

    def add(self, newcomer: Waiting) -> None:
        """Put a request behind its client's own."""
        self._clients.setdefault(newcomer.client, deque()).append(newcomer)
        self._number += 1
        self._size += newcomer.size

    def remove(self, waiting: Waiting) -> bool:
        """Take a request out; False where it is not here."""
        own = self._clients.get(waiting.client)
        if own is None or waiting not in own:
            return False
        own.remove(waiting)
        self._took(waiting)
        return True

    def next(self, admits: Callable[[str], bool], load: Callable[[str], int]) -> Waiting | None:
        """Take the request whose turn it is; None where ``admits`` says no to all clients.

        It is that of the client with the least ``load``, and among equals of the one that was
        not served for longest.
        """
        found: list[str] = []
        for client in self._clients:
            if admits(client):
                found.append(client)
                if len(found) == _COMPARED:
                    break
        if not found:
            return None
        client = found[0] if len(found) == 1 else min(found, key=load)
        own = self._clients[client]
        taken = own.popleft()
        if own and len(self._clients) > 1:
            self._clients[client] = self._clients.pop(client)
        self._took(taken)
        return taken

    def evict_for(self, newcomer: Waiting) -> Waiting | None:
        """Take out the newest request of the client that has most, if a newcomer then fits.

        The newcomer's client must not have as much with it as that one has.
        What is counted is what is short: requests, or their bytes.
        """
        in_bytes = self._number < self._number_bound

        def has(client: str) -> int:
            own = self._clients.get(client, ())
            return sum(waiting.size for waiting in own) if in_bytes else len(own)

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

    def late(self, now: float) -> list[Waiting]:
        """Take out those that have waited for too long."""
        found = []
        for own in list(self._clients.values()):
            while own and own[0].until <= now:
                waiting = own.popleft()
                self._took(waiting)
                found.append(waiting)
        return found

    def _took(self, waiting: Waiting) -> None:
        self._number -= 1
        self._size -= waiting.size
        if not self._clients[waiting.client]:
            del self._clients[waiting.client]
