"""What a server process and the generation that forks for it say to each other.

Over a socket pair of packets: a word (one byte), a process number, and a number more (four bytes
each): with BORN the worker's slot, with DIED its exit code. With BORN comes the server's end of
the new worker's socket, too.
"""

import logging
import socket
import struct
from collections.abc import Callable
from enum import IntEnum
from typing import Final

from mcdgraph.serving.slots import WorkerSlots

_RECORD: Final = struct.Struct("<Bii")
#: Descriptors that come with a record, at most.
_DESCRIPTORS: Final = 1

log = logging.getLogger("mcdgraph.serving")


class Word(IntEnum):
    """What is said: the first four by the server process, the others by the generation."""

    READY = 0
    FORK = 1
    KILL = 2
    LOWER = 3
    BORN = 4
    DIED = 5
    UNBORN = 6


def packet_pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends through which packets go, whole and in order."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def say(
    channel: socket.socket,
    word: Word,
    number: int = 0,
    more: int = 0,
    end: socket.socket | None = None,
) -> None:
    """Send a record; raise `OSError` where the other side is gone."""
    record = _RECORD.pack(word, number, more)
    if end is None:
        channel.send(record)
    else:
        socket.send_fds(channel, [record], [end.fileno()])


def hear(channel: socket.socket) -> tuple[Word, int, int, socket.socket | None] | None:
    """Receive a record and the socket that may come with it; None where the other side is gone."""
    data, descriptors, _, _ = socket.recv_fds(channel, _RECORD.size, _DESCRIPTORS)
    if len(data) < _RECORD.size:
        return None
    word, number, more = _RECORD.unpack(data)
    end = socket.socket(fileno=descriptors[0]) if descriptors else None
    return Word(word), number, more, end


class WorkerSupply:
    """A server process's way to its workers: asks for them, and reports their births and deaths.

    ``jobs`` is what it sends jobs through, ``slots`` where they note which of them they have.
    """

    def __init__(self, channel: socket.socket, jobs: socket.socket, slots: WorkerSlots) -> None:
        """Speak to the generation through ``channel``."""
        self._channel = channel
        self.jobs = jobs
        self.slots = slots
        self.on_birth: Callable[[int, int, socket.socket], None] = lambda _n, _slot, _end: None
        self.on_exit: Callable[[int, int], None] = lambda _number, _status: None
        self.on_failure: Callable[[], None] = lambda: None
        self.on_end: Callable[[], None] = lambda: None

    def fileno(self) -> int:
        """Return the descriptor to be watched for reading."""
        return self._channel.fileno()

    def ready(self) -> None:
        """Report that requests are answered."""
        say(self._channel, Word.READY)

    def fork(self) -> None:
        """Ask for one more worker."""
        say(self._channel, Word.FORK)

    def kill(self, number: int) -> None:
        """Have a worker killed."""
        say(self._channel, Word.KILL, number)

    def lower(self, number: int) -> None:
        """Have a worker get a lower priority, for good."""
        say(self._channel, Word.LOWER, number)

    def receive(self) -> None:
        """Take one record, and pass it on."""
        found = hear(self._channel)
        if found is None:
            self.on_end()
            return
        word, number, more, end = found
        if word is Word.BORN and end is not None:
            self.on_birth(number, more, end)
        elif word is Word.BORN:  # there was no descriptor left for its socket (recvmsg(2))
            log.warning("too many open files for another worker")
            self.kill(number)
            self.on_failure()
        elif word is Word.DIED:
            self.on_exit(number, more)
        elif word is Word.UNBORN:
            self.on_failure()
