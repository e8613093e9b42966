"""Places in a lane go to whoever has least under way, and never all to one client."""

import pytest

from mcdgraph.errors import QueryUnavailable
from mcdgraph.queries.lanes import Lane, Ledger, Ticket


def lane(places: int, queue: int = 10, share: int = 0) -> tuple[Lane, Ledger]:
    """Make a lane whose clients are weighed by a ledger."""
    ledger = Ledger()

    def full() -> QueryUnavailable:
        return QueryUnavailable("full")

    return Lane(places, queue, full, ledger.under_way, share=share), ledger


def test_places_are_given_until_there_are_none() -> None:
    """Who comes last must wait."""
    found, _ = lane(2)
    assert found.enter_now("a")
    assert found.enter_now("b")
    assert not found.enter_now("c")
    found.leave("a")
    assert found.enter_now("c")
    assert found.busy == 2


def test_one_client_has_its_share_only() -> None:
    """The last place is kept for others."""
    found, _ = lane(3, share=2)
    assert [found.enter_now("a") for _ in range(3)] == [True, True, False]
    assert found.enter_now("b")


def wait(found: Lane, client: str, told: list[str], until: float = 5.0) -> Ticket:
    """Queue for a place; ``told`` is what comes of it."""
    ticket = Ticket(
        client=client,
        until=until,
        enter=lambda: told.append(client),
        refuse=lambda error: told.append(f"{client}: {error}"),
    )
    found.queue(ticket)
    return ticket


def test_who_has_least_under_way_is_called_first() -> None:
    """A client with one query comes before one with many, whoever came first."""
    found, ledger = lane(1)
    told: list[str] = []
    assert found.enter_now("busy")
    for _ in range(5):
        ledger.count("busy", 1)
    for name in ("busy", "busy", "new"):
        wait(found, name, told)
    assert found.waits_other_than("busy")
    for _ in range(3):
        found.leave((["busy", *told])[-1])
    assert told == ["new", "busy", "busy"]
    found.leave("busy")
    assert (found.busy, found.waiting) == (0, 0)


def test_a_full_queue_refuses_and_a_long_wait_ends() -> None:
    """Both are told what the lane says."""
    found, _ = lane(1, queue=1)
    told: list[str] = []
    assert found.enter_now("a")
    wait(found, "b", told, until=2.0)
    with pytest.raises(QueryUnavailable):
        wait(found, "c", told)
    found.expire(1.9)
    assert told == []
    found.expire(2.0)
    assert told == ["b: full"]
    assert found.waiting == 0


def test_who_gives_up_leaves_no_trace() -> None:
    """A place goes to the next who still waits."""
    found, _ = lane(1)
    told: list[str] = []
    assert found.enter_now("a")
    ticket = wait(found, "b", told)
    wait(found, "c", told)
    found.give_up(ticket)
    found.leave("a")
    assert told == ["c"]
    assert (found.busy, found.waiting) == (1, 0)
