"""All connections of a server, and who makes room when there are too many."""

import logging
import time
from collections.abc import Iterator
from itertools import chain
from typing import Final, Generic, Protocol, TypeVar

#: Seconds between two warnings.
_WARN: Final = 60.0

log = logging.getLogger("mcdgraph.web")


class Guest(Protocol):
    """A connection, as far as it matters here."""

    @property
    def unanswered(self) -> bool:
        """True while it is the client's turn."""

    @property
    def quiet(self) -> bool:
        """True while it is, and nothing is on its way to the client."""

    def drop(self) -> None:
        """Close at once."""


Found = TypeVar("Found", bound=Guest)


class Crowd(Generic[Found]):
    """Connections in the order in which they may have to go.

    First those that had no answer yet, from the oldest, then the others from the one whose last
    answer is longest ago; of these, those that are not being answered just now.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._strangers: dict[Found, None] = {}
        self._known: dict[Found, None] = {}
        self._warned = -_WARN

    def __len__(self) -> int:
        """Tell how many there are."""
        return len(self._strangers) + len(self._known)

    def __iter__(self) -> Iterator[Found]:
        """Give them in that order."""
        return chain(self._strangers, self._known)

    def admit(self, newcomer: Found, bound: int) -> bool:
        """Count a connection; beyond the bound another is dropped for it.

        True where none can be: all are being answered.
        """
        self._strangers[newcomer] = None
        if len(self) <= bound:
            return False
        if time.monotonic() - self._warned > _WARN:
            self._warned = time.monotonic()
            log.warning("there are more than %d connections (server.connections)", bound)
        quiet = (guest for guest in self if guest is not newcomer and guest.quiet)
        other = (guest for guest in self if guest is not newcomer and guest.unanswered)
        leaving = next(quiet, None) or next(other, None)
        if leaving is not None:
            leaving.drop()
        return leaving is None

    def served(self, guest: Found) -> None:
        """Hear that a connection was given an answer."""
        if guest in self._strangers or guest in self._known:
            self.leave(guest)
            self._known[guest] = None

    def leave(self, guest: Found) -> None:
        """Forget a connection."""
        self._strangers.pop(guest, None)
        self._known.pop(guest, None)
