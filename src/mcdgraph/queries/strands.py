"""What carries code that waits while an event loop goes on: a thread, or a greenlet.

A thread may work for as long as it likes, and costs two hand-overs each time that it has to do
with the loop. A greenlet works in the loop's own thread, which does nothing else meanwhile: it
costs next to nothing, and is for what takes a moment only.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, Protocol, TypeVar

from greenlet import getcurrent, greenlet

Item = TypeVar("Item")

#: Greenlets that are kept for the next piece of work.
_IDLE: Final = 64


class Mailbox(Protocol[Item]):
    """Takes items in the loop, and gives them where the code waits."""

    def put(self, item: Item, /) -> None:
        """Take an item, without waiting."""

    def hand_over(self, *items: Item) -> None:
        """Take the last items; who waits may go on at once, before this returns."""

    def get(self) -> Item:
        """Give the next item once there is one."""

    def qsize(self) -> int:
        """Tell how many items there are."""


class Strand(Protocol):
    """Carries code that waits."""

    def in_loop(self, work: Callable[..., object], /, *arguments: Any) -> None:
        """Have something done in the loop, now or soon."""

    def mailbox(self) -> Mailbox[Any]:
        """Give a place to wait at."""


class ThreadStrand:
    """Code in a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have to do with ``loop``."""
        self._loop = loop

    def in_loop(self, work: Callable[..., object], /, *arguments: Any) -> None:
        """Have something done in the loop soon."""
        self._loop.call_soon_threadsafe(work, *arguments)

    def mailbox(self) -> Mailbox[Any]:
        """Give a place to wait at."""
        return ThreadMailbox()


class ThreadMailbox(SimpleQueue[Item]):
    """A mailbox at which a thread waits."""

    def hand_over(self, *items: Item) -> None:
        """Take the last items."""
        for item in items:
            self.put(item)


class LoopStrand:
    """Code in the loop's own thread, as a greenlet; it must be begun by `start`.

    Greenlets are used again: to make one takes as long as a light query does.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Go on in ``loop``."""
        self._loop = loop
        self._idle: list[greenlet] = []

    def start(self, work: Callable[[], None]) -> None:
        """Do ``work``, until its end or until it waits, and whatever is left of it later.

        Called by a greenlet it begins in a later turn of the loop, to which it is to give way.
        """
        if getcurrent().parent is not None:
            self._loop.call_soon(self.start, work)
            return
        carrier = self._idle.pop() if self._idle else greenlet(self._carry)
        carrier.switch(work)

    def _carry(self, work: Callable[[], None]) -> None:
        """Do one piece of work after the other."""
        while True:
            work()
            if len(self._idle) >= _IDLE:
                return
            self._idle.append(getcurrent())
            work = _give_way()

    def in_loop(self, work: Callable[..., object], /, *arguments: Any) -> None:
        """Do something."""
        work(*arguments)

    def mailbox(self) -> Mailbox[Any]:
        """Give a place to wait at."""
        return LoopMailbox(self._loop)


class LoopMailbox(Generic[Item]):
    """A mailbox at which a greenlet of the loop's own thread waits."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wake who waits by way of ``loop``."""
        self._loop = loop
        self._items: deque[Item] = deque()
        self._waiting: greenlet | None = None

    def put(self, item: Item, /) -> None:
        """Take an item; who waits goes on in a later turn of the loop."""
        self._items.append(item)
        if self._waiting is not None:
            self._loop.call_soon(self._waiting.switch)
            self._waiting = None

    def hand_over(self, *items: Item) -> None:
        """Take the last items; who waits goes on at once, until it waits again or ends.

        Called by another greenlet it is as `put`: that one would not be come back to.
        """
        self._items.extend(items)
        waiting, self._waiting = self._waiting, None
        if waiting is not None and getcurrent() is waiting.parent:
            waiting.switch()
        elif waiting is not None:
            self._loop.call_soon(waiting.switch)

    def get(self) -> Item:
        """Give the next item; until there is one, the loop goes on."""
        while not self._items:
            self._waiting = getcurrent()
            _give_way()
        return self._items.popleft()

    def qsize(self) -> int:
        """Tell how many items there are."""
        return len(self._items)


def _give_way() -> Any:
    """Let the loop go on, until something is switched to the greenlet at hand."""
    parent = getcurrent().parent
    if parent is None:
        raise RuntimeError("only what was begun by `LoopStrand.start` may wait in the loop")
    return parent.switch()
