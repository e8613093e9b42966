"""Clients take turns, within bounds on number and bytes."""

from collections import Counter
from dataclasses import dataclass

import pytest

from mcdgraph.serving.turns import Turns


@dataclass(frozen=True, kw_only=True, eq=False)
class Waiting:
    """What waits."""

    client: str
    size: int = 1
    until: float = 10.0


def admit_all(_client: str) -> bool:
    """Keep nobody back."""
    return True


def order(turns: Turns[Waiting]) -> list[str]:
    """Take all, and list their clients; each has under way what it was given."""
    load: Counter[str] = Counter()
    found = []
    while (taken := turns.next(admit_all, load.__getitem__)) is not None:
        load[taken.client] += 1
        found.append(taken.client)
    return found


@pytest.mark.parametrize(
    ("clients", "expected"),
    [
        ("", ""),
        ("aaa", "aaa"),
        ("aaab", "abaa"),
        ("aaabbb", "ababab"),
        ("aabbc", "abcab"),
        ("cba", "cba"),
    ],
)
def test_clients_take_turns(clients: str, expected: str) -> None:
    """Whoever has least comes next, and among equals who came first."""
    turns: Turns[Waiting] = Turns(10, 100)
    for client in clients:
        turns.add(Waiting(client=client))
    assert len(turns) == len(clients)
    assert "".join(order(turns)) == expected
    assert len(turns) == 0


def test_who_has_less_under_way_comes_first() -> None:
    """What is under way counts, not only what waits."""
    turns: Turns[Waiting] = Turns(10, 100)
    for client in "ab":
        turns.add(Waiting(client=client))
    taken = turns.next(admit_all, {"a": 2, "b": 1}.__getitem__)
    assert taken is not None
    assert taken.client == "b"


def test_who_is_not_admitted_waits() -> None:
    """The others are taken, and then nobody."""
    turns: Turns[Waiting] = Turns(10, 100)
    for client in "aab":
        turns.add(Waiting(client=client))

    def admits(client: str) -> bool:
        return client != "a"

    first, second = turns.next(admits, lambda _: 0), turns.next(admits, lambda _: 0)
    assert first is not None
    assert (first.client, second, len(turns)) == ("b", None, 2)


def test_the_greediest_makes_room() -> None:
    """Its newest goes for another client's first, never for one of its own."""
    turns: Turns[Waiting] = Turns(3, 100)
    waiting = [Waiting(client="a") for _ in range(3)]
    for one in waiting:
        assert turns.fits(one)
        turns.add(one)
    newcomer = Waiting(client="b")
    assert not turns.fits(newcomer)
    assert turns.evict_for(Waiting(client="a")) is None
    assert turns.evict_for(newcomer) is waiting[-1]
    assert turns.fits(newcomer)


def test_bytes_are_bounded_too() -> None:
    """What is short decides what is counted: here bytes."""
    turns: Turns[Waiting] = Turns(10, 100)
    large = Waiting(client="a", size=90)
    turns.add(large)
    for _ in range(2):
        turns.add(Waiting(client="b", size=5))
    assert turns.evict_for(Waiting(client="b", size=70)) is large
    assert turns.evict_for(Waiting(client="c", size=200)) is None


def test_who_waits_too_long_is_taken_out() -> None:
    """Each client's oldest first; what was removed is not there."""
    turns: Turns[Waiting] = Turns(10, 100)
    early, late = Waiting(client="a", until=1.0), Waiting(client="a", until=9.0)
    other = Waiting(client="b", until=2.0)
    for one in (early, late, other):
        turns.add(one)
    assert turns.late(2.0) == [early, other]
    assert turns.remove(late)
    assert not turns.remove(late)
    assert len(turns) == 0
