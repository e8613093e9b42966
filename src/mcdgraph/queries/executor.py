"""The process that evaluates queries, one after the other, within its bounds."""

import gc
import math
import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mcdgraph.errors import QueryError, QueryTooLarge, QueryUnavailable
from mcdgraph.queries.codings import CODINGS, Compressor
from mcdgraph.queries.federation import (
    Gate,
    may_call,
    reason_of,
    service_calls,
    without_calls,
)
from mcdgraph.queries.footprint import MEBIBYTE, STACK, mapped_memory
from mcdgraph.queries.refusals import out_of_memory
from mcdgraph.queries.requests import QueryRequest
from mcdgraph.queries.rows import RowCounter
from mcdgraph.queries.wire import (
    PREAMBLE,
    FrameType,
    Head,
    decode_request,
    encode_failure,
    encode_head,
    forget,
    frame,
    whole_frames,
)
from mcdgraph.settings import QuerySettings
from mcdgraph.store import Dialect, Evaluation, Store, check_syntax

CHUNK: Final = 64 * 1024
#: An answer is held back to be sent whole until it has this many bytes, or took this long.
WHOLE: Final = 1024 * 1024
WHOLE_SECONDS: Final = 0.05
#: What was held back is sent in pieces of this size, so that the first is on its way soon.
PIECE: Final = 4 * CHUNK
#: After a query that took this many seconds, those behind it may have been sent elsewhere.
_LONG: Final = 0.002
#: Of -1000, never ended, to 1000, ended first (proc(5)).
_OOM_SCORE: Final = 800
#: The standard input, output and error.
_STANDARD: Final = 3


class Executor:
    """Answers requests from one socket until it closes."""

    def __init__(
        self,
        channel: socket.socket,
        store: Store,
        dialect: Dialect,
        bounds: QuerySettings,
        *,
        sealed: bool = False,
    ) -> None:
        """Evaluate over ``store`` what comes through ``channel``.

        ``sealed`` tells that this process can open no connection, whatever a query says.
        """
        self.channel = channel
        self.store = store
        self.dialect = dialect
        self.bounds = bounds
        self._gate: Gate | None = None
        self._sealed = sealed
        self._received = b""
        self._bounded_until = 0.0
        self._began = time.monotonic()

    def run(self) -> None:
        """Serve until the other end closes."""
        while (request := self._receive()) is not None:
            self._began = time.monotonic()
            self._bound_processor_time()
            try:
                self._answer(request)
            except QueryError as error:
                self.channel.sendall(encode_failure(error))
            except (BrokenPipeError, ConnectionResetError):
                raise
            except OSError as error:
                self.channel.sendall(encode_failure(unreachable(error)))
            except MemoryError:
                self.channel.sendall(encode_failure(out_of_memory(self.bounds)))

    def _bound_processor_time(self) -> None:
        """Have the system end this process where nobody else does, some time past the deadline.

        The bound holds for all queries that begin within another deadline: to set it costs
        system calls. No more processor time than time can have passed by then.
        """
        if self._began > self._bounded_until:
            deadline = self.bounds.deadline
            self._bounded_until = self._began + deadline
            allowed = math.ceil(time.process_time() + 2 * deadline + 1)
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))

    def _answer(self, request: QueryRequest) -> None:
        evaluation = self.store.evaluate(
            self._text(request),
            self.dialect,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
        )
        form = evaluation.choose(request.results, request.graph)
        output = Output(
            self.channel,
            Head(evaluation.kind, form),
            self.bounds,
            CODINGS.get(request.coding),
        )
        self._write(evaluation, output)
        output.finish()

    def _text(self, request: QueryRequest) -> str:
        """Give the text to evaluate: SERVICE goes through the gate, which opens when needed.

        That tokens tell every call from what only looks like one is not relied on: without its
        calls a query must be one to the engine, too.
        """
        upper = request.text.upper()
        if "SERVICE" not in upper or (self._sealed and not may_call(upper)):
            return request.text
        if not self._sealed:
            check_syntax(without_calls(request.text), self.dialect)
        if not service_calls(request.text):
            return request.text
        if self._gate is None:
            self._gate = Gate(self.bounds.service, self.bounds.deadline)
        return self._gate.rewrite(request.text)

    def _write(self, evaluation: Evaluation, output: "Output") -> None:
        """Write the answer; a failure of the output is told as such, not as the engine's."""
        try:
            evaluation.write(output, output.head.form, self.bounds.rows)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except QueryError as error:
            raise output.failure or error from None
        except OSError as error:
            raise output.failure or unreachable(error) from None

    def _receive(self) -> QueryRequest | None:
        """Give the next request that is waited for, with others that came with it left to come."""
        if time.monotonic() - self._began > _LONG:
            self._look_ahead()
        while (found := self._next()) is not None:
            kind, payload = found
            if kind == FrameType.REQUEST:
                return decode_request(payload)
            self.channel.sendall(frame(FrameType.FORGOTTEN))
        return None

    def _look_ahead(self) -> None:
        """Read what has come by now, and drop what is not waited for any more."""
        with suppress(BlockingIOError):
            while more := self.channel.recv(CHUNK, socket.MSG_DONTWAIT):
                self._received += more
        kept: list[bytes] = []
        end, received = 0, self._received
        for kind, start, end in whole_frames(received):
            found = received[start:end]
            if kind == FrameType.FORGET:
                del kept[max(0, len(kept) - found[-1]) :]
                found = forget(0)
            kept.append(found)
        self._received = b"".join([*kept, received[end:]])

    def _next(self) -> tuple[int, bytes] | None:
        """Give the next frame: its type and what it holds."""
        received = self._received
        end = 0
        while end == 0 or len(received) < end:
            if len(received) >= PREAMBLE.size:
                end = PREAMBLE.size + int(PREAMBLE.unpack_from(received)[1])
                if len(received) >= end:
                    break
            more = self.channel.recv(max(CHUNK, min(end - len(received), MEBIBYTE)))
            if not more:
                return None
            received += more
        self._received = received[end:]
        return received[0], received[PREAMBLE.size : end]


