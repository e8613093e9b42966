"""A request and a reply of HTTP, as values."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Headers = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """What a client sent.

    ``path`` and ``query_string`` are percent-encoded, as they came. ``headers`` maps a name
    in lower case to the values of its lines. ``version`` is ``1.0`` or ``1.1``. A tuple rather
    than a data class, since each request makes some: a frozen data class takes four times as long.
    """

    method: str
    path: str = "/"
    query_string: str = ""
    headers: Mapping[str, Sequence[str]] = {}
    body: bytes = b""
    version: str = "1.1"

    @property
    def url(self) -> str:
        """Where it was addressed, less the query."""
        return f"http://{self.value('host')}{self.path}"

    def lines(self, name: str) -> Sequence[str]:
        """Give the values of a header's lines; none where it is absent."""
        return self.headers.get(name, ())

    def value(self, name: str) -> str:
        """Give a header that comes once; empty where it is absent."""
        lines = self.headers.get(name)
        return ", ".join(lines) if lines else ""


class Reply(NamedTuple):
    """A whole answer of HTTP; names of headers in lower case."""

    status: int
    headers: Headers = ()
    body: bytes = b""
