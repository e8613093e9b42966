"""Places in a lane go to whoever has least under way, and never all to one client."""

import asyncio

import pytest

from mcdgraph.errors import QueryUnavailable
from mcdgraph.queries.lanes import Lane, Ledger


def lane(places: int, queue: int = 10, share: int = 0) -> tuple[Lane, Ledger]:
    """Make a lane whose clients are weighed by a ledger."""
    ledger = Ledger()

    def full() -> QueryUnavailable:
        return QueryUnavailable("full")

    return Lane(places, queue, full, lambda _: share or places, ledger.under_way), ledger


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


def test_who_has_least_under_way_is_called_first() -> None:
    """A client with one query comes before one with many, whoever came first."""

    async def play() -> list[str]:
        found, ledger = lane(1)
        order: list[str] = []
        assert found.enter_now("busy")
        for _ in range(5):
            ledger.count("busy", 1)

        async def enter(client: str) -> None:
            await found.enter(client, 5)
            order.append(client)
            found.leave(client)

        waiting = [asyncio.create_task(enter(name)) for name in ("busy", "busy", "new")]
        await asyncio.sleep(0)
        assert found.waits_other_than("busy")
        found.leave("busy")
        await asyncio.gather(*waiting)
        assert (found.busy, found.waiting) == (0, 0)
        return order

    assert asyncio.run(play()) == ["new", "busy", "busy"]


def test_a_full_queue_refuses_and_a_long_wait_ends() -> None:
    """Both raise what the lane says."""

    async def play() -> None:
        found, _ = lane(1, queue=1)
        assert found.enter_now("a")
        first = asyncio.create_task(found.enter("b", 0.05))
        await asyncio.sleep(0)
        with pytest.raises(QueryUnavailable):
            await found.enter("c", 5)
        with pytest.raises(QueryUnavailable):
            await first
        assert found.waiting == 0
        assert not await found.enter_within("d", 0.01)

    asyncio.run(play())


@pytest.mark.parametrize("called", [False, True])
def test_who_is_cancelled_leaves_no_trace(called: bool) -> None:
    """A place that was given to somebody who left goes to the next."""

    async def play() -> None:
        found, _ = lane(1)
        assert found.enter_now("a")
        waiting = asyncio.create_task(found.enter("b", 5))
        await asyncio.sleep(0)
        if called:
            found.leave("a")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        if not called:
            found.leave("a")
        assert found.enter_now("c")
        assert (found.busy, found.waiting) == (1, 0)

    asyncio.run(play())
