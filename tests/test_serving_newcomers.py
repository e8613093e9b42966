"""The door takes every connection; whose client is ahead of its share waits to begin."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from serving import in_loop

from mcdgraph.serving.door import WAITING_OF_ONE, Door
from mcdgraph.serving.shares import TimeShares

GREEDY, MODEST = "127.0.0.2", "127.0.0.3"
#: Connections of the greedy client: more than may wait.
MANY = WAITING_OF_ONE + 20


class Greeter(asyncio.Protocol):
    """Greets who begins, and remembers its address."""

    begun: list[str]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.begun.append(transport.get_extra_info("peername")[0])
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"welcome")


class Shares(TimeShares):
    """Shares in which one client is ahead until it is told otherwise."""

    def __init__(self) -> None:
        """Hold back the greedy client."""
        super().__init__()
        self.greedy = True

    def _seconds(self, client: str, now: float) -> float:
        return 1.0 if self.greedy and client == GREEDY else 0.0


@contextmanager
def opened() -> Iterator[tuple[Door, Shares, list[str], int]]:
    """Open a door; give it, its shares, who has begun, and its port."""
    begun: list[str] = []
    shares = Shares()
    for client in (MODEST, GREEDY, MODEST):  # several ask, so that there is somebody to wait for
        shares.spend(client, 0.0)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    port = listener.getsockname()[1]
    kind = type("Greeting", (Greeter,), {"begun": begun})
    door = Door(listener, kind, shares)
    door.open()
    yield door, shares, begun, port


def connect(address: str, port: int) -> socket.socket:
    """Connect from a loopback address."""
    connection = socket.create_connection(("127.0.0.1", port), 5, source_address=(address, 0))
    connection.setblocking(False)
    return connection


async def said(connection: socket.socket, seconds: float = 5.0) -> bytes:
    """Return what a connection is sent first; nothing where it is closed, or in so many seconds."""
    loop = asyncio.get_running_loop()
    try:
        return await asyncio.wait_for(loop.sock_recv(connection, 100), seconds)
    except (ConnectionResetError, TimeoutError):
        return b""


@in_loop
async def test_others_do_not_wait_behind_who_is_ahead() -> None:
    """A newcomer begins at once that comes after many of a client that is held back."""
    with opened() as (door, _, begun, port):
        before = [connect(GREEDY, port) for _ in range(MANY)]
        modest = connect(MODEST, port)
        assert await said(modest) == b"welcome"
        assert begun == [MODEST]
        await door.close()
        for one in (*before, modest):
            one.close()


@in_loop
async def test_few_of_a_client_wait_and_the_rest_are_closed() -> None:
    """What is beyond the bound is closed unanswered, and all others begin in their order."""
    with opened() as (door, shares, begun, port):
        greedy = [connect(GREEDY, port) for _ in range(MANY)]
        assert await said(greedy[-1]) == b""
        assert begun == []
        shares.greedy = False
        answers = [await said(one) for one in greedy]
        assert answers == [b"welcome"] * WAITING_OF_ONE + [b""] * 20
        again = connect(GREEDY, port)
        assert await said(again) == b"welcome"
        await door.close()
        for one in (*greedy, again):
            one.close()


@in_loop
async def test_who_waits_begins_when_the_door_closes() -> None:
    """Nobody that was taken is lost to an end that comes before its turn."""
    with opened() as (door, _, begun, port):
        greedy = [connect(GREEDY, port) for _ in range(20)]
        assert await said(greedy[0], 0.1) == b""
        await door.close()
        assert begun == [GREEDY] * 20
        assert [await said(one) for one in greedy] == [b"welcome"] * 20
        for one in greedy:
            one.close()
