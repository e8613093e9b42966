"""The access log: a line for each answer, in the common format or as JSON.

Source: Apache's Common Log Format, with the seconds taken added at its end.
"""

import json
import sys
import time
from functools import lru_cache
from typing import Final, TextIO

from mcdgraph.serving.frames import JobRequest

#: Characters of a target that are logged.
_MOST: Final = 2000
#: Characters of what names a client.
_MOST_NAME: Final = 100


class AccessLog:
    """Writes lines in one form; each is one write, so that processes do not mix theirs."""

    def __init__(self, form: str, stream: TextIO | None = None) -> None:
        """Write to ``stream``, the standard error unless given; ``auto`` is off on a terminal."""
        self._stream = stream or sys.stderr
        if form == "auto":
            form = "off" if self._stream.isatty() else "common"
        self.wanted = form != "off"
        self._line = _json if form == "json" else _common

    def write(
        self, request: JobRequest, client: str, status: int, size: int, seconds: float
    ) -> None:
        """Write the line of one answer: who asked, its status, bytes of body, and seconds."""
        self._stream.write(self._line(request, _name(client), status, size, seconds) + "\n")
        self._stream.flush()


def _target(request: JobRequest) -> str:
    target = request.path + b"?" + request.query if request.query else request.path
    text = target[: _MOST + 1].decode("latin-1")
    return text if len(text) <= _MOST else text[:_MOST] + "…"


@lru_cache(256)
def _name(client: str) -> str:
    """Write who asked so that it cannot be taken for more of the line."""
    return (
        "".join(sign for sign in client[:_MOST_NAME] if sign.isalnum() or sign in ".:-_[]%") or "-"
    )


@lru_cache(1)
def _moment(second: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(second))


def _common(request: JobRequest, client: str, status: int, size: int, seconds: float) -> str:
    target = json.dumps(_target(request))[1:-1]
    line = f"{request.method} {target} HTTP/{request.version}"
    moment = _moment(int(time.time()))
    return f'{client} - - [{moment}] "{line}" {status} {size or "-"} {seconds:.6f}'


def _json(request: JobRequest, client: str, status: int, size: int, seconds: float) -> str:
    headers = dict(request.headers)
    return json.dumps(
        {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client,
            "method": request.method,
            "target": _target(request),
            "version": request.version,
            "status": status,
            "bytes": size,
            "seconds": round(seconds, 6),
            "referer": headers.get(b"referer", b"").decode("latin-1")[:_MOST],
            "agent": headers.get(b"user-agent", b"").decode("latin-1")[:_MOST],
        }
    )
