"""The port that requests come to, and the files that the processes may open."""

import errno
import resource
import socket
from typing import Final

from mcdgraph.errors import EnvironmentProblem
from mcdgraph.serving.slots import most_workers
from mcdgraph.settings import Settings

#: Connections that may wait to be accepted.
BACKLOG: Final = 512
#: Connections that may wait to begin once they are accepted, of all clients.
MOST_WAITING: Final = 512
#: Files that a server process has open beside connections and workers, with room to spare.
_SPARE_FILES: Final = 250


def files_needed(settings: Settings) -> int:
    """Return how many files a server process may have to have open."""
    return (
        settings.server.connections + MOST_WAITING + 2 * most_workers(settings.query) + _SPARE_FILES
    )


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


def require_free(host: str, port: int) -> int:
    """Return a port that can be listened on: the one that is named, or a free one for 0.

    Raises `EnvironmentProblem` where it cannot, saying why.
    """
    with open_port(host, port) as listener:
        found: int = listener.getsockname()[1]
    return found


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
    # for all processes that accept: none may wait here for a client that another took
    listener.setblocking(False)
    return listener
