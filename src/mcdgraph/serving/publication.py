"""What is served: an application for each release, and which release is the one of now."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from wsgiref.types import WSGIApplication


@dataclass(frozen=True, kw_only=True)
class Content:
    """One release as it is served.

    ``application`` answers every request. ``parameters`` are the names of the query parameters
    that it uses, ``hosts`` those at which it answers otherwise than at any other, ``files`` the
    folders below which its ``X-Sendfile`` may name files. A worker calls ``after_fork`` before
    its first request; a ``sealed`` one needs to open neither files nor connections, and cannot.
    ``count`` counts an answer: the part of the application that gave it, its status, the seconds
    that it took.
    """

    application: WSGIApplication
    parameters: frozenset[str]
    hosts: frozenset[str] = frozenset()
    files: tuple[Path, ...] = ()
    after_fork: Callable[[], None] = lambda: None
    sealed: bool = True
    count: Callable[[str, int, float], None] = lambda _part, _status, _seconds: None


class Publication(Protocol):
    """What is published, which may change while it is served."""

    def current(self) -> str:
        """Return a key of what is published now; raise a `McdgraphError` where there is none."""

    def load(self, key: str) -> Content:
        """Load what a key names; raise a `McdgraphError` where it cannot be."""
