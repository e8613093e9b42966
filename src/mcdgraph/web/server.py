"""Puts what is published on a port: a keeper for its workers, and processes that serve."""

import asyncio
import errno
import gc
import os
import resource
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvloop

from mcdgraph.errors import EnvironmentProblem
from mcdgraph.queries.crew import SPARE
from mcdgraph.queries.huge_pages import huge_pages
from mcdgraph.queries.keeper import Supply, fork_keeper
from mcdgraph.settings import QuerySettings, Settings
from mcdgraph.web.front.process import Opened, Publication, ServerProcess
from mcdgraph.web.http.listening import BACKLOG
from mcdgraph.web.supervision import Supervisor

#: How long a server process may take to finish what is under way once it is told to stop.
STOP_SECONDS: Final = 30
#: Files that a server process has open beside connections and executors, with room to spare.
FILES: Final = 250


def publish(
    publication: Publication, settings: Settings, *, ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then finish what is under way.

    ``ready`` is called when the port is open. Raises `EnvironmentProblem` where the port
    cannot be had, or so many open files. What is published may change meanwhile: no request is
    refused for it.
    """
    allow_files(files(settings))
    listener = open_port(settings.server.host, settings.server.port)
    opened = open_now(publication)
    supply = Supply(
        current=publication.current,
        open_store=publication.open_store,
        dialect=publication.dialect,
        bounds=settings.query,
    )
    with listener, tempfile.TemporaryDirectory(prefix="mcdgraph-") as name:
        folder = Path(name)
        keeper, lifeline = fork_keeper(folder, supply, opened.key, opened.store)

        def work() -> None:
            """Be a server process, in a process group that Ctrl-C on a terminal does not reach."""
            lifeline.close()
            process = ServerProcess(publication, opened, folder, settings)
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(process.serve(listener, STOP_SECONDS))

        try:
            gc.freeze()
            listener.listen(BACKLOG)
            supervisor = Supervisor(work, processes(settings.query), keeper)
            if not supervisor.run(ready, STOP_SECONDS + 1):
                raise EnvironmentProblem("the process that looks after the workers was ended")
        finally:
            lifeline.close()
            with suppress(ChildProcessError):
                os.waitpid(keeper, 0)


def open_now(publication: Publication) -> Opened:
    """Load what is published now, before there is another process to share its memory with."""
    key = publication.current()
    with huge_pages():
        return Opened(key=key, store=publication.open_store(key))


def processes(bounds: QuerySettings) -> int:
    """Give the number of server processes: each keeps one worker busy with light queries."""
    if bounds.processes:
        return bounds.processes
    usable = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return max(1, len(usable) // 2)


def files(settings: Settings) -> int:
    """Give how many files a server process may have to have open.

    An executor takes two, and there are two sets of them while a release takes another's place.
    """
    query = settings.query
    executors = query.workers + query.slow_workers + query.senders + SPARE
    return settings.server.connections + 4 * executors + FILES


def allow_files(number: int) -> None:
    """Let this process and its children have so many files open (getrlimit(2)).

    Raises `EnvironmentProblem` where the system does not.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= number:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, hard))
    except (ValueError, OSError) as error:
        raise EnvironmentProblem(
            f"server.connections and all else would need {number} open files, and the system "
            f"lets a process have {hard} (ulimit -n): lower the setting, or raise that"
        ) from error


def require_free(host: str, port: int) -> None:
    """Raise `EnvironmentProblem` where a port cannot be listened on, saying why."""
    open_port(host, port).close()


def open_port(host: str, port: int) -> socket.socket:
    """Bind a socket to a port, not yet listening; raise `EnvironmentProblem` saying why not."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise EnvironmentProblem(f"{host}: {error.strerror}") from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            text = f"port {port} of {host} is in use; choose another with --port"
            raise EnvironmentProblem(text) from error
        raise EnvironmentProblem(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listener
