"""What is said to who asked for more than there is: each names the bound, and its setting."""

import signal

from mcdgraph.errors import (
    QueryError,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.queries.lanes import Lane
from mcdgraph.settings import QuerySettings


def died(bounds: QuerySettings, how: signal.Signals | None) -> QueryError:
    """Say why an executor died under a query, by the signal that ended it."""
    match how:
        case signal.SIGSEGV | signal.SIGBUS:
            return QueryRefused("the query is nested too deeply, or too long, to be evaluated")
        case signal.SIGABRT:
            return out_of_memory(bounds)
        case signal.SIGXCPU:
            return too_late(bounds)
        case _:
            return QueryUnavailable("the worker was stopped under this query; try again")


def out_of_memory(bounds: QuerySettings) -> QueryTooLarge:
    """Say that the memory bound was reached."""
    return QueryTooLarge(
        f"the query needs more than {bounds.memory} MiB of memory (setting query.memory); "
        "sort, group or join less, or add a LIMIT"
    )


def too_late(bounds: QuerySettings) -> QueryTimeout:
    """Say that the deadline passed."""
    return QueryTimeout(
        f"the query ran longer than {bounds.deadline:g} s (setting query.deadline); "
        "select less, or add a LIMIT"
    )


def sent_too_slowly(bounds: QuerySettings) -> QueryTimeout:
    """Say that the client took too long to read."""
    return QueryTimeout(
        f"the answer took longer than {bounds.sending:g} s to send (setting query.sending)"
    )


def query_too_long(bounds: QuerySettings) -> QueryTooLarge:
    """Say that the text of the query is too long."""
    return QueryTooLarge(
        f"the query has more than {bounds.request_bytes} bytes (setting query.request_bytes)"
    )


def queue_full(bounds: QuerySettings, lane: Lane) -> QueryUnavailable:
    """Say that too many wait for a worker."""
    return QueryUnavailable(
        f"{bounds.workers} queries run and {lane.waiting} wait (settings query.workers, "
        "query.queue, query.queue_bytes); try again in a moment"
    )


def restarting() -> QueryUnavailable:
    """Say that there are no workers for a moment."""
    return QueryUnavailable("the query service is being restarted; try again")


def slow_full(bounds: QuerySettings, lane: Lane) -> QueryUnavailable:
    """Say that too many slow queries run, and others need the workers."""
    return QueryUnavailable(
        f"{lane.busy} slow queries run and {lane.waiting} wait, of {bounds.slow_workers} at a "
        "time (setting query.slow_workers); try again in a moment"
    )


def senders_full(bounds: QuerySettings, lane: Lane) -> QueryUnavailable:
    """Say that too many long answers are being sent."""
    return QueryUnavailable(
        f"{lane.busy} long answers are being sent, of {bounds.senders} at a time (setting "
        "query.senders); try again in a moment"
    )
