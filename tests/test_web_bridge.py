"""A WSGI application behind the server: in a thread or in the loop's own, the same answers."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from mcdgraph.errors import QueryRefused
from mcdgraph.formats import RESULTS_CSV
from mcdgraph.queries.blocking import BlockingService
from mcdgraph.queries.requests import AnswerKind, QueryRequest
from mcdgraph.queries.wire import PREAMBLE, Head, decode_request
from mcdgraph.queries.worker import Asker, Run
from mcdgraph.web.front.bridge import Bridge, environment
from mcdgraph.web.http import Exchange, HttpServer, Limits, Reply, Request, Written
from mcdgraph.web.http.messages import IN_ENVIRON

HEAD = Head(kind=AnswerKind.BINDINGS, form=RESULTS_CSV)
CHUNK = bytes(range(256)) * 256
CHUNKS = 256
LIMITS = Limits(body_bytes=1000)


class FakePool:
    """Answers ``light`` at once, ``long`` in parts, ``never`` not at all, and nothing else."""

    def __init__(self) -> None:
        """Have no query under way."""
        self.paused = 0
        self.ended: list[Run] = []
        self._stopped: set[int] = set()

    def ask(self, message: bytes, client: str, asker: Asker) -> Run:
        """Begin."""
        text = decode_request(message[PREAMBLE.size :]).text
        run = Run(client=client, message=message, asker=asker)
        loop = asyncio.get_running_loop()
        if text == "light":
            loop.call_soon(asker.whole, HEAD, b"light for " + client.encode())
        elif text == "long":
            loop.call_soon(asker.begun, HEAD)
            loop.call_soon(self._send, run, CHUNKS)
        elif text != "never":
            raise QueryRefused("refused")
        return run

    def _send(self, run: Run, left: int) -> None:
        loop = asyncio.get_running_loop()
        if id(run) in self._stopped:
            loop.call_later(0.001, self._send, run, left)
        elif left:
            run.asker.data(CHUNK)
            loop.call_soon(self._send, run, left - 1)
        else:
            run.asker.ended()

    def pause(self, run: Run) -> None:
        """Send no more for now."""
        self.paused += 1
        self._stopped.add(id(run))

    def resume(self, run: Run) -> None:
        """Send on."""
        self._stopped.discard(id(run))

    def end(self, run: Run) -> None:
        """Note who was given up."""
        self.ended.append(run)


class Application:
    """Has a WSGI application called: under ``/short`` in the loop, elsewhere in a thread."""

    def __init__(self) -> None:
        """Use a pool that is none."""
        loop = asyncio.get_running_loop()
        self.pool = FakePool()
        self.service = BlockingService(self.pool, loop)  # type: ignore[arg-type]
        self.bridge = Bridge(2, loop)

    def known(self, raw: bytes) -> Written | None:
        """Know nothing."""

    def too_large(self, request: Request) -> Reply:
        """Refuse."""
        return Reply(413)

    def respond(self, exchange: Exchange) -> None:
        """Call."""
        short = exchange.request.path.startswith("/short")
        self.bridge.serve(self.pages, exchange, "client", short=short)

    def pages(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Be the application."""
        name = environ["PATH_INFO"].split("/")[2]
        if name == "hello":
            request: Request = environ[IN_ENVIRON]
            start("200 OK", [("X-Path", request.path.rpartition("/")[2])])
            return [b"hello ", environ["wsgi.input"].read()]
        if name == "broken":
            raise ValueError("broken")
        if name == "exit":
            raise SystemExit
        if name == "split":
            start("200 OK", [("X-Split", "a\r\nb: c")])
            return [b"never sent"]
        if name == "torn":
            start("200 OK", [])
            return _torn()
        try:
            answer = self.service.answer(QueryRequest(text=name))
        except QueryRefused as error:
            start("400 Bad Request", [])
            return [str(error).encode()]
        start("200 OK", [("Content-Type", answer.form.content_type)])
        return answer


