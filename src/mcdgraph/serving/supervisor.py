"""The first process: holds the listening socket, and starts a generation for each release."""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from mcdgraph.errors import EnvironmentProblem, McdgraphError
from mcdgraph.serving.back_off import BackOff
from mcdgraph.serving.children import ended, fork, told_status
from mcdgraph.serving.generation import ServerMain, run_generation
from mcdgraph.serving.listening import BACKLOG, allow_files, files_needed, open_port
from mcdgraph.serving.publication import Publication
from mcdgraph.serving.server import run_server
from mcdgraph.settings import QuerySettings, Settings

#: Seconds between two looks at what is published.
_INTERVAL: Final = 1.0
#: Seconds that a generation has to finish what is under way.
STOP_SECONDS: Final = 30.0
#: A generation that answers for less long than this, in seconds, died young; after so many in a
#: row that is given up, with a pause before each start (`BackOff`).
_PAUSE: Final = 1.0
_MOST_TRIES: Final = 6
_LONG_LIVED: Final = 60.0
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
_MESSAGE: Final = 4000
#: Seconds between two looks for a signal while the first generation loads.
_PATIENCE: Final = 0.2

log = logging.getLogger("mcdgraph.serving")


@dataclass(kw_only=True)
class _Child:
    """A generation: its process, what it serves, where it reports that it is ready."""

    number: int
    key: str
    reports: socket.socket
    reason: str = ""
    since: float | None = None

    def answers(self) -> None:
        """Note that it is ready."""
        self.since = time.monotonic()

    def lived(self) -> float:
        """Return the seconds since when it answers, none where it never did."""
        return 0.0 if self.since is None else time.monotonic() - self.since


