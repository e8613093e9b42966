"""What was written once for a release, kept: a release never changes."""

from collections.abc import Callable
from threading import Lock

from mcdgraph.queries.cache import AnswerCache

#: Bytes that one process keeps.
CAPACITY = 32 * 2**20


class Bodies:
    """The bodies last asked for, for many threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Keep ``capacity`` bytes."""
        self._cache: AnswerCache[bytes] = AnswerCache(capacity)
        self._lock = Lock()

    def get(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Give what is kept, else what ``make`` gives; two threads may both make it."""
        with self._lock:
            found = self._cache.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._cache.put(key, found, len(found) + len(key))
        return found
