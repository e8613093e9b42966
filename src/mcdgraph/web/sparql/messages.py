"""A request and a reply of HTTP, as the endpoint sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client sent.

    ``query_string`` is percent-encoded, as it stands in the URL. ``headers`` maps a name in
    lower case to the values of its lines. ``url`` is where the endpoint was addressed.
    """

    method: str
    query_string: str = ""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    body: bytes = b""
    url: str = "/sparql"

    def lines(self, name: str) -> Sequence[str]:
        """Give the values of a header's lines; none where it is absent."""
        return self.headers.get(name, ())

    def value(self, name: str) -> str:
        """Give a header that comes once; empty where it is absent."""
        return ", ".join(self.lines(name))


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A whole answer of HTTP."""

    status: int
    headers: Headers = ()
    body: bytes = b""
