"""What happens where the system gives no more processes, or takes one of them away."""

import os
import re
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from serving import serving, within

HARBOUR = Path(__file__).parent / "corpus" / "published"
SECONDS = 60

#: Waits for a condition, not for ever.
eventually = partial(within, SECONDS)
#: Run at the start of Python: lets a process, counted with its ancestors, fork only at times.
REFUSING = """\
import errno
import os

fork, refused = os.fork, os.environ["FORKS_REFUSED"].split(",")
count = 0


def refusing():
    global count
    count += 1
    if str(count) in refused:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return fork()


os.fork = refusing
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Build the tiny graph."""
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    build(tmp_path / "harbour")
    return tmp_path / "harbour"


def build(graph: Path) -> None:
    """Build a release."""
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), "build"]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def test_forks_that_fail_are_tried_again(graph: Path) -> None:
    """Of a server process, of the first workers, and of the generation of a new release."""
    folder = graph.parent
    (folder / "sitecustomize.py").write_text(REFUSING)
    settings = {
        "PYTHONPATH": str(folder),
        "FORKS_REFUSED": "2,4,5",
        "MCDGRAPH_QUERY_PROCESSES": "1",
    }
    with serving("--no-build", graph=graph, folder=folder, settings=settings) as server:
        first = server.send("GET", "/-/version").text
        log = server.log.read_text()
        assert "no server process can be forked" in log
        assert "no worker can be forked" in log
        settings_file = graph / "mcdgraph.toml"
        settings_file.write_text(settings_file.read_text().replace('"1.2"', '"1.3"'))
        build(graph)
        eventually(lambda: server.send("GET", "/-/version").text != first)
        assert re.search("no process for release .* can be started", server.log.read_text())
        assert "Traceback" not in server.log.read_text()


def test_a_site_outlives_its_generation(graph: Path) -> None:
    """Killed with all below it, it is replaced, and the log names the signal."""
    settings = {"MCDGRAPH_QUERY_PROCESSES": "1"}
    with serving("--no-build", graph=graph, folder=graph.parent, settings=settings) as server:
        (generation,) = server.generations()
        os.kill(generation, signal.SIGKILL)
        eventually(lambda: server.generations() not in ([generation], []))
        eventually(lambda: bool(server.workers()))
        assert server.send("GET", "/-/health").status == 200
        assert "SIGKILL" in server.log.read_text()
