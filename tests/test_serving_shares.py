"""Clients have shares of a server process's time; one that is ahead of its own waits."""

import asyncio

import pytest
from serving import in_loop

from mcdgraph.serving.company import Company
from mcdgraph.serving.shares import TimeShares

#: Seconds of work that put a client so far ahead that it waits for some 80 ms.
MUCH = 0.04
LITTLE = 1e-4
#: Seconds in which nobody's wait ends, and in which it does.
AT_ONCE = 0.02
LATER = 0.4


class Connection:
    """A connection that notes what it is told."""

    def __init__(self, peer: str) -> None:
        """Be a connection of ``peer``."""
        self.peer = peer
        self.told: list[str] = []

    def wait(self) -> None:
        """Note that it is to wait."""
        self.told.append("wait")

    def go_on(self) -> None:
        """Note that it is to go on."""
        self.told.append("go on")


@in_loop
async def test_alone() -> None:
    """Who asks alone may have all the time there is."""
    shares, one = TimeShares(), Connection("a")
    for _ in range(10):
        shares.charge(one, MUCH)
    assert one.told == []


@in_loop
async def test_ahead_of_others() -> None:
    """Who took much waits once another asks, and goes on when it has its share again."""
    shares, greedy, other = TimeShares(), Connection("a"), Connection("b")
    shares.charge(other, LITTLE)
    shares.charge(greedy, MUCH)
    shares.charge(greedy, LITTLE)
    shares.charge(other, LITTLE)
    await asyncio.sleep(AT_ONCE)
    assert greedy.told == ["wait"]
    await asyncio.sleep(LATER)
    assert greedy.told == ["wait", "go on"]
    assert other.told == []


@in_loop
async def test_each_connection_of_a_client() -> None:
    """All connections of a client count together, and go on one after the other, none twice."""
    shares, other = TimeShares(), Connection("b")
    greedy = [Connection("a") for _ in range(20)]
    shares.charge(other, LITTLE)
    for one in greedy:
        shares.charge(one, MUCH / len(greedy))
    waiting = [one for one in greedy if one.told]
    assert 0 < len(waiting) < len(greedy)
    await asyncio.sleep(LATER)
    assert all(one.told == ["wait", "go on"] for one in waiting)


@in_loop
async def test_ended_while_it_waits() -> None:
    """A connection that has ended is not told anything."""
    shares, greedy, other = TimeShares(), Connection("a"), Connection("b")
    shares.charge(other, LITTLE)
    shares.charge(greedy, MUCH)
    shares.forget(greedy)
    shares.forget(Connection("unknown"))
    await asyncio.sleep(LATER)
    assert greedy.told == ["wait"]


@pytest.mark.parametrize(
    ("asked", "now", "there"),
    [
        ((), 0.0, False),
        ((("a", 0.0),), 0.5, False),
        ((("a", 0.0), ("b", 0.5), ("b", 4.0)), 4.0, False),
        ((("a", 0.0), ("b", 3.0), ("b", 3.9)), 3.9, True),
        ((("a", 0.0), ("b", 3.0)), 4.1, False),
    ],
)
def test_company(asked: tuple[tuple[str, float], ...], now: float, there: bool) -> None:
    """Several clients ask where one asked lately that had not asked before it."""
    company = Company(1.0)
    for client, when in asked:
        company.note(client, when)
    assert company.is_there(now) is there
