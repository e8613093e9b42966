"""Puts what is published on a port: a keeper for its workers, and processes under granian."""

import errno
import gc
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from mcdgraph.errors import EnvironmentProblem
from mcdgraph.queries.keeper import Supply, fork_keeper
from mcdgraph.settings import Settings
from mcdgraph.web.front.process import Opened, Publication, ServerProcess

#: How long a server process may take to finish what is under way once it is told to stop.
STOP_SECONDS: Final = 30


def publish(
    publication: Publication, settings: Settings, *, ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then finish what is under way.

    ``ready`` is called when the port is open. Raises `EnvironmentProblem` where the port
    cannot be had. What is published may change meanwhile: no request is refused for it.
    """
    require_free(settings.server.host, settings.server.port)
    key = publication.current()
    opened = Opened(key=key, store=publication.open_store(key))
    supply = Supply(
        current=publication.current,
        open_store=publication.open_store,
        dialect=publication.dialect,
        bounds=settings.query,
    )
    with tempfile.TemporaryDirectory(prefix="mcdgraph-") as name:
        folder = Path(name)
        keeper, lifeline = fork_keeper(folder, supply, key, opened.store)

        def load() -> Any:
            """Be a server process, in a process group that Ctrl-C on a terminal does not reach."""
            os.setpgrp()
            lifeline.close()
            gc.freeze()
            return ServerProcess(publication, opened, folder, settings)

        try:
            server = Granian(
                "mcdgraph",
                address=settings.server.host,
                port=settings.server.port,
                interface=Interfaces.RSGI,
                http=HTTPModes.http1,
                workers=settings.query.processes,
                log_level=LogLevels.warning,
                websockets=False,
                respawn_failed_workers=True,
                workers_kill_timeout=STOP_SECONDS,
            )
            server.on_startup(ready)
            server.serve(target_loader=load, wrap_loader=False)
        finally:
            lifeline.close()
            os.waitpid(keeper, 0)


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
