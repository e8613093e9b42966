"""The queue of one server process: who waits, who is answered, and what takes too long.

Clients take turns. As many jobs go out as there are workers for light ones, and some more, so
that no worker ever waits for the next; whichever worker is free takes it, so that no job ever
waits behind a slow one. No job has a task or a timer of its own: one timer, while anything is
under way, finds what is late, slow, left or lost.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from mcdgraph.serving.channel import WorkerChannel
from mcdgraph.serving.children import told_status
from mcdgraph.serving.client_load import ClientLoad
from mcdgraph.serving.control import WorkerSupply
from mcdgraph.serving.frames import Head, packet
from mcdgraph.serving.job import ClientLeft, Job
from mcdgraph.serving.overload import beyond_sent, beyond_slow
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.serving.slots import SPARE
from mcdgraph.serving.turns import Turns
from mcdgraph.serving.workers import WorkerPool
from mcdgraph.settings import QuerySettings

#: Seconds between two looks at what is under way.
_TICK: Final = 0.01
#: After so many seconds a job is slow: its worker gets a lower priority, and another its place.
SLOW_SECONDS: Final = 0.1
#: A job that has taken so many seconds is long, and keeps nobody waiting: who waits gets another
#: worker, and no more of its client's are sent than there are workers.
_PATIENCE: Final = 0.02
#: Jobs that may wait, for each worker of the settings, to be taken by the next one that is free.
_AHEAD: Final = 2
#: Seconds in which a client gets no worker that left one at work, where there are others.
_REST: Final = 0.1
#: Seconds that an urgent job waits for a worker.
_URGENT_SECONDS: Final = 1.0
#: Seconds after which a job is sent again that no worker took, though one was free.
_UNTAKEN: Final = 0.5
#: Seconds that a worker stays which was forked for who waited.
_LINGER: Final = 5.0

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
        self._out: dict[int, Job] = {}
        self._abandoned: set[int] = set()
        self._workers = WorkerPool(supply, bounds.workers, self, self._next, self._on_death)
        self._clients = ClientLoad(bounds.queue)
        self._numbered = self._taken = 0
        self._deaths = self._helped = 0.0
        self._occupied = 0
        self._hurried = False
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._excused = False

    async def start(self) -> None:
        """Have the first workers forked, and wait for one of them."""
        self._loop = asyncio.get_running_loop()
        self._supply.jobs.setblocking(False)
        await self._workers.start()

    def close(self) -> None:
        """Let all workers end."""
        if self._timer is not None:
            self._timer.cancel()
        self._workers.close()
        self._supply.jobs.close()

    # What the application asks.

    def submit(self, request: bytes, client: str, *, urgent: bool = False) -> Job:
        """Have a request answered; raise a `Refusal` where there is no room for it.

        An ``urgent`` one comes before others, and does not wait for long; a client has one at a
        time.
        """
        now = time.monotonic()
        self._clients.note(client, now)
        urgent = urgent and not self._hurries(client)
        patience = _URGENT_SECONDS if urgent else self._bounds.deadline
        future: asyncio.Future[Head] = self._loop.create_future()
        job = Job(client=client, request=request, until=now + patience, head=future, urgent=urgent)
        free = self._has_room() and not self._urgent
        if not (free and (urgent or self._is_next(client)) and self._send(job)):
            self._wait(job)
        if self._timer is None:
            self._schedule(now)
        return job

    def _hurries(self, client: str) -> bool:
        """Return whether a client has an urgent job under way."""
        under_way = (*self._urgent, *self._out.values())
        return any(job.urgent and job.client == client for job in under_way)

    def _wait(self, job: Job) -> None:
        if job.urgent:
            self._urgent.append(job)
            return
        if not self._turns.fits(job):
            evicted = self._turns.evict_for(job)
            if evicted is None:
                raise self._refusals.no_worker(len(self._turns))
            self._fail(evicted, self._refusals.no_worker(len(self._turns)))
        self._turns.add(job)

    def cancel(self, job: Job) -> None:
        """Stop a job whose client has left, wherever it is.

        A worker that has just begun it may end it: most take less than another worker's birth.
        """
        if job.over:
            return
        self._turns.remove(job)
        if job in self._urgent:
            self._urgent.remove(job)
        if job.worker is None and job.number in self._out:
            self._read_slots()
        if job.worker is not None and job.worked(time.monotonic()) < _PATIENCE:
            job.fail(ClientLeft())
            return
        self._stop(job)

    def _stop(self, job: Job) -> None:
        """End a job that nobody waits for, and whoever has it; its client pays for that."""
        if job.worker is not None:
            self._clients.penalize(job.client, time.monotonic(), rest=_REST)
        self._fail(job, ClientLeft())
        self._workers.replenish()

    # What goes out.

    def _has_room(self) -> bool:
        """Return whether another job may go out: to a worker, or to wait for the next free one."""
        light = len(self._out) - self._occupied
        return light < self._workers.light_count + _AHEAD * self._bounds.workers

    def _is_next(self, client: str) -> bool:
        """Return whether a newcomer need not wait: who does while there is room is held back."""
        return client not in self._turns and self._admits(client)

    def _admits(self, client: str) -> bool:
        """Return whether another job of a client may go out just now.

        Where there are others, long jobs do not wait for the next worker: those who come would
        stand behind them. One that had a slow job lately leaves a worker to others, and pauses
        where it left one for which a worker had to end.
        """
        had_long = self._clients.had_long_job
        if had_long(client) and self._light_out(had_long) >= max(1, self._workers.light_count):
            return False
        if not self._clients.is_penalized(client):
            return True
        if self._clients.rests(client):
            return False
        return self._light_out(client.__eq__) < max(1, self._bounds.workers - 1)

    def _light_out(self, counts: Callable[[str], bool]) -> int:
        """Return how many jobs of some clients are out that do not keep their worker for longer."""
        return sum(1 for job in self._out.values() if not job.occupies and counts(job.client))

    def _send(self, job: Job) -> bool:
        """Let a job out; False where the socket takes no more just now.

        Packets come out in the order of their numbers, each to one worker, which so has a
        greater number than before.
        """
        number = self._numbered + 1
        try:
            self._supply.jobs.send(packet(number, job.request))
        except (BlockingIOError, InterruptedError):
            return False
        job.number = self._numbered = number
        job.sent = time.monotonic()
        self._out[number] = job
        self._clients.add(job.client)
        return True

    def _next(self) -> None:
        """Let those out whose turn it is; of two one is not urgent, if it waits."""
        while (self._urgent or len(self._turns)) and self._has_room():
            job = None
            if self._hurried or not self._urgent:
                job = self._turns.next(self._admits, self._clients.__getitem__)
            self._hurried = job is None
            if job is None and self._urgent:
                job = self._urgent.pop(0)
            if job is None:
                return
            if not self._send(job):
                job.urgent = True  # it had its turn
                self._urgent.insert(0, job)
                return

    def job_of(self, worker: WorkerChannel, number: int) -> Job | None:
        """Return the job of a number, which a worker has; None where nobody waits for it."""
        job = self._out.get(number)
        if job is not None and job.worker is None:
            self._attach(worker, job)
        return job

    def _attach(self, worker: WorkerChannel, job: Job) -> None:
        """Note which worker has a job, or had it before the one that it has now."""
        slots = self._supply.slots
        job.worker = worker
        if worker.job is None or worker.job.number < job.number:
            worker.job = job
        is_newest = slots.jobs[worker.slot] == job.number
        job.compute(slots.begun[worker.slot] if is_newest else time.monotonic())

    def on_done(self, worker: WorkerChannel, job: Job) -> None:  # noqa: ARG002 - the protocol's
        """Hear that a job was answered to its end."""
        self._settle(job)
        if self._urgent or len(self._turns):
            self._next()

    def _settle(self, job: Job) -> None:
        """Forget a job that is out, but not that others noticed it."""
        if self._out.pop(job.number, None) is None:
            return
        now = time.monotonic()
        if job.worked(now) > _PATIENCE:
            self._clients.note_long(job.client, now)
        if job.occupies:
            self._occupied = max(0, self._occupied - 1)
        self._clients.remove(job.client)

    def _fail(self, job: Job, failure: Refusal | ClientLeft) -> None:
        """Tell a job's client why there is no answer, and end the worker that has it."""
        worker = job.worker
        if worker is not None and worker.job is job:
            worker.job = None
            self._workers.kill(worker)
        elif worker is None and job.number in self._out:
            self._abandon(job)
        job.worker = None
        self._settle(job)
        job.fail(failure)

    def _abandon(self, job: Job) -> None:
        """Have the worker skip a job that will take it, or else end as soon as it is known."""
        self._supply.slots.cancel(job.number)
        self._abandoned.add(job.number)

    # Deaths.

    def on_lost(self, worker: WorkerChannel) -> None:
        """Hear that a worker's socket closed, and all that it sent was read."""
        self._workers.on_lost(worker)

    def _on_death(self, worker: WorkerChannel, code: int) -> None:
        """Tell whose job a dead worker had; one that died of another job's end has none."""
        self._deaths = time.monotonic()
        self.job_of(worker, self._supply.slots.jobs[worker.slot])
        jobs = [job for job in self._out.values() if job.worker is worker]
        worker.job = None
        for job in jobs:
            if worker.spent and not job.slow and not job.head.done():
                self._resend(job)
                continue
            if job.over:
                self._settle(job)
                continue
            log.warning(
                "worker %d died under request %s: %s", worker.number, job.digest, told_status(code)
            )
            self._fail(job, self._refusals.died(code))
        if code and not jobs and not worker.spent:
            log.warning("worker %d died: %s", worker.number, told_status(code))

    def _resend(self, job: Job) -> None:
        """Let a job out again that no worker has, or only one that ended for another's sake."""
        self._abandon(job)
        self._settle(job)
        job.worker = job.since = None
        job.urgent = True
        self._urgent.append(job)
        self._next()

    def on_log(self, job: Job | None, text: str) -> None:
        """Hear what a worker has for the log."""
        name = "of nobody" if job is None else job.digest
        log.error("request %s failed:\n%s", name, text.rstrip())

    # What takes long.

    def _schedule(self, now: float) -> None:
        """Look after a tick."""
        self._due = now + _TICK
        self._timer = self._loop.call_later(_TICK, self._look)

    def _look(self) -> None:
        """Look at all that is under way: what is late, slow, lost, or kept waiting."""
        now = time.monotonic()
        if now - self._due > _TICK and not self._excused:  # answers may be there, but not read yet
            self._excused = True
            self._schedule(now)
            return
        self._timer, self._excused = None, False
        for late in [*self._turns.late(now), *(job for job in self._urgent if job.until <= now)]:
            if late in self._urgent:
                self._urgent.remove(late)
            self._fail(late, self._refusals.no_worker(len(self._turns)))
        self._read_slots()
        self._find_lost(now)
        jobs = [job for job in self._out.values() if job.worker is not None]
        for job in jobs:
            self._look_at(job, now)
        for job in beyond_slow(jobs, self._bounds):
            self._fail(job, self._refusals.too_many_slow())
        for job in beyond_sent(jobs, self._bounds):
            self._fail(job, self._refusals.too_many_sent())
        self._occupied = sum(1 for job in jobs if job.occupies and not job.over)
        self._help_those_who_wait(now)
        self._workers.replenish()
        self._next()
        if self._out or self._urgent or len(self._turns) or self._abandoned:
            self._schedule(now)

    def _read_slots(self) -> None:
        """Learn which worker has which job; end one that has a job nobody waits for."""
        for worker in self._workers:
            number = self._supply.slots.jobs[worker.slot]
            self._taken = max(self._taken, number)
            if number in self._abandoned and not worker.spent:
                self._workers.kill(worker)
            self.job_of(worker, number)
            if number:
                worker.go_on(number)
        self._abandoned = {number for number in self._abandoned if number > self._taken}

    def _find_lost(self, now: float) -> None:
        """Let jobs out again that a worker took with it before it noted them, and late ones fail.

        Those before the last that was taken are lost, and all that lie there while a worker has
        nothing to do. One that was not lost after all is skipped by who takes it.
        """
        untaken = [job for job in self._out.values() if job.worker is None]
        after_death = bool(self._deaths) and now - self._deaths > _PATIENCE
        free = [w for w in self._workers.light() if w.job is None]
        for job in untaken:
            if job.until <= now:
                self._fail(job, self._refusals.no_worker(len(self._turns)))
            elif (after_death and job.number < self._taken) or (free and now - job.sent > _UNTAKEN):
                self._resend(job)
        if after_death:
            self._deaths = now if untaken else 0.0

    def _look_at(self, job: Job, now: float) -> None:
        worked = job.worked(now)
        if job.over:
            if worked > _PATIENCE:
                self._stop(job)
            return
        if worked > self._bounds.deadline:
            self._fail(job, self._refusals.too_late())
            return
        if job.sending is not None and now - job.sending > self._bounds.sending:
            self._fail(job, self._refusals.sent_too_slowly())
            return
        computing = job.since is not None and now - job.stretch > SLOW_SECONDS
        if computing and not job.slow and job.worker is not None and job.worker.job is job:
            job.slow = True
            self._clients.penalize(job.client, now)
            self._workers.lower(job.worker)

    def _help_those_who_wait(self, now: float) -> None:
        """Have another worker for who waits behind jobs that are not slow yet, later one less."""
        light = [worker.job for worker in self._workers.light()]
        stuck = all(job is not None and now - job.stretch > _PATIENCE for job in light)
        waiting = len(self._out) - self._occupied > len(light) or self._urgent or len(self._turns)
        if stuck and waiting:
            self._helped = now
            self._workers.add_one(self._bounds.workers + SPARE)
        elif len(light) > self._bounds.workers and now - self._helped > _LINGER:
            self._workers.retire_one(self._is_idle)

    def _is_idle(self, worker: WorkerChannel) -> bool:
        """Return whether a worker has no job, noted or known."""
        return worker.job is None and self._supply.slots.jobs[worker.slot] not in self._out
