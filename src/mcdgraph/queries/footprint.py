"""How much memory a process has mapped, and may still map, as the system tells it."""

import resource
from typing import Final

MEBIBYTE: Final = 2**20
#: What an executor's stack may take, beside its other memory. Deep nesting is refused before it
#: gets there; what is left needs more than the usual 8 MiB.
STACK: Final = 64 * MEBIBYTE
#: Of the bound on an executor's memory, the part that it may have lost to queries before.
LOST: Final = 1 / 16


def mapped_memory(process: int | str = "self") -> int | None:
    """Give the bytes of address space that a process uses; None where the system does not say.

    It is what ``RLIMIT_AS`` counts (getrlimit(2), proc_pid_statm(5)).
    """
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def room(process: int) -> int | None:
    """Give the bytes that a process may still map; None where that is not bounded, or not told."""
    mapped = mapped_memory(process)
    try:
        bound = resource.prlimit(process, resource.RLIMIT_AS)[0]
    except (AttributeError, OSError):
        return None
    return None if mapped is None or bound == resource.RLIM_INFINITY else bound - mapped


def is_cramped(executor: int, memory: int) -> bool:
    """Tell whether the next query of an executor would find less memory than a first one.

    ``memory`` is the bound on it in mebibytes. Where nothing is told the answer is yes.
    """
    left = room(executor)
    return left is None or left < (1 - LOST) * memory * MEBIBYTE + STACK
