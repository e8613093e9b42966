"""HTTP/1.1 as it comes over a socket: in pieces, too much of it, wrong, or never to its end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from mcdgraph.web.http import Exchange, HttpServer, Limits, Reply, Request, Written
from mcdgraph.web.http.crowd import Crowd
from mcdgraph.web.http.writing import head, write

PLAIN = (("content-type", "text/plain"),)
LIMITS = Limits(body_bytes=1000, request_seconds=0.5, idle_seconds=1.5, stall_seconds=1.5)
GET = b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"


class Echo:
    """Says what it was asked; at ``/parts`` in parts, at ``/never`` not at all."""

    def __init__(self) -> None:
        """Remember exchanges."""
        self.exchanges: list[Exchange] = []
        self.left = 0

    def known(self, raw: bytes) -> Written | None:
        """Know one request by its bytes."""
        if raw != GET.replace(b"/a", b"/known"):
            return None
        return write(b"", b"known")

    def respond(self, exchange: Exchange) -> None:
        """Answer."""
        self.exchanges.append(exchange)
        exchange.when_gone = self.leave
        request = exchange.request
        if request.path == "/parts":
            exchange.begin(200, PLAIN)
            for part in (b"one ", b"", b"two"):
                exchange.send(part)
            exchange.end()
        elif request.path == "/flood":
            exchange.begin(200, PLAIN)
            exchange.send(b"x" * 2**23)
        elif request.path == "/cut":
            exchange.begin(200, PLAIN)
            exchange.send(b"half")
            exchange.cut()
        elif request.path != "/never":
            text = f"{request.method} {request.path} {request.query_string} {len(request.body)}"
            exchange.reply(Reply(200, PLAIN, text.encode()))

    def leave(self) -> None:
        """Count who left."""
        self.left += 1

    def too_large(self, request: Request) -> Reply:
        """Refuse."""
        return Reply(413, PLAIN, request.path.encode())


Ask = Callable[..., Awaitable[bytes]]


@asynccontextmanager
async def served(limits: Limits = LIMITS) -> AsyncIterator[tuple[Echo, HttpServer, Ask]]:
    """Serve the echo, and give what sends pieces and reads until the end or a silence."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    address = listener.getsockname()
    echo = Echo()
    server = HttpServer(echo, limits)
    await server.listen(listener)

    async def ask(*pieces: bytes, silence: float = 0.25) -> bytes:
        reader, writer = await asyncio.open_connection(*address)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        answer = b""
        try:
            while part := await asyncio.wait_for(reader.read(65536), silence):
                answer += part
            answer += b"<end>"
        except TimeoutError:
            answer += b"<open>"
        except ConnectionResetError:
            answer += b"<reset>"
        writer.close()
        return answer

    try:
        yield echo, server, ask
    finally:
        await server.close(0.5)


def play(*pieces: bytes, silence: float = 0.25) -> bytes:
    """Send pieces, and give what came back, less the date."""

    async def run() -> bytes:
        async with served() as (_, _, ask):
            return await ask(*pieces, silence=silence)

    lines = asyncio.run(run()).split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(b"date: "))


ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 12\r\n\r\nGET /a b=c 0"
CASES = {
    "whole": ((GET,), ANSWER + b"<open>"),
    "in pieces": ((GET[:3], GET[3:17], GET[17:]), ANSWER + b"<open>"),
    "two at once": ((GET + GET,), ANSWER * 2 + b"<open>"),
    "one and a half": ((GET + GET[:9], GET[9:]), ANSWER * 2 + b"<open>"),
    "known by its bytes": (
        (GET.replace(b"/a", b"/known"),),
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nknown<open>",
    ),
    "to be closed": (
        (GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),),
        ANSWER.replace(b"12\r\n\r\n", b"12\r\nconnection: close\r\n\r\n") + b"<end>",
    ),
    "of HTTP/1.0": (
        (b"GET /a?b=c HTTP/1.0\r\n\r\n",),
        ANSWER.replace(b"12\r\n\r\n", b"12\r\nconnection: close\r\n\r\n") + b"<end>",
    ),
    "with an absolute target": (
        (GET.replace(b"/a", b"http://x/a"),),
        ANSWER + b"<open>",
    ),
    "with a body in chunks": (
        (
            b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"3\r\nabc\r\n",
            b"2\r\nde\r\n0\r\n\r\n",
        ),
        ANSWER.replace(b"12\r\n\r\nGET /a b=c 0", b"13\r\n\r\nPOST /a b=c 5") + b"<open>",
    ),
    "that wants to be told to go on": (
        (
            b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
            b"ab",
        ),
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
        b"content-length: 10\r\n\r\nPOST /a  2<open>",
    ),
    "for an answer in parts": (
        (GET.replace(b"/a", b"/parts"),),
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n"
        b"4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n<open>",
    ),
    "of HTTP/1.0 for an answer in parts": (
        (b"GET /parts HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",),
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\none two<end>",
    ),
    "that would upgrade, and one behind it": (
        (GET.replace(b"Host: x", b"Host: x\r\nConnection: Upgrade\r\nUpgrade: h2c") + GET,),
        ANSWER * 2 + b"<open>",
    ),
    "that waits to be told while another is answered": (
        (
            GET + b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            b"Expect: 100-continue\r\n\r\nab",
        ),
        ANSWER + b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
        b"content-length: 10\r\n\r\nPOST /a  2<open>",
    ),
    "for the head of an answer": (
        (GET.replace(b"GET", b"HEAD"),),
        ANSWER.replace(b"12\r\n\r\nGET /a b=c 0", b"13\r\n\r\n") + b"<open>",
    ),
}


