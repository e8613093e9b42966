"""The access log has a line an answer, in the form that is set."""

import io
import json
import re

import pytest

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.frames import JobRequest

REQUEST = JobRequest(
    "GET", b"/a%20b", b"q=%22", [(b"user-agent", b'x"\n'), (b"referer", b"http://a/")]
)


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def line(form: str, path: bytes = b"/a%20b") -> str:
    """Write one line."""
    stream = io.StringIO()
    AccessLog(form, stream).write(REQUEST._replace(path=path), "192.0.2.1", 200, 12, 0.0123)
    return stream.getvalue()


def test_the_common_form() -> None:
    """Client, time, request, status, bytes, and the seconds at the end."""
    pattern = (
        r"192\.0\.2\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "
        r'"GET /a%20b\?q=%22 HTTP/1\.1" 200 12 0\.012300\n'
    )
    assert re.fullmatch(pattern, line("common"))


@pytest.mark.parametrize("target", [b'/"\n127.0.0.1', b"/\x1b[2J", "/é".encode()])
def test_what_is_asked_for_stays_within_its_line(target: bytes) -> None:
    """Quotes, line breaks and control characters are escaped."""
    for form in ("common", "json"):
        written = line(form, target)
        assert written.count("\n") == 1
        assert "\x1b" not in written
        assert written.isascii()


def test_json_has_more() -> None:
    """Names of their own, the referer and the agent."""
    told = json.loads(line("json"))
    assert told["target"] == "/a%20b?q=%22"
    assert (told["status"], told["bytes"], told["seconds"]) == (200, 12, 0.0123)
    assert (told["agent"], told["referer"]) == ('x"\n', "http://a/")


@pytest.mark.parametrize(
    ("form", "stream", "wanted"),
    [
        ("auto", Terminal(), False),
        ("auto", io.StringIO(), True),
        ("off", io.StringIO(), False),
        ("common", Terminal(), True),
        ("json", Terminal(), True),
    ],
)
def test_by_default_a_terminal_has_none(form: str, stream: io.StringIO, wanted: bool) -> None:
    """As a service there is one, unless it is off."""
    assert AccessLog(form, stream).wanted is wanted
