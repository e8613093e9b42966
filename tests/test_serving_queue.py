"""The queue of a server process, with workers that do just what a test wants, when it wants."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from mcdgraph.serving.control import WorkerSupply, packet_pair
from mcdgraph.serving.frames import (
    FrameType,
    Head,
    encode_head,
    frame,
    read_packet,
    whole_frames,
)
from mcdgraph.serving.job import AHEAD, ClientLeft, Job
from mcdgraph.serving.publication import Content
from mcdgraph.serving.queue import Queue
from mcdgraph.serving.refusals import Refusal, Refusals
from mcdgraph.serving.slots import WorkerSlots, most_workers
from mcdgraph.serving.worker import run_worker
from mcdgraph.settings import QuerySettings, Settings

#: Long enough for the queue to look at all that is under way, several times.
SOON = 0.06
KILLED = -9


class ScriptedWorker:
    """A worker played by a test: it takes jobs, notes them and answers when told to."""

    def __init__(self, number: int, slot: int, supply: "ScriptedSupply") -> None:
        """Note jobs in ``slot``."""
        self.number = number
        self.slot = slot
        self.channel, self.end = socket.socketpair()
        self.channel.setblocking(False)
        self._supply = supply

    def receive(self) -> int:
        """Take the next packet and note nothing yet; return its number, 0 where there is none."""
        try:
            return read_packet(self._supply.out.recv(2**17))[0]
        except BlockingIOError:
            return 0

    def take(self) -> int:
        """Take the next job that somebody waits for, and note it; 0 where there is none."""
        while (number := self.receive()) and self._supply.slots.is_cancelled(number):
            pass
        if number:
            self._supply.slots.begin(self.slot, number, asyncio.get_running_loop().time())
        return number

    def answer(self, number: int, body: bytes) -> None:
        """Send a whole answer."""
        self.channel.send(frame(FrameType.ANSWER, encode_head(number, Head(200, b"")), body))

    def begin(self, number: int) -> None:
        """Send the head of a long answer."""
        self.channel.send(frame(FrameType.BEGIN, encode_head(number, Head(200, b""))))

    def send(self, kind: FrameType, data: bytes = b"") -> None:
        """Send a part of a long answer."""
        self.channel.send(frame(kind, data))

    def die(self, code: int = KILLED) -> None:
        """End, and have the server process told of it."""
        self.channel.close()
        self._supply.on_exit(self.number, code)


class ScriptedSupply(WorkerSupply):
    """Gives birth to scripted workers, and notes whom it was asked to kill."""

    def __init__(self, bounds: QuerySettings) -> None:
        """Fork as many as are asked for, unless `barren`."""
        ours, theirs = packet_pair()
        jobs, self.out = packet_pair()
        self.out.setblocking(False)
        super().__init__(ours, jobs, WorkerSlots(most_workers(bounds)))
        self._theirs = theirs
        self.workers: list[ScriptedWorker] = []
        self.killed: list[int] = []
        self.barren = False
        self.refused = 0

    def fork(self) -> None:
        """Give birth to a worker at once."""
        if self.barren:
            self.refused += 1
            self.on_failure()
            return
        number = len(self.workers) + 1
        worker = ScriptedWorker(number, (number - 1) % len(self.slots), self)
        self.workers.append(worker)
        self.on_birth(number, worker.slot, worker.end)

    def kill(self, number: int) -> None:
        """Note it, and let the worker die."""
        self.killed.append(number)
        asyncio.get_running_loop().call_soon(self.workers[number - 1].die)

    def lower(self, number: int) -> None:
        """Do nothing."""


Play = Callable[[Queue, ScriptedSupply], Awaitable[None]]


def play(test: Play, workers: int = 1, deadline: float = 5.0, *, barren: bool = False) -> None:
    """Run a queue with so many scripted workers."""

    async def run() -> None:
        bounds = QuerySettings(workers=workers, deadline=deadline)
        supply = ScriptedSupply(bounds)
        supply.barren = barren
        queue = Queue(supply, bounds, Refusals(bounds))
        starting = asyncio.get_running_loop().create_task(queue.start())
        if not barren:
            await starting
        await test(queue, supply)
        await starting
        queue.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def submit(queue: Queue, text: bytes = b"asked", client: str = "a") -> Job:
    """Submit a request."""
    return queue.submit(text, client)


async def body_of(job: Job) -> bytes:
    """Return the whole body of an answer."""
    await job.head
    if job.body is not None:
        return job.body
    parts = []
    while part := await job.next_chunk():
        parts.append(part)
    return b"".join(parts)


def test_a_long_answer_behind_one_not_read_yet_is_whole() -> None:
    """A worker that took the next job before its last answer was read has both their answers."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        first, second = submit(queue), submit(queue)
        one, two = worker.take(), worker.take()
        await asyncio.sleep(SOON)  # the queue learns of the second from the slot
        worker.answer(one, b"first")
        worker.begin(two)
        worker.send(FrameType.DATA, b"second")
        worker.send(FrameType.END)
        assert await body_of(first) == b"first"
        assert await body_of(second) == b"second"

    play(test)


