"""A worker has all its memory at first, and less when a request left something behind."""

import os
import sys

import pytest

from mcdgraph.processes.bounds import MEBIBYTE, WorkerBounds
from mcdgraph.settings import QuerySettings


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("kept", "cramped"), [(1, False), (64, True)])
def test_what_a_request_leaves_behind_counts(kept: int, cramped: bool) -> None:
    """A mebibyte does not matter, half of all does; sealed, the worker can still tell."""
    number = os.fork()
    if number == 0:
        bounds = WorkerBounds(QuerySettings(memory=128))
        bounds.seal()
        left_behind = bytearray(kept * MEBIBYTE)
        os._exit(10 + bounds.is_cramped() if left_behind else 1)
    _, status = os.waitpid(number, 0)
    assert os.waitstatus_to_exitcode(status) == 10 + cramped


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
def test_memory_is_bounded_beyond_what_is_shared() -> None:
    """More than the bound cannot be had, less can."""
    number = os.fork()
    if number == 0:
        WorkerBounds(QuerySettings(memory=64))
        half = bytearray(32 * MEBIBYTE)
        try:
            bytearray(512 * MEBIBYTE)
        except MemoryError:
            os._exit(len(half) // MEBIBYTE)
        os._exit(1)
    _, status = os.waitpid(number, 0)
    assert os.waitstatus_to_exitcode(status) == 32