@pytest.mark.parametrize(("pieces", "expected"), CASES.values(), ids=CASES.keys())
def test_a_request(pieces: tuple[bytes, ...], expected: bytes) -> None:
    """What comes back is right to the byte."""
    assert play(*pieces) == expected


REFUSED = {
    "no host": (b"GET / HTTP/1.1\r\n\r\n", b"400 Bad Request"),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400 Bad Request"),
    "nonsense": (b"\x16\x03\x01\x02\x00\x01\x00", b"400 Bad Request"),
    "two lengths": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"400 Bad Request",
    ),
    "a long body": (
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n",
        b"413 Request Entity Too Large",
    ),
    "a long body in chunks": (
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001,
        b"413 Request Entity Too Large",
    ),
    "another version": (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", b"505 HTTP Version Not Supported"),
    "an endless trailer": (
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
        + b"x" * 800_000,
        b"413 Request Entity Too Large",
    ),
    "an endless head": (
        b"GET /a HTTP/1.1\r\nX: " + b"x" * 400_000,
        b"431 Request Header Fields Too Large",
    ),
}


@pytest.mark.parametrize(("piece", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(piece: bytes, status: bytes) -> None:
    """The client is told why before the connection is closed."""
    answer = play(piece, silence=4)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert answer.count(b"content-length: ") == 1
    assert b"connection: close" in answer
    assert answer.endswith(b"<end>")


def test_what_came_before_a_refusal_is_answered() -> None:
    """The refusal comes after the answer to the request in front, not in its place."""
    answer = play(GET + b"nonsense\r\n\r\n", silence=4)
    assert answer.startswith(ANSWER + b"HTTP/1.1 400 Bad Request")
    assert answer.endswith(b"<end>")


def test_an_answer_that_is_cut_has_no_end() -> None:
    """The last chunk is missing, and the connection is gone."""
    answer = play(GET.replace(b"/a", b"/cut"))
    assert not answer.endswith(b"0\r\n\r\n<end>")
    assert answer.endswith((b"<reset>", b"<end>"))


def test_who_is_late_is_let_go() -> None:
    """A request that is never finished, and a connection that is not used, end."""
    assert play(GET[:9], silence=4) in (b"<end>", b"<reset>")
    assert play(GET, silence=5) in (ANSWER + b"<end>", ANSWER + b"<reset>")


def test_a_request_that_came_alone_is_given_with_its_bytes() -> None:
    """Only what nothing else came with may be known again by its bytes."""

    async def run() -> list[bytes]:
        async with served() as (echo, _, ask):
            for pieces in ((GET,), (GET + GET,), (GET[:9], GET[9:])):
                await ask(*pieces, silence=0.05)
            return [exchange.raw for exchange in echo.exchanges]

    assert asyncio.run(run()) == [GET, b"", b"", b""]


def test_the_application_hears_who_leaves() -> None:
    """A client that hangs up before its answer is told of, one that had it is not."""

    async def run() -> int:
        async with served() as (echo, _, ask):
            await ask(GET, silence=0.05)
            await ask(GET.replace(b"/a", b"/never"), silence=0.05)
            await asyncio.sleep(0.05)
            return echo.left

    assert asyncio.run(run()) == 1


def test_who_takes_nothing_is_let_go() -> None:
    """The application hears of it, so that nothing is held for a client that reads no more."""

    async def run() -> int:
        async with served() as (echo, server, _):
            address = server.address
            with socket.create_connection(address) as connection:
                connection.sendall(GET.replace(b"/a", b"/flood"))
                await asyncio.sleep(4)
                return echo.left

    assert asyncio.run(run()) == 1


TWO = Limits(body_bytes=1000, connections=2)


@pytest.mark.parametrize("sent", [b"", GET, GET[:9]], ids=["nothing", "a request", "half a one"])
def test_of_too_many_connections_the_oldest_that_is_not_answered_ends(sent: bytes) -> None:
    """Whatever it sent; who comes after it is served."""

    async def run() -> tuple[bytes, bytes]:
        async with served(TWO) as (_, _, ask):
            first = asyncio.create_task(ask(sent, silence=1))
            await asyncio.sleep(0.05)
            second = asyncio.create_task(ask(GET.replace(b"/a", b"/never"), silence=1))
            await asyncio.sleep(0.05)
            third = await ask(GET)
            assert not second.done()
            return await first, third

    first, third = asyncio.run(run())
    assert first.endswith((b"<end>", b"<reset>"))
    assert third.endswith(b"GET /a b=c 0<open>")


class Sitting:
    """A connection that may be answered just now, or have something on its way."""

    def __init__(self, *, answered: bool = False, full: bool = False) -> None:
        """Be there."""
        self.unanswered = not answered
        self.quiet = not answered and not full
        self.dropped = False

    def drop(self) -> None:
        """Go."""
        self.dropped = True


def test_who_makes_room() -> None:
    """Strangers before those that had an answer, and nobody who takes one just now."""
    crowd: Crowd[Sitting] = Crowd()
    guests = [Sitting(answered=True), Sitting(full=True), Sitting(), Sitting(), Sitting()]
    for guest in guests:
        assert not crowd.admit(guest, 5)
    crowd.served(guests[3])
    crowd.served(guests[2])
    order = []
    for number in range(5):
        newcomer = Sitting(answered=True)
        turned_away = crowd.admit(newcomer, 5)
        gone = [guest for guest in guests if guest.dropped]
        assert turned_away == (not gone), number
        for guest in gone:
            order.append(guests.index(guest))
            guest.dropped = False
            guest.unanswered = guest.quiet = False
            crowd.leave(guest)
            crowd.served(guest)
    assert order == [4, 3, 2, 1]
    assert len(crowd) == 6


def test_a_connection_too_many_is_told_so_when_all_are_answered() -> None:
    """With the setting that bounds them; those before go on."""

    async def run() -> tuple[list[bytes], bytes]:
        async with served(TWO) as (echo, _, ask):
            never = GET.replace(b"/a", b"/never")
            before = [asyncio.create_task(ask(never, silence=3)) for _ in range(2)]
            await asyncio.sleep(0.1)
            third = await ask(GET)
            for exchange in echo.exchanges:
                exchange.reply(Reply(200, PLAIN, b"late"))
            return [await one for one in before], third

    before, third = asyncio.run(run())
    assert [answer[-10:] for answer in before] == [b"late<open>"] * 2
    assert third.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in third
    assert third.endswith(b"(server.connections)\n<open>")


def test_a_server_that_closes_lets_answers_end() -> None:
    """Who waits for an answer gets it, with word that the connection ends; the idle one ends."""

    async def run() -> tuple[bytes, bytes]:
        async with served() as (echo, server, ask):
            waiting = asyncio.create_task(ask(GET.replace(b"/a", b"/never"), silence=3))
            idle = asyncio.create_task(ask(GET, silence=3))
            await asyncio.sleep(0.1)
            closing = asyncio.create_task(server.close(2))
            await asyncio.sleep(0.05)
            slow = next(one for one in echo.exchanges if one.request.path == "/never")
            slow.reply(Reply(200, PLAIN, b"late"))
            await closing
            return await waiting, await idle

    waited, idled = asyncio.run(run())
    assert waited.endswith(b"\r\n\r\nlate<end>")
    assert b"connection: close" in waited
    assert idled.endswith(b"0<end>")


@pytest.mark.parametrize("value", ["a\r\nset-cookie: x", "a\nb", "a\rb"])
def test_a_header_cannot_end_its_line(value: str) -> None:
    """What would smuggle a header in is refused."""
    with pytest.raises(ValueError, match="line break"):
        head(200, (("etag", value),))
