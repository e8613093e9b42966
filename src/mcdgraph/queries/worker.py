"""An executor as the server process sees it that owns it, and the queries it was given."""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from mcdgraph.errors import QueryError
from mcdgraph.queries.channel import Channel
from mcdgraph.queries.lanes import Lane
from mcdgraph.queries.waiting import Ticket
from mcdgraph.queries.wire import Head, forget


class Asker(Protocol):
    """Who is told what becomes of a query, in the event loop that the pool works in.

    `whole` or `failed` is all there is of a short answer; a long one begins with `begun`, has
    any number of `data`, and ends with `ended` or, cut short, with `failed`.
    """

    def whole(self, head: Head, body: bytes) -> None:
        """Take an answer that came all at once."""

    def begun(self, head: Head) -> None:
        """Hear that a long answer begins."""

    def data(self, chunk: bytes) -> None:
        """Take the next bytes of a long answer."""

    def ended(self) -> None:
        """Hear that a long answer was sent to its end."""

    def failed(self, error: QueryError) -> None:
        """Hear why there is no answer, or no more of it."""


@dataclass(kw_only=True, eq=False, slots=True)
class Worker:
    """One executor.

    ``runs`` are the queries that it was sent and has not answered: it works on the first, the
    others wait in its socket. ``brisk`` tells that its last answer came so soon that another
    query may wait behind the one it works on. A ``worn`` one is not used again.
    """

    number: int
    channel: Channel
    runs: "deque[Run]" = field(default_factory=deque)
    status: int | None = None
    brisk: bool = False
    worn: bool = False

    def recall(self) -> "list[Run]":
        """Give the runs that wait behind the first, in their order, to be sent elsewhere.

        Raises `ChannelClosed` where the executor has hung up.
        """
        first, *waiting = self.runs
        self.channel.send(forget(len(waiting)))
        marker = Run(client=first.client, message=b"", asker=first.asker, marker=True, over=True)
        self.runs = deque((first, marker))
        return waiting


@dataclass(kw_only=True, eq=False, slots=True)
class Run:
    """One query on its way: where it is, and how long an executor has worked on it.

    ``spent`` are the seconds until ``since``, the moment since when it is worked on; None
    while it is not. Neither the time in a queue nor that which the client takes to read counts.
    A ``slow`` one makes way for others, one that is ``low`` has low priority. A ``marker`` stands
    for those that were sent elsewhere: behind it nothing is sent until they are forgotten.
    """

    client: str
    message: bytes
    asker: Asker
    lane: Lane | None = None
    ticket: Ticket | None = None
    worker: Worker | None = None
    since: float | None = None
    spent: float = 0.0
    begun: float | None = None
    slow: bool = False
    low: bool = False
    marker: bool = False
    over: bool = False

    def worked(self, now: float) -> float:
        """Give the seconds that were spent on it."""
        return self.spent if self.since is None else self.spent + now - self.since

    def rest(self, now: float) -> None:
        """Stop its clock."""
        self.spent, self.since = self.worked(now), None
