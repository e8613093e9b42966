"""The workers of one server process: how many there are, their births and their deaths."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from mcdgraph.serving.channel import ChannelOwner, WorkerChannel
from mcdgraph.serving.control import WorkerSupply

#: Seconds of pause after a fork that failed, or a worker that died as soon as it was born.
_FORK_PAUSE: Final = 0.5

log = logging.getLogger("mcdgraph.serving")


class WorkerPool:
    """Keeps enough workers for light requests, whatever those do that have others."""

    def __init__(
        self,
        supply: WorkerSupply,
        wanted: int,
        owner: ChannelOwner,
        on_birth: Callable[[], None],
        on_death: Callable[[WorkerChannel, int], None],
    ) -> None:
        """Keep ``wanted`` workers for light requests.

        ``owner`` hears what they answer. ``on_death`` is told how one ended, once all that it
        sent before was read.
        """
        self._supply = supply
        self._wanted = wanted
        self._owner = owner
        self._on_birth_known = on_birth
        self._on_death_known = on_death
        self._workers: dict[int, WorkerChannel] = {}
        self._lost: dict[int, WorkerChannel] = {}
        self._coming = 0
        self._fork_after = 0.0
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        #: How many workers there are for light requests, as of the last count.
        self.light_count = 0

    def __iter__(self) -> Iterator[WorkerChannel]:
        """Yield the workers that live."""
        yield from self._workers.values()

    async def start(self) -> None:
        """Have the first workers forked, and wait for one of them, however long it takes."""
        self._loop = asyncio.get_running_loop()
        self._born = asyncio.Event()
        supply = self._supply
        supply.on_birth = self._on_birth
        supply.on_exit = self._on_exit
        supply.on_failure = self._on_failure
        supply.on_end = self._on_end
        self._loop.add_reader(supply.fileno(), supply.receive)
        while not self._born.is_set():
            self.replenish()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._born.wait(), _FORK_PAUSE)

    def close(self) -> None:
        """Fork no more, and hear nothing."""
        self._closed = True
        self._loop.remove_reader(self._supply.fileno())

    def light(self) -> list[WorkerChannel]:
        """Return the workers for light requests."""
        return [
            worker
            for worker in self._workers.values()
            if not worker.spent and (worker.job is None or not worker.job.occupies)
        ]

    def replenish(self) -> None:
        """Have workers forked where fewer than wanted are there for light requests."""
        self.light_count = len(self.light())
        missing = self._wanted - self.light_count - self._coming
        room = len(self._supply.slots) - len(self._workers) - len(self._lost) - self._coming
        for _ in range(min(missing, room)):
            self._fork()

    def add_one(self, most: int) -> None:
        """Have another worker forked, beyond those wanted, where there are fewer than ``most``."""
        if not self._coming and self.light_count < most:
            self._fork()

    def retire_one(self, is_idle: Callable[[WorkerChannel], bool]) -> None:
        """Have a worker end that has nothing to do."""
        idle = next((w for w in self._workers.values() if not w.spent and is_idle(w)), None)
        if idle is not None:
            idle.spent = True
            self._supply.slots.retiring[idle.slot] = 1

    def kill(self, worker: WorkerChannel) -> None:
        """End a worker for the sake of its job."""
        worker.spent = True
        self._supply.kill(worker.number)

    def lower(self, worker: WorkerChannel) -> None:
        """Give a worker a low priority, for good: it ends after its job."""
        worker.spent = True
        self._supply.slots.retiring[worker.slot] = 1
        self._supply.lower(worker.number)

    def on_lost(self, worker: WorkerChannel) -> None:
        """Hear that a worker's socket closed, and all that it sent was read."""
        self._workers.pop(worker.number, None)
        self._lost[worker.number] = worker
        if worker.code is not None:
            self._conclude(worker, worker.code)

    def _fork(self) -> None:
        if time.monotonic() >= self._fork_after and not self._closed:
            self._coming += 1
            self._supply.fork()

    def _on_birth(self, number: int, slot: int, end: socket.socket) -> None:
        end.setblocking(False)
        worker = WorkerChannel(number, slot, self._owner)
        self._workers[number] = worker
        task = self._loop.create_task(self._connect(worker, end))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, worker: WorkerChannel, end: socket.socket) -> None:
        await self._loop.create_unix_connection(lambda: worker, sock=end)
        self._coming -= 1
        self._born.set()
        self.replenish()
        self._on_birth_known()

    def _on_failure(self) -> None:
        """Hear that no worker can be forked just now."""
        self._coming -= 1
        self._fork_after = time.monotonic() + _FORK_PAUSE

    def _on_exit(self, number: int, code: int) -> None:
        """Hear how a worker ended; what it sent before may still have to be read."""
        if number in self._lost:
            self._conclude(self._lost[number], code)
        elif number in self._workers:
            self._workers[number].code = code

    def _conclude(self, worker: WorkerChannel, code: int) -> None:
        """Pause where a worker died before it had a job, as its successors will."""
        del self._lost[worker.number]
        began = bool(self._supply.slots.jobs[worker.slot])
        if code and not began and time.monotonic() - worker.born < _FORK_PAUSE:
            self._fork_after = time.monotonic() + _FORK_PAUSE
        self._on_death_known(worker, code)
        self.replenish()

    def _on_end(self) -> None:
        """Hear that the generation is gone: nobody could replace a worker."""
        self._loop.remove_reader(self._supply.fileno())
        log.error("the generation is gone")