class Supervisor:
    """Keeps what is published served until told to stop."""

    def __init__(
        self,
        publication: Publication,
        settings: Settings,
        listener: socket.socket,
        server_main: ServerMain = run_server,
    ) -> None:
        """Serve on ``listener``, which listens."""
        self._publication = publication
        self._settings = settings
        self._listener = listener
        self._server_main = server_main
        self._serving: _Child | None = None
        self._coming: _Child | None = None
        self._leaving: list[_Child] = []
        self._failed_key = ""
        self._back_off = BackOff(pause=_PAUSE, most=_MOST_TRIES, long_lived=_LONG_LIVED)
        self._not_before = 0.0

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT, then let what is under way finish.

        ``on_ready`` is called when the first generation answers. Raises `EnvironmentProblem`
        where it never does, or where generations keep dying.
        """
        before = {int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)}
        try:
            try:
                self._coming = self._start(self._publication.current(), before)
            except OSError as error:
                raise EnvironmentProblem(f"no process can be started: {error.strerror}") from error
            self._await_first(on_ready)
            while (got := signal.sigtimedwait(_SIGNALS, _INTERVAL)) is None or (
                got.si_signo == signal.SIGCHLD
            ):
                for number, code in ended():
                    self._on_exit(number, told_status(code))
                self._listen_to_coming()
                self._look(before)
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _await_first(self, on_ready: Callable[[], None]) -> None:
        """Wait until the first generation is ready, or tell why it never will be."""
        coming = self._coming
        assert coming is not None
        message = b""
        coming.reports.settimeout(_PATIENCE)
        while not message and signal.sigtimedwait(_SIGNALS[:2], 0) is None:
            with suppress(TimeoutError):
                message = coming.reports.recv(_MESSAGE) or b"the server did not start"
        coming.reports.setblocking(False)
        if message == b"ready":
            coming.answers()
            self._serving, self._coming = coming, None
            on_ready()
        elif message:
            raise EnvironmentProblem(message.decode("utf8", "replace"))
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    def _start(self, key: str, mask: set[int]) -> _Child:
        """Fork a generation for a release."""
        ours, theirs = socket.socketpair()
        with theirs:
            number = fork(lambda: self._be_generation(key, ours, theirs, mask))
        ours.setblocking(False)
        return _Child(number=number, key=key, reports=ours)

    def _be_generation(
        self, key: str, ours: socket.socket, theirs: socket.socket, mask: set[int]
    ) -> bool:
        ours.close()
        os.setpgrp()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

        def on_ready() -> None:
            theirs.sendall(b"ready")
            os.kill(os.getppid(), signal.SIGCHLD)  # it takes over now, not at the next look

        try:
            return run_generation(
                self._publication,
                key,
                self._settings,
                self._listener,
                self._server_main,
                server_processes(self._settings.query),
                on_ready,
            )
        except McdgraphError as error:
            theirs.sendall(str(error).encode()[:_MESSAGE])
            return False

    def _look(self, mask: set[int]) -> None:
        """Start a generation for what is published, where it is new, or where none is left."""
        if self._coming is not None or time.monotonic() < self._not_before:
            return
        try:
            key = self._publication.current()
        except McdgraphError as error:
            log.warning("what is published cannot be read: %s", error)
            self._not_before = time.monotonic() + _LONG_LIVED
            return
        serving = self._serving
        if serving is None or key not in (serving.key, self._failed_key):
            try:
                self._coming = self._start(key, mask)
            except OSError as error:
                log.warning("no process for release %s can be started: %s", key, error)
                self._not_before = time.monotonic() + _PAUSE

    def _listen_to_coming(self) -> None:
        """Put a generation that is ready in the place of the one before."""
        coming = self._coming
        if coming is None:
            return
        try:
            message = coming.reports.recv(_MESSAGE)
        except BlockingIOError:
            return
        if message == b"ready":
            log.info("now serving %s", coming.key)
            coming.answers()
            if self._serving is not None:
                os.kill(self._serving.number, signal.SIGTERM)
                self._leaving.append(self._serving)
            self._serving, self._coming = coming, None
        elif message:
            coming.reason = message.decode("utf8", "replace")

    def _on_exit(self, number: int, how: str) -> None:
        self._leaving = [child for child in self._leaving if child.number != number]
        coming, serving = self._coming, self._serving
        if coming is not None and coming.number == number:
            self._listen_to_coming()
            if self._coming is not None:
                coming.reports.close()
                self._coming, self._failed_key = None, coming.key
                kept = "" if serving is None else "; the one before is still served"
                reason = coming.reason or how
                log.error("release %s could not be served: %s%s", coming.key, reason, kept)
                self._wait(coming.lived())
                return
        if self._serving is not None and self._serving.number == number:
            log.error("all processes of release %s ended: %s", self._serving.key, how)
            ended, self._serving = self._serving, None
            self._wait(ended.lived())

    def _wait(self, lived: float) -> None:
        """Wait longer after each failure; raise where there were too many."""
        self._not_before = time.monotonic() + self._back_off.after(lived)
        if self._back_off.is_over and self._serving is None:
            raise EnvironmentProblem(
                f"{self._back_off.failures} starts failed one after the other: giving up"
            )

    def _stop(self) -> None:
        """End all generations; who has not ended in time, or at a second signal, is killed."""
        children = [child for child in (self._serving, self._coming) if child is not None]
        for child in children:
            os.kill(child.number, signal.SIGTERM)
        waiting = {child.number for child in (*children, *self._leaving)}
        until = time.monotonic() + STOP_SECONDS + 1
        told = True
        while waiting and told and (left := until - time.monotonic()) > 0:
            found = signal.sigtimedwait(_SIGNALS, left)
            told = found is None or found.si_signo == signal.SIGCHLD
            waiting = {number for number in waiting if not _has_ended(number)}
        for number in waiting:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)


def _has_ended(number: int) -> bool:
    try:
        return os.waitpid(number, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def server_processes(query: QuerySettings) -> int:
    """Return the number of server processes: each keeps a worker busy with light requests."""
    if query.processes:
        return query.processes
    usable = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return max(1, len(usable) // 2)


def serve(
    publication: Publication, settings: Settings, *, on_ready: Callable[[], None] = lambda: None
) -> None:
    """Serve what is published until told to stop (SIGINT, SIGTERM), then finish what is begun.

    ``on_ready`` is called when requests are answered. Raises `EnvironmentProblem` where the
    port, or so many open files, cannot be had, or where the server keeps dying.
    What is published may change meanwhile: no request is refused for it.
    """
    allow_files(files_needed(settings))
    with open_port(settings.server.host, settings.server.port) as listener:
        if os.geteuid() == 0:
            log.warning("running as root: serve under an account of its own (docs/deployment.md)")
        listener.listen(BACKLOG)
        Supervisor(publication, settings, listener).run(on_ready)
