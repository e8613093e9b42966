"""How much memory a process has mapped, as the system tells it."""

import resource
from typing import Final

MEBIBYTE: Final = 2**20


def mapped_memory(process: int | str = "self") -> int | None:
    """Give the bytes of address space that a process uses; None where the system does not say.

    It is what ``RLIMIT_AS`` counts (getrlimit(2), proc_pid_statm(5)).
    """
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None
