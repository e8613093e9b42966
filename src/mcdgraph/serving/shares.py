"""How much of a server process's time each client takes, and who waits for its share.

Workers are shared by turns, but whoever sends much costs the server process itself: heads to be
parsed, requests to be passed on. A client that took more than its share waits, by its connections
not being read, so that the system keeps what it sends; but only while others ask.
"""

import asyncio
import time
from itertools import islice
from typing import Final, Protocol

from mcdgraph.serving.company import Company

#: Which part of the time a client may take while others ask, and the seconds it may be ahead.
_SHARE: Final = 0.25
_AHEAD: Final = 0.02
#: Seconds between two looks at who waits, and connections of a client that may go on at once.
_TICK: Final = 0.01
_AT_ONCE: Final = 4
#: Seconds after which a client that does not ask any more is no company.
_COMPANY: Final = 1.0
#: Clients that are remembered before those are forgotten that have their share again.
_MOST: Final = 1000


class Waiter(Protocol):
    """A connection that can be made to wait."""

    @property
    def peer(self) -> str:
        """Whose it is."""

    def wait(self) -> None:
        """Read nothing until told to go on."""

    def go_on(self) -> None:
        """Read again."""


class TimeShares:
    """The seconds that each client is ahead of its share, and the connections that wait for it."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._ahead: dict[str, tuple[float, float]] = {}
        self._waiting: dict[str, dict[Waiter, None]] = {}
        self._company = Company(_COMPANY)
        self._timer: asyncio.TimerHandle | None = None

    def charge(self, connection: Waiter, seconds: float) -> None:
        """Count ``seconds`` that were spent on a connection, which may have to wait for it."""
        self.spend(connection.peer, seconds)
        self.holds_back(connection)

    def spend(self, client: str, seconds: float) -> None:
        """Count ``seconds`` that were spent for a client."""
        now = time.monotonic()
        self._company.note(client, now)
        self._ahead[client] = (self._seconds(client, now) + seconds, now)
        if len(self._ahead) > _MOST:
            self._ahead = {c: told for c, told in self._ahead.items() if self._seconds(c, now)}

    def holds_back(self, connection: Waiter) -> bool:
        """Return whether a connection waits now, since its client is ahead and others ask."""
        now = time.monotonic()
        if self._seconds(connection.peer, now) <= _AHEAD or not self._company.is_there(now):
            return False
        self._hold(connection.peer, connection)
        return True

    def _seconds(self, client: str, now: float) -> float:
        """Return how far a client is ahead."""
        ahead, then = self._ahead.get(client, (0.0, now))
        return max(0.0, ahead - (now - then) * _SHARE)

    def forget(self, connection: Waiter) -> None:
        """Hear that a connection has ended."""
        self._waiting.get(connection.peer, {}).pop(connection, None)

    def _hold(self, client: str, connection: Waiter) -> None:
        waiting = self._waiting.setdefault(client, {})
        if connection not in waiting:
            waiting[connection] = None
            connection.wait()
        if self._timer is None:
            self._schedule()

    def _schedule(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_TICK, self._look)

    def _look(self) -> None:
        """Let some of those go on whose clients have their share again."""
        self._timer = None
        now = time.monotonic()
        for client, waiting in list(self._waiting.items()):
            may_go = self._seconds(client, now) <= _AHEAD or not self._company.is_there(now)
            going = list(islice(waiting, _AT_ONCE)) if may_go else []
            for connection in going:
                del waiting[connection]
            if not waiting:
                del self._waiting[client]
            for connection in going:
                connection.go_on()
        if self._waiting and self._timer is None:
            self._schedule()
