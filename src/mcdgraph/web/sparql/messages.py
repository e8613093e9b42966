"""A request and a reply of HTTP, as values; a request is read from WSGI's environment."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from wsgiref.types import WSGIEnvironment

from werkzeug.wsgi import get_input_stream

Headers = tuple[tuple[str, str], ...]

_BODY: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")


@lru_cache(256)
def _variable(name: str) -> str:
    """Return the variable that WSGI has for a header."""
    key = name.upper().replace("-", "_")
    return key if key in _BODY else f"HTTP_{key}"


class EnvironHeaders(Mapping[str, Sequence[str]]):
    """The headers in WSGI's environment, by their names in lower case, read when asked for."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        """Read from ``environ``."""
        self._environ = environ

    def __getitem__(self, name: str) -> Sequence[str]:
        """Return the lines of a header, which WSGI joins to one."""
        found: Sequence[str] | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """Return the lines of a header, or the default."""
        value = self._environ.get(_variable(name))
        return default if not value else (str(value),)

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        for key in self._environ:
            if key.startswith("HTTP_") or (key in _BODY and self._environ[key]):
                yield key.removeprefix("HTTP_").replace("_", "-").lower()

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _ in self)


class ProtocolRequest(NamedTuple):
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


_STATUS_LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def status_line(number: int) -> str:
    """Return a status as WSGI wants it."""
    return _STATUS_LINES[number]


def read_request(environ: WSGIEnvironment, bound: int) -> ProtocolRequest:
    """Read a request; of its body at most a byte more than ``bound``.

    Source: PEP 3333, "environ Variables".
    """
    method = environ["REQUEST_METHOD"]
    body = b"" if method in ("GET", "HEAD") else get_input_stream(environ).read(bound + 1)
    return ProtocolRequest(method, environ.get("QUERY_STRING", ""), EnvironHeaders(environ), body)
