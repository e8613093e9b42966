"""The pool sends queries ahead, takes them back in time, and loses none, whoever dies.

The nursery and its executors are played by the test, at the other ends of real sockets.
"""

import array
import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mcdgraph.errors import QueryError, QueryTimeout, QueryUnavailable
from mcdgraph.formats import RESULTS_CSV
from mcdgraph.queries import QueryRequest, crew, footprint, pool, watch
from mcdgraph.queries.crew import DEPTH
from mcdgraph.queries.footprint import MEBIBYTE, STACK
from mcdgraph.queries.nursery import RECORD, Notice, Order, listen
from mcdgraph.queries.pool import Pool
from mcdgraph.queries.requests import AnswerKind
from mcdgraph.queries.wire import (
    PREAMBLE,
    FrameType,
    Head,
    decode_request,
    encode_head,
    encode_request,
    frame,
)
from mcdgraph.queries.worker import Run
from mcdgraph.settings import QuerySettings

HEAD = Head(kind=AnswerKind.BINDINGS, form=RESULTS_CSV)
BOUNDS = QuerySettings(deadline=1.5, workers=2, slow_workers=2, queue=40)


@pytest.fixture(autouse=True)
def _slow_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a busy machine time: everything is quick, and slow is what takes very long."""
    monkeypatch.setattr(crew, "BEHIND", 10.0)
    monkeypatch.setattr(pool, "BRISK", 10.0)
    late = {"BEHIND": 0.3, "SLOW_AFTER": 0.5, "LOW_AFTER": 0.6, "STUBBORN": 0.8}
    for name, seconds in late.items():
        monkeypatch.setattr(watch, name, seconds)
    monkeypatch.setattr(footprint, "room", lambda _: 2**40)  # no such processes are known


class Told:
    """An asker that remembers what it was told."""

    def __init__(self) -> None:
        """Wait for an end."""
        self.parts: list[bytes] = []
        self.end: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def whole(self, head: Head, body: bytes) -> None:
        """Take a whole answer."""
        assert head == HEAD
        self.end.set_result(body.decode())

    def begun(self, head: Head) -> None:
        """Take the head of a long one."""
        assert head == HEAD
        self.parts.append(b"")

    def data(self, chunk: bytes) -> None:
        """Take a part."""
        self.parts.append(chunk)

    def ended(self) -> None:
        """Take the end."""
        self.end.set_result(b"".join(self.parts).decode())

    def failed(self, error: QueryError) -> None:
        """Take an error."""
        self.end.set_exception(error)


class Executor:
    """The other end of a worker's channel."""

    def __init__(self, number: int, end: socket.socket) -> None:
        """Play executor ``number``."""
        self.number = number
        self._end = end
        self._received = b""

    async def query(self) -> str:
        """Give the next query's text."""
        return decode_request((await self._frame())[1]).text

    async def forget(self) -> list[str]:
        """Read up to FORGET, and say so; give the texts that it was about."""
        texts = []
        while (found := await self._frame())[0] == FrameType.REQUEST:
            texts.append(decode_request(found[1]).text)
        assert found[0] == FrameType.FORGET
        self.send(FrameType.FORGOTTEN)
        return texts[-found[1][0] :]

    async def _frame(self) -> tuple[int, bytes]:
        loop = asyncio.get_running_loop()
        while not self._whole():
            part = await asyncio.wait_for(loop.sock_recv(self._end, 65536), 2)
            assert part, "the pool hung up"
            self._received += part
        kind, length = PREAMBLE.unpack_from(self._received)
        end = PREAMBLE.size + length
        payload, self._received = self._received[PREAMBLE.size : end], self._received[end:]
        return kind, payload

    def _whole(self) -> bool:
        size = len(self._received)
        return size >= PREAMBLE.size and (
            size >= PREAMBLE.size + PREAMBLE.unpack_from(self._received)[1]
        )

    def answer(self, text: str) -> None:
        """Answer with a whole body."""
        self._end.sendall(frame(FrameType.WHOLE, encode_head(HEAD), text.encode()))

    def send(self, kind: FrameType, payload: bytes = b"") -> None:
        """Send a frame."""
        self._end.sendall(frame(kind, payload))

    def send_together(self, *frames: tuple[FrameType, bytes]) -> None:
        """Send frames that are read at once."""
        self._end.sendall(b"".join(frame(kind, payload) for kind, payload in frames))

    def die(self) -> None:
        """Hang up."""
        self._end.close()


