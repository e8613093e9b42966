"""A server's listening socket and its connections."""

import asyncio
import socket
from typing import Final

from mcdgraph.web.http.connection import Connection, Shared
from mcdgraph.web.http.exchange import Application
from mcdgraph.web.http.limits import Limits

#: Connections that may wait to be taken.
BACKLOG: Final = 1024
#: Seconds between two looks for clients that are late.
_SWEEP: Final = 1.0


class HttpServer:
    """Serves an application on a listening socket, in the running event loop."""

    def __init__(self, application: Application, limits: Limits) -> None:
        """Have ``application`` answer."""
        loop = asyncio.get_running_loop()
        self._shared = Shared(application=application, limits=limits, loop=loop)
        self._sweep: asyncio.TimerHandle | None = None

    async def listen(self, listener: socket.socket) -> None:
        """Take connections from now on."""
        shared = self._shared
        self._server = await shared.loop.create_server(
            lambda: Connection(shared), sock=listener, backlog=BACKLOG
        )
        self._look()

    @property
    def address(self) -> tuple[str, int]:
        """The address and port that it listens on."""
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    async def close(self, seconds: float) -> None:
        """Take no more connections, and let what is under way end within some seconds."""
        shared = self._shared
        shared.closing = True
        self._server.close()
        for connection in list(shared.crowd):
            connection.close_when_idle()
        until = shared.loop.time() + seconds
        while shared.crowd and shared.loop.time() < until:
            await asyncio.sleep(0.02)
        for connection in list(shared.crowd):
            connection.drop()
        if self._sweep is not None:
            self._sweep.cancel()

    def _look(self) -> None:
        """Let those go that keep the server waiting."""
        now = self._shared.loop.time()
        for connection in [found for found in self._shared.crowd if found.late(now)]:
            connection.drop()
        self._sweep = self._shared.loop.call_later(_SWEEP, self._look)
