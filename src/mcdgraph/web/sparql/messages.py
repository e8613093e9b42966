"""A request and a reply of HTTP, as values; a request is read from WSGI's environment."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple
from wsgiref.types import WSGIEnvironment

from werkzeug.wsgi import get_input_stream

Headers = tuple[tuple[str, str], ...]

_BODY: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")


class Request(NamedTuple):
    """What a client sent.

    ``query_string`` is percent-encoded, as it came. ``headers`` maps a name in lower case to
    the values of its lines.
    """

    method: str
    query_string: str = ""
    headers: Mapping[str, Sequence[str]] = {}
    body: bytes = b""

    def value(self, name: str) -> str:
        """Return a header that comes once; empty where it is absent."""
        return ", ".join(self.headers.get(name, ()))

    def lines(self, name: str) -> Sequence[str]:
        """Return the values of a header's lines; none where it is absent."""
        return self.headers.get(name, ())


class Reply(NamedTuple):
    """A whole answer of HTTP; names of headers in lower case."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    @property
    def status_line(self) -> str:
        """The status as WSGI wants it."""
        return status_line(self.status)


def status_line(number: int) -> str:
    """Return a status as WSGI wants it."""
    return f"{number} {HTTPStatus(number).phrase}"


def read_request(environ: WSGIEnvironment, bound: int) -> Request:
    """Read a request; of its body at most a byte more than ``bound``.

    Source: PEP 3333, "environ Variables".
    """
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): [str(value)]
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in _BODY and value)
    }
    method = environ["REQUEST_METHOD"]
    body = b"" if method in ("GET", "HEAD") else get_input_stream(environ).read(bound + 1)
    return Request(method, environ.get("QUERY_STRING", ""), headers, body)
