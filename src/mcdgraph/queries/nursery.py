"""The process that holds the loaded store and forks executors from it on demand.

A forked executor shares the store's memory and is there in milliseconds. Server processes
connect through a Unix socket and give orders in fixed records; an executor's end of its
socket pair comes back with the record that announces it. The nursery is the executors'
parent, so it alone can signal one without ever hitting a process that took over its number.
"""

import array
import logging
import os
import selectors
import signal
import socket
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Final

from mcdgraph.queries.executor import run_executor
from mcdgraph.queries.lifeline import die_with_parent
from mcdgraph.settings import QuerySettings
from mcdgraph.store import Dialect, Store

RECORD: Final = struct.Struct("<iii")
#: How much less an executor in the slow lane gets of a processor than anything else.
SLOW_NICENESS: Final = 10

log = logging.getLogger("mcdgraph.queries")


class Order(IntEnum):
    """What a server process asks for; the second field of the record is an executor's number."""

    SPAWN = 0
    KILL = 1
    SLOW = 2
    STOP = 3
    CONTINUE = 4


class Notice(IntEnum):
    """What the nursery tells: an executor's number, and for a death its wait status."""

    SPAWNED = 0
    DIED = 1


@dataclass(kw_only=True)
class Client:
    """A server process, and the executors that it owns."""

    connection: socket.socket
    executors: set[int] = field(default_factory=set)


class Nursery:
    """Forks executors for whoever connects, and tells each of its executors' deaths."""

    def __init__(
        self, listener: socket.socket, store: Store, dialect: Dialect, bounds: QuerySettings
    ) -> None:
        """Listen on ``listener``, a bound Unix socket."""
        self._listener = listener
        self._store = store
        self._dialect = dialect
        self._bounds = bounds
        self._clients: dict[int, Client] = {}
        self._selector = selectors.DefaultSelector()
        self._used = False

    def run(self) -> None:
        """Work until the last client is gone, once there was one."""
        wake, alarm = socket.socketpair()
        for end in (wake, alarm):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(alarm.fileno())
        self._selector.register(wake, selectors.EVENT_READ)
        self._selector.register(self._listener, selectors.EVENT_READ)
        while self._clients or not self._used:
            for key, _ in self._selector.select():
                if key.fileobj is wake:
                    _drain(wake)
                elif key.fileobj is self._listener:
                    self._accept()
                else:
                    self._obey(self._clients[key.fd])
            self._reap()
        signal.set_wakeup_fd(-1)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        self._used = True
        self._clients[connection.fileno()] = Client(connection=connection)
        self._selector.register(connection, selectors.EVENT_READ)

    def _obey(self, client: Client) -> None:
        try:
            data = client.connection.recv(RECORD.size, socket.MSG_WAITALL)
        except OSError:
            data = b""
        if len(data) < RECORD.size:
            self._forget(client)
            return
        order, number, _ = RECORD.unpack(data)
        if order == Order.SPAWN:
            self._spawn(client)
        elif number in client.executors:
            _signal(Order(order), number)

    def _spawn(self, client: Client) -> None:
        """Fork an executor; the child keeps nothing open but its own channel."""
        theirs, ours = socket.socketpair()
        parent = os.getpid()
        number = os.fork()
        if number == 0:
            signal.set_wakeup_fd(-1)
            _close_all_but(ours)
            die_with_parent(parent)
            run_executor(ours, self._store, self._dialect, self._bounds)
        ours.close()
        client.executors.add(number)
        self._tell(client, RECORD.pack(Notice.SPAWNED, number, 0), theirs)
        theirs.close()

    def _tell(self, client: Client, record: bytes, end: socket.socket | None = None) -> None:
        ancillary = []
        if end is not None:
            rights = array.array("i", [end.fileno()])
            ancillary.append((socket.SOL_SOCKET, socket.SCM_RIGHTS, rights))
        try:
            client.connection.sendmsg([record], ancillary)
        except OSError:
            self._forget(client)

    def _reap(self) -> None:
        while True:
            try:
                number, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if number == 0:
                return
            for client in list(self._clients.values()):
                if number in client.executors:
                    client.executors.discard(number)
                    self._tell(client, RECORD.pack(Notice.DIED, number, status))

    def _forget(self, client: Client) -> None:
        """Let a client go, and all that ran for it."""
        if self._clients.pop(client.connection.fileno(), None) is None:
            return
        self._selector.unregister(client.connection)
        client.connection.close()
        for number in client.executors:
            _signal(Order.KILL, number)


def listen(path: Path) -> socket.socket:
    """Open the Unix socket that a nursery listens on."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    return listener


def _signal(order: Order, number: int) -> None:
    try:
        match order:
            case Order.KILL:
                os.kill(number, signal.SIGKILL)
            case Order.STOP:
                os.kill(number, signal.SIGSTOP)
            case Order.CONTINUE:
                os.kill(number, signal.SIGCONT)
            case Order.SLOW:
                os.setpriority(os.PRIO_PROCESS, number, SLOW_NICENESS)
    except ProcessLookupError:
        log.debug("executor %d is gone already", number)


def _drain(wake: socket.socket) -> None:
    try:
        while wake.recv(4096):
            pass
    except BlockingIOError:
        return


def _close_all_but(channel: socket.socket) -> None:
    own = channel.fileno()
    os.closerange(3, own)
    os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))
