"""Calls a function once, in a process of its own, which lives within the bounds of a query."""

from collections.abc import Callable
from contextlib import closing

from mcdgraph.errors import QueryTimeout, QueryUnavailable
from mcdgraph.processes.bounded_caller import BoundedCaller
from mcdgraph.settings import QuerySettings


def call_bounded(work: Callable[[], bytes], settings: QuerySettings) -> bytes:
    """Return what ``work`` returns, in a forked process that is ended at the deadline.

    Raises `QueryTimeout` past the deadline, `QueryUnavailable` where the process died: it took
    more memory than it may; and the error of ours that the work raised.
    """
    caller: BoundedCaller[None, bytes] = BoundedCaller(lambda _: work(), settings)
    with closing(caller):
        try:
            return caller(None)
        except QueryTimeout as error:
            text = f"this took longer than {settings.deadline:g} seconds; ask for less"
            raise QueryTimeout(text) from error
        except QueryUnavailable as error:
            text = "this took more memory than a request may take; ask for less"
            raise QueryUnavailable(text) from error
