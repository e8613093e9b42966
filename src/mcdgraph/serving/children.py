"""Processes that are forked: their work, their parents, and how they end.

Source: prctl(2), wait(2).
"""

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Final

_PR_SET_PDEATHSIG: Final = 1

log = logging.getLogger("mcdgraph.serving")


def fork(work: Callable[[], bool]) -> int:
    """Fork a process that does ``work`` and ends, and ends when its parent does; return its number.

    Its exit code is 0 where the work returns True. Raises `OSError` where there can be none.
    """
    parent = os.getpid()
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_with(parent)
        status = 0 if work() else 1
    except BaseException:
        log.exception("process %d failed", os.getpid())
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """Ask the kernel for SIGKILL at the parent's death, however it ends.

    Linux only; elsewhere the process ends when its socket closes.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def ended() -> Iterator[tuple[int, int]]:
    """Yield number and exit code of each child that has ended; that of a signal is negative."""
    while True:
        try:
            number, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if number == 0:
            return
        yield number, os.waitstatus_to_exitcode(status)


def told_status(code: int) -> str:
    """Return how a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
