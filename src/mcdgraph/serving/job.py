"""A request on its way to an answer, as the server process has it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from mcdgraph.serving.frames import Head
from mcdgraph.serving.refusals import Refusal

if TYPE_CHECKING:
    from mcdgraph.serving.channel import WorkerChannel

#: Bytes of an answer that may wait here for its client.
AHEAD: Final = 256 * 1024


class ClientLeft(Exception):
    """The client left before it was answered."""


@dataclass(kw_only=True, eq=False, slots=True)
class Job:
    """One request: where it is, how long a worker has spent on it, and what came of it.

    ``number`` is that of its packet, 0 before there is one, and another each time that it is sent;
    ``sent`` is the moment when it was.
    ``head`` is awaited for what stands before the answer's body, or the `Refusal`.
    ``worker`` is set once it is known who has it. ``spent`` are the seconds until ``since``, the
    moment since when the worker computes; None while it does not. Neither the time in the queue
    counts nor that which the client takes to read. ``stretch`` is the moment since when it
    computes without a pause for its client, ``sending`` that since when it waits for it.
    ``went_on`` tells that its worker has sent all of the answer, and has another job.
    ``watch`` is called once when the answer is not there after a moment: to notice whether the
    client leaves.
    """

    client: str
    request: bytes
    until: float
    head: asyncio.Future[Head]
    watch: Callable[[], None]
    number: int = 0
    sent: float = 0.0
    urgent: bool = False
    worker: "WorkerChannel | None" = None
    since: float | None = None
    spent: float = 0.0
    stretch: float = 0.0
    sending: float | None = None
    watched: bool = False
    watcher: asyncio.Task[None] | None = None
    slow: bool = False
    went_on: bool = False
    over: bool = False
    failure: Refusal | ClientLeft | None = None
    chunks: deque[bytes] = field(default_factory=deque)
    held: int = 0
    more: asyncio.Event | None = None

    @property
    def size(self) -> int:
        """The bytes that it holds while it waits."""
        return len(self.request)

    @property
    def digest(self) -> str:
        """A name for it in the log, that tells nothing of what was asked."""
        return sha256(self.request).hexdigest()[:12]

    @property
    def occupies(self) -> bool:
        """Whether it keeps its worker from light requests for longer."""
        return self.slow or self.sending is not None

    def worked(self, now: float) -> float:
        """Return the seconds that were spent on it."""
        return self.spent if self.since is None else self.spent + now - self.since

    def compute(self, now: float) -> None:
        """Start its clock."""
        self.since = self.stretch = now
        self.sending = None

    def rest(self, now: float) -> None:
        """Stop its clock: the client is slower than the worker."""
        self.spent, self.since = self.worked(now), None
        self.sending = now if self.sending is None else self.sending

    def begin(self, head: Head) -> None:
        """Report what stands before the body."""
        if not self.head.done():
            self.head.set_result(head)

    def add(self, chunk: bytes) -> None:
        """Take a part of the body."""
        if chunk:
            self.chunks.append(chunk)
            self.held += len(chunk)
        self._wake()

    def end(self) -> None:
        """Report that there is no more."""
        self.over = True
        self._wake()

    def fail(self, failure: Refusal | ClientLeft) -> None:
        """Report that there is no answer, or no more of it."""
        self.over = True
        self.failure = failure
        if not self.head.done():
            self.head.set_exception(failure)
        self._wake()

    def _wake(self) -> None:
        if self.more is not None:
            self.more.set()

    async def next_chunk(self) -> bytes:
        """Return the next part of the body, empty at the end; raise the failure of a cut one."""
        while not self.chunks:
            if self.over:
                if self.failure is not None:
                    raise self.failure
                return b""
            if self.more is None:
                self.more = asyncio.Event()
            self.more.clear()
            await self.more.wait()
        chunk = self.chunks.popleft()
        self.held -= len(chunk)
        if self.worker is not None:
            self.worker.took(self)
        return chunk
