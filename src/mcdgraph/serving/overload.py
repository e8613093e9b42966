"""Who is refused where too many answers take long: the newest of the client that has most."""

from collections import Counter
from collections.abc import Sequence

from mcdgraph.serving.job import Job
from mcdgraph.settings import QuerySettings


def beyond_slow(jobs: Sequence[Job], bounds: QuerySettings) -> list[Job]:
    """Return the slow jobs that are too many.

    One whose answer has begun is cut only where there are more than may be sent at a time.
    """
    slow = [job for job in jobs if job.slow and job.since is not None and not job.over]
    fresh = [job for job in slow if not job.head.done()]
    refused: list[Job] = []
    while len(slow) > bounds.slow_workers and (fresh or len(slow) > bounds.senders):
        one = _newest_of_the_greediest(fresh or slow)
        slow.remove(one)
        if fresh:
            fresh.remove(one)
        refused.append(one)
    return refused


def beyond_sent(jobs: Sequence[Job], bounds: QuerySettings) -> list[Job]:
    """Return the jobs whose answers wait for their clients to read, and are too many."""
    sending = [job for job in jobs if job.sending is not None and not job.over]
    refused: list[Job] = []
    while len(sending) > bounds.senders:
        refused.append(_newest_of_the_greediest(sending))
        sending.remove(refused[-1])
    return refused


def _newest_of_the_greediest(jobs: Sequence[Job]) -> Job:
    """Return, of the client that has most of some jobs, the one that has taken least."""
    counts = Counter(job.client for job in jobs)
    most = max(counts.values())
    candidates = [job for job in jobs if counts[job.client] == most]
    return min(candidates, key=lambda job: job.worked(job.stretch))
