"""One release as it is served: loaded once, and forked into server processes and workers.

The generation itself has one thread and no event loop, so that it can be forked at any time.
It is the parent of all that it forks, so that it alone can signal one of them without ever
hitting a process that took over its number.
"""

import gc
import logging
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.serving.back_off import BackOff
from mcdgraph.serving.children import ended, fork, told_status
from mcdgraph.serving.control import Word, WorkerSupply, hear, packet_pair, say
from mcdgraph.serving.huge_pages import huge_pages
from mcdgraph.serving.publication import Content, Publication
from mcdgraph.serving.slots import WorkerSlots, most_workers
from mcdgraph.serving.worker import run_worker
from mcdgraph.settings import Settings

#: How much less a slow worker gets of a processor than anything else, of 19 at most.
_NICENESS: Final = 10
#: A server process that lives less long than this, in seconds, died young; so many in a row
#: end the generation, with a pause before each replacement (`BackOff`).
_YOUNG: Final = 10.0
_MOST_YOUNG: Final = 5
_PAUSE: Final = 0.5
_MOST_SECONDS: Final = 3600.0

log = logging.getLogger("mcdgraph.serving")

#: Runs a server process: its way to workers, the listening socket, what it serves.
ServerMain = Callable[[WorkerSupply, socket.socket, Content, Settings], None]


@dataclass(kw_only=True)
class _ServerProcess:
    """A server process, what its workers share with it, and the slot of each of them."""

    number: int
    channel: socket.socket
    jobs: socket.socket
    slots: WorkerSlots
    born: float
    ready: bool = False
    workers: dict[int, int] = field(default_factory=dict)
    last_slot: int = -1

    def free_slot(self) -> int | None:
        """Return a slot that no worker has, the one that was free for longest.

        The server process still reads what a dead worker noted in its own.
        """
        taken = set(self.workers.values())
        count = len(self.slots)
        order = (slot % count for slot in range(self.last_slot + 1, self.last_slot + 1 + count))
        free = next((slot for slot in order if slot not in taken), None)
        self.last_slot = self.last_slot if free is None else free
        return free


