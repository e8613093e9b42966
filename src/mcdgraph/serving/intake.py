"""The connections of a server process, and the bytes of requests that are not whole yet.

Bounded are the time that a client takes to ask and to read, the number of connections, and the
bytes that all of them have sent of requests which nobody answers yet.
"""

import asyncio
import logging
import time
from typing import Final, Protocol

#: Bytes of unfinished requests, of all connections together.
MOST_BYTES: Final = 32 * 2**20
#: Seconds between two looks at all connections, and between two warnings.
_TICK: Final = 1.0
_WARN: Final = 60.0

log = logging.getLogger("mcdgraph.serving")


class Connection(Protocol):
    """A connection, as far as its bounds go."""

    @property
    def answering(self) -> bool:
        """Whether a request that is all there is being answered."""

    @property
    def quiet(self) -> bool:
        """Whether nothing is being answered, and nothing on its way to the client."""

    def is_late(self, now: float) -> bool:
        """Return whether something took too long that only the client can hasten."""

    def drop(self) -> None:
        """Close at once."""


class Intake:
    """All connections, in the order in which they make room for others.

    First those that had no answer yet, from the oldest, then the others from the one whose
    last answer is longest ago; of these, those that are not being answered just now.
    """

    def __init__(self, connections: int) -> None:
        """Allow so many connections."""
        self._bound = connections
        self._strangers: dict[Connection, None] = {}
        self._known: dict[Connection, None] = {}
        self._bytes = 0
        self._warned = -_WARN

    def __len__(self) -> int:
        """Return how many connections there are."""
        return len(self._strangers) + len(self._known)

    @property
    def full(self) -> bool:
        """Whether too much is being received at once."""
        return self._bytes > MOST_BYTES

    def add(self, size: int) -> None:
        """Count bytes of an unfinished request, or no longer count them where negative."""
        self._bytes += size

    def admit(self, newcomer: Connection) -> bool:
        """Take in a connection; beyond the bound another is dropped for it.

        False where none can be, since all are being answered.
        """
        self._strangers[newcomer] = None
        if len(self) <= self._bound:
            return True
        if time.monotonic() - self._warned > _WARN:
            self._warned = time.monotonic()
            log.warning("more than %d connections (setting server.connections)", self._bound)
        others = [*self._strangers, *self._known]
        others.remove(newcomer)
        quiet = (other for other in others if other.quiet)
        waiting = (other for other in others if not other.answering)
        leaving = next(quiet, None) or next(waiting, None)
        if leaving is None:
            return False
        leaving.drop()
        return True

    def answered(self, connection: Connection) -> None:
        """Hear that a connection was given an answer."""
        if connection in self._strangers or connection in self._known:
            self.leave(connection)
            self._known[connection] = None

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        self._strangers.pop(connection, None)
        self._known.pop(connection, None)

    async def watch(self) -> None:
        """Drop those that are late, from time to time, until cancelled."""
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for connection in [*self._strangers, *self._known]:
                if connection.is_late(now):
                    connection.drop()
