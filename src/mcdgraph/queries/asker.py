"""Who asks on whose behalf: what a server knows of a visitor, for code that asks and waits."""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from mcdgraph.queries.strands import Strand


class Asker:
    """A visitor: an address, and whether it is still there. Safe to use from any thread.

    ``strand`` is what carries the code that works on its behalf, where it is known.
    """

    def __init__(self, client: str = "", strand: Strand | None = None) -> None:
        """Speak for the client at an address; empty where it is not known."""
        self.client = client
        self.strand = strand
        self._lock = threading.Lock()
        self._gone = False
        self._callbacks: list[Callable[[], object]] = []

    def when_gone(self, callback: Callable[[], object]) -> None:
        """Have ``callback`` called once the visitor has left; at once where that was before."""
        with self._lock:
            if not self._gone:
                self._callbacks.append(callback)
                return
        callback()

    def leave(self) -> None:
        """Say that the visitor has left."""
        with self._lock:
            self._gone = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()


NOBODY: Final = Asker()
_CURRENT: Final[ContextVar[Asker]] = ContextVar("asker", default=NOBODY)


def current_asker() -> Asker:
    """Give the visitor on whose behalf this strand works."""
    return _CURRENT.get()


def work_for(asker: Asker) -> None:
    """Have this strand work on behalf of a visitor from now on."""
    _CURRENT.set(asker)