class Stage:
    """A pool, and the nursery that the test plays to it."""

    def __init__(self, folder: Path, bounds: QuerySettings) -> None:
        """Set up both."""
        listener = listen(folder / "nursery.sock")
        self.pool = Pool(folder / "nursery.sock", bounds)
        self._nursery, _ = listener.accept()
        listener.close()
        self._nursery.setblocking(False)
        self.pool.attach(asyncio.get_running_loop())
        self.orders: list[tuple[Order, int]] = []
        self._count = 100

    async def executor(self) -> Executor:
        """Obey orders until an executor is to be born, and give that."""
        while True:
            record = await asyncio.wait_for(self._order(), 2)
            if record[0] is Order.SPAWN:
                return self._spawn()
            self.orders.append(record)

    async def listen(self, seconds: float = 0.05) -> None:
        """Obey for a while; nothing is to be born meanwhile."""
        try:
            while True:
                self.orders.append(await asyncio.wait_for(self._order(), seconds))
        except TimeoutError:
            return

    async def _order(self) -> tuple[Order, int]:
        data = await asyncio.get_running_loop().sock_recv(self._nursery, RECORD.size)
        order, number, _ = RECORD.unpack(data)
        return Order(order), number

    def _spawn(self) -> Executor:
        self._count += 1
        theirs, ours = socket.socketpair()
        rights = array.array("i", [theirs.fileno()])
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)]
        self._nursery.sendmsg([RECORD.pack(Notice.SPAWNED, self._count, 0)], ancillary)
        theirs.close()
        ours.setblocking(False)
        return Executor(self._count, ours)

    def bury(self, executor: Executor, status: int) -> None:
        """Tell of a death."""
        executor.die()
        self._nursery.sendall(RECORD.pack(Notice.DIED, executor.number, status))

    def end(self) -> None:
        """Be a nursery that dies."""
        self._nursery.close()

    def ask(self, text: str, client: str = "a") -> Told:
        """Ask, in CSV."""
        told = Told()
        self.run(text, told, client)
        return told

    def run(self, text: str, told: Told, client: str = "a") -> Run:
        """Ask, in CSV, on behalf of ``told``."""
        message = encode_request(QueryRequest(text=text, results=RESULTS_CSV))
        return self.pool.ask(message, client, told)

    async def begin(self, executor: Executor, told: Told) -> tuple[Run, Executor]:
        """Ask for a long answer that ``executor`` begins; give the one that takes its place."""
        run = self.run("long", told)
        assert await executor.query() == "long"
        executor.send(FrameType.HEAD, encode_head(HEAD))
        return run, await self.executor()


Play = Callable[[Stage, Executor, Executor], Awaitable[None]]


def play(folder: Path, scene: Play, bounds: QuerySettings = BOUNDS) -> None:
    """Play a scene with two executors, one of which has shown that it is quick."""

    async def run() -> None:
        stage = Stage(folder, bounds)
        first, second = await stage.executor(), await stage.executor()
        told = stage.ask("warm up")
        assert await first.query() == "warm up"
        first.answer("warm")
        assert await told.end == "warm"
        await scene(stage, first, second)
        assert not stage.pool.ledger.busy
        assert (
            stage.pool.lanes.fast.busy
            == stage.pool.lanes.slow.busy
            == stage.pool.lanes.sending.busy
            == 0
        )
        assert stage.pool.lanes.fast.waiting == stage.pool.lanes.slow.waiting == 0

    asyncio.run(run())


def test_light_queries_are_sent_ahead(tmp_path: Path) -> None:
    """They go to the executor that is quick, and come back in their order."""

    async def scene(stage: Stage, first: Executor, _: Executor) -> None:
        told = [stage.ask(f"q{n}") for n in range(DEPTH)]
        for n in range(DEPTH):
            assert await first.query() == f"q{n}"
            first.answer(f"a{n}")
        assert [await one.end for one in told] == [f"a{n}" for n in range(DEPTH)]

    play(tmp_path, scene)


