"""Puts an application on a port, under granian, in several processes."""

import errno
import os
import socket
from collections.abc import Callable
from typing import Final
from wsgiref.types import WSGIApplication

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mcdgraph.errors import EnvironmentProblem

#: How long a worker may take to finish what is under way once it is told to stop.
STOP_SECONDS: Final = 30


def serve(
    application: WSGIApplication,
    *,
    host: str,
    port: int,
    processes: int = 2,
    threads: int = 8,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then finish what is under way.

    ``application`` is made before the processes fork, so that they share its memory.
    ``ready`` is called when the port is open. Raises `EnvironmentProblem` where the port
    cannot be had.
    """
    require_free(host, port)
    server = Granian(
        "mcdgraph",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )

    def load() -> WSGIApplication:
        """Leave the terminal's process group: Ctrl-C is for the parent, which stops its workers.

        A worker that is told twice to stop, by the terminal and by its parent, hangs.
        """
        os.setpgrp()
        return application

    server.on_startup(ready)
    server.serve(target_loader=load, wrap_loader=False)


def require_free(host: str, port: int) -> None:
    """Raise `EnvironmentProblem` where a port cannot be listened on, saying why."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise EnvironmentProblem(f"{host}: {error.strerror}") from error
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                text = f"port {port} of {host} is in use; choose another with --port"
                raise EnvironmentProblem(text) from error
            raise EnvironmentProblem(f"cannot listen on {host}:{port}: {error.strerror}") from error
