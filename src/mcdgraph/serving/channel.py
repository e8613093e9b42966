"""The server's end of a worker's socket."""

import asyncio
import time
from http import HTTPStatus
from typing import Final, Protocol, cast

from mcdgraph.serving.frames import NUMBER, PREAMBLE, FrameType, decode_head, whole_frames
from mcdgraph.serving.job import AHEAD, Job
from mcdgraph.serving.refusals import Refusal

#: A frame may have so many bytes: the greatest whole answer, and its head.
_GREATEST: Final = 2 * 2**20
_CUT: Final = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "the answer was cut")


class ChannelOwner(Protocol):
    """What hears of a worker."""

    def job_of(self, worker: "WorkerChannel", number: int) -> Job | None:
        """Return the job of a number, which a worker has; None where nobody waits for it."""

    def on_done(self, worker: "WorkerChannel", job: Job) -> None:
        """Hear that a job was answered to its end."""

    def on_lost(self, worker: "WorkerChannel") -> None:
        """Hear that a worker's socket closed, and all that it sent was read."""

    def on_log(self, job: Job | None, text: str) -> None:
        """Hear what a worker has for the log."""


class WorkerChannel(asyncio.Protocol):
    """One worker: passes on what it answers.

    ``job`` is the newest that it is known to have. What it sent before may not be read yet, so
    that ``reading`` is another, perhaps: the one whose answer is being read. One that is ``spent``
    has low priority, or is being killed, and takes no other. ``code`` is its exit code once it is
    known.
    """

    def __init__(self, number: int, slot: int, owner: ChannelOwner) -> None:
        """Hear process ``number``, which notes its jobs in ``slot``."""
        self.number = number
        self.slot = slot
        self.job: Job | None = None
        self.reading: Job | None = None
        self.spent = False
        self.code: int | None = None
        self.born = time.monotonic()
        self._owner = owner
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Report that the worker has ended."""
        self._transport = None
        self._owner.on_lost(self)

    def close(self) -> None:
        """Let the worker end, once it has answered what it has."""
        if self._transport is not None:
            self._transport.close()

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
        if kind == FrameType.ANSWER:
            self._take_answer(payload)
        elif kind == FrameType.BEGIN:
            number, head, _ = decode_head(payload)
            self.reading = self._owner.job_of(self, number)
            if self.reading is not None:
                self.reading.begin(head)
        elif kind == FrameType.WANT:
            self._send_request(NUMBER.unpack(payload)[0])
        elif kind == FrameType.LOG:
            job = self._owner.job_of(self, NUMBER.unpack_from(payload)[0])
            self._owner.on_log(job, payload[NUMBER.size :].decode("utf8", "replace"))
        elif self.reading is not None:
            self._take_part(self.reading, kind, payload)

    def _take_answer(self, payload: bytes) -> None:
        number, head, end = decode_head(payload)
        job = self._owner.job_of(self, number)
        if job is not None:
            job.answer(head, payload[end:])
            self._done(job)

    def _send_request(self, number: int) -> None:
        """Send a request that was too long for a packet; the worker waits for it."""
        job = self._owner.job_of(self, number)
        if self._transport is None:
            return
        if job is None:
            self._transport.abort()
        else:
            self._transport.write(job.request)

    def _take_part(self, job: Job, kind: int, payload: bytes) -> None:
        if kind == FrameType.DATA:
            if not job.over:
                job.add(payload)
                self._pause(job)
        elif kind == FrameType.END:
            job.end()
            self._done(job)
        else:
            job.fail(_CUT)
            self._done(job)

    def _done(self, job: Job) -> None:
        job.worker = self.reading = None
        if self.job is job:
            self.job = None
        if self._paused and self._transport is not None:
            self._transport.resume_reading()
        self._paused = False
        self._owner.on_done(self, job)

    def _pause(self, job: Job) -> None:
        if job.went_on or self._paused or self._transport is None:
            return
        if job.held >= AHEAD:
            self._paused = True
            self._transport.pause_reading()
            job.rest(time.monotonic())

    def go_on(self, number: int) -> None:
        """Hear which job the worker has: what it sent of the one before is read in any case.

        There is no more of that than the socket holds, and the next answer stands behind it.
        """
        if self._paused and self.reading is not None and self.reading.number != number:
            self._paused = False
            self.reading.went_on = True
            if self._transport is not None:
                self._transport.resume_reading()

    def took(self, job: Job) -> None:
        """Read on once the client took most of what there was."""
        if self._paused and job.held <= AHEAD // 2 and self._transport is not None:
            self._paused = False
            job.compute(time.monotonic())
            self._transport.resume_reading()
