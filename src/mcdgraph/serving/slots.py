"""What workers note in memory that they share with their server process.

A worker notes which job it has, and since when, before it begins; so the job of one that died or
takes long is known though the kernel gave it out. The server notes which worker is not to take
another.
"""

import mmap
from typing import Final

from mcdgraph.settings import QuerySettings

_WIDTH: Final = 8
_COLUMNS: Final = 3


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
        shared = memoryview(mmap.mmap(-1, _COLUMNS * _WIDTH * count))
        size = _WIDTH * count
        self.jobs = shared[:size].cast("Q")
        self.begun = shared[size : 2 * size].cast("d")
        self.retiring = shared[2 * size :].cast("Q")

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
