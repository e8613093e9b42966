"""Who is refused where too many answers take long."""

import asyncio
from collections.abc import Iterator

import pytest

from mcdgraph.serving.frames import Head
from mcdgraph.serving.job import Job
from mcdgraph.serving.overload import beyond_sent, beyond_slow
from mcdgraph.settings import QuerySettings

BOUNDS = QuerySettings(slow_workers=2, senders=3)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Have a loop that what is awaited belongs to."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


def jobs_of(loop: asyncio.AbstractEventLoop, clients: str, began: str = "") -> list[Job]:
    """Make a slow job for each client, the first of which has taken most; some have an answer."""
    jobs: list[Job] = []
    for age, client in enumerate(reversed(clients), start=1):
        job = Job(client=client, request=b"", until=0.0, head=loop.create_future())
        job.compute(10.0)
        job.spent, job.slow = float(age), True
        if client in began:
            job.head.set_result(Head(200, b""))
        jobs.insert(0, job)
    return jobs


@pytest.mark.parametrize(
    ("clients", "began", "refused"),
    [
        ("ab", "", []),
        ("aab", "", [1]),
        ("abaa", "", [3, 2]),
        ("aba", "a", [1]),
        ("aaa", "a", []),
        ("aaaa", "a", [3]),
    ],
)
def test_the_newest_slow_one_of_who_has_most_is_refused(
    loop: asyncio.AbstractEventLoop, clients: str, began: str, refused: list[int]
) -> None:
    """While more than two are slow; one that is being sent goes only where more than three are."""
    jobs = jobs_of(loop, clients, began)
    assert [jobs.index(job) for job in beyond_slow(jobs, BOUNDS)] == refused


@pytest.mark.parametrize(("clients", "refused"), [("abc", []), ("abca", [3]), ("aabbb", [4, 3])])
def test_the_newest_sent_one_of_who_has_most_is_refused(
    loop: asyncio.AbstractEventLoop, clients: str, refused: list[int]
) -> None:
    """While more than three wait for their clients to read."""
    jobs = jobs_of(loop, clients, clients)
    for job in jobs:
        job.rest(11.0)
    assert beyond_slow(jobs, BOUNDS) == []
    assert [jobs.index(job) for job in beyond_sent(jobs, BOUNDS)] == refused