def _torn() -> Iterable[bytes]:
    yield b"x" * 2**21
    raise ValueError("torn")


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Application, tuple[str, int]]]:
    """Serve the application."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    application = Application()
    server = HttpServer(application, LIMITS)
    await server.listen(listener)
    try:
        yield application, server.address
    finally:
        await server.close(0.5)
        application.bridge.close()


async def read(reader: asyncio.StreamReader) -> bytes:
    """Read until the other end closes, or resets the connection."""
    answer = b""
    try:
        while part := await asyncio.wait_for(reader.read(2**20), 10):
            answer += part
    except ConnectionResetError:
        answer += b"<reset>"
    return answer


async def ask(address: tuple[str, int], path: str, body: bytes = b"", delay: float = 0.0) -> bytes:
    """Send a request, wait for a while, and read to the end."""
    reader, writer = await asyncio.open_connection(*address)
    head = f"POST {path} HTTP/1.0\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    await asyncio.sleep(delay)
    answer = await read(reader)
    writer.close()
    lines = answer.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(b"date: "))


@pytest.mark.parametrize("path", ["/caf\xc3\xa9/a b", "/caf%C3%A9/a%20b", "/caf\xc3\xa9/a%20b"])
def test_a_path_is_decoded_to_bytes(path: str) -> None:
    """WSGI has bytes of UTF-8 as characters of Latin-1, escaped or not (PEP 3333)."""
    request = Request(method="GET", path=path, headers={"host": ["[::1]:8000"], "x-a": ["1", "2"]})
    environ = environment(request, "client")
    assert environ["PATH_INFO"] == "/café/a b".encode().decode("latin-1")
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("::1", "8000")
    assert environ["HTTP_X_A"] == "1,2"


STRANDS = pytest.mark.parametrize("strand", ["short", "thread"])


@STRANDS
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hello", b"HTTP/1.1 200 OK\r\nx-path: hello\r\ncontent-length: 10\r\n"),
        ("light", b"HTTP/1.1 200 OK\r\ncontent-type: text/csv; charset=utf-8\r\n"),
        ("other", b"HTTP/1.1 400 Bad Request\r\ncontent-length: 7\r\n"),
        ("broken", b"HTTP/1.1 500 Internal Server Error\r\n"),
        ("exit", b"HTTP/1.1 500 Internal Server Error\r\n"),
    ],
)
def test_an_answer_is_the_same_in_both_ways(strand: str, name: str, expected: bytes) -> None:
    """Whole answers, refusals and errors."""

    async def run() -> bytes:
        async with served() as (_, address):
            return await ask(address, f"/{strand}/{name}", b"body")

    answer = asyncio.run(run())
    assert answer.startswith(expected)
    bodies = {"hello": b"hello body", "light": b"light for client", "other": b"refused"}
    assert answer.endswith(b"\r\n\r\n" + bodies.get(name, b"Internal Server Error\n"))


@STRANDS
def test_a_header_that_would_be_two_cuts_the_connection(strand: str) -> None:
    """The client is not left waiting for an answer that cannot be sent."""

    async def run() -> bytes:
        async with served() as (_, address):
            return await ask(address, f"/{strand}/split")

    assert asyncio.run(run()) in (b"", b"<reset>")


@STRANDS
def test_a_long_answer_waits_for_its_reader(strand: str) -> None:
    """No byte is lost, and the query is paused while the client does not read."""

    async def run() -> None:
        async with served() as (application, address):
            answer = await ask(address, f"/{strand}/long", delay=0.3)
            assert answer.partition(b"\r\n\r\n")[2] == CHUNK * CHUNKS
            assert application.pool.paused > 0

    asyncio.run(run())


@STRANDS
def test_an_answer_that_breaks_off_is_visibly_cut(strand: str) -> None:
    """The connection is reset, or ends before the length that was begun."""

    async def run() -> None:
        async with served() as (_, address):
            reader, writer = await asyncio.open_connection(*address)
            writer.write(f"GET /{strand}/torn HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            answer = await read(reader)
            writer.close()
            assert answer.count(b"x") > 2**20
            assert b"transfer-encoding: chunked" in answer
            assert not answer.endswith(b"0\r\n\r\n")

    asyncio.run(run())


@STRANDS
def test_who_leaves_ends_the_query(strand: str) -> None:
    """The pool hears of it, and others are served meanwhile."""

    async def run() -> None:
        async with served() as (application, address):
            _, writer = await asyncio.open_connection(*address)
            writer.write(f"GET /{strand}/never HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await asyncio.sleep(0.1)
            assert (await ask(address, f"/{strand}/hello")).endswith(b"hello ")
            assert application.pool.ended == []
            writer.close()
            for _ in range(100):
                await asyncio.sleep(0.01)
                if application.pool.ended:
                    break
            assert len(application.pool.ended) == 1

    asyncio.run(run())
