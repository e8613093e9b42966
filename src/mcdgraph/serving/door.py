"""Where connections come in: all are taken at once, and who is ahead of its share waits here.

The system hands connections out in the order in which they came, and a client that opens many
would have all others wait behind its own. So every one is taken out of the system's line, which
costs little, and begins when its client's turn comes.
"""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mcdgraph.serving.listening import BACKLOG, MOST_WAITING
from mcdgraph.serving.shares import TimeShares

#: Connections that are taken in one turn of the loop.
_AT_ONCE: Final = 64
#: Connections of one client that may wait to begin; more are closed unanswered.
WAITING_OF_ONE: Final = 128
#: Seconds that a connection takes here: to be taken, and to begin and to end.
_TAKEN_SECONDS: Final = 3e-5
_BEGUN_SECONDS: Final = 1e-4
#: Seconds for which no connection is taken where the process may open no more files.
_PAUSE: Final = 0.1

log = logging.getLogger("mcdgraph.serving")

#: Makes what a connection is given to.
ProtocolFactory = Callable[[], asyncio.Protocol]


class Newcomer:
    """A connection that has not begun."""

    def __init__(self, door: "Door", connection: socket.socket, peer: str) -> None:
        """Stand at ``door``."""
        self._door = door
        self.connection = connection
        self.peer = peer

    def wait(self) -> None:
        """Wait; nothing is read of it as long as it has not begun."""

    def go_on(self) -> None:
        """Begin."""
        self._door.let_in(self)


class Door:
    """Takes connections, and lets them in by turns. Bound to one event loop."""

    def __init__(self, listener: socket.socket, make: ProtocolFactory, shares: TimeShares) -> None:
        """Take connections of ``listener``, once it is open, and give each a protocol."""
        self._listener = listener
        self._make = make
        self._shares = shares
        self._waiting: dict[Newcomer, None] = {}
        self._of_client: Counter[str] = Counter()
        self._beginning: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._pause: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Listen."""
        self._listener.listen(BACKLOG)
        self._loop.add_reader(self._listener, self._take_some)

    async def close(self) -> None:
        """Take no more; those that wait begin, and have begun when this returns."""
        if self._pause is not None:
            self._pause.cancel()
        self._loop.remove_reader(self._listener)
        self._listener.close()
        for newcomer in list(self._waiting):
            self._shares.forget(newcomer)
            self.let_in(newcomer)
        await asyncio.gather(*self._beginning)

    def _take_some(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, address = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                log.warning("no connection can be taken: %s", error.strerror)
                self._loop.remove_reader(self._listener)
                self._pause = self._loop.call_later(_PAUSE, self.open)
                return
            self._take(Newcomer(self, connection, str(address[0])))

    def _take(self, newcomer: Newcomer) -> None:
        client = newcomer.peer
        self._shares.spend(client, _TAKEN_SECONDS)
        if not self._shares.holds_back(newcomer):
            self._begin(newcomer)
        elif self._of_client[client] < WAITING_OF_ONE and len(self._waiting) < MOST_WAITING:
            self._waiting[newcomer] = None
            self._of_client[client] += 1
        else:
            self._shares.forget(newcomer)
            newcomer.connection.close()

    def let_in(self, newcomer: Newcomer) -> None:
        """Let one begin that waited."""
        del self._waiting[newcomer]
        self._of_client -= Counter([newcomer.peer])
        self._begin(newcomer)

    def _begin(self, newcomer: Newcomer) -> None:
        self._shares.spend(newcomer.peer, _BEGUN_SECONDS)
        task = self._loop.create_task(self._connect(newcomer.connection))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _connect(self, connection: socket.socket) -> None:
        with suppress(OSError):  # the client is gone
            await self._loop.connect_accepted_socket(self._make, connection)
