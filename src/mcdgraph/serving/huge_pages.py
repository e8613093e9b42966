"""Memory in huge pages: a process that holds a large store then forks ten times as fast.

A fork copies the tables of all pages, and a huge one takes the place of 512. Reading is faster,
too. Linux from 6.1 on; elsewhere nothing is done.
"""

import ctypes
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

HUGE: Final = 2 * 2**20
#: Seconds that it may take to move what was allocated.
_SECONDS: Final = 10.0
#: madvise(2), since Linux 6.1.
_MADV_COLLAPSE: Final = 25

log = logging.getLogger("mcdgraph.serving")


@contextmanager
def huge_pages() -> Iterator[None]:
    """Put what is allocated meanwhile, and stays, in huge pages, as far as the system does so.

    What was there before is left alone: it may be shared with another process, and would be
    copied.
    """
    before = _spans()
    yield
    _collapse(sorted(_spans() - before))


def _collapse(addresses: list[int]) -> None:
    """Have the system move some spans; what it refuses, or has no time for, stays as it is."""
    if sys.platform != "linux" or not addresses:
        return
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    until = time.monotonic() + _SECONDS
    moved = 0
    for address in addresses:
        moved += advise(address, HUGE, _MADV_COLLAPSE) == 0
        if time.monotonic() > until:
            break
    log.debug("%d of %d spans of memory are in huge pages", moved, len(addresses))


def _spans() -> set[int]:
    """Give the addresses at which a huge page would find all its room allocated.

    Source: proc_pid_maps(5).
    """
    try:
        with open("/proc/self/maps", "rb") as file:
            lines = [line.split() for line in file]
    except OSError:
        return set()
    spans: set[int] = set()
    for addresses, rights, _, _, _, *name in lines:
        if rights == b"rw-p" and (not name or name[0].startswith((b"[heap]", b"[anon:"))):
            start, end = (int(address, 16) for address in addresses.split(b"-"))
            spans.update(range(-(-start // HUGE) * HUGE, end - HUGE + 1, HUGE))
    return spans
