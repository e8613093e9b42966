"""Places in a lane go to whoever has least under way, and never all to one client."""

import pytest

from mcdgraph.errors import QueryUnavailable
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.queries.waiting import Ticket, Waiting


def lane(places: int, queue: int = 10, share: int = 0) -> tuple[Lane, Ledger]:
    """Make a lane whose clients are weighed by a ledger."""
    ledger = Ledger()

    def full() -> QueryUnavailable:
        return QueryUnavailable("full")

    waiting = Waiting(queue, 100)
    return Lane(places, waiting, full, ledger.under_way, share=share), ledger


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


def wait(found: Lane, client: str, told: list[str], until: float = 5.0, size: int = 0) -> Ticket:
    """Queue for a place; ``told`` is what comes of it."""
    ticket = Ticket(
        client=client,
        until=until,
        enter=lambda: told.append(client),
        refuse=lambda error: told.append(f"{client}: {error}"),
        size=size,
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


def test_a_full_queue_has_room_for_who_has_less_in_it() -> None:
    """The greediest client loses its newest; one that has as much itself is refused."""
    found, _ = lane(1, queue=3)
    told: list[str] = []
    assert found.enter_now("a")
    for _ in range(3):
        wait(found, "greedy", told)
    wait(found, "modest", told)
    assert told == ["greedy: full"]
    with pytest.raises(QueryUnavailable):
        wait(found, "greedy", told)
    wait(found, "third", told)
    assert told == ["greedy: full", "greedy: full"]
    with pytest.raises(QueryUnavailable):
        wait(found, "fourth", told)
    assert found.waiting == 3


def test_what_waits_is_bounded_in_bytes() -> None:
    """A request that is too great for what room there is does not wait; a smaller one does."""
    found, _ = lane(1)
    told: list[str] = []
    assert found.enter_now("a")
    large = wait(found, "b", told, size=60)
    with pytest.raises(QueryUnavailable):
        wait(found, "c", told, size=70)
    wait(found, "c", told, size=40)
    found.give_up(large)
    wait(found, "b", told, size=60)
    found.leave("a")
    assert (told, found.waiting) == (["c"], 1)


def test_clients_take_turns() -> None:
    """Of clients with as much under way, the one that was not served for longest is next."""
    found, ledger = lane(1)
    told: list[str] = []
    assert found.enter_now("x")
    for name in ("a", "a", "a", "b", "b", "c"):
        ledger.count(name, 1)
        wait(found, name, told)
    for before in ("x", *"abcab"):
        if before != "x":
            ledger.count(before, -1)
        found.leave(before)
    assert told == ["a", "b", "c", "a", "b", "a"]


def test_who_waits_for_more_is_not_put_off_for_ever() -> None:
    """Of clients with as much at work each has its turn, however much of theirs waits."""
    found, ledger = lane(2, queue=100)
    told: list[str] = []
    patience = {"two": 2, "a": 1, "b": 1, "c": 1}
    for name in ("x", "y"):
        ledger.count(name, 1)
        assert found.enter_now(name)
    for name, number in patience.items():
        for _ in range(number):
            ledger.count(name, 1)
            wait(found, name, told)
    for at in range(400):
        done = told[at - 2] if at > 1 else "xy"[at]
        ledger.count(done, -1)
        found.leave(done)
        if done in patience:
            ledger.count(done, 1)
            wait(found, done, told)
    assert min(told.count(name) for name in patience) >= 80


def test_nobody_is_refused_for_what_does_not_fit_all_the_same() -> None:
    """Where bytes are short, they are compared; who has most of them is refused itself."""
    found, _ = lane(1, queue=50)
    told: list[str] = []
    assert found.enter_now("x")
    for _ in range(30):
        wait(found, "small", told, size=1)
    for _ in range(2):
        wait(found, "hog", told, size=30)
    with pytest.raises(QueryUnavailable):
        wait(found, "hog", told, size=30)
    with pytest.raises(QueryUnavailable):
        wait(found, "new", told, size=45)
    assert told == []
    wait(found, "new", told, size=20)
    assert told == ["hog: full"]


def test_a_client_that_is_not_let_in_is_in_nobodys_way() -> None:
    """However many clients have to stay outside, the one behind them all comes in."""
    ledger = Ledger()
    waiting = Waiting(1000, 0)
    found = Lane(
        1, waiting, lambda: QueryUnavailable("full"), ledger.under_way, admits=lambda c: c == "in"
    )
    told: list[str] = []
    for number in range(200):
        wait(found, f"out{number}", told)
    wait(found, "in", told)
    assert told == ["in"]
    assert (found.busy, found.waiting) == (1, 200)
    found.expire(5.0)
    assert len(told) == 201
    assert found.waiting == 0
