"""The bounds that a worker process lives within, as the system keeps them.

Source: getrlimit(2), proc_pid_statm(5), proc_pid_oom_score_adj(5).
"""

import math
import os
import resource
import signal
import time
from contextlib import suppress
from typing import Final

from mcdgraph.settings import QuerySettings

MEBIBYTE: Final = 2**20
#: What a worker's stack may take, beside its other memory. Deep nesting is refused before it
#: gets there; what is left needs more than the usual 8 MiB.
STACK: Final = 64 * MEBIBYTE
#: Of the bound on a worker's memory, the part that it may have lost to requests before.
_LOST: Final = 1 / 16
#: Of -1000, never ended, to 1000, ended first.
_OOM_SCORE: Final = 800
#: The standard input, output and error.
_STANDARD: Final = 3


class WorkerBounds:
    """The bounds of this process, which was forked to be a worker."""

    def __init__(self, settings: QuerySettings) -> None:
        """Bound memory beyond what is shared now, the stack, and signals.

        What native code says before it aborts goes nowhere: strangers could fill a log with it.
        """
        self._settings = settings
        self._processor_until = 0.0
        _be_quiet()
        self._statm = _open_statm()
        self._memory_limit = self._bound_memory()

    def _bound_memory(self) -> int | None:
        _, hard = resource.getrlimit(resource.RLIMIT_STACK)
        stack = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
        resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write(str(_OOM_SCORE))
        mapped = self._mapped()
        if mapped is None:
            return None
        limit = mapped + self._settings.memory * MEBIBYTE + STACK
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        return limit

    def seal(self) -> None:
        """Let this process open nothing more, neither file nor connection.

        The bound is on the numbers that the system may hand out; the standard ones are taken,
        and what is open stays so.
        """
        resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD, _STANDARD))

    def begin(self, now: float) -> None:
        """Have the system end this process some time past the deadline, should nobody else.

        The bound holds for all requests that begin within another deadline, since to set it
        costs system calls.
        """
        if now > self._processor_until:
            deadline = self._settings.deadline
            self._processor_until = now + deadline
            allowed = math.ceil(time.process_time() + 2 * deadline + 1)
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))

    def is_cramped(self) -> bool:
        """Return whether the next request would find less memory than a first one."""
        mapped = self._mapped()
        if mapped is None or self._memory_limit is None:
            return True
        left = self._memory_limit - mapped
        return left < (1 - _LOST) * self._settings.memory * MEBIBYTE + STACK

    def _mapped(self) -> int | None:
        """Return the bytes that ``RLIMIT_AS`` counts; None where the system does not say."""
        if self._statm is None:
            return None
        return int(os.pread(self._statm, 64, 0).split()[0]) * resource.getpagesize()


def _open_statm() -> int | None:
    """Open what tells this process's memory, before it can open nothing more."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None


def _be_quiet() -> None:
    """Leave signals to those who have the connections, and close the standard streams."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(_STANDARD):
        os.dup2(nowhere, standard)
    if nowhere >= _STANDARD:
        os.close(nowhere)