def test_a_worker_that_dies_behind_an_answer_fails_its_newer_job() -> None:
    """The job that a dead worker had is told, though the answer before it was read late."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        first, second = submit(queue), submit(queue)
        one, _ = worker.take(), worker.take()
        await asyncio.sleep(SOON)
        worker.answer(one, b"first")
        assert await body_of(first) == b"first"
        worker.die()
        with pytest.raises(Refusal):
            await body_of(second)

    play(test)


def test_a_job_that_was_left_before_it_was_taken_is_not_done() -> None:
    """Its worker skips it; one that began with it just then is ended."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        left, kept = submit(queue), submit(queue)
        queue.cancel(left)
        with suppress(ClientLeft):
            await left.head
        number = worker.take()
        assert number == kept.number
        worker.answer(number, b"kept")
        assert await body_of(kept) == b"kept"
        again = submit(queue)
        taken = worker.receive()
        queue.cancel(again)
        with suppress(ClientLeft):
            await again.head
        supply.slots.begin(worker.slot, taken, 0.0)
        await asyncio.sleep(SOON)
        assert supply.killed == [worker.number]
        assert len(supply.workers) == 2

    play(test)


def test_a_light_job_that_was_left_is_ended_by_its_worker() -> None:
    """Its answer goes to nobody, and the worker lives on."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        for answer in ("whole", "in parts"):
            left = submit(queue)
            number = await taken(worker)
            queue.cancel(left)
            with pytest.raises(ClientLeft):
                await left.head
            if answer == "whole":
                worker.answer(number, b"left")
            else:
                worker.begin(number)
                worker.send(FrameType.DATA, b"left")
                worker.send(FrameType.END)
            await asyncio.sleep(SOON)
            kept = submit(queue)
            worker.answer(await taken(worker), b"kept")
            assert await body_of(kept) == b"kept"
        assert supply.killed == []

    play(test)


def test_who_leaves_a_worker_at_work_waits_for_the_next() -> None:
    """It is ended soon; the client gets another later than one who asks after it."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        other = submit(queue, client="b")
        supply.workers[0].answer(await taken(supply.workers[0]), b"other")
        await body_of(other)
        left = submit(queue)
        await taken(supply.workers[0])
        queue.cancel(left)
        with pytest.raises(ClientLeft):
            await left.head
        await asyncio.sleep(SOON)
        assert supply.killed == [supply.workers[0].number]
        again, newcomer = submit(queue), submit(queue, client="b")
        assert await taken(supply.workers[1]) == newcomer.number
        supply.workers[1].answer(newcomer.number, b"first")
        assert await body_of(newcomer) == b"first"
        supply.workers[1].answer(await taken(supply.workers[1]), b"second")
        assert await body_of(again) == b"second"

    play(test)


def test_nobody_waits_behind_more_than_one_job_of_whose_jobs_are_long() -> None:
    """Quick jobs are sent before a worker is free; those of who had a long one are not."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        for client, seconds in (("b", 0.0), ("a", SOON)):
            job = submit(queue, client=client)
            number = await taken(worker)
            await asyncio.sleep(seconds)
            worker.answer(number, b"alone")
            await body_of(job)
        jobs = [submit(queue, client=client) for client in "aab"]
        order = []
        for _ in jobs:
            order.append(await taken(worker))
            worker.answer(order[-1], b"in turn")
            await asyncio.sleep(0)
        assert [await body_of(job) for job in jobs] == [b"in turn"] * 3
        first, second, newcomer = (job.number for job in jobs)
        assert order == [first, newcomer, second]

    play(test)


def test_a_job_lost_between_a_packet_and_its_note_is_done_by_another() -> None:
    """Nobody else asks meanwhile, so that no later job shows that it was taken."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        job = submit(queue)
        supply.workers[0].receive()
        supply.workers[0].die()
        second = await taken(supply.workers[1])
        supply.workers[1].answer(second, b"after all")
        assert await body_of(job) == b"after all"

    play(test, workers=2)


async def taken(worker: ScriptedWorker) -> int:
    """Wait until there is a job, and take it."""
    while not (number := worker.take()):
        await asyncio.sleep(0.01)
    return number


