"""A request on its way to an answer, as the server process has it."""

import asyncio
from collections import deque
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


@dataclass(kw_only=True, eq=False)
class Job:
    """One request: where it is, how long a worker has spent on it, and what came of it.

    ``head`` is awaited for what stands before the answer's body, or the `Refusal`; ``body`` is
    the body of an answer that came whole, None of one that comes in parts (`next_chunk`).
    ``until`` is the moment until which it may wait for a worker.
    """

    client: str
    request: bytes
    until: float
    head: asyncio.Future[Head]
    urgent: bool = False
    #: That of its packet, 0 before there is one, another each time that it is sent; and when.
    number: int = field(default=0, init=False)
    sent: float = field(default=0.0, init=False)
    #: Set once it is known who has it.
    worker: "WorkerChannel | None" = field(default=None, init=False)
    #: Seconds spent until ``since``, the moment since when the worker computes; None while it does
    #: not. Neither the time in the queue counts nor that which the client takes to read.
    spent: float = field(default=0.0, init=False)
    since: float | None = field(default=None, init=False)
    #: Since when it computes without a pause for its client, and since when it waits for it.
    stretch: float = field(default=0.0, init=False)
    sending: float | None = field(default=None, init=False)
    slow: bool = field(default=False, init=False)
    #: Whether its worker has sent all of the answer, and has another job.
    went_on: bool = field(default=False, init=False)
    over: bool = field(default=False, init=False)
    failure: Refusal | ClientLeft | None = field(default=None, init=False)
    body: bytes | None = field(default=None, init=False)
    held: int = field(default=0, init=False)
    _chunks: deque[bytes] = field(init=False, repr=False)
    _more: asyncio.Event | None = field(default=None, init=False)

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

    def answer(self, head: Head, body: bytes) -> None:
        """Report an answer that came whole."""
        self.over = True
        self.body = body
        if not self.head.done():
            self.head.set_result(head)

    def begin(self, head: Head) -> None:
        """Report what stands before a body that comes in parts."""
        self._chunks = deque()
        self._more = asyncio.Event()
        if not self.head.done():
            self.head.set_result(head)

    def add(self, chunk: bytes) -> None:
        """Take a part of the body."""
        self._chunks.append(chunk)
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
        if self._more is not None:
            self._more.set()

    async def next_chunk(self) -> bytes:
        """Return the next part of the body, empty at the end; raise the failure of a cut one."""
        assert self._more is not None
        while not self._chunks and not self.over:
            self._more.clear()
            await self._more.wait()
        if not self._chunks:
            if self.failure is not None:
                raise self.failure
            return b""
        chunk = self._chunks.popleft()
        self.held -= len(chunk)
        if self.worker is not None:
            self.worker.took(self)
        return chunk
