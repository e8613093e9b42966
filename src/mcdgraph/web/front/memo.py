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

    def get(self, scope: RsgiScope) -> Operation | None:
        """Give the plan of a request that was seen before."""
        return self._plans.get(_key(scope))

    def put(self, scope: RsgiScope, plan: Operation | Reply) -> None:
        """Remember a plan, and forget the oldest."""
        if isinstance(plan, Reply) or len(scope.query_string) > _LONGEST:
            return
        if len(self._plans) >= _ENTRIES:
            del self._plans[next(iter(self._plans))]
        self._plans[_key(scope)] = plan


def _key(scope: RsgiScope) -> Key:
    headers = scope.headers
    return (
        scope.query_string,
        *headers.get_all("accept"),
        None,
        *headers.get_all("accept-encoding"),
        None,
        *headers.get_all("if-none-match"),
    )
