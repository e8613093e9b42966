"""A server process: uvicorn, the queue, and what they share."""

import asyncio
import gc
import logging
import signal
import socket
from contextlib import suppress
from typing import Final

import uvicorn
import uvloop

from mcdgraph.serving.access_log import AccessLog
from mcdgraph.serving.asgi import ServerApplication
from mcdgraph.serving.control import WorkerSupply
from mcdgraph.serving.door import Door
from mcdgraph.serving.http_connection import IDLE_SECONDS
from mcdgraph.serving.http_protocol import bounded
from mcdgraph.serving.intake import Intake
from mcdgraph.serving.memory import give_back_memory
from mcdgraph.serving.publication import Content
from mcdgraph.serving.queue import Queue
from mcdgraph.serving.refusals import Refusals
from mcdgraph.serving.shares import TimeShares
from mcdgraph.settings import Settings

#: Seconds that a process has to finish what is under way once it is told to stop.
_GRACE: Final = 30
#: When garbage is looked for: requests leave little that reference counts do not find, and a
#: look at more than a few thousand objects keeps all clients waiting.
_COLLECTION: Final = (3_000, 20, 10)
#: What uvicorn says of answers that were cut on purpose.
_CUT: Final = "ASGI callable returned without completing response."


def run_server(
    supply: WorkerSupply, listener: socket.socket, content: Content, settings: Settings
) -> None:
    """Serve requests of ``listener`` until SIGTERM, by workers of ``supply``."""
    signal.signal(signal.SIGTERM, lambda *_: None)  # for uvicorn, which raises it again
    uvicorn_log = logging.getLogger("uvicorn.error")
    uvicorn_log.addFilter(lambda record: record.msg != _CUT)
    uvicorn_log.setLevel(logging.ERROR)  # a stranger writes no line by sending what is not HTTP
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(supply, listener, content, settings))


async def _serve(
    supply: WorkerSupply, listener: socket.socket, content: Content, settings: Settings
) -> None:
    queue = Queue(supply, settings.query, Refusals(settings.query))
    await queue.start()
    intake = Intake(settings.server.connections)
    log = AccessLog(settings.server.access_log)
    application = ServerApplication(content, settings, queue, log)
    config = uvicorn.Config(
        application,
        http=bounded(intake, settings.query.request_bytes, application.at_hand),
        interface="asgi3",
        loop="none",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=round(IDLE_SECONDS),
        timeout_graceful_shutdown=_GRACE,
    )
    give_back_memory()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTION)
    watching = asyncio.get_running_loop().create_task(intake.watch())
    supply.ready()
    try:
        await _Server(config, listener, intake.shares).serve()
    finally:
        queue.close()
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


class _Server(uvicorn.Server):
    """uvicorn's server, whose connections come in by a `Door`."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, shares: TimeShares) -> None:
        """Serve those of ``listener``."""
        super().__init__(config)
        self._door = Door(listener, self._protocol, shares)

    def _protocol(self) -> asyncio.Protocol:
        """Make what a connection is given to, as uvicorn does."""
        return self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Open the door where uvicorn would listen itself."""
        await super().startup(sockets=[])
        self._door.open()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, and those that are in have their answers."""
        await self._door.close()
        await super().shutdown(sockets)
