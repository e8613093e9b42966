"""Remembers what requests asked, so that the same request is not read twice."""

from typing import Final

from mcdgraph.web.front.bridge import RsgiScope
from mcdgraph.web.sparql import Operation, Reply

_ENTRIES: Final = 4096
_LONGEST: Final = 8192

Key = tuple[object, ...]


class Memo:
    """The plans of the last GET requests, by everything that they depend on."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._plans: dict[Key, Operation] = {}

    def get(self, key: Key) -> Operation | None:
        """Give the plan of a request that was seen before."""
        return self._plans.get(key)

    def put(self, key: Key, plan: Operation | Reply) -> None:
        """Remember the plan of a query that is not too long, and forget the oldest."""
        if isinstance(plan, Reply) or len(plan.request.text) > _LONGEST:
            return
        if len(self._plans) >= _ENTRIES:
            del self._plans[next(iter(self._plans))]
        self._plans[key] = plan


def key_of(scope: RsgiScope) -> Key:
    """Give what the plan of a GET request depends on."""
    get_all = scope.headers.get_all
    return (
        scope.query_string,
        tuple(get_all("accept")),
        tuple(get_all("accept-encoding")),
        tuple(get_all("if-none-match")),
    )
