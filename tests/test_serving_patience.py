"""Whatever an application or a client does, others are answered, and the operator is told."""

import ctypes
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from misbehaving import PATIENCE
from serving import Server, running, within

SITE = Path(__file__).with_name("misbehaving.py")
HOST = b"Host: x\r\n"
#: prctl(2) and capabilities(7): what lets a process raise a priority.
_PR_CAPBSET_DROP, _CAP_SYS_NICE = 24, 23

#: Waits for a condition, not for ever.
eventually = partial(within, 20.0)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@contextmanager
def misbehaving(folder: Path, before: Callable[[], object] | None = None) -> Iterator[Server]:
    """Serve the site whose application misbehaves."""
    command = [sys.executable, str(SITE)]
    with running(lambda port: [*command, str(port), str(folder)], folder, before=before) as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve it for all tests."""
    with misbehaving(tmp_path_factory.mktemp("misbehaving")) as site:
        yield site


def connect(server: Server, address: str = "127.0.0.1") -> socket.socket:
    """Open a connection from a loopback address."""
    return socket.create_connection(
        ("127.0.0.1", server.port), timeout=20, source_address=(address, 0)
    )


def drain(connection: socket.socket) -> int:
    """Receive all that comes until the server closes; return how many bytes that was."""
    size = 0
    try:
        while data := connection.recv(65536):
            size += len(data)
    except ConnectionResetError:
        pass
    return size


def test_clients_take_turns_for_pages(server: Server) -> None:
    """Behind a hundred and fifty requests of another client, one page is among the next."""
    asking = [connect(server, "127.0.0.2") for _ in range(150)]
    for connection in asking:
        connection.sendall(b"GET /page HTTP/1.1\r\n" + HOST + b"\r\n")
    ours = int(server.send("GET", "/page", address="127.0.0.3").text)
    orders = []
    for connection in asking:
        orders.append(int(connection.recv(4096).rpartition(b"\r\n")[2]))
        connection.close()
    assert len(orders) == 150
    assert sum(order > ours for order in orders) > 75


def test_a_fault_of_the_application_is_told_with_its_traceback(server: Server) -> None:
    """The client gets 500 and not a word of it."""
    answer = server.send("GET", "/fails")
    assert (answer.status, answer.text) == (500, "Internal Server Error\n")
    eventually(lambda: "LookupError: a fault of the application" in server.log.read_text())
    assert re.search(r"request [0-9a-f]{12} failed:\nTraceback", server.log.read_text())


UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET /pa",
    "half a head": b"GET /page HTTP/1.1\r\n" + HOST,
    "half a body": b"POST /page HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nx",
    "half a chunk": b"POST /page HTTP/1.1\r\n" + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nff\r\nx",
    "an answer, and no more": b"GET /page HTTP/1.1\r\n" + HOST + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("trickle", [False, True], ids=["silent", "byte by byte"])
def test_what_never_ends_is_closed(server: Server, trickle: bool) -> None:
    """Within the time that a request has, whatever is still sent; others do not notice."""
    connections = {name: connect(server) for name in UNFINISHED}
    for name, connection in connections.items():
        connection.sendall(UNFINISHED[name])
    began = time.monotonic()
    if trickle:
        del connections["an answer, and no more"]
        closed = {name: still_sends(connection) for name, connection in connections.items()}
        assert all(closed.values()), closed
    else:
        assert server.send("GET", "/page", address="127.0.0.3").status == 200
        for connection in connections.values():
            drain(connection)
    assert time.monotonic() - began < 20
    for connection in connections.values():
        connection.close()


def still_sends(connection: socket.socket) -> bool:
    """Send a header's bytes now and then; return whether the server closed."""
    until = time.monotonic() + 10 * PATIENCE
    try:
        while time.monotonic() < until:
            connection.sendall(b"x")
            connection.settimeout(0.1)
            try:
                if connection.recv(4096) == b"":
                    return True
            except TimeoutError:
                pass
    except OSError:
        return True
    return False


def test_who_does_not_read_is_left(server: Server) -> None:
    """An endless answer ends with its connection, and its worker is there for others."""
    readers = [connect(server, "127.0.0.2") for _ in range(4)]
    for connection in readers:
        connection.sendall(b"GET /stream HTTP/1.1\r\n" + HOST + b"\r\n")
    time.sleep(3 * PATIENCE)
    assert server.send("GET", "/page", address="127.0.0.3").status == 200
    for connection in readers:
        assert 0 < drain(connection) < 2**24
        connection.close()


def test_without_workers_health_fails(tmp_path: Path) -> None:
    """With 503, in about a second, and not for good; the log has the reason."""
    with misbehaving(tmp_path) as server:
        eventually(lambda: len(server.workers()) == 2)
        barren = tmp_path / "barren"
        barren.touch()
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        answer = server.send("GET", "/-/health")
        assert answer.status == 503
        assert "no worker is free" in answer.text
        barren.unlink()
        eventually(lambda: server.send("GET", "/-/health").status == 200)
        assert "no worker can be forked: " in server.log.read_text()


def keep_low() -> None:
    """Give this process a low priority, and no right to raise any (not even to root)."""
    ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_SYS_NICE, 0, 0, 0)
    os.setpriority(os.PRIO_PROCESS, 0, 15)


def niceness(number: int) -> int:
    """Return the nice value of a process (proc_pid_stat(5))."""
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[16])


def test_at_a_low_priority_a_slow_request_costs_its_client_alone(tmp_path: Path) -> None:
    """Its worker gets the lowest there is, and is ended at its deadline; nothing else dies."""
    with misbehaving(tmp_path, keep_low) as server:
        eventually(lambda: len(server.workers()) == 2)
        kept = server.generations() + server.server_processes()
        assert [niceness(number) for number in kept] == [15, 15]
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(server.send, "GET", "/endless", address="127.0.0.2")
            eventually(lambda: 19 in map(niceness, server.workers()))
            assert server.send("GET", "/page", address="127.0.0.3").status == 200
            assert slow.result().status == 504
        assert server.send("GET", "/page").status == 200
        assert server.generations() + server.server_processes() == kept
        told = server.log.read_text().splitlines()
        assert [line for line in told if "running as root" not in line] == []
