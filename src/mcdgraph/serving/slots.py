"""What workers note in memory that they share with their server process.

A worker notes which job it has, and since when, before it begins; so the job of one that died or
takes long is known though the kernel gave it out. The server notes which worker is not to take
another, and which job nobody waits for any more that may still be on its way.
"""

import mmap
from typing import Final

from mcdgraph.settings import QuerySettings

_WIDTH: Final = 8
_COLUMNS: Final = 3
#: Jobs that may be on their way at a time: far more than the socket between holds.
_RING: Final = 4096


#: Workers beyond those of the settings, for who waits behind a job that is not yet slow.
SPARE: Final = 2


def most_workers(bounds: QuerySettings) -> int:
    """Return how many workers a server process has at most."""
    return bounds.workers + bounds.slow_workers + bounds.senders + SPARE


class WorkerSlots:
    """A row for each worker: the number of its job, its beginning, whether it is to retire.

    To be made before the processes part. Times are those of `time.monotonic`, which all processes
    of a machine share.
    """

    def __init__(self, count: int) -> None:
        """Have room for ``count`` workers at a time."""
        size = _WIDTH * count
        shared = memoryview(mmap.mmap(-1, _COLUMNS * size + _RING * _WIDTH))
        self.jobs = shared[:size].cast("Q")
        self.begun = shared[size : 2 * size].cast("d")
        self.retiring = shared[2 * size : 3 * size].cast("Q")
        self._cancelled = shared[3 * size :].cast("Q")

    def __len__(self) -> int:
        """Return how many workers there may be at a time."""
        return len(self.jobs)

    def clear(self, slot: int) -> None:
        """Make a row ready for a new worker; jobs are numbered from 1."""
        self.jobs[slot] = self.retiring[slot] = 0

    def begin(self, slot: int, job: int, now: float) -> None:
        """Note that a worker has a job."""
        self.begun[slot] = now
        self.jobs[slot] = job

    def finish(self, slot: int) -> None:
        """Note that a worker has no job."""
        self.jobs[slot] = 0

    def cancel(self, job: int) -> None:
        """Note that nobody waits for a job; who takes it from now on need not do it."""
        self._cancelled[job % _RING] = job

    def is_cancelled(self, job: int) -> bool:
        """Return whether nobody waits for a job."""
        return bool(self._cancelled[job % _RING] == job)
