"""Code that waits goes on when what it waits for is there, and the loop goes on meanwhile."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from mcdgraph.queries.strands import LoopMailbox, LoopStrand, ThreadStrand


def test_a_greenlet_waits_while_the_loop_goes_on() -> None:
    """What comes is given in its order, in the loop's own thread."""

    async def run() -> list[object]:
        loop = asyncio.get_running_loop()
        strand = LoopStrand(loop)
        box = strand.mailbox()
        told: list[object] = []

        def work() -> None:
            told.append(threading.current_thread() is threading.main_thread())
            for _ in range(3):
                told.append(box.get())

        strand.start(work)
        told.append("began")
        for item in "abc":
            loop.call_soon(box.put, item)
        await asyncio.sleep(0.01)
        assert box.qsize() == 0
        return told

    assert asyncio.run(run()) == [True, "began", "a", "b", "c"]


def test_what_is_handed_over_is_taken_at_once() -> None:
    """Who waits goes on before the giver does; without anybody waiting nothing is lost."""

    async def run() -> list[str]:
        strand = LoopStrand(asyncio.get_running_loop())
        box = strand.mailbox()
        told: list[str] = []

        def work() -> None:
            for _ in range(4):
                told.append(box.get())

        strand.start(work)
        box.hand_over("a", "b")
        told.append("given")
        box.put("c")
        box.hand_over("d")
        await asyncio.sleep(0.01)
        return told

    assert asyncio.run(run()) == ["a", "b", "given", "c", "d"]


def test_a_greenlet_hands_over_to_another_and_goes_on() -> None:
    """Neither is left behind."""

    async def run() -> list[str]:
        strand = LoopStrand(asyncio.get_running_loop())
        box = strand.mailbox()
        told: list[str] = []

        def give() -> None:
            box.hand_over("a")
            told.append("given")

        strand.start(lambda: told.append(box.get()))
        strand.start(give)
        await asyncio.sleep(0.01)
        return told

    assert asyncio.run(run()) == ["given", "a"]


def test_a_greenlet_starts_another_and_goes_on() -> None:
    """The other begins in a turn of the loop, and neither is left behind."""

    async def run() -> list[str]:
        loop = asyncio.get_running_loop()
        strand = LoopStrand(loop)
        box = strand.mailbox()
        told: list[str] = []
        loop.set_exception_handler(lambda _, context: told.append(context["message"]))

        def outer() -> None:
            told.append("outer")
            strand.start(lambda: told.append(box.get()))
            told.append("still outer")

        strand.start(lambda: None)  # leaves a greenlet to be used again
        strand.start(outer)
        await asyncio.sleep(0.01)
        box.put("inner")
        await asyncio.sleep(0.01)
        for _ in range(3):
            strand.start(lambda: told.append("again"))
        return told

    assert asyncio.run(run()) == ["outer", "still outer", "inner", *["again"] * 3]


def test_many_greenlets_wait_at_once() -> None:
    """Each has what was put for it, whoever was first; those that ended carry the next work."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        strand = LoopStrand(loop)
        boxes = [strand.mailbox() for _ in range(200)]
        told: list[tuple[int, int]] = []

        def work(number: int) -> Callable[[], None]:
            return lambda: told.append((number, boxes[number].get()))

        for again in range(2):
            for number in range(200):
                strand.start(work(number))
            for number in reversed(range(200)):
                boxes[number].put(again)
            await asyncio.sleep(0.01)
        assert sorted(told) == sorted((n, again) for n in range(200) for again in range(2))

    asyncio.run(run())


def test_only_a_strand_may_wait() -> None:
    """Code of the loop itself would wait for ever."""

    async def run() -> None:
        box: LoopMailbox[int] = LoopMailbox(asyncio.get_running_loop())
        with pytest.raises(RuntimeError, match="LoopStrand"):
            box.get()
        box.put(1)
        assert box.get() == 1

    asyncio.run(run())


def test_a_thread_has_work_done_in_the_loop() -> None:
    """What the thread asks of the loop runs there, and its answer comes back."""

    async def run() -> tuple[bool, int]:
        loop = asyncio.get_running_loop()
        strand = ThreadStrand(loop)
        box = strand.mailbox()

        def in_loop() -> None:
            box.put(threading.current_thread() is threading.main_thread())

        def work() -> bool:
            strand.in_loop(in_loop)
            return bool(box.get())

        return await loop.run_in_executor(None, work), box.qsize()

    assert asyncio.run(run()) == (True, 0)
