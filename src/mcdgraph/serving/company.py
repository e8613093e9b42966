"""Whether more than one client asks: only then has anyone to leave something to others."""

import math


class Company:
    """Notices whether the clients that ask are several."""

    def __init__(self, seconds: float) -> None:
        """Take clients for gone that did not ask for so many ``seconds``."""
        self._seconds = seconds
        self._last = ""
        self._alternated = -math.inf

    def note(self, client: str, now: float) -> None:
        """Hear that a client asks: another than before, or the same."""
        if client != self._last:
            if self._last:
                self._alternated = now
            self._last = client

    def is_there(self, now: float) -> bool:
        """Return whether several clients asked lately."""
        return now - self._alternated <= self._seconds
