"""The bytes of an answer's head (RFC 9112, clauses 4 and 6)."""

import time
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Final
from wsgiref.handlers import format_date_time

from mcdgraph.web.http.messages import Written

#: Statuses whose answers never have a body (RFC 9110, clause 6.4.1).
BODILESS: Final = (204, 304)
END_OF_CHUNKS: Final = b"0\r\n\r\n"


class Clock:
    """The header ``date``, made anew each second (RFC 9110, clause 6.6.1)."""

    def __init__(self) -> None:
        """Know no time yet."""
        self._second = 0
        self._line = b""

    def line(self) -> bytes:
        """Give the header, with its end of line."""
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._line = f"date: {format_date_time(second)}\r\n".encode()
        return self._line


@cache
def status_line(status: int) -> bytes:
    """Give the first line of an answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}\r\n".encode()


_OK: Final = status_line(HTTPStatus.OK)


def head(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    """Give an answer's head, without the empty line that ends it; see `lines`."""
    return status_line(status) + lines(headers)


def lines(headers: Iterable[tuple[str, str]]) -> bytes:
    """Give headers, a line for each.

    Raises `ValueError` for a header that would end its own line.
    """
    found = [f"{name}: {value}\r\n" for name, value in headers]
    text = "".join(found)
    if text.count("\n") != len(found) or text.count("\r") != len(found):
        raise ValueError(f"a header holds a line break: {text!r}")
    return text.encode("latin-1", "replace")


def write(lines: bytes, body: bytes) -> Written:
    """Write an answer of 200, once for all times that it is sent."""
    return Written(b"%b%bcontent-length: %d\r\n" % (_OK, lines, len(body)), b"\r\n" + body)


def chunk(data: bytes) -> bytes:
    """Give a chunk of a body (RFC 9112, clause 7.1)."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def names(headers: Iterable[tuple[str, str]], name: str) -> bool:
    """Tell whether a header is among others."""
    return name in [key for key, _ in headers]