def test_a_long_query_is_not_sent_ahead(tmp_path: Path) -> None:
    """It would find no room in the socket of an executor that is at work."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        light, long = stage.ask("light"), stage.ask("x" * 100_000)
        assert await second.query() == "x" * 100_000
        second.answer("long")
        assert await first.query() == "light"
        first.answer("light")
        assert (await light.end, await long.end) == ("light", "long")

    play(tmp_path, scene)


def test_what_waits_behind_a_slow_query_goes_elsewhere(tmp_path: Path) -> None:
    """The light one is answered by the other executor, and the first is told to forget it."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow, light = stage.ask("slow"), stage.ask("light", "b")
        assert await first.query() == "slow"
        assert await second.query() == "light"
        second.answer("light")
        assert await light.end == "light"
        first.answer("slow")
        assert await slow.end == "slow"
        assert await first.forget() == ["light"]
        await asyncio.sleep(0.01)
        after = stage.ask("after")
        assert await first.query() == "after"
        first.answer("used again")
        assert await after.end == "used again"
        await stage.listen()
        assert stage.orders == []

    play(tmp_path, scene)


def test_what_was_begun_before_it_was_to_be_forgotten_is_heard_by_nobody(tmp_path: Path) -> None:
    """An answer that crosses FORGET on its way is no answer to what is asked next."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow, light = stage.ask("slow"), stage.ask("light", "b")
        assert await first.query() == "slow"
        assert await second.query() == "light"
        first.answer("slow")
        first.answer("crossing")
        assert await first.forget() == ["light"]
        second.answer("light")
        assert (await slow.end, await light.end) == ("slow", "light")
        await asyncio.sleep(0.01)
        after = stage.ask("after")
        assert await first.query() == "after"
        first.answer("after")
        assert await after.end == "after"

    play(tmp_path, scene)


def test_an_executor_that_does_not_forget_soon_is_ended(tmp_path: Path) -> None:
    """It had begun with what it was to forget, and that takes long."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow, light = stage.ask("slow"), stage.ask("light", "b")
        assert await first.query() == "slow"
        assert await second.query() == "light"
        first.answer("slow")
        assert await slow.end == "slow"
        await stage.executor()
        assert stage.orders == [(Order.KILL, first.number)]
        second.answer("light")
        assert await light.end == "light"

    play(tmp_path, scene)


def test_an_executor_that_has_grown_is_not_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next query is to find as much memory as the one before."""
    monkeypatch.setattr(pool, "HEAVY", 0.0)
    left = BOUNDS.memory * MEBIBYTE + STACK

    async def scene(stage: Stage, first: Executor, _: Executor) -> None:
        for growth in (MEBIBYTE, 64 * MEBIBYTE):
            await stage.listen()
            assert stage.orders == []
            monkeypatch.setattr(footprint, "room", {first.number: left - growth}.get)
            told = stage.ask("heavy")
            assert await first.query() == "heavy"
            first.answer("done")
            assert await told.end == "done"
        await stage.executor()
        assert stage.orders == [(Order.KILL, first.number)]

    play(tmp_path, scene)


def test_only_the_query_that_was_worked_on_pays_for_a_death(tmp_path: Path) -> None:
    """Its asker is told why; what waited behind it is answered by another executor."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        deadly, light = stage.ask("deadly"), stage.ask("light", "b")
        assert await first.query() == "deadly"
        stage.bury(first, signal.SIGABRT)
        assert await second.query() == "light"
        second.answer("light")
        assert await light.end == "light"
        with pytest.raises(QueryError, match=r"query\.memory"):
            await deadly.end
        await stage.executor()

    play(tmp_path, scene)


def test_a_query_that_was_given_up_holds_nothing(tmp_path: Path) -> None:
    """Its executor goes on if it answers soon, and is ended if it does not."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        for text in ("soon", "never"):
            run = stage.run(text, Told())
            assert await first.query() == text
            stage.pool.end(run)
            assert not stage.pool.ledger.busy
            if text == "soon":
                first.answer("unheard")
                await asyncio.sleep(0.001)
        await stage.executor()
        assert (Order.KILL, first.number) in stage.orders
        light = stage.ask("light")
        assert await second.query() == "light"
        second.answer("light")
        assert await light.end == "light"

    play(tmp_path, scene)


def test_a_slow_query_makes_way_and_ends_at_its_deadline(tmp_path: Path) -> None:
    """It is slowed down in time, and ended; the executor is replaced."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        endless = stage.ask("endless")
        assert await first.query() == "endless"
        with pytest.raises(QueryTimeout, match=r"query\.deadline"):
            await asyncio.wait_for(endless.end, 2)
        await stage.executor()
        assert stage.orders == [(Order.SLOW, first.number), (Order.KILL, first.number)]

    play(tmp_path, scene)


