"""The server under way: what a query may take, who pays for it, and what goes on meanwhile."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Response, Server, serving, within

HARBOUR = Path(__file__).parent / "corpus" / "published"
LIGHT = "SELECT * { <http://e/s1> ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
ALL = "SELECT * { ?s ?p ?o }"
ROWS = 3000
SETTINGS = {
    "MCDGRAPH_QUERY_DEADLINE": "3",
    "MCDGRAPH_QUERY_MEMORY": "48",
    "MCDGRAPH_QUERY_ROWS": "4000",
    "MCDGRAPH_QUERY_ANSWER_BYTES": "1500000",
    "MCDGRAPH_QUERY_REQUEST_BYTES": "300000",
    "MCDGRAPH_QUERY_PROCESSES": "1",
    "MCDGRAPH_QUERY_SLOW_WORKERS": "2",
}

#: Waits for a condition, not for ever.
eventually = partial(within, 5.0)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a few thousand triples, with narrow bounds."""
    folder = tmp_path_factory.mktemp("server")
    data = folder / "data.nt"
    lines = (f'<http://e/s{i}> <http://e/p{i % 7}> "value {i}" .\n' for i in range(ROWS))
    data.write_text("".join(lines))
    with serving(data, folder=folder, settings=SETTINGS) as running:
        yield running