def test_an_answer_that_began_is_cut_and_not_begun_anew() -> None:
    """A worker that was ended for another's sake took a job whose answer had begun."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        first, second = submit(queue), submit(queue)
        one = worker.take()
        await asyncio.sleep(SOON)
        worker.answer(one, b"first")
        two = worker.take()
        worker.begin(two)
        worker.send(FrameType.DATA, b"half")
        queue.cancel(first)  # not read yet
        await second.head
        assert await second.next_chunk() == b"half"
        with pytest.raises(Refusal):
            await second.next_chunk()

    play(test)


def test_nobody_waits_behind_a_client_who_does_not_read() -> None:
    """What the socket still holds of a long answer is read for the sake of the answer behind."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        worker = supply.workers[0]
        stuck, light = submit(queue), submit(queue, client="b")
        one = worker.take()
        worker.begin(one)
        for _ in range(AHEAD // 2**16):
            worker.send(FrameType.DATA, b"x" * 2**16)
            await asyncio.sleep(0.01)
        worker.send(FrameType.DATA, b"x")
        worker.send(FrameType.END)
        await asyncio.sleep(SOON)
        two = worker.take()
        worker.answer(two, b"light")
        assert await asyncio.wait_for(body_of(light), 2) == b"light"
        assert len(await body_of(stuck)) == AHEAD + 1

    play(test)


def test_urgent_jobs_come_before_others_by_turns() -> None:
    """One of a client at a time; of two that go out, one is that of who waits for a turn."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        (worker,) = supply.workers
        names: dict[int, str] = {}
        for number in range(3):  # one with the worker, and two that wait for it
            submit(queue, b"before", f"busy{number}")
        jobs = [submit(queue, b"light", f"l{number}") for number in range(4)]
        for client in "abc" * 3:
            jobs.append(queue.submit(b"urgent", client, urgent=True))
        order = []
        while len(order) < len(jobs):
            number = await taken(worker)
            names = {job.number: f"{job.request.decode()} {job.client}" for job in jobs}
            order += [names[number]] if number in names else []
            worker.answer(number, b"done")
            await asyncio.sleep(0.001)
        assert order[:6] == ["urgent a", "light l0", "urgent b", "light l1", "urgent c", "light l2"]
        assert order[6] == "light l3"
        assert sorted(order[7:]) == sorted(["urgent a", "urgent b", "urgent c"] * 2)

    play(test)


def test_a_job_nobody_takes_is_refused_at_its_deadline() -> None:
    """A worker that neither works nor ends keeps its client waiting no longer than that."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        job = submit(queue)
        with pytest.raises(Refusal):
            await asyncio.wait_for(job.head, 3)

    play(test, deadline=0.3)


def test_a_start_without_workers_goes_on_until_there_is_one() -> None:
    """Forks that fail are tried again."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        await asyncio.sleep(0.7)
        assert supply.refused >= 2
        supply.barren = False

    play(test, barren=True)


def test_workers_that_die_young_are_not_replaced_at_once() -> None:
    """What ends each of them would end the next, and the machine would only fork."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        supply.workers[0].die(1)
        await asyncio.sleep(0.2)
        assert len(supply.workers) == 1
        job = submit(queue)
        await asyncio.sleep(0.6)
        assert len(supply.workers) == 2
        supply.workers[1].answer(await taken(supply.workers[1]), b"late")
        assert await body_of(job) == b"late"

    play(test)


def test_a_worker_that_cannot_begin_says_why() -> None:
    """Its traceback goes to the log, and its exit code is not that of success."""
    ours, theirs = socket.socketpair()
    jobs, _out = packet_pair()

    def fail() -> None:
        raise LookupError("nothing to begin with")

    content = Content(
        application=lambda environ, start: [], parameters=frozenset(), after_fork=fail
    )
    number = os.fork()
    if number == 0:
        os._exit(not run_worker(theirs, jobs, WorkerSlots(1), 0, content, Settings()))
    _, status = os.waitpid(number, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    kind, start, end = next(whole_frames(data := ours.recv(2**16)))
    assert kind == FrameType.LOG
    assert b"LookupError: nothing to begin with" in data[start:end]


def test_the_number_of_workers_is_kept() -> None:
    """After answers, departures and deaths as many are there for light requests as at first."""

    async def test(queue: Queue, supply: ScriptedSupply) -> None:
        for _ in range(20):
            jobs = [submit(queue) for _ in range(8)]
            for worker in [w for w in supply.workers if w.channel.fileno() >= 0]:
                if number := worker.take():
                    worker.answer(number, b"done")
            supply.workers[-1].die()
            queue.cancel(jobs[0])
            for job in jobs:
                queue.cancel(job)
                with suppress(ClientLeft, Refusal):
                    await job.head
            await asyncio.sleep(SOON)
        living = [w for w in supply.workers if w.channel.fileno() >= 0]
        assert len(living) >= 2
        for _ in range(3):
            last = submit(queue)
            number = await taken(living[-1])
            living[-1].answer(number, b"last")
            assert await body_of(last) == b"last"

    play(test, workers=2)
