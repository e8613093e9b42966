"""The connections of a server process, and the bytes that all of them hold.

Bounded are the time that a client takes to ask and to read, the number of connections, and the
bytes of requests that nobody answers yet and of answers that nobody reads. Where there are too
many, the client that has most gives way.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final

from mcdgraph.serving.shares import TimeShares

if TYPE_CHECKING:
    from mcdgraph.serving.http_connection import BoundedConnection

#: Bytes that all connections may hold, and those that are left once some had to give way.
MOST_BYTES: Final = 32 * 2**20
_RELIEVED: Final = MOST_BYTES * 3 // 4
#: Connections that are looked at for one that is quiet, when there are too many.
_COMPARED: Final = 64
#: Seconds between two looks at all connections, and between two warnings.
_TICK: Final = 1.0
_WARN: Final = 60.0

log = logging.getLogger("mcdgraph.serving")


class Intake:
    """All connections, by their clients' addresses.

    Those of an address stand in the order in which they make room for others: the one first
    whose last answer, or beginning, is longest ago.
    """

    def __init__(self, connections: int) -> None:
        """Allow so many connections."""
        self._bound = connections
        self._clients: dict[str, dict[BoundedConnection, None]] = {}
        self._number = 0
        self._bytes = 0
        self._warned = -_WARN
        self.shares = TimeShares()

    def __len__(self) -> int:
        """Return how many connections there are."""
        return self._number

    def admit(self, newcomer: "BoundedConnection") -> bool:
        """Take in a connection; beyond the bound another is dropped for it.

        False where none can be, since all are its client's, and being answered.
        """
        self._clients.setdefault(newcomer.peer, {})[newcomer] = None
        self._number += 1
        if self._number <= self._bound:
            return True
        self._warn(f"more than {self._bound} connections (setting server.connections)")
        leaving = self._leaving(newcomer)
        if leaving is None:
            return False
        leaving.drop()
        return True

    def _leaving(self, newcomer: "BoundedConnection") -> "BoundedConnection | None":
        """Return what is dropped for a newcomer, of the client with most connections.

        Few are looked at; where all of these are being answered, they stand behind the others
        then. One to which nothing is owed goes first, then one that does not wait for an
        answer; then the first, but not for its own client.
        """
        own = max(self._clients.values(), key=len)
        first = [one for one in islice(own, _COMPARED) if one is not newcomer]
        free = [one for one in first if not one.answering]
        if free:
            return next((one for one in free if one.quiet), free[0])
        for one in first:
            own[one] = own.pop(one)
        return first[0] if first and first[0].peer != newcomer.peer else None

    def answered(self, connection: "BoundedConnection") -> None:
        """Hear that a connection was given an answer."""
        own = self._clients.get(connection.peer, {})
        if connection in own:
            own[connection] = own.pop(connection)

    def leave(self, connection: "BoundedConnection") -> None:
        """Forget a connection."""
        own = self._clients.get(connection.peer, {})
        self.shares.forget(connection)
        if connection in own:
            del own[connection]
            self._number -= 1
            if not own:
                del self._clients[connection.peer]

    def add(self, size: int) -> None:
        """Count bytes that a connection holds, or no longer where negative.

        Beyond the bound, the client that has most loses the connections that hold most.
        """
        self._bytes += size
        if size > 0 and self._bytes > MOST_BYTES:
            self._warn(f"connections hold more than {MOST_BYTES} bytes")
            greediest = max(self._clients.values(), key=_held)
            for connection in sorted(greediest, key=lambda one: one.held, reverse=True):
                if self._bytes <= _RELIEVED:
                    break
                connection.drop()

    def _warn(self, text: str) -> None:
        if time.monotonic() - self._warned > _WARN:
            self._warned = time.monotonic()
            log.warning("%s", text)

    async def watch(self) -> None:
        """Drop those that are late, from time to time, until cancelled."""
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for connection in [one for own in self._clients.values() for one in own]:
                if connection.is_late(now):
                    connection.drop()


def _held(connections: Iterable["BoundedConnection"]) -> int:
    """Return the bytes that some connections hold."""
    return sum(connection.held for connection in connections)
