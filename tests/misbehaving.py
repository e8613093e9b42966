"""A site whose application does what it should not: ``python tests/misbehaving.py PORT FOLDER``.

It is served as any other, by one server process with short patience. Where FOLDER holds a file
``barren``, the system gives no more processes.
"""

import errno
import mmap
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mcdgraph.cli.serve import log_to_standard_error
from mcdgraph.serving import (
    Content,
    generation,
    http_connection,
    intake,
    supervisor,
)
from mcdgraph.settings import QuerySettings, ServerSettings, Settings

#: Seconds that a page takes.
PAGE = 0.03
#: Seconds that a client has, for whatever it has to do.
PATIENCE = 1.5
DEADLINE = 3.0


class Site:
    """An application with a page for each kind of fault."""

    def __init__(self) -> None:
        """Count pages in memory that all workers share."""
        self._order = memoryview(mmap.mmap(-1, 8)).cast("Q")

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        if path == "/fails":
            raise LookupError("a fault of the application")
        if path == "/endless":
            while True:
                pass
        if path == "/stream":
            start("200 OK", [("Content-Type", "application/octet-stream")])
            return iter(lambda: b"x" * 65536, b"")
        told = "ok"
        if path == "/page":
            time.sleep(PAGE)
            self._order[0] += 1
            told = str(self._order[0])
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [told.encode()]


class Publication:
    """The one release of the site."""

    def current(self) -> str:
        """Name it."""
        return "misbehaving"

    def load(self, key: str) -> Content:
        """Make its application."""
        return Content(application=Site(), parameters=frozenset())


def main(port: int, folder: Path) -> None:
    """Serve it until told to stop."""
    http_connection.REQUEST_SECONDS = http_connection.STALL_SECONDS = PATIENCE  # type: ignore[misc]
    http_connection.IDLE_SECONDS = http_connection.LINGER_SECONDS = PATIENCE  # type: ignore[misc]
    intake._TICK = 0.1  # type: ignore[misc]
    plain = generation.fork

    def fork(work: generation.Callable[[], bool]) -> int:
        if (folder / "barren").exists():
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return plain(work)

    generation.fork = fork
    log_to_standard_error()
    settings = Settings(
        query=QuerySettings(processes=1, deadline=DEADLINE),
        server=ServerSettings(port=port, access_log="off"),
    )
    supervisor.serve(Publication(), settings)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
