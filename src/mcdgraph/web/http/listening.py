"""A server's listening socket and its connections."""

import asyncio
import socket
from typing import Final

from mcdgraph.web.http.connection import Connection, Limits, Shared
from mcdgraph.web.http.exchange import Application

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
        self._server = await shared.loop.create_server(lambda: Connection(shared), sock=listener)
        self._look()

    async def close(self, seconds: float) -> None:
        """Take no more connections, and let what is under way end within some seconds."""
        shared = self._shared
        shared.closing = True
        self._server.close()
        for connection in list(shared.connections):
            connection.close_when_idle()
        until = shared.loop.time() + seconds
        while shared.connections and shared.loop.time() < until:
            await asyncio.sleep(0.02)
        for connection in list(shared.connections):
            connection.cut()
        if self._sweep is not None:
            self._sweep.cancel()

    def _look(self) -> None:
        """Let those go that keep the server waiting."""
        for connection in [found for found in self._shared.connections if found.late]:
            connection.cut()
        self._sweep = self._shared.loop.call_later(_SWEEP, self._look)
