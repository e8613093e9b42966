"""A request and a reply of HTTP, as values."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

Headers = tuple[tuple[str, str], ...]


#: Where the environment of WSGI holds the `Request` that it was made of.
IN_ENVIRON: Final = "mcdgraph.request"


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

    @property
    def awaits_word(self) -> bool:
        """True where the client waits for word to send the body (RFC 9110, clause 10.1.1)."""
        return self.version == "1.1" and self.value("expect").lower() == "100-continue"

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


class Written(NamedTuple):
    """A whole answer of 200 in bytes, but for the header ``date``, which goes in the middle.

    ``before`` is the status line and headers, ``after`` the empty line and the body.
    """

    before: bytes
    after: bytes

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.before) + len(self.after)


def origin_form(target: str) -> str:
    """Give the path and query of a target in another form (RFC 9112, clause 3.2)."""
    if target == "*":
        return "/"
    _, _, rest = target.partition("://")
    return f"/{rest.partition('/')[2]}"
