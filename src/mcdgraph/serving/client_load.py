"""What each client has under way, and who leaves a worker to others."""

import time
from collections import Counter
from typing import Final

from mcdgraph.serving.company import Company

#: Seconds for which it is remembered that a client had a long or a slow job.
_PENALTY: Final = 10.0


class ClientLoad:
    """The jobs of each client that are out, and which of them had long or slow ones lately."""

    def __init__(self, most_penalties: int) -> None:
        """Remember so many penalties before those that are over are forgotten."""
        self._most = most_penalties
        self._load: Counter[str] = Counter()
        self._penalties: dict[str, float] = {}
        self._rests: dict[str, float] = {}
        self._long: dict[str, float] = {}
        self._company = Company(_PENALTY)

    def __getitem__(self, client: str) -> int:
        """Return how many jobs of a client are out."""
        return self._load[client]

    def note(self, client: str, now: float) -> None:
        """Hear that a client asks."""
        self._company.note(client, now)

    def add(self, client: str) -> None:
        """Count a job that goes out."""
        self._load[client] += 1

    def remove(self, client: str) -> None:
        """Count it no longer."""
        left = self._load[client] - 1
        if left > 0:
            self._load[client] = left
        else:
            del self._load[client]

    def penalize(self, client: str, now: float, rest: float = 0.0) -> None:
        """Note that a client had a slow job, or has to ``rest`` for some seconds."""
        self._remember(self._penalties, client, now, _PENALTY)
        if rest:
            self._remember(self._rests, client, now, rest)

    def note_long(self, client: str, now: float) -> None:
        """Note that a client had a job which others noticed, though it was not slow."""
        self._remember(self._long, client, now, _PENALTY)

    def _remember(self, moments: dict[str, float], client: str, now: float, seconds: float) -> None:
        """Note something of a client for some seconds; where there is much, forget what is over."""
        moments[client] = now + seconds
        if len(moments) > self._most:
            for one in [one for one, until in moments.items() if until <= now]:
                del moments[one]

    def rests(self, client: str) -> bool:
        """Return whether a client that is penalized gets no worker just now."""
        until = self._rests.get(client)
        return until is not None and time.monotonic() < until

    def is_penalized(self, client: str) -> bool:
        """Return whether a client has to leave a worker to others, where there are others."""
        return self._holds(self._penalties, client)

    def had_long_job(self, client: str) -> bool:
        """Return whether a client had a job lately that was not quick, and there are others."""
        return self._holds(self._long, client)

    def _holds(self, moments: dict[str, float], client: str) -> bool:
        """Return whether something is noted of a client, and there are others."""
        if not moments:
            return False
        now = time.monotonic()
        until = moments.get(client)
        if until is None or not self._company.is_there(now):
            return False
        if until < now:
            del moments[client]
            return False
        return True