def test_a_light_query(server: Server) -> None:
    """An answer comes with the headers that a cache and a browser want."""
    answer = server.query(LIGHT)
    assert answer.status == 200
    assert len(json.loads(answer.body)["results"]["bindings"]) == 1
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["etag"].startswith('"')
    assert "max-age" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_large_answer_streams_whole(server: Server) -> None:
    """An answer of many chunks is complete, compressed or not."""
    plain = server.query(ALL, "text/csv")
    assert plain.status == 200
    assert plain.text.count("\r\n") == ROWS + 1
    target = f"/sparql?query={quote(ALL)}"
    packed = server.send("GET", target, {"Accept": "text/csv", "Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2


def test_head_says_what_get_would(server: Server) -> None:
    """HEAD has the headers of GET, and no body."""
    target = f"/sparql?query={quote(ALL)}"
    got = server.send("GET", target, {"Accept": "text/csv"})
    head = server.send("HEAD", target, {"Accept": "text/csv"})
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-type"] == got.headers["content-type"]


def test_an_unchanged_answer_is_not_sent_again(server: Server) -> None:
    """If-None-Match with the tag gives 304."""
    tag = server.query(LIGHT).headers["etag"]
    target = f"/sparql?query={quote(LIGHT)}"
    headers = {"Accept": "application/sparql-results+json", "If-None-Match": f'W/"x", {tag}'}
    answer = server.send("GET", target, headers)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == tag


REFUSALS = [
    (ENDLESS, 504, "ran longer than"),
    (BOMB, 413, "MiB of memory"),
    ("SELECT (" + "!" * 200_000 + "1 AS ?x) {}", 400, "nested too deeply"),
    ("SELECT (" + "(" * 300 + "1" + ")" * 300 + " AS ?x) {}", 400, "brackets are open"),
    ("SELECT * { ?s ?p", 400, "line 1"),
    ("ASK { SERVICE <http://127.0.0.1:1/> {} }", 400, "SERVICE is off here"),
    ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT x", 400, "line 1"),
    ("CLEAR ALL", 400, "CLEAR is an update"),
]


@pytest.mark.parametrize(("text", "status", "words"), REFUSALS, ids=lambda x: str(x)[:24])
def test_a_refusal_says_why(server: Server, text: str, status: int, words: str) -> None:
    """Each bound has its status, and a sentence that names it, but no setting of the server's.

    The next query is answered.
    """
    body = text.encode()
    answer = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, body)
    assert (answer.status, words in answer.text) == (status, True), answer.text
    assert "setting" not in answer.text
    assert server.query(LIGHT).status == 200


def test_an_answer_past_its_bound_is_refused(server: Server) -> None:
    """What is too long is told as such while nothing was sent of it."""
    answer = server.query("SELECT ?x { ?s ?p ?o VALUES ?x { 1 2 3 4 5 6 7 8 9 } }", "text/csv")
    assert answer.status == 413
    assert "more than 4000 rows" in answer.text


def test_a_long_answer_past_its_bound_is_visibly_cut(server: Server) -> None:
    """A client must not take a part for the whole: the connection breaks before the end."""
    text = f'SELECT ?x {{ ?s ?p ?o BIND(CONCAT(?o, "{"x" * 600}") AS ?x) }}'
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        server.query(text, "text/csv")
    assert server.query(LIGHT).status == 200


def test_a_body_past_its_bound_is_refused(server: Server) -> None:
    """A body that announces its length, or does not, is not read beyond the bound."""
    headers = {"Content-Type": "application/sparql-query"}
    body = b"ASK { VALUES ?x { " + b"1 " * 500_000 + b"} }"
    for extra in ({}, {"Transfer-Encoding": "chunked"}):
        try:
            answer = server.send("POST", "/sparql", {**headers, **extra}, chunked(body, extra))
        except (BrokenPipeError, ConnectionResetError):
            continue
        assert answer.status == 413
        assert "the request has more than" in answer.text
    assert server.query(LIGHT).status == 200


def chunked(body: bytes, headers: dict[str, str]) -> bytes:
    """Write a body as one chunk where the headers say so."""
    if not headers:
        return body
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_who_hangs_up_stops_the_query(server: Server) -> None:
    """Within a second of the client's leaving, nothing is computed for it."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request.encode())
        eventually(lambda: len(slow_workers(server)) == 1)
        (worker,) = slow_workers(server)
    within(1.0, lambda: not Path(f"/proc/{worker}").exists())


def slow_workers(server: Server) -> list[int]:
    """List the workers that have low priority, since what they do is slow."""
    usual = os.getpriority(os.PRIO_PROCESS, server.process.pid)
    found = []
    for number in server.workers():
        try:
            if os.getpriority(os.PRIO_PROCESS, number) > usual:
                found.append(number)
        except ProcessLookupError:
            continue
    return found


def test_light_queries_are_answered_while_slow_ones_run(server: Server) -> None:
    """Twelve endless queries at once leave the fast lane open to others."""
    with ThreadPoolExecutor(12) as attackers:
        attacks = [attackers.submit(attack, server) for _ in range(12)]
        time.sleep(0.3)
        taken = []
        for number in range(20):
            began = time.monotonic()
            assert server.query(f"SELECT * {{ <http://e/s{number}> ?p ?o }}").status == 200
            taken.append(time.monotonic() - began)
        answers = [attack.result() for attack in attacks]
    assert sorted(taken)[10] < 0.5
    assert {answer.status for answer in answers} <= {503, 504}
    refused = next(answer for answer in answers if answer.status == 503)
    assert int(refused.headers["retry-after"]) > 0
    assert "slow requests are being answered" in refused.text


def attack(server: Server) -> Response:
    """Send an endless query from an address of its own."""
    return server.query(ENDLESS, address="127.0.0.2")


def test_a_killed_worker_is_replaced(server: Server) -> None:
    """Idle workers that the operator kills cost no query at all."""
    workers = server.workers()
    assert len(workers) >= 2
    for number in workers:
        os.kill(number, signal.SIGKILL)
    eventually(lambda: len(set(server.workers()) - set(workers)) >= 2)
    assert server.query(LIGHT + " #").status == 200


def test_a_worker_killed_under_a_query_costs_that_query(server: Server) -> None:
    """The query gets a clean 503, and the next one an answer."""
    with ThreadPoolExecutor(1) as client:
        asked = client.submit(server.query, ENDLESS)
        time.sleep(0.6)
        for number in server.workers():
            os.kill(number, signal.SIGKILL)
        answer: Response = asked.result()
    assert answer.status == 503
    assert "retry-after" in answer.headers
    eventually(lambda: server.query(LIGHT + " # again").status == 200)


@pytest.mark.parametrize("victims", [Server.generations, Server.server_processes])
def test_a_killed_process_is_replaced(
    server: Server, victims: Callable[[Server], list[int]]
) -> None:
    """A generation and a server process come back within seconds, and the log has the reason."""
    (before,) = victims(server)
    os.kill(before, signal.SIGKILL)
    within(10, lambda: victims(server) not in ([], [before]))
    within(10, lambda: is_answered(server))
    assert "signal SIGKILL" in server.log.read_text()


def is_answered(server: Server) -> bool:
    """Ask something new."""
    try:
        return server.query(LIGHT + f" # {time.monotonic()}").status == 200
    except OSError:
        return False


def test_a_stopped_server_answers_what_it_began(tmp_path: Path) -> None:
    """SIGTERM lets a query end, and leaves no process behind."""
    data = tmp_path / "data.ttl"
    data.write_text("".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(1500)))
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c + ?f < 0) }"
    with serving(data, folder=tmp_path) as server, ThreadPoolExecutor(1) as client:
        asked = client.submit(server.query, slow)
        time.sleep(0.3)
        processes = server.processes()
        assert len(processes) > 4
        server.process.send_signal(signal.SIGTERM)
        answer: Response = asked.result()
        assert server.process.wait(20) == 0
    assert answer.status == 200
    eventually(lambda: not any(Path(f"/proc/{number}").exists() for number in processes))


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Copy the tiny graph, and build it."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    build(folder)
    return folder


def test_who_leaves_a_page_stops_its_query(graph: Path, tmp_path: Path) -> None:
    """The query of a page ends with its reader's leaving, and requests are counted."""
    settings = {"MCDGRAPH_QUERY_PROCESSES": "1"}
    with serving("--no-build", graph=graph, folder=tmp_path, settings=settings) as server:
        text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            request = f"GET /query?query={quote(text)} HTTP/1.1\r\nHost: x\r\n\r\n"
            connection.sendall(request.encode())
            eventually(lambda: len(slow_workers(server)) == 1)
            (worker,) = slow_workers(server)
        within(1.0, lambda: not Path(f"/proc/{worker}").exists())
        assert server.query("ASK {}").status == 200
        metrics = server.send("GET", "/-/metrics").text
    assert 'mcdgraph_requests_total{part="protocol",status="2xx"} 1' in metrics


@pytest.mark.slow
def test_a_new_release_is_taken_over_without_a_refused_request(graph: Path, tmp_path: Path) -> None:
    """While clients ask without pause, the sources change, are built, and are served."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with serving("--no-build", graph=graph, folder=tmp_path) as server:
        first = server.query(count)
        answers: list[Response] = []
        done = threading.Event()

        def keep_asking() -> None:
            while not done.is_set():
                answers.append(server.query(count))

        asking = threading.Thread(target=keep_asking)
        asking.start()
        toml = graph / "mcdgraph.toml"
        toml.write_text(toml.read_text().replace('version = "', 'version = "9.', 1))
        build(graph)
        within(20, lambda: server.query(count).headers["etag"] != first.headers["etag"])
        within(20, lambda: b'"graph": "9.' in server.send("GET", "/-/version").body)
        done.set()
        asking.join()
    assert len(answers) > 10
    assert {answer.status for answer in answers} == {200}


def build(graph: Path) -> None:
    """Build a graph's release."""
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), "build"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def test_a_system_that_lets_too_few_files_be_open_is_told_of(tmp_path: Path) -> None:
    """At the start, with the setting that asks for so many, rather than under load."""
    data = tmp_path / "data.nt"
    data.write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    bounded = 'ulimit -n 300; exec "$0" -m mcdgraph serve "$1" --port 0'
    run = subprocess.run(
        ["/bin/sh", "-c", bounded, sys.executable, str(data)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode != 0
    assert "server.connections" in run.stderr
    assert "Traceback" not in run.stderr
