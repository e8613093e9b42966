"""Has a forked process end when its parent does, however the parent ends."""

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(parent: int) -> None:
    """Ask the kernel for SIGKILL at the parent's death; ``parent`` was read before the fork.

    Linux only (prctl(2)); elsewhere the process ends when its socket closes.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
