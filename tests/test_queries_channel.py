"""A channel to an executor: whole requests out, frames in, and descriptors closed once."""

import asyncio
import gc
import os
import socket
from collections.abc import Callable

import pytest
import uvloop

from mcdgraph.queries.channel import Channel, ChannelClosed
from mcdgraph.queries.wire import FrameType, frame

LOOPS = (asyncio.new_event_loop, uvloop.new_event_loop)


class Ear:
    """Hears what comes, and refuses one frame."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.heard: list[tuple[FrameType, bytes]] = []
        self.mourned = 0

    def hear(self, kind: FrameType, payload: bytes) -> None:
        """Take a frame."""
        if payload == b"unbearable":
            raise ValueError(payload)
        self.heard.append((kind, payload))

    def mourn(self) -> None:
        """Take the end."""
        self.mourned += 1


@pytest.fixture(params=LOOPS, ids=["asyncio", "uvloop"])
def new_loop(request: pytest.FixtureRequest) -> Callable[[], asyncio.AbstractEventLoop]:
    """Give what makes an event loop."""
    made: Callable[[], asyncio.AbstractEventLoop] = request.param
    return made


def attached() -> tuple[Channel, socket.socket, Ear]:
    """Attach a channel in the running loop; give its other end and its ear, too."""
    ours, theirs = socket.socketpair()
    channel, ear = Channel(ours), Ear()
    channel.attach(asyncio.get_running_loop(), ear.hear, ear.mourn)
    return channel, theirs, ear


@pytest.mark.parametrize("turns", range(5))
def test_no_descriptor_is_closed_twice(
    new_loop: Callable[[], asyncio.AbstractEventLoop], turns: int
) -> None:
    """Whenever a channel is closed: its number may be another file's by then."""

    async def run() -> int:
        channel, theirs, ear = attached()
        for _ in range(turns):
            await asyncio.sleep(0)
        channel.close()
        for _ in range(5):
            await asyncio.sleep(0)
        others = [os.open(os.devnull, os.O_RDONLY) for _ in range(20)]
        del channel
        gc.collect()
        await asyncio.sleep(0.01)
        for other in others:
            os.close(other)  # fails where somebody else has closed it
        theirs.close()
        return ear.mourned

    with asyncio.Runner(loop_factory=new_loop) as runner:
        assert runner.run(run()) == 0


@pytest.mark.parametrize("turns", [0, 5])
def test_what_finds_no_room_is_sent_later_and_in_order(
    new_loop: Callable[[], asyncio.AbstractEventLoop], turns: int
) -> None:
    """The loop goes on meanwhile, whether the transport is there or not."""
    requests = [b"a" * 3_000_000, b"b", b"c" * 1_000_000]

    async def run() -> bytes:
        channel, theirs, _ = attached()
        theirs.setblocking(False)
        for _ in range(turns):
            await asyncio.sleep(0)
        for request in requests:
            channel.send(request)
        received = b""
        while len(received) < sum(map(len, requests)):
            received += await asyncio.get_running_loop().sock_recv(theirs, 2**20)
        channel.close()
        theirs.close()
        return received

    with asyncio.Runner(loop_factory=new_loop) as runner:
        assert runner.run(run()) == b"".join(requests)


def test_frames_are_heard_unless_paused(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """One that is not borne costs no other."""

    async def run() -> Ear:
        channel, theirs, ear = attached()
        await asyncio.sleep(0.05)
        channel.pause()
        theirs.sendall(frame(FrameType.DATA, b"one") + frame(FrameType.DATA, b"unbearable"))
        theirs.sendall(frame(FrameType.END))
        await asyncio.sleep(0.05)
        assert ear.heard == []
        channel.resume()
        await asyncio.sleep(0.05)
        theirs.close()
        await asyncio.sleep(0.05)
        with pytest.raises(ChannelClosed):
            channel.send(b"more")
        return ear

    with asyncio.Runner(loop_factory=new_loop) as runner:
        ear = runner.run(run())
    assert ear.heard == [(FrameType.DATA, b"one"), (FrameType.END, b"")]
    assert ear.mourned == 1
