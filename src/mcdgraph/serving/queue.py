"""The queue of one server process: who waits, which worker answers whom, and what takes too long.

A worker is given one job at a time, so that nothing ever waits behind a slow one, and that it
is known whose job a dead worker had. Clients take turns. No job has a task or a timer of its
own: one timer, while anything is under way, finds what is late, slow or left.
"""

import asyncio
import logging
import socket
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from mcdgraph.serving.channel import WorkerChannel
from mcdgraph.serving.control import WorkerSupply
from mcdgraph.serving.frames import Head
from mcdgraph.serving.job import ClientLeft, Job
from mcdgraph.serving.process_status import told_status
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.serving.turns import Turns
from mcdgraph.settings import QuerySettings

#: Seconds between two looks at what is under way.
_TICK: Final = 0.01
#: After so many seconds a job is slow: its worker gets a lower priority, and another its place.
SLOW_SECONDS: Final = 0.1
#: A job that has taken so many seconds keeps nobody waiting: who waits gets another worker.
_PATIENCE: Final = 0.02
#: Seconds that a job takes before it is watched whether its client leaves.
_WATCH_SECONDS: Final = 0.05
#: Seconds in which a client that had a slow job may not have every worker.
_PENALTY: Final = 10.0
#: Seconds that an urgent job waits for a worker, and pauses after a fork that failed.
_URGENT_SECONDS: Final = 1.0
_FORK_PAUSE: Final = 0.5
#: Workers beyond those of the settings, for turns that wait behind one that is not yet slow.
_SPARE: Final = 2

log = logging.getLogger("mcdgraph.serving")


