"""The three lanes of a pool, as its bounds want them."""

from collections.abc import Callable

from mcdgraph.queries import refusals
from mcdgraph.queries.lanes import Lane, Ledger
from mcdgraph.settings import QuerySettings


def open_lanes(
    bounds: QuerySettings, ledger: Ledger, depth: int, fast_share: Callable[[str], int]
) -> tuple[Lane, Lane, Lane]:
    """Open the fast lane, the slow one, and that of answers which are being sent.

    An executor of the fast lane may have ``depth`` queries; ``fast_share`` tells how many
    places of it a client may have.
    """
    fast = Lane(
        bounds.workers * depth,
        bounds.queue,
        lambda: refusals.queue_full(bounds, fast),
        fast_share,
        ledger.under_way,
    )
    slow = Lane(
        bounds.slow_workers,
        bounds.slow_workers,
        lambda: refusals.slow_full(bounds, slow),
        lambda _: max(1, bounds.slow_workers - 1),
        ledger.under_way,
    )
    sending = Lane(
        bounds.senders,
        0,
        lambda: refusals.senders_full(bounds, sending),
        lambda _: (bounds.senders + 1) // 2,
        ledger.under_way,
    )
    return fast, slow, sending
