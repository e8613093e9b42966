"""The access log: a line for each answer, in the common format or as JSON.

Source: Apache's Common Log Format, with the seconds taken added at its end.
"""

import json
import sys
import time
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

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
        self, scope: MutableMapping[str, Any], client: str, status: int, size: int, seconds: float
    ) -> None:
        """Write the line of one answer: who asked, its status, bytes of body, and seconds."""
        self._stream.write(self._line(scope, _name(client), status, size, seconds) + "\n")
        self._stream.flush()


def _target(scope: MutableMapping[str, Any]) -> str:
    target: str = scope["raw_path"].decode("latin-1")
    if scope["query_string"]:
        target += "?" + scope["query_string"].decode("latin-1")
    return target if len(target) <= _MOST else target[:_MOST] + "…"


def _name(client: str) -> str:
    """Write who asked so that it cannot be taken for more of the line."""
    return (
        "".join(sign for sign in client[:_MOST_NAME] if sign.isalnum() or sign in ".:-_[]%") or "-"
    )


def _common(
    scope: MutableMapping[str, Any], client: str, status: int, size: int, seconds: float
) -> str:
    moment = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    target = json.dumps(_target(scope), ensure_ascii=True)[1:-1]
    request = f"{scope['method']} {target} HTTP/{scope['http_version']}"
    return f'{client} - - [{moment}] "{request}" {status} {size or "-"} {seconds:.6f}'


def _json(
    scope: MutableMapping[str, Any], client: str, status: int, size: int, seconds: float
) -> str:
    headers = dict(scope["headers"])
    return json.dumps(
        {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client,
            "method": scope["method"],
            "target": _target(scope),
            "version": scope["http_version"],
            "status": status,
            "bytes": size,
            "seconds": round(seconds, 6),
            "referer": headers.get(b"referer", b"").decode("latin-1")[:_MOST],
            "agent": headers.get(b"user-agent", b"").decode("latin-1")[:_MOST],
        }
    )