class Queue:
    """Has jobs answered by workers, within bounds, in turns."""

    def __init__(self, supply: WorkerSupply, bounds: QuerySettings, refusals: Refusals) -> None:
        """Get workers from ``supply``; to be attached to the running loop by `start`."""
        self._supply = supply
        self._bounds = bounds
        self._refusals = refusals
        self._turns: Turns[Job] = Turns(bounds.queue, bounds.queue_bytes)
        self._urgent: list[Job] = []
        self._workers: dict[int, WorkerChannel] = {}
        self._idle: list[WorkerChannel] = []
        self._lost: dict[int, WorkerChannel] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._load: Counter[str] = Counter()
        self._penalties: dict[str, float] = {}
        self._last_client = ""
        self._alternated = -_PENALTY
        self._coming = 0
        self._fork_after = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._closed = self._excused = False
        self._due = 0.0
        self._most = bounds.workers + bounds.slow_workers + bounds.senders + _SPARE

    async def start(self) -> None:
        """Have the first workers forked, and wait for one of them."""
        self._loop = asyncio.get_running_loop()
        self._born = asyncio.Event()
        supply = self._supply
        supply.on_birth = self._on_birth
        supply.on_exit = self._on_exit
        supply.on_failure = self._on_failure
        supply.on_end = self._on_end
        self._loop.add_reader(supply.fileno(), supply.receive)
        for _ in range(self._bounds.workers):
            self._fork()
        await self._born.wait()

    def close(self) -> None:
        """Let all workers end."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._loop.remove_reader(self._supply.fileno())
        for worker in list(self._workers.values()):
            worker.close()

    # What the application asks.

    def submit(
        self, message: bytes, client: str, watch: Callable[[], None], *, urgent: bool = False
    ) -> Job:
        """Have a request answered; raise a `Refusal` where there is no room for it.

        An ``urgent`` one comes before all others, and does not wait for long.
        """
        now = time.monotonic()
        if client != self._last_client:
            self._last_client, self._alternated = client, now
        patience = _URGENT_SECONDS if urgent else self._bounds.deadline
        future: asyncio.Future[Head] = self._loop.create_future()
        job = Job(client=client, message=message, until=now + patience, head=future, watch=watch)
        if self._idle and (urgent or self._admits(client)):
            self._give(self._idle.pop(), job, now)
        elif urgent:
            self._urgent.append(job)
        else:
            self._wait(job)
        if self._timer is None:
            self._schedule(now)
        return job

    def _wait(self, job: Job) -> None:
        if not self._turns.fits(job):
            evicted = self._turns.evict_for(job)
            if evicted is None:
                raise self._refusals.no_worker(len(self._turns))
            self._fail(evicted, self._refusals.no_worker(len(self._turns)))
        self._turns.add(job)

    def cancel(self, job: Job) -> None:
        """Stop a job whose client has left, wherever it is."""
        if job.over:
            return
        self._turns.remove(job)
        if job in self._urgent:
            self._urgent.remove(job)
        self._fail(job, ClientLeft())
        self._replenish()

    # Who works.

    def _admits(self, client: str) -> bool:
        """Return whether a client may have another worker just now.

        One that had a slow job lately leaves a worker to others, where there are others.
        """
        until = self._penalties.get(client) if self._is_shared() else None
        if until is None or self._light_load(client) < max(1, self._bounds.workers - 1):
            return True
        if until > time.monotonic():
            return False
        del self._penalties[client]
        return True

    def _is_shared(self) -> bool:
        """Return whether more than one client asked lately."""
        return time.monotonic() - self._alternated < _PENALTY

    def _light_load(self, client: str) -> int:
        """Return how many of the workers for light requests a client has."""
        jobs = [worker.job for worker in self._workers.values() if worker.job is not None]
        return sum(1 for job in jobs if job.client == client and not _occupied(job))

    def _give(self, worker: WorkerChannel, job: Job, now: float) -> None:
        self._load[job.client] += 1
        worker.give(job, now)

    def _next(self) -> None:
        """Give idle workers to those whose turn it is."""
        now = time.monotonic()
        while self._idle:
            if self._urgent:
                job: Job | None = self._urgent.pop(0)
            else:
                job = self._turns.next(self._admits, self._load.__getitem__)
            if job is None:
                return
            self._give(self._idle.pop(), job, now)

    def _on_done(self, worker: WorkerChannel, job: Job) -> None:
        """Hear that a job was answered to its end: its worker is free."""
        self._settle(job)
        if worker.spent or self._closed:
            worker.close()
            return
        self._idle.append(worker)
        if self._urgent or len(self._turns):
            self._next()
        elif len(self._idle) > self._bounds.workers:
            self._idle.pop(0).close()

    def _settle(self, job: Job) -> None:
        left = self._load[job.client] - 1
        if left > 0:
            self._load[job.client] = left
        else:
            del self._load[job.client]

    def _fail(self, job: Job, refusal: Refusal | ClientLeft) -> None:
        """Tell a job's client why there is no answer, and end the worker that it had."""
        worker = job.worker
        if worker is not None:
            job.worker = worker.job = None
            worker.spent = True
            self._settle(job)
            self._supply.kill(worker.number)
        job.fail(refusal)

    # Births and deaths.

    def _fork(self) -> None:
        if time.monotonic() >= self._fork_after and not self._closed:
            self._coming += 1
            self._supply.fork()

    def _on_birth(self, number: int, end: socket.socket) -> None:
        self._coming -= 1
        end.setblocking(False)
        worker = WorkerChannel(number, self._on_done, self._on_lost, self._on_log)
        self._workers[number] = worker
        task = self._loop.create_task(self._connect(worker, end))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, worker: WorkerChannel, end: socket.socket) -> None:
        await self._loop.create_unix_connection(lambda: worker, sock=end)
        self._idle.append(worker)
        self._born.set()
        self._next()

    def _on_failure(self) -> None:
        """Hear that no worker can be forked just now."""
        self._coming -= 1
        self._fork_after = time.monotonic() + _FORK_PAUSE

    def _on_lost(self, worker: WorkerChannel) -> None:
        """Hear that a worker's socket closed, and all that it sent was read."""
        self._workers.pop(worker.number, None)
        if worker in self._idle:
            self._idle.remove(worker)
        self._lost[worker.number] = worker
        if worker.code is not None:
            self._conclude(worker, worker.code)

    def _on_exit(self, number: int, code: int) -> None:
        """Hear how a worker ended; what it sent before may still have to be read."""
        if number in self._lost:
            self._conclude(self._lost[number], code)
        elif number in self._workers:
            self._workers[number].code = code

    def _conclude(self, worker: WorkerChannel, code: int) -> None:
        """Tell whose job a dead worker had; one that ended by itself had not begun it."""
        del self._lost[worker.number]
        job, worker.job = worker.job, None
        if job is not None:
            job.worker = None
            self._settle(job)
            if code == 0:
                self._urgent.append(job)
                self._next()
            else:
                log.warning(
                    "worker %d died under request %s: %s",
                    worker.number, job.digest, told_status(code),
                )  # fmt: skip
                job.fail(self._refusals.died(code))
        elif code and not worker.spent:
            log.warning("worker %d died: %s", worker.number, told_status(code))
        self._replenish()

    def _on_log(self, worker: WorkerChannel, text: str) -> None:
        digest = worker.job.digest if worker.job is not None else "?"
        log.error("request %s failed:\n%s", digest, text.rstrip())

    def _on_end(self) -> None:
        """Hear that the generation is gone: nobody could replace a worker."""
        self._loop.remove_reader(self._supply.fileno())
        log.error("the generation is gone")

    def _replenish(self) -> None:
        """Have workers forked where fewer than `workers` are there for light requests."""
        missing = self._bounds.workers - self._available() - self._coming
        room = self._most - len(self._workers) - self._coming
        for _ in range(min(missing, room)):
            self._fork()

    def _available(self) -> int:
        """Return how many workers there are for light requests."""
        return sum(
            1
            for worker in self._workers.values()
            if not worker.spent and (worker.job is None or not _occupied(worker.job))
        )

    # What takes long.

    def _look(self) -> None:
        """Look at all that is under way: what is late, slow, or kept waiting."""
        now = time.monotonic()
        if now - self._due > _TICK and not self._excused:  # answers may be there, but not read yet
            self._excused = True
            self._schedule(now)
            return
        self._timer, self._excused = None, False
        for late in self._turns.late(now):
            self._fail(late, self._refusals.no_worker(len(self._turns)))
        for job in [job for job in self._urgent if job.until <= now]:
            self._urgent.remove(job)
            self._fail(job, self._refusals.no_worker(len(self._turns)))
        jobs = [worker.job for worker in self._workers.values() if worker.job is not None]
        for job in jobs:
            self._look_at(job, now)
        self._refuse_the_slowest(jobs)
        self._refuse_the_longest(jobs)
        self._help_those_who_wait(now)
        self._replenish()
        if jobs or self._urgent or len(self._turns):
            self._schedule(now)

    def _schedule(self, now: float) -> None:
        """Look again after a tick."""
        self._due = now + _TICK
        self._timer = self._loop.call_later(_TICK, self._look)

    def _look_at(self, job: Job, now: float) -> None:
        worked = job.worked(now)
        if worked > self._bounds.deadline:
            self._fail(job, self._refusals.too_late())
            return
        if job.sending is not None and now - job.sending > self._bounds.sending:
            self._fail(job, self._refusals.too_many_sent())
            return
        if worked > _WATCH_SECONDS and not job.watched:
            job.watched = True
            job.watch()
        computing = job.since is not None and now - job.stretch > SLOW_SECONDS
        if computing and not job.slow and job.worker is not None:
            job.slow = job.worker.spent = True
            self._penalties[job.client] = now + _PENALTY
            self._supply.lower(job.worker.number)
            self._forgive(now)

    def _forgive(self, now: float) -> None:
        """Forget penalties that are over, once there are many."""
        if len(self._penalties) > self._bounds.queue:
            self._penalties = {c: until for c, until in self._penalties.items() if until > now}

    def _refuse_the_slowest(self, jobs: list[Job]) -> None:
        """Refuse the newest slow job of the client with most, while there are too many."""
        slow = [job for job in jobs if job.slow and job.since is not None and not job.over]
        while len(slow) > self._bounds.slow_workers:
            refused = _newest_of_the_greediest(slow)
            slow.remove(refused)
            self._fail(refused, self._refusals.too_many_slow())

    def _refuse_the_longest(self, jobs: list[Job]) -> None:
        """The same for answers that wait for their clients to read."""
        sending = [job for job in jobs if job.sending is not None and not job.over]
        while len(sending) > self._bounds.senders:
            refused = _newest_of_the_greediest(sending)
            sending.remove(refused)
            self._fail(refused, self._refusals.too_many_sent())

    def _help_those_who_wait(self, now: float) -> None:
        """Have another worker forked for who waits behind a job that is not slow yet."""
        if not len(self._turns) and not self._urgent:
            return
        busy = [worker.job for worker in self._workers.values() if worker.job is not None]
        stuck = all(now - job.stretch > _PATIENCE for job in busy if job.since is not None)
        if stuck and not self._coming and self._available() < self._bounds.workers + _SPARE:
            self._fork()


def _occupied(job: Job) -> bool:
    """Return whether a job keeps its worker from light requests for longer."""
    return job.slow or job.sending is not None


def _newest_of_the_greediest(jobs: list[Job]) -> Job:
    """Return, of the client that has most of some jobs, the one that has taken least."""
    counts = Counter(job.client for job in jobs)
    most = max(counts.values())
    candidates = [job for job in jobs if counts[job.client] == most]
    return min(candidates, key=lambda job: job.worked(job.stretch))
