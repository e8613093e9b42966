"""What the operator reads: one line with the reason for whatever does not start, dies or is bad."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Server, free_port, serving, within

HARBOUR = Path(__file__).parent / "corpus" / "published"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SETTINGS = {"MCDGRAPH_QUERY_PROCESSES": "2", "MCDGRAPH_SERVER_ACCESS_LOG": "off"}
#: What is written where nobody watches: time, level, process.
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (INFO|WARNING|ERROR) mcdgraph\[\d+\]: (.+)")
ROOT = "running as root"

#: Waits for a condition, not for ever.
eventually = partial(within, 20.0)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def run(graph: Path, *arguments: str, **settings: str) -> tuple[int, list[str]]:
    """Run the command line on a graph; its exit code, and the lines of its standard error."""
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), *arguments]
    environment = {**os.environ, **settings}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=environment
    )
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Copy the tiny graph, and build it."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    assert run(folder, "build")[0] == 0
    return folder


def lines(server: Server) -> list[str]:
    """List what was logged, without its beginning; every line has the form it must have."""
    text = server.log.read_text().splitlines()
    told = [line for line in text if not line.startswith(("Serving ", "  http", "Ctrl-C"))]
    found = [LINE.fullmatch(line) for line in told]
    assert all(found), told
    return [match[2] for match in found if match and ROOT not in match[2]]


def spoil(release: Path) -> None:
    """Write something else into the files of a release's store."""
    files = [path for path in (release / "store").iterdir() if path.is_file()]
    assert files
    for path in files:
        path.chmod(0o644)
        path.write_text("garbage\n")


BAD = [
    ({"MCDGRAPH_QUERY_WORKERS": "many"}, "MCDGRAPH_QUERY_WORKERS: expected a whole number"),
    ({"MCDGRAPH_SERVER_ACCESS_LOG": "loud"}, 'MCDGRAPH_SERVER_ACCESS_LOG: expected "auto" or'),
    ({"MCDGRAPH_SERVER_HOST": "192.0.2.1"}, "cannot listen on 192.0.2.1"),
    ({"MCDGRAPH_RELEASE_FOLDER": "nowhere"}, "no release yet"),
    ({"MCDGRAPH_SERVER_CONNECTIONS": "99999999"}, "ulimit -n"),
]


@pytest.mark.parametrize(("settings", "reason"), BAD, ids=lambda x: str(x)[:40])
def test_what_cannot_start_says_why(graph: Path, settings: dict[str, str], reason: str) -> None:
    """In one line, and with exit code 2."""
    code, told = run(graph, "serve", "--no-build", "--port", str(free_port()), **settings)
    told = [line for line in told if ROOT not in line]
    assert (code, len(told)) == (2, 1)
    assert reason in told[0]
    assert told[0].startswith("mcdgraph: ")


