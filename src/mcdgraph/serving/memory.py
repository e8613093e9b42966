"""Memory that a server process gives back to the system once it is free.

A server process takes and frees bodies and answers of some megabytes all the time. By default
glibc learns from the first that goes to keep such blocks, among which small ones then settle.
Source: mallopt(3). Other C libraries have no such call, and nothing is done.
"""

import ctypes
from typing import Final

#: Parameters of mallopt(3), as malloc.h of glibc numbers them.
_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
#: Bytes from which on a block is mapped by itself; of what is free at the end of the heap, bytes
#: that are kept.
_MAPPED: Final = 128 * 1024
_KEPT: Final = 4 * 2**20


def give_back_memory() -> None:
    """Have large blocks, and the end of the heap, given back as soon as they are free."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_MMAP_THRESHOLD, _MAPPED)
        set_option(_M_TRIM_THRESHOLD, _KEPT)
