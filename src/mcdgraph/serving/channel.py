"""The server's end of a worker's socket."""

import asyncio
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, cast

from mcdgraph.serving.frames import PREAMBLE, FrameType, decode_head, whole_frames
from mcdgraph.serving.job import AHEAD, Job
from mcdgraph.serving.refusals import Refusal

#: A frame may have so many bytes: the greatest whole answer, and its head.
_GREATEST: Final = 2 * 2**20
_CUT: Final = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "the answer was cut")


class WorkerChannel(asyncio.Protocol):
    """One worker: sends it a job at a time, and passes on what it answers.

    A ``spent`` one has low priority, or is being killed, and is not used again. ``code`` is its
    exit code once it is known.
    """

    def __init__(
        self,
        number: int,
        on_done: Callable[["WorkerChannel", Job], None],
        on_lost: Callable[["WorkerChannel"], None],
        on_log: Callable[["WorkerChannel", str], None],
    ) -> None:
        """Speak with process ``number``."""
        self.number = number
        self.job: Job | None = None
        self.spent = False
        self.code: int | None = None
        self._on_done = on_done
        self._on_lost = on_lost
        self._on_log = on_log
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Report that the worker has ended."""
        self._transport = None
        self._on_lost(self)

    def give(self, job: Job, now: float) -> None:
        """Have the worker answer a job."""
        self.job = job
        job.worker = self
        job.compute(now)
        assert self._transport is not None
        self._transport.write(job.message)

    def close(self) -> None:
        """Let the worker end."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take frames."""
        if self._rest:
            data = self._rest + data
        end = 0
        for kind, start, end in whole_frames(data):
            self._take(kind, data[start:end])
        self._rest = data[end:]
        if len(self._rest) >= PREAMBLE.size and PREAMBLE.unpack_from(self._rest)[1] > _GREATEST:
            self.close()

    def _take(self, kind: int, payload: bytes) -> None:
        job = self.job
        if kind == FrameType.LOG:
            self._on_log(self, payload.decode("utf8", "replace"))
        elif job is None:
            self.close()
        elif kind == FrameType.ANSWER:
            head, end = decode_head(payload)
            job.chunks.append(payload[end:])
            job.over = True
            job.begin(head)
            self._done(job)
        elif kind == FrameType.BEGIN:
            job.begin(decode_head(payload)[0])
        elif kind == FrameType.DATA:
            job.add(payload)
            self._pause(job)
        elif kind == FrameType.END:
            job.end()
            self._done(job)
        else:
            job.fail(_CUT)
            self._done(job)

    def _done(self, job: Job) -> None:
        self.job = job.worker = None
        if self._paused and self._transport is not None:
            self._transport.resume_reading()
        self._paused = False
        self._on_done(self, job)

    def _pause(self, job: Job) -> None:
        if job.held >= AHEAD and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
            job.rest(time.monotonic())

    def took(self, job: Job) -> None:
        """Read on once the client took most of what there was."""
        if self._paused and job.held <= AHEAD // 2 and self._transport is not None:
            self._paused = False
            job.compute(time.monotonic())
            self._transport.resume_reading()