def test_an_executor_that_was_slow_for_a_while_is_used_again(tmp_path: Path) -> None:
    """Nobody else waited, so it kept its place and its priority."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow = stage.ask("slow")
        assert await first.query() == "slow"
        while not stage.pool.ledger.slow("a"):
            await asyncio.sleep(0.01)
        first.answer("slow")
        assert await slow.end == "slow"
        after = stage.ask("after")
        assert await first.query() == "after"
        first.answer("after")
        assert await after.end == "after"
        await stage.listen()
        assert stage.orders == []

    play(tmp_path, scene)


def test_a_slow_query_that_is_in_the_way_has_low_priority(tmp_path: Path) -> None:
    """As soon as it is slow, for another client's sake; its executor is not used again."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow = [stage.ask(f"slow {number}", f"attacker {number}") for number in range(2)]
        assert await first.query() == "slow 0"
        assert await second.query() == "slow 1"
        light = stage.ask("light", "b")
        third = await stage.executor()
        assert await third.query() == "light"
        third.answer("light")
        assert await light.end == "light"
        assert (Order.SLOW, first.number) in stage.orders
        for number, executor in enumerate((first, second)):
            executor.answer("slow")
            assert await slow[number].end == "slow"
        await stage.listen()
        assert (Order.KILL, first.number) in stage.orders

    play(tmp_path, scene)


def test_an_answer_that_crosses_the_order_to_stop_ends_its_executor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stopped when it is to be used again, and would never answer."""
    monkeypatch.setattr(watch, "LOW_AFTER", 5.0)
    bounds = QuerySettings(deadline=5, workers=2, slow_workers=1, queue=40)

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        told = {text: stage.ask(text) for text in ("p", "q")}
        at_work = {await first.query(): first, await second.query(): second}
        waiting = stage.ask("waits")
        third = await stage.executor()  # in the place of one that moved
        await stage.executor()  # and of one that was stopped
        ((order, stopped),) = stage.orders
        assert order is Order.STOP
        for text in sorted(told, key=lambda text: at_work[text].number != stopped):
            at_work[text].answer(f"{text} is there")
            assert await told[text].end == f"{text} is there"
        assert await third.query() == "waits"
        third.answer("waited")
        assert await waiting.end == "waited"
        await stage.listen()
        assert (Order.KILL, stopped) in stage.orders

    play(tmp_path, scene, bounds)


def test_an_executor_that_is_out_of_step_is_ended(tmp_path: Path) -> None:
    """Who asked is told, and what waited behind goes elsewhere."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        lost, light = stage.ask("lost"), stage.ask("light", "b")
        assert await first.query() == "lost"
        first.send(FrameType.FORGOTTEN)
        assert await second.query() == "light"
        second.answer("light")
        assert await light.end == "light"
        with pytest.raises(QueryError):
            await lost.end
        await stage.executor()
        assert stage.orders == [(Order.KILL, first.number)]

    play(tmp_path, scene)


def test_a_client_with_slow_queries_leaves_an_executor_to_others(tmp_path: Path) -> None:
    """Its next queries wait for its first; somebody else's does not."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        slow = stage.ask("slow", "attacker")
        assert await first.query() == "slow"
        while not stage.pool.ledger.slow("attacker"):
            await asyncio.sleep(0.01)
        more = stage.ask("more", "attacker")
        light = stage.ask("light", "b")
        assert await second.query() == "light"
        second.answer("light")
        assert await light.end == "light"
        await stage.executor()  # the slow one made way for the attacker's next
        assert await second.query() == "more"
        first.answer("slow")
        second.answer("more")
        assert await slow.end == "slow"
        assert await more.end == "more"

    play(tmp_path, scene)


def test_a_long_answer_comes_in_parts(tmp_path: Path) -> None:
    """It leaves the fast lane, whose executor is replaced, and can be paused."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        told = Told()
        run, _ = await stage.begin(first, told)
        assert (stage.pool.lanes.fast.busy, stage.pool.lanes.sending.busy) == (0, 1)
        stage.pool.pause(run)
        first.send(FrameType.DATA, b"one ")
        await asyncio.sleep(0.05)
        assert told.parts == [b""]
        stage.pool.resume(run)
        first.send(FrameType.DATA, b"two")
        first.send(FrameType.END)
        assert await told.end == "one two"

    play(tmp_path, scene)


