"""A server process's end of the nursery: orders executors, and hears of their deaths."""

import array
import asyncio
import logging
import os
import signal
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from mcdgraph.queries.channel import Channel
from mcdgraph.queries.nursery import RECORD, Notice, Order
from mcdgraph.queries.refusals import restarting
from mcdgraph.queries.worker import Worker

log = logging.getLogger("mcdgraph.queries")


class NurseryClient:
    """Orders executors from the nursery that listens at a path."""

    def __init__(
        self, path: Path, on_death: Callable[[Worker], None], on_loss: Callable[[], None]
    ) -> None:
        """Connect; raise `OSError` where nobody listens.

        ``on_death`` hears of each executor's death, ``on_loss`` of the nursery's own.
        """
        self._on_death = on_death
        self._on_loss = on_loss
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(str(path))
        self._spawning: deque[asyncio.Future[Worker]] = deque()
        self._workers: dict[int, Worker] = {}
        self._deaths: dict[int, asyncio.Future[int]] = {}

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear notices in an event loop from now on."""
        self._loop = loop
        loop.add_reader(self._connection.fileno(), self._hear)

    def spawn(self) -> asyncio.Future[Worker]:
        """Order one more executor; fails with `QueryUnavailable` where the nursery is gone."""
        waiting: asyncio.Future[Worker] = self._loop.create_future()
        if self._connection.fileno() < 0:
            waiting.set_exception(restarting())
        else:
            self._spawning.append(waiting)
            self._send(Order.SPAWN)
        return waiting

    def order(self, order: Order, worker: Worker) -> None:
        """Have the nursery signal an executor."""
        self._send(order, worker.number)

    def dismiss(self, worker: Worker) -> None:
        """End an executor, whatever it does."""
        worker.channel.close()
        if worker.number in self._workers:
            self._send(Order.KILL, worker.number)

    async def cause_of_death(self, worker: Worker) -> int | None:
        """Give the wait status of an executor that hung up; None where it is not told soon."""
        if worker.status is None:
            waiting = self._deaths.setdefault(worker.number, self._loop.create_future())
            await asyncio.wait([waiting], timeout=1.0)
        return worker.status

    def close(self) -> None:
        """Hang up: the nursery then ends all executors of this process."""
        if self._connection.fileno() >= 0:
            self._loop.remove_reader(self._connection.fileno())
            self._connection.close()
        for worker in self._workers.values():
            worker.channel.close()
        self._fail()

    def _send(self, order: Order, number: int = 0) -> None:
        """Send an order; a nursery that is gone is heard of by `_hear`."""
        try:
            self._connection.sendall(RECORD.pack(order, number, 0))
        except OSError:
            log.debug("the nursery is gone")

    def _hear(self) -> None:
        try:
            data, ancillary, _, _ = self._connection.recvmsg(RECORD.size, socket.CMSG_SPACE(4))
        except OSError:
            data, ancillary = b"", []
        if len(data) < RECORD.size:
            self.close()
            self._on_loss()
            return
        notice, number, status = RECORD.unpack(data)
        if notice == Notice.SPAWNED:
            self._welcome(number, _socket_of(ancillary))
        else:
            self._bury(number, status)

    def _welcome(self, number: int, end: socket.socket | None) -> None:
        waiting = self._spawning.popleft()
        if end is None:
            log.warning("an executor cannot be had: too many files are open")
            self._send(Order.KILL, number)
            if not waiting.done():
                waiting.set_exception(restarting())
            return
        worker = Worker(number=number, channel=Channel(end))
        self._workers[number] = worker
        if waiting.done():
            self.dismiss(worker)
        else:
            waiting.set_result(worker)

    def _bury(self, number: int, status: int) -> None:
        worker = self._workers.pop(number, None)
        if worker is None:  # it was never had
            return
        worker.status = status
        waiting = self._deaths.pop(number, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(status)
        self._on_death(worker)

    def _fail(self) -> None:
        for waiting in self._spawning:
            if not waiting.done():
                waiting.set_exception(restarting())
        self._spawning.clear()


def died_of(status: int | None) -> signal.Signals | None:
    """Give the signal that ended a process, from its wait status."""
    if status is None or not os.WIFSIGNALED(status):
        return None
    return signal.Signals(os.WTERMSIG(status))


def _socket_of(ancillary: list[tuple[int, int, bytes]]) -> socket.socket | None:
    """Give the socket that came; None where the system had no number left for it."""
    numbers = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers.frombytes(data)
    return socket.socket(fileno=numbers[0]) if numbers else None
