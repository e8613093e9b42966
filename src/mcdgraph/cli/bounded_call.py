"""Calls a function in a process of its own, which lives within the bounds of a worker.

What native code computes cannot be interrupted, and its memory cannot be taken back: so the
process is ended, and the one that asked goes on.
"""

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Final

from mcdgraph.errors import QueryTimeout, QueryUnavailable
from mcdgraph.processes.bounds import WorkerBounds
from mcdgraph.settings import QuerySettings

_CHUNK: Final = 64 * 1024


def call_bounded(work: Callable[[], bytes], settings: QuerySettings) -> bytes:
    """Return what ``work`` returns, in a forked process that is ended at the deadline.

    Raises `QueryTimeout` past the deadline, and `QueryUnavailable` where the process died: it
    took more memory than it may. The caller has no other thread.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, settings, writing)
    os.close(writing)
    try:
        return _received(reading, child, settings.deadline)
    finally:
        os.close(reading)


def _work(work: Callable[[], bytes], settings: QuerySettings, writing: int) -> None:
    """Do the work of the child, which never returns."""
    status = 1
    try:
        WorkerBounds(settings).begin(time.monotonic())
        with open(writing, "wb") as pipe:
            pipe.write(work())
        status = 0
    finally:
        os._exit(status)


def _received(reading: int, child: int, deadline: float) -> bytes:
    """Read all that a child writes, then await its end; end it where that takes too long."""
    found = None
    try:
        found = _read(reading, time.monotonic() + deadline)
    finally:
        if found is None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if found is None:
        raise QueryTimeout(f"this took longer than {deadline:g} seconds; ask for less")
    if status != 0:
        raise QueryUnavailable("this took more memory than a request may take; ask for less")
    return found


def _read(reading: int, until: float) -> bytes | None:
    """Read to the end; None where that is not reached in time."""
    parts: list[bytes] = []
    while select.select([reading], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None
