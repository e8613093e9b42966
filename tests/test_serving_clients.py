"""HTTP clients that others wrote post and get with what they do by default."""

import http.client
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Server, serving

CLIENTS = Path(__file__).parent / "clients"
QUERY = "application/sparql-query"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the server forks")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a triple."""
    folder = tmp_path_factory.mktemp("clients")
    data = folder / "data.nt"
    data.write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    with serving(data, folder=folder) as running:
        yield running


def run(*command: str) -> str:
    """Run a client; its output."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("javac") is None, reason="no JDK is installed")
def test_java(server: Server) -> None:
    """java.net.http asks for h2c with each POST, and is answered in HTTP/1.1 on its connection."""
    lines = run("java", str(CLIENTS / "JavaHttp.java"), server.url, "3").split("\n")
    assert lines[:-1] == [f"200 HTTP_1_1 n={number}" for number in range(3)]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("version", ["--http1.0", "--http1.1", "--http2"])
def test_curl(server: Server, version: str) -> None:
    """It posts, posts in chunks, and keeps its connection."""
    chunks = [] if version == "--http1.0" else ["-H", "Transfer-Encoding: chunked"]
    command = ["curl", "-sS", version, "-H", f"Content-Type: {QUERY}", "-w", " %{http_code}\n"]
    ask = ["-H", "Accept: application/sparql-results+json", "-d", "ASK {}", server.url]
    said = run(*command, *ask, "--next", *command[1:], *chunks, *ask)
    assert [line.split()[-1] for line in said.splitlines() if line.strip()][-2:] == ["200"] * 2
    assert said.count('"boolean"') == 2
    connections = run(
        "curl", "-sS", version, "-o", "/dev/null", "-w", "%{num_connects} ", "-d", "query=ASK{}",
        server.url, "-o", "/dev/null", server.url,
    ).split()  # fmt: skip
    assert connections == (["1", "1"] if version == "--http1.0" else ["1", "0"])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_with_a_body_it_announces(server: Server, tmp_path: Path) -> None:
    """Beyond a mebibyte curl waits for 100; one too long is refused instead."""
    for size, status in ((1_000_000, "200"), (3_000_000, "413")):
        body = tmp_path / "query.rq"
        body.write_text("ASK {} #" + "x" * size)
        said = run(
            "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", f"Content-Type: {QUERY}",
            "-H", "Expect: 100-continue", "--data-binary", f"@{body}", server.url,
        )  # fmt: skip
        assert said == status


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget(server: Server) -> None:
    """It gets and posts."""
    target = f"{server.url}?query={quote('SELECT (7 AS ?n) {}')}&format=csv"
    assert run("wget", "-q", "-O", "-", target).splitlines()[-1] == "7"
    posted = ["--header", f"Content-Type: {QUERY}", "--header", "Accept: text/csv"]
    text = "--post-data=SELECT (8 AS ?n) {}"
    assert run("wget", "-q", "-O", "-", *posted, text, server.url).splitlines()[-1] == "8"


def test_python(server: Server) -> None:
    """http.client keeps one connection for all methods, bodies of known length and of none."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    socket = None
    bodies = [b"ASK {}", iter([b"ASK ", b"{}"]), b"ASK { # again\n}"]
    for method, body in (("GET", None), *(("POST", body) for body in bodies), ("HEAD", None)):
        target = "/sparql" if body is not None else "/sparql?query=ASK%7B%7D"
        headers = {"Content-Type": QUERY} if body is not None else {}
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200
        assert (content == b"") == (method == "HEAD")
        assert socket in (None, connection.sock)
        socket = connection.sock
    assert socket is not None
    connection.close()