class Output:
    """Where the engine writes an answer: sent whole when it is small, else as it comes."""

    def __init__(
        self,
        channel: socket.socket,
        head: Head,
        bounds: QuerySettings,
        coding: Callable[[], Compressor] | None = None,
    ) -> None:
        """Send to ``channel`` an answer of which ``head`` is known, compressed or not."""
        self.head = head
        self.failure: QueryError | None = None
        self._channel = channel
        self._bounds = bounds
        self._rows: RowCounter | None = None
        self._compressor = coding() if coding else None
        self._parts: list[bytes] = []
        self._waiting = 0
        self._sent = 0
        self._begun = False
        self._started = time.monotonic()

    def write(self, data: bytes) -> int:
        """Take some bytes; raise a `QueryError` when a bound is passed."""
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting >= CHUNK and (self._begun or self._is_long()):
            self._send()
        return len(data)

    def _is_long(self) -> bool:
        """Tell whether to send what there is rather than wait for the end."""
        return self._waiting >= WHOLE or time.monotonic() - self._started > WHOLE_SECONDS

    def flush(self) -> None:
        """Do nothing: frames are sent when they are full."""

    def finish(self) -> None:
        """Send what is left."""
        body = self._checked(last=True)
        if self._begun:
            self._channel.sendall(frame(FrameType.DATA, body) + frame(FrameType.END))
        else:
            self._channel.sendall(frame(FrameType.WHOLE, encode_head(self.head), body))

    def _send(self) -> None:
        data = self._checked()
        if not self._begun:
            self._channel.sendall(frame(FrameType.HEAD, encode_head(self.head)))
            self._begun = True
        for at in range(0, len(data), PIECE):
            self._channel.sendall(frame(FrameType.DATA, data[at : at + PIECE]))

    def _checked(self, *, last: bool = False) -> bytes:
        """Give what was written since, once it is known to be within bounds."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts, self._waiting = [], 0
        self._sent += len(data)
        self.failure = self._problem(data, whole=last and not self._begun)
        if self.failure:
            raise self.failure
        if self._compressor is not None:
            data = self._compressor.compress(data)
            return data + self._compressor.flush() if last else data
        return data

    def _problem(self, data: bytes, *, whole: bool) -> QueryError | None:
        """Look for a bound that is passed; no row takes less than a byte."""
        bounds = self._bounds
        if self._sent > bounds.answer_bytes:
            return QueryTooLarge(
                f"the answer has more than {bounds.answer_bytes} bytes (setting "
                "query.answer_bytes); ask for less, or page with ORDER BY, LIMIT and OFFSET"
            )
        if whole and self._sent <= bounds.rows:
            return None
        if self._rows is None:
            self._rows = RowCounter(self.head.form)
        if self._rows.count(data) > bounds.rows:
            return QueryTooLarge(
                f"the answer has more than {bounds.rows} rows (setting query.rows); "
                "ask for less, or page with ORDER BY, LIMIT and OFFSET"
            )
        return None


def unreachable(error: OSError) -> QueryUnavailable:
    """Say that the engine could not reach, or understand, what SERVICE named."""
    return QueryUnavailable(f"a SERVICE of the query gave no answer: {reason_of(error)}")


def enter_bounds(bounds: QuerySettings) -> None:
    """Bound this process: its memory beyond what it shares, its stack, its signals.

    The parent's memory is shared, so the bound counts from what is mapped now. What the
    engine says before it aborts goes nowhere: strangers could fill a log with it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(_STANDARD):
        os.dup2(nowhere, standard)
    if nowhere >= _STANDARD:
        os.close(nowhere)
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    stack = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    be_first_to_go()
    mapped = mapped_memory()
    if mapped is not None:
        limit = mapped + bounds.memory * MEBIBYTE + STACK
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def be_first_to_go() -> None:
    """Have a system that runs out of memory end this process rather than the server."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write(str(_OOM_SCORE))
    except OSError:
        return


def close_the_door() -> None:
    """Let this process open nothing more, no file and no connection.

    The bound is on the numbers that the system may give out (getrlimit(2)); the standard ones
    are taken, and what is open stays so.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD, _STANDARD))


def run_executor(
    channel: socket.socket, store: Store, dialect: Dialect, bounds: QuerySettings
) -> None:
    """Be an executor, in a process of its own that ends with it."""
    try:
        own = store.reopened()
        enter_bounds(bounds)
        sealed = own.disk is None and not bounds.service
        if sealed:
            close_the_door()
        Executor(channel, own, dialect, bounds, sealed=sealed).run()
    except (BrokenPipeError, ConnectionResetError):
        pass
    finally:
        os._exit(0)
