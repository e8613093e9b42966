"""The process that has a nursery for the release of the moment, and says where it is.

It is forked before the server's processes, looks after what is published, and starts a
nursery for a new release before anyone is told of it. Server processes connect to its Unix
socket and are sent a line for the release of the moment, and one for each that follows.
"""

import json
import logging
import os
import selectors
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mcdgraph.errors import McdgraphError
from mcdgraph.queries.huge_pages import huge_pages
from mcdgraph.queries.lifeline import die_with_parent
from mcdgraph.queries.nursery import Nursery, listen
from mcdgraph.settings import QuerySettings
from mcdgraph.store import Dialect, Store

#: Seconds between two looks at what is published.
_INTERVAL: Final = 1.0
SOCKET: Final = "keeper.sock"

log = logging.getLogger("mcdgraph.queries")


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A release that is served from now on, and where its nursery listens."""

    key: str
    nursery: Path

    def line(self) -> bytes:
        """Write it for the wire."""
        return json.dumps([self.key, str(self.nursery)]).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "Announcement":
        """Read what `line` wrote."""
        key, nursery = json.loads(line)
        return cls(key=key, nursery=Path(nursery))


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What a keeper looks after.

    ``current`` gives the key of what is published now, ``open_store`` its dataset.
    """

    current: Callable[[], str]
    open_store: Callable[[str], Store]
    dialect: Dialect
    bounds: QuerySettings


class Keeper:
    """Starts nurseries, restarts those that die, and announces new releases."""

    def __init__(self, folder: Path, supply: Supply) -> None:
        """Keep sockets in ``folder``, which nobody else may read."""
        self._folder = folder
        self._supply = supply
        self._listener = listen(folder / SOCKET)
        self._clients: list[socket.socket] = []
        self._stores: dict[str, Store] = {}
        self._nurseries: dict[int, Announcement] = {}
        self._failed = ""
        self._count = 0
        self.now: Announcement | None = None

    def begin(self, key: str, store: Store) -> None:
        """Start with a dataset that is loaded already, and stays shared."""
        self._stores[key] = store
        self.now = self._start(key)

    def run(self, lifeline: socket.socket) -> None:
        """Work until the other end of ``lifeline`` closes."""
        selector = selectors.DefaultSelector()
        selector.register(self._listener, selectors.EVENT_READ)
        selector.register(lifeline, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select(_INTERVAL):
                if key.fileobj is lifeline:
                    return
                self._accept()
            self._reap()
            self._look()

    def stop(self) -> None:
        """End the nurseries, and with them the executors."""
        for number in self._nurseries:
            os.kill(number, signal.SIGTERM)

    def _accept(self) -> None:
        client, _ = self._listener.accept()
        self._clients.append(client)
        if self.now is not None:
            self._send(client, self.now)

    def _look(self) -> None:
        """Announce what is published where it is new and can be opened."""
        try:
            key = self._supply.current()
        except McdgraphError as error:
            log.warning("what is published cannot be read: %s", error)
            return
        if self.now is not None and key not in (self.now.key, self._failed):
            self._announce(key)

    def _announce(self, key: str) -> None:
        try:
            found = self._start(key)
        except McdgraphError as error:
            self._failed = key
            log.warning("the release before is still served: %s", error)
            return
        self.now = found
        for client in list(self._clients):
            self._send(client, found)

    def _send(self, client: socket.socket, announcement: Announcement) -> None:
        try:
            client.sendall(announcement.line())
        except OSError:
            self._clients.remove(client)
            client.close()

    def _start(self, key: str) -> Announcement:
        """Fork a nursery, which loads its store itself unless it is there; wait for it."""
        self._count += 1
        path = self._folder / f"nursery-{self._count}.sock"
        told, tell = socket.socketpair()
        parent = os.getpid()
        number = os.fork()
        if number == 0:
            told.close()
            die_with_parent(parent)
            self._be_nursery(key, path, tell)
        tell.close()
        with told:
            problem = told.recv(4096)
        if problem != b"ready":
            os.waitpid(number, 0)
            raise McdgraphError(problem.decode() or "the nursery died while it loaded its store")
        found = Announcement(key=key, nursery=path)
        self._nurseries[number] = found
        return found

    def _be_nursery(self, key: str, path: Path, tell: socket.socket) -> None:
        """Load, listen, say so, and serve; never returns."""
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            if key not in self._stores:
                with huge_pages():
                    self._stores[key] = self._supply.open_store(key)
            listener = listen(path)
            tell.sendall(b"ready")
            tell.close()
            Nursery(listener, self._stores[key], self._supply.dialect, self._supply.bounds).run()
            status = 0
        except McdgraphError as error:
            tell.sendall(str(error).encode()[:4000])
        finally:
            path.unlink(missing_ok=True)
            os._exit(status)

    def _reap(self) -> None:
        """Restart the nursery of the moment where it died."""
        while self._nurseries:
            number, status = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            gone = self._nurseries.pop(number)
            if gone == self.now and status != 0:
                log.warning("the nursery died (wait status %d); starting another", status)
                self._announce(gone.key)


def fork_keeper(folder: Path, supply: Supply, key: str, store: Store) -> tuple[int, socket.socket]:
    """Fork a keeper that begins with a loaded store.

    Gives its process number and its lifeline: it ends when all copies of that are closed.
    """
    ours, theirs = socket.socketpair()
    number = os.fork()
    if number == 0:
        ours.close()
        os.setpgrp()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        keeper = Keeper(folder, supply)
        try:
            keeper.begin(key, store)
            theirs.sendall(b"ready")
            keeper.run(theirs)
        finally:
            keeper.stop()
            os._exit(0)
    theirs.close()
    if ours.recv(16) != b"ready":
        raise McdgraphError("the query service did not start")
    return number, ours