def test_a_port_in_use_and_a_bad_release_are_told(graph: Path) -> None:
    """In one line each."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, told = run(graph, "serve", "--no-build", "--port", str(port))
    assert (code, told) == (
        2,
        [f"mcdgraph: port {port} of 127.0.0.1 is in use; choose another with --port"],
    )
    spoil(graph / ".mcdgraph" / "current")
    code, told = run(graph, "serve", "--no-build", "--port", str(free_port()))
    told = [line for line in told if ROOT not in line]
    assert (code, len(told)) == (2, 1)
    assert "not a store" in told[0]


@pytest.fixture
def server(graph: Path, tmp_path: Path) -> Iterator[Server]:
    """Serve it by two server processes."""
    with serving("--no-build", graph=graph, folder=tmp_path, settings=SETTINGS) as running:
        yield running


def test_a_killed_server_process_is_told_and_replaced(server: Server) -> None:
    """Alone: the generation, and the other server process, go on."""
    eventually(lambda: len(server.server_processes()) == 2)  # workers are sealed by then, too
    generations, before = server.generations(), server.server_processes()
    os.kill(before[0], signal.SIGKILL)
    eventually(lambda: len(set(server.server_processes()) - {before[0]}) == 2)
    assert server.generations() == generations
    assert lines(server) == [f"server process {before[0]} ended: signal SIGKILL"]


def test_killed_workers_and_generations_are_told(server: Server) -> None:
    """Each with its number, or what it served, and the signal."""
    eventually(lambda: len(server.workers()) >= 2)
    worker = server.workers()[0]
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: lines(server) == [f"worker {worker} died: signal SIGKILL"])
    (generation,) = server.generations()
    os.kill(generation, signal.SIGKILL)
    eventually(lambda: len(lines(server)) == 3)
    ended, again = lines(server)[1:]
    assert re.fullmatch(r"all processes of release \S+ ended: signal SIGKILL", ended)
    assert again.startswith("now serving ")


def test_a_release_that_cannot_be_loaded_is_told(server: Server, graph: Path) -> None:
    """In one line with its reason, once; the release before is served on."""
    before = server.send("GET", "/-/version").body
    old = (graph / ".mcdgraph" / "current").resolve()
    bad = old.parent / "bad"
    shutil.copytree(old, bad)
    spoil(bad)
    link = graph / ".mcdgraph" / "next"
    link.symlink_to(Path("releases") / "bad")
    link.rename(graph / ".mcdgraph" / "current")
    eventually(lambda: len(lines(server)) > 0)
    time.sleep(2.5)
    (line,) = lines(server)
    assert f"release {bad} could not be served: " in line
    assert line.endswith("; the one before is still served")
    assert server.send("GET", "/-/version").body == before


def test_what_strangers_send_writes_no_line(server: Server) -> None:
    """Nor do those who leave, with the access log off."""
    for request in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + b"\0" * 50):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(request)
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    target = f"/sparql?query={quote(ENDLESS)}"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
    assert server.query("ASK {}").status == 200
    assert lines(server) == []


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_at_once(server: Server, told: signal.Signals) -> None:
    """The first lets an endless query go on; nothing is left, and nothing is logged of it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request.encode())
        time.sleep(0.5)
        processes = server.processes()
        server.process.send_signal(told)
        time.sleep(1)
        assert server.process.poll() is None
        server.process.send_signal(told)
        assert server.process.wait(20) == 0
    eventually(lambda: not any(Path(f"/proc/{number}").exists() for number in processes))
    assert lines(server) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="not root")
def test_root_is_warned_once(server: Server) -> None:
    """At the start, by the first process alone."""
    assert server.log.read_text().count(ROOT) == 1


GIVING_UP = """
import os, sys, time
from mcdgraph.cli.serve import log_to_standard_error
from mcdgraph.errors import EnvironmentProblem
from mcdgraph.serving import generation, supervisor
from mcdgraph.serving.publication import Content
from mcdgraph.settings import Settings

class Nothing:
    def current(self): return "nothing"
    def load(self, key): return Content(application=None, parameters=frozenset())

def dies(supply, listener, content, settings):
    if READY:
        supply.ready()
        time.sleep(0.1)
    os._exit(3)

generation._PAUSE = supervisor._PAUSE = 0.001
supervisor._INTERVAL = 0.05
log_to_standard_error()
listener = supervisor.open_port("127.0.0.1", 0)
try:
    supervisor.Supervisor(Nothing(), Settings(), listener, dies).run(lambda: None)
except EnvironmentProblem as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize(
    ("ready", "reason"),
    [(True, "6 starts failed one after the other: giving up"), (False, "the server did not start")],
)
def test_what_keeps_dying_is_given_up(ready: bool, reason: str) -> None:
    """After so many tries, each of them told with the reason."""
    script = GIVING_UP.replace("READY", str(ready))
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    told = done.stderr.splitlines()
    assert (done.returncode, told[-1]) == (1, reason)
    assert all(LINE.fullmatch(line) for line in told[:-1])
    assert any(re.search(r"server process \d+ ended: exit code 3", line) for line in told)
