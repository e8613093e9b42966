"""What a client may send, and how long it may take."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a client may send, and how long it may take; sizes in bytes.

    ``request_seconds`` bounds the time from a request's first byte to its last,
    ``idle_seconds`` that between two requests, and ``stall_seconds`` that in which a client
    takes nothing of what it is sent. Of more than ``connections``, one that is not answered
    just now is closed.
    """

    body_bytes: int
    connections: int = 2000
    request_seconds: float = 60.0
    idle_seconds: float = 75.0
    stall_seconds: float = 60.0

    @property
    def head_bytes(self) -> int:
        """What a head may have: a target with a query as long as a body, and headers."""
        return self.body_bytes + 64 * 1024
