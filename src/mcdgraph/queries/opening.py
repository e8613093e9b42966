"""The three lanes of a pool, as its bounds want them."""

from collections.abc import Callable
from typing import NamedTuple

from mcdgraph.queries import refusals
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.queries.waiting import Waiting
from mcdgraph.settings import QuerySettings


class Lanes(NamedTuple):
    """The fast lane, the slow one, and that of answers which are being sent."""

    fast: Lane
    slow: Lane
    sending: Lane


def open_lanes(
    bounds: QuerySettings, ledger: Ledger, depth: int, served: Callable[[str], bool]
) -> Lanes:
    """Open the lanes.

    An executor of the fast lane may have ``depth`` queries; ``served`` tells whether there is
    one for a client's next query.
    """
    fast = Lane(
        bounds.workers * depth,
        Waiting(bounds.queue, bounds.queue_bytes),
        lambda: refusals.queue_full(bounds, fast),
        ledger.under_way,
        admits=served,
    )
    slow = Lane(
        bounds.slow_workers,
        Waiting(bounds.slow_workers, bounds.queue_bytes),
        lambda: refusals.slow_full(bounds, slow),
        ledger.under_way,
        share=max(1, bounds.slow_workers - 1),
    )
    sending = Lane(
        bounds.senders,
        Waiting(0, 0),
        lambda: refusals.senders_full(bounds, sending),
        ledger.under_way,
        share=(bounds.senders + 1) // 2,
    )
    return Lanes(fast, slow, sending)