class Generation:
    """Serves one release until told to stop."""

    def __init__(
        self,
        content: Content,
        settings: Settings,
        listener: socket.socket,
        server_main: ServerMain,
    ) -> None:
        """Serve ``content`` on a listening socket, by processes that run ``server_main``."""
        self._content = content
        self._settings = settings
        self._listener = listener
        self._server_main = server_main
        self._selector = selectors.DefaultSelector()
        self._servers: dict[int, _ServerProcess] = {}
        self._back_off = BackOff(pause=_PAUSE, most=_MOST_YOUNG, long_lived=_YOUNG)
        self._again: list[float] = []
        self._stopping = False
        self._failed = False

    def run(self, processes: int, on_ready: Callable[[], None]) -> bool:
        """Serve with so many server processes until SIGTERM, then let them finish.

        ``on_ready`` is called once all of them answer. False where they keep dying.
        """
        wake, alarm = socket.socketpair()
        for end in (wake, alarm):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        signal.set_wakeup_fd(alarm.fileno(), warn_on_full_buffer=False)
        self._selector.register(wake, selectors.EVENT_READ)
        self._again = [time.monotonic()] * processes
        self._replace()
        announced = False
        while self._servers or self._again:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is wake:
                    _drain(wake)
                elif key.fd in self._servers:
                    self._obey(self._servers[key.fd])
            for number, code in ended():
                self._on_exit(number, code)
            self._replace()
            if not announced and len(self._servers) == processes:
                announced = all(server.ready for server in self._servers.values())
                if announced:
                    on_ready()
        signal.set_wakeup_fd(-1)
        return not self._failed

    def _stop(self) -> None:
        """Have the server processes finish what they have begun."""
        self._stopping = True
        self._again.clear()
        for server in self._servers.values():
            with suppress(ProcessLookupError):
                os.kill(server.number, signal.SIGTERM)

    def _patience(self) -> float:
        """Return the seconds until a dead server process is to be replaced."""
        return max(0.0, min(self._again) - time.monotonic()) if self._again else _MOST_SECONDS

    def _replace(self) -> None:
        now = time.monotonic()
        due = [moment for moment in self._again if moment <= now]
        for moment in due:
            self._again.remove(moment)
            try:
                self._fork_server()
            except OSError as error:
                log.warning("no server process can be forked: %s; trying again", error)
                self._again.append(now + self._back_off.pause)

    def _fork_server(self) -> None:
        ours, theirs = packet_pair()
        jobs, out = packet_pair()
        slots = WorkerSlots(most_workers(self._settings.query))
        with theirs, out:
            number = fork(lambda: self._be_server(theirs, out, slots))
        server = _ServerProcess(
            number=number, channel=ours, jobs=jobs, slots=slots, born=time.monotonic()
        )
        self._servers[ours.fileno()] = server
        self._selector.register(ours, selectors.EVENT_READ)

    def _be_server(self, channel: socket.socket, out: socket.socket, slots: WorkerSlots) -> bool:
        for server in self._servers.values():
            server.channel.close()
            server.jobs.close()
        self._selector.close()
        supply = WorkerSupply(channel, out, slots)
        self._server_main(supply, self._listener, self._content, self._settings)
        return True

    def _obey(self, server: _ServerProcess) -> None:
        try:
            found = hear(server.channel)
        except OSError:
            found = None
        if found is None:  # it is dead, or as good as dead: its end is told as it is reaped
            self._selector.unregister(server.channel)
            _signal(Word.KILL, server.number)
            return
        word, number, _, _ = found
        if word is Word.READY:
            server.ready = True
        elif word is Word.FORK:
            self._fork_worker(server)
        elif number in server.workers:
            _signal(word, number)

    def _fork_worker(self, server: _ServerProcess) -> None:
        """Fork a worker; it keeps nothing open but its own socket."""
        slot = server.free_slot()
        if slot is None:
            self._say(server, Word.UNBORN, 0)
            return
        server.slots.clear(slot)
        theirs, ours = socket.socketpair()
        with theirs, ours:
            try:
                number = fork(lambda: self._be_worker(server, ours, slot))
            except OSError as error:
                log.warning("no worker can be forked: %s", error)
                self._say(server, Word.UNBORN, 0)
                return
            server.workers[number] = slot
            self._say(server, Word.BORN, number, slot, theirs)

    def _be_worker(self, server: _ServerProcess, channel: socket.socket, slot: int) -> bool:
        _close_all_but(channel, server.jobs)
        return run_worker(channel, server.jobs, server.slots, slot, self._content, self._settings)

    def _say(
        self,
        server: _ServerProcess,
        word: Word,
        number: int,
        more: int = 0,
        end: socket.socket | None = None,
    ) -> None:
        try:
            say(server.channel, word, number, more, end)
        except OSError:  # it is gone, or hears nothing: its end is told as it is reaped
            _signal(Word.KILL, server.number)

    def _on_exit(self, number: int, code: int) -> None:
        for server in list(self._servers.values()):
            if number == server.number:
                self._on_server_exit(server, code)
            elif number in server.workers:
                del server.workers[number]
                self._say(server, Word.DIED, number, code)

    def _on_server_exit(self, server: _ServerProcess, code: int) -> None:
        """Replace a server process that died; give up where its successors do, too."""
        self._forget(server)
        if self._stopping:
            return
        log.error("server process %d ended: %s", server.number, told_status(code))
        now = time.monotonic()
        self._again.append(now + self._back_off.after(now - server.born))
        if self._back_off.is_over:
            log.error("%d server processes died one after the other: giving up", _MOST_YOUNG)
            self._failed = True
            self._stop()

    def _forget(self, server: _ServerProcess) -> None:
        """Let a server process go, and all workers that it had."""
        if self._servers.pop(server.channel.fileno(), None) is None:
            return
        with suppress(KeyError):
            self._selector.unregister(server.channel)
        server.channel.close()
        server.jobs.close()
        for number in server.workers:
            _signal(Word.KILL, number)


def run_generation(
    publication: Publication,
    key: str,
    settings: Settings,
    listener: socket.socket,
    server_main: ServerMain,
    processes: int,
    on_ready: Callable[[], None],
) -> bool:
    """Load a release and serve it until SIGTERM; False where its processes keep dying.

    Raises a `McdgraphError` where it cannot be loaded.
    """
    with huge_pages():
        content = publication.load(key)
    gc.collect()
    gc.freeze()
    return Generation(content, settings, listener, server_main).run(processes, on_ready)


def _signal(word: Word, number: int) -> None:
    """Do to a child what a server process asks for."""
    with suppress(ProcessLookupError):
        if word is Word.KILL:
            os.kill(number, signal.SIGKILL)
        elif word is Word.LOWER:
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, number, min(19, own + _NICENESS))


def _drain(wake: socket.socket) -> None:
    with suppress(BlockingIOError):
        while wake.recv(4096):
            pass


def _close_all_but(*kept: socket.socket) -> None:
    at = 3
    for number in sorted(one.fileno() for one in kept):
        os.closerange(at, number)
        at = number + 1
    os.closerange(at, os.sysconf("SC_OPEN_MAX"))