def test_an_executor_that_sent_a_long_answer_is_used_again(tmp_path: Path) -> None:
    """It steps in where the next long answer leaves a gap, and no other is ordered for that."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        crew_now = [first, second]
        for number in range(3):
            told = stage.ask("long")
            assert await crew_now[0].query() == "long"
            crew_now[0].send(FrameType.HEAD, encode_head(HEAD))
            if number == 0:
                crew_now.append(await stage.executor())
            else:
                await stage.listen()
            crew_now[0].send(FrameType.END)
            assert await told.end == ""
            crew_now.append(crew_now.pop(0))
        assert stage.orders == []

    play(tmp_path, scene)


def test_a_long_answer_that_takes_long_is_slowed_down(tmp_path: Path) -> None:
    """Its executor has low priority from then on, and is not used again."""

    async def scene(stage: Stage, first: Executor, _: Executor) -> None:
        told = stage.ask("long")
        assert await first.query() == "long"
        first.send(FrameType.HEAD, encode_head(HEAD))
        third = await stage.executor()
        await stage.listen(0.7)
        assert stage.orders == [(Order.SLOW, first.number)]
        first.send(FrameType.END)
        assert await told.end == ""
        await stage.listen()
        assert stage.orders[1:] == [(Order.KILL, first.number)]
        third.die()

    play(tmp_path, scene)


def test_no_more_than_some_executors_are_kept(tmp_path: Path) -> None:
    """After many long answers at once the fast lane is full, and few are to spare."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        at_work, told = [], []
        idle = [first, second]
        for _ in range(5):
            told.append(stage.ask("long"))
            at_work.append(idle.pop(0))
            assert await at_work[-1].query() == "long"
            at_work[-1].send(FrameType.HEAD, encode_head(HEAD))
            idle.append(await stage.executor())
        for one, executor in zip(told, at_work, strict=True):
            executor.send(FrameType.END)
            assert await one.end == ""
        await stage.listen()
        kept = at_work[: crew.SPARE]
        assert stage.orders == [(Order.KILL, gone.number) for gone in at_work[len(kept) :]]

    play(tmp_path, scene)


def test_an_executor_that_was_paused_is_heard_again(tmp_path: Path) -> None:
    """The last part filled the client's buffer, and the end came with it."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        class Full(Told):
            def data(self, chunk: bytes) -> None:
                super().data(chunk)
                stage.pool.pause(run)

        told = Full()
        run, third = await stage.begin(first, told)
        first.send_together((FrameType.DATA, b"last"), (FrameType.END, b""))
        assert await told.end == "last"
        for executor in (second, third):  # the one to spare takes the place of one that dies
            executor.die()
        await stage.executor()
        light = stage.ask("light")
        assert await first.query() == "light"
        first.answer("heard")
        assert await asyncio.wait_for(light.end, 1) == "heard"

    play(tmp_path, scene)


def test_a_long_answer_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    """Its executor is ended at once, even where no time has passed since it began."""

    async def scene(stage: Stage, first: Executor, second: Executor) -> None:
        told = Told()
        run, third = await stage.begin(first, told)
        stage.pool.pause(run)
        run.spent = 0.0
        stage.pool.end(run)
        await stage.listen()
        assert stage.orders == [(Order.KILL, first.number)]
        third.die()

    play(tmp_path, scene)


def test_everybody_is_told_when_the_nursery_is_gone(tmp_path: Path) -> None:
    """Queries at work, sent ahead and in the queue fail; so does who asks after that."""
    bounds = QuerySettings(workers=1, queue=40)

    async def run() -> None:
        stage = Stage(tmp_path, bounds)
        executor = await stage.executor()
        told = [stage.ask(f"q{n}") for n in range(20)]
        assert await executor.query() == "q0"
        stage.end()
        for one in told:
            with pytest.raises(QueryUnavailable, match="restarted"):
                await asyncio.wait_for(one.end, 2)
        with pytest.raises(QueryUnavailable, match="restarted"):
            stage.ask("late")
        assert not stage.pool.ledger.busy

    asyncio.run(run())
