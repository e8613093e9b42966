"""An executor answers in order, and does not begin with what nobody waits for any more."""

import socket
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from mcdgraph.formats import RESULTS_CSV
from mcdgraph.queries import QueryRequest, executor
from mcdgraph.queries.executor import Executor
from mcdgraph.queries.wire import PREAMBLE, FrameType, encode_request, forget, whole_frames
from mcdgraph.settings import QuerySettings
from mcdgraph.store import Dialect, Store


def ask(value: str) -> bytes:
    """Write a request whose answer is a value."""
    text = f'SELECT ("{value}" AS ?x) {{}}'
    return encode_request(QueryRequest(text=text, results=RESULTS_CSV))


def frames(data: bytes) -> Iterator[tuple[FrameType, bytes]]:
    """Read what an executor said."""
    for kind, start, end in whole_frames(data):
        yield FrameType(kind), data[start + PREAMBLE.size : end]


def said_to(*messages: bytes) -> list[str]:
    """Have an executor hear messages that are all there at once; give what it says, in short."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"".join(messages))
        ours.shutdown(socket.SHUT_WR)
        Executor(theirs, Store(ox.Store()), Dialect(), QuerySettings()).run()
        theirs.shutdown(socket.SHUT_WR)
        heard = b"".join(iter(lambda: ours.recv(65536), b""))
    return [
        payload[2:].decode().split()[-1] if kind is FrameType.WHOLE else kind.name
        for kind, payload in frames(heard)
    ]


def test_what_is_begun_already_is_answered_before_it_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a short query nothing is looked for: FORGET comes in its turn."""
    monkeypatch.setattr(executor, "_LONG", 60.0)
    assert said_to(ask("a"), ask("b"), forget(1), ask("c")) == ["a", "b", "FORGOTTEN", "c"]


def test_after_a_long_query_what_is_to_be_forgotten_is_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is before that is answered, in however many pieces all of it comes."""
    monkeypatch.setattr(executor, "_LONG", 0.0)
    monkeypatch.setattr(executor, "CHUNK", 64)
    heard = said_to(*map(ask, "abc"), forget(2), *map(ask, "de"), forget(1), ask("f"))
    assert heard == ["a", "FORGOTTEN", "d", "FORGOTTEN", "f"]


def test_of_what_is_to_be_forgotten_some_may_be_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the rest is left out, and nothing after that."""
    monkeypatch.setattr(executor, "_LONG", 0.0)
    assert said_to(ask("c"), forget(7), ask("d")) == ["FORGOTTEN", "d"]
    assert said_to(forget(7), ask("d")) == ["FORGOTTEN", "d"]
