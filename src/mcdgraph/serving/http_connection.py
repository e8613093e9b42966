"""A connection of uvicorn, within bounds on what it holds and on how long it may take.

Source: RFC 9112, clause 9 (connection management).
"""

import time
from collections import deque
from enum import Enum, auto
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mcdgraph.serving.exchange import EXTENSION
from mcdgraph.serving.intake import Intake
from mcdgraph.serving.transport import ClientTransport

#: Bytes that a request which stands in line counts for beside its body.
_AHEAD_BYTES: Final = 4096
#: Bytes on their way to a client beyond which nothing is added.
_UNSENT: Final = 32 * 1024
#: Seconds in which a request must be there, in which a client must take some of its answer, in
#: which it must ask again, and in which it must close once it has the last of its answers.
REQUEST_SECONDS: Final = 60.0
STALL_SECONDS: Final = 60.0
IDLE_SECONDS: Final = 75.0
LINGER_SECONDS: Final = 10.0
#: Seconds that a connection at rest is kept for one more request before the server ends.
_LAST_REQUEST: Final = 1.0


class Stage(Enum):
    """How much of a request is there."""

    NONE = auto()
    HEAD = auto()
    """Its head, in part."""
    BODY = auto()
    """Its head, and its body in part: it is being answered, or will be."""


class BoundedConnection(HttpToolsProtocol):
    """What a connection holds, until when, and how it ends."""

    #: Where connections are counted; set by `http_protocol.bounded`.
    intake: Intake

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin, as uvicorn does."""
        super().__init__(*arguments, **named)
        #: The bytes that the connection was last counted with (`Intake.add`).
        self.held = 0
        self.peer = ""
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._stage = Stage.NONE
        #: Bytes that were parsed since the request before ended, and those still to be parsed.
        self._message_bytes = 0
        self._unparsed = b""
        #: All that is being answered, or stands in line for it.
        self._cycles: deque[RequestResponseCycle] = deque()
        #: Bytes of an answer that waits for the client to take those before.
        self._answer_bytes = 0
        self._unsent = 0
        #: Whether nothing more is read, and whether the connection ends after an answer.
        self._deaf = False
        self._draining = False

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self._transport = ClientTransport(transport, self._on_close)
        super().connection_made(self._transport)  # type: ignore[arg-type]
        self.peer = self.client[0] if self.client else ""
        transport.set_write_buffer_limits(_UNSENT, _UNSENT // 4)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._release()
        self.intake.leave(self)
        for cycle in self._cycles:  # uvicorn tells the last request of a pipeline only
            abandon(cycle)
            unlink(cycle)
        self._cycles.clear()
        super().connection_lost(exc)
        if self.timeout_keep_alive_task is not None:  # also where the client reset the connection
            self.timeout_keep_alive_task.cancel()
        self._transport.unlink()

    def eof_received(self) -> None:
        """Take the end of what a client sends for its leaving, by returning nothing."""

    def pause_writing(self) -> None:
        """Begin to count the time in which the client takes nothing."""
        super().pause_writing()
        self._note_unsent()

    def resume_writing(self) -> None:
        """Count it anew."""
        super().resume_writing()
        self._note_unsent()

    def _note_unsent(self) -> None:
        self._deadline = time.monotonic() + STALL_SECONDS
        self._unsent = self.transport.get_write_buffer_size()
        self._recount()

    def _recount(self) -> None:
        """Count the bytes of requests that are not answered yet, and of answers not read yet."""
        held = len(self._unparsed) + self._answer_bytes + self._unsent
        if self._stage is not Stage.NONE:
            held += self._message_bytes
        for cycle, _ in self.pipeline:
            held += _AHEAD_BYTES + len(cycle.body)
        change, self.held = held - self.held, held
        if change:
            self.intake.add(change)

    @property
    def answering(self) -> bool:
        """Whether a request that is all there is being answered."""
        return len(self._cycles) > (self._stage is Stage.BODY)

    @property
    def quiet(self) -> bool:
        """Whether nothing is being answered, and nothing on its way to the client."""
        return not self._cycles and not self.transport.get_write_buffer_size()

    def is_late(self, now: float) -> bool:
        """Return whether the client takes too long, to ask, to read or to close."""
        unsent = self.transport.get_write_buffer_size()
        if unsent < self._unsent:
            self._deadline = max(self._deadline, now + STALL_SECONDS)
        self._unsent = unsent
        self._recount()
        waits = not self.answering or self._stage is not Stage.NONE or bool(unsent)
        return (waits or self.transport.is_closing()) and self._deadline < now

    def _await_request(self) -> None:
        """Begin to count the time in which a request must be all there."""
        self._deadline = time.monotonic() + REQUEST_SECONDS

    def _rest(self) -> None:
        """Wait for what comes after an answer; who was given one is not the next to leave."""
        rests = not self._cycles and self._stage is Stage.NONE
        if rests:
            self.cycle = None  # type: ignore[assignment]
            self._forget_head()
        self._deadline = time.monotonic() + (IDLE_SECONDS if rests else STALL_SECONDS)
        self.intake.answered(self)

    def wait(self) -> None:
        """Read and parse nothing until told to go on."""
        self._transport.hold(True)

    def go_on(self) -> None:
        """Read again, and parse what is there."""
        self._transport.hold(False)
        self._parse_on()

    def _parse_on(self) -> None:
        """Parse what is there; done by who knows how."""
        raise NotImplementedError

    def shutdown(self) -> None:
        """Close after the answer under way, or after the next, or where nothing is asked."""
        self._draining = True
        if self._cycles:
            self.cycle.keep_alive = False
        else:
            self._deadline = min(self._deadline, time.monotonic() + _LAST_REQUEST)

    def _on_close(self) -> None:
        """Read on, so that the client can read the last of its answers, and heed nothing more."""
        self._deaf = True
        self.pipeline.clear()
        self._forget()
        self.flow.resume_reading()
        seconds = STALL_SECONDS if self.transport.get_write_buffer_size() else LINGER_SECONDS
        self._deadline = time.monotonic() + seconds

    def drop(self) -> None:
        """Close at once."""
        self._deaf = True
        self._release()
        self.intake.leave(self)
        self.transport.abort()

    def _release(self) -> None:
        """Hold nothing more, at once and not when garbage is looked for."""
        self._answer_bytes = self._unsent = 0
        self.pipeline.clear()
        self._forget()

    def _forget(self) -> None:
        """Hold no more of a request that is not all there."""
        self._stage = Stage.NONE
        self._unparsed = b""
        self._forget_head()
        self._recount()

    def _forget_head(self) -> None:
        """Hold no more of the last head, which nobody counts; uvicorn would until the next."""
        self.url = b""
        self.headers = []
        self.scope = None  # type: ignore[assignment]


def abandon(cycle: RequestResponseCycle) -> None:
    """Let the application know that a request's client is gone."""
    if not cycle.response_complete:
        cycle.disconnected = True
        if EXTENSION in cycle.scope["extensions"]:
            extension: Any = cycle.scope["extensions"][EXTENSION]
            extension.on_leaving()
    cycle.message_event.set()


def unlink(cycle: RequestResponseCycle) -> None:
    """Undo what refers to itself, so that it goes at once and not when garbage is looked for."""
    cycle.scope["extensions"] = {}
