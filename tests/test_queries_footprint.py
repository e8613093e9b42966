"""A worker has all its memory at first, and less when a query left something behind."""

import os
import signal
import sys

import pytest

from mcdgraph.queries.executor import enter_bounds
from mcdgraph.queries.footprint import MEBIBYTE, is_cramped, room
from mcdgraph.settings import QuerySettings

BOUNDS = QuerySettings(memory=128)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("kept", "cramped"), [(1, False), (64, True)])
def test_what_a_query_leaves_behind_counts(kept: int, cramped: bool) -> None:
    """A mebibyte does not matter, half of all does."""
    heard, say = os.pipe()
    number = os.fork()
    if number == 0:
        enter_bounds(BOUNDS)
        left_behind = bytearray(kept * MEBIBYTE)
        os.write(say, b"ready")
        signal.pause()
        os._exit(len(left_behind) % 2)
    try:
        assert os.read(heard, 5) == b"ready"
        assert is_cramped(number, BOUNDS.memory) is cramped
    finally:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        os.close(heard)
        os.close(say)


def test_where_nothing_is_told_there_may_be_no_room() -> None:
    """One process has no bound, and the other is none."""
    assert room(os.getpid()) is None
    assert is_cramped(os.getpid(), BOUNDS.memory)
    assert room(2**22 + 1) is None
