"""What must hold at the door, over a socket: whatever comes, and however slowly."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Server, serving, within

HARBOUR = Path(__file__).parent / "corpus" / "published"
HOST = b"Host: example.org\r\n"
ASK = b"query=ASK%7B%7D"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n"
#: Seconds in which a request of another client is answered, whatever somebody else sends; on a
#: machine with other work to do.
PATIENCE = 2.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the tiny graph."""
    graph = tmp_path_factory.mktemp("door") / "harbour"
    shutil.copytree(HARBOUR, graph)
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), "build"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    settings = {
        "MCDGRAPH_QUERY_PROCESSES": "1",
        "MCDGRAPH_SERVER_CONNECTIONS": "60",
        "MCDGRAPH_QUERY_QUEUE": "50",
    }
    with serving("--no-build", graph=graph, folder=graph.parent, settings=settings) as running:
        yield running


@pytest.fixture(autouse=True)
def alone(server: Server) -> None:
    """Begin once the server has let go of what the tests before connected, and left.

    A client whose connections have to wait is noticed to have left only when its turn comes, and
    until then what it sent counts.
    """
    within(15.0, lambda: not held_connections(server.port))


def held_connections(port: int) -> int:
    """Count the connections to a port that the server has not closed; see proc(5), net/tcp."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    sockets = (line.split() for line in lines)
    listening = "0A"
    return sum(
        int(local.rpartition(":")[2], 16) == port and state != listening and inode != "0"
        for _, local, _, state, _, _, _, _, _, inode, *_ in sockets
    )


def connect(server: Server, address: str = "127.0.0.1") -> socket.socket:
    """Open a connection from a loopback address."""
    return socket.create_connection(
        ("127.0.0.1", server.port), timeout=20, source_address=(address, 0)
    )


def receive(connection: socket.socket, count: int = 1, seconds: float = 20) -> bytes:
    """Receive until so many answers have begun and been sent, or the server closes."""
    connection.settimeout(seconds)
    data = b""
    while not is_whole(data, count):
        more = connection.recv(65536)
        if not more:
            break
        data += more
    return data


def is_whole(data: bytes, count: int) -> bool:
    """Tell whether there are so many answers with their lengths."""
    for _ in range(count):
        head, mark, rest = data.partition(b"\r\n\r\n")
        if not mark:
            return False
        length = re.search(rb"content-length: (\d+)", head)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            return False
        data = rest[size:]
    return True


def statuses(data: bytes) -> list[int]:
    """List the statuses of answers."""
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", data)]


def exchange(server: Server, request: bytes, count: int = 1) -> tuple[list[int], bool]:
    """Send bytes; return the statuses of what comes, and whether the server closed then."""
    with connect(server) as connection:
        connection.sendall(request)
        data = receive(connection, count)
        connection.settimeout(3)
        try:
            closed = connection.recv(1) == b""
        except TimeoutError:
            closed = False
        except ConnectionResetError:
            closed = True
    return statuses(data), closed


def get(path: bytes = b"/-/health", more: bytes = b"") -> bytes:
    """Write a GET."""
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + more + b"\r\n"


def post(more: bytes = b"", body: bytes = ASK) -> bytes:
    """Write a POST of a query."""
    return b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + more + b"\r\n" + body


def chunked(body: bytes) -> bytes:
    """Write a POST of a query in chunks."""
    return post(CHUNKED, body).replace(LENGTH, b"")


LONG = b"x" * 8200
LENGTH = b"Content-Length: 15\r\n"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
HEADERS_101 = b"".join(b"X-%d: y\r\n" % number for number in range(101))
HEADERS_80K = b"".join(b"X-%d: " % number + b"y" * 4000 + b"\r\n" for number in range(20))
KEPT = [
    ("pipelined", get() + get(b"/-/version"), [200, 200]),
    ("absolute target", get(b"http://other.example/-/health"), [200]),
    ("upgrade without a body", get(more=UPGRADE) + get(), [200] * 2),
    (
        "curl --http2",
        post(b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n")
        + get(),
        [200, 200],
    ),
    (
        "upgrade with chunks",
        b"POST /sparql HTTP/1.1\r\n" + HOST + CHUNKED + UPGRADE
        + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        + b"f\r\n" + ASK + b"\r\n0\r\n\r\n" + get(),
        [200, 200],
    ),
    ("options", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
    ("a header just within bounds", get(more=b"X-Long: " + b"x" * 8000 + b"\r\n"), [200]),
    ("ninety headers", get(more=b"".join(b"X-%d: y\r\n" % i for i in range(90))), [200]),
    ("a NUL in a parameter", get(b"/resource?iri=%00"), [400]),
    ("a long query", get(b"/sparql?query=ASK%7B%7D%23" + b"x" * 500_000), [200]),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "expected"), [c[1:] for c in KEPT], ids=[c[0] for c in KEPT])
def test_what_is_answered_keeps_its_connection(
    server: Server, request_: bytes, expected: list[int]
) -> None:
    """Each request has its answer, in order, and the connection is there for the next."""
    assert exchange(server, request_, len(expected)) == (expected, False)


CLOSED = [
    ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
    ("two hosts", get(more=HOST), 400),
    ("a host that is none", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    ("a host with a path", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    ("an absolute target without a host", get(b"http:///x"), 400),
    ("CONNECT", b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n", 501),
    ("CONNECT with a path", b"CONNECT /x HTTP/1.1\r\n" + HOST + b"\r\n", 501),
    ("two lengths", post(b"Content-Length: 16\r\n"), 400),
    ("a length and chunks", post(b"Transfer-Encoding: chunked\r\n"), 400),
    ("gzip, chunked", get(more=b"Transfer-Encoding: gzip, chunked\r\n"), 501),
    ("a folded header", get(more=b"X-A: b\r\n c\r\n"), 400),
    ("a bare line feed", b"GET / HTTP/1.1\nHost: x\n\n", 400),
    ("not HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60, 400),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ("a long header", get(more=b"X-Long: " + LONG + b"\r\n"), 431),
    ("a hundred and one headers", get(more=HEADERS_101), 431),
    ("a long head", get(more=HEADERS_80K), 431),
    ("a header without end", get().removesuffix(b"\r\n") + b"X-A: " + b"y" * 2**18, 431),
    ("a name without end", get().removesuffix(b"\r\n") + b"y" * 2**18, 431),
    ("blanks without end", get().removesuffix(b"\r\n") + b"X-A:" + b" " * 2**18, 431),
    ("a trailer without end", chunked(b"0\r\nX-A: " + b"y" * 2**18), 413),
    ("an extension without end", chunked(b"1;" + b"y" * 2**18), 413),
    ("a long path", get(b"/" + LONG), 414),
    ("a target of 2 MiB", get(b"/sparql?query=" + b"x" * 2**21), 414),
]  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "status"), [c[1:] for c in CLOSED], ids=[c[0] for c in CLOSED]
)
def test_what_is_refused_is_closed(server: Server, request_: bytes, status: int) -> None:
    """The client is told why, and nothing that follows is read."""
    with connect(server) as connection:
        sender = threading.Thread(target=try_to_send, args=(connection, request_ + get()))
        sender.start()
        data = receive(connection, 2)
        sender.join()
    assert statuses(data) == [status]
    assert server.send("GET", "/-/health").status == 200


def try_to_send(connection: socket.socket, data: bytes) -> None:
    """Send as far as the other side reads."""
    try:
        connection.sendall(data)
    except OSError:
        return


def test_http_1_0_is_answered_and_closed(server: Server) -> None:
    """With transfer coding or without; it has no pipelining."""
    assert exchange(server, b"GET /-/health HTTP/1.0\r\n\r\n") == ([200], True)
    chunked = b"POST /sparql HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get()
    found, closed = exchange(server, chunked)
    assert closed
    assert found != [200, 200]


def test_a_refusal_stands_behind_the_answers_before_it(server: Server) -> None:
    """A request that is not HTTP does not take the place of the answer to the one before."""
    slow = get(b"/query?query=" + quote(SLOW).encode())
    assert exchange(server, slow + b"nonsense\r\n\r\n", 2)[0] == [200, 400]


def test_a_refusal_stands_behind_two_slow_answers_before_it(server: Server) -> None:
    """The second of them is not overtaken when it is taken from the line."""
    slow = [get(b"/query?query=" + quote(f"{SLOW} {i}").encode()) for i in range(2)]
    assert exchange(server, b"".join(slow) + b"nonsense\r\n\r\n", 3)[0] == [200, 200, 400]


@pytest.mark.parametrize("before", [0, 1], ids=["alone", "behind another"])
def test_a_body_that_is_not_http_is_refused_at_once(server: Server, before: int) -> None:
    """A bad chunk ends its request with 400; nobody waits for what cannot come."""
    began = time.monotonic()
    bad = post(CHUNKED, b"x\r\n").replace(b"Content-Length: 15\r\n", b"")
    assert exchange(server, get() * before + bad, before + 1) == ([200] * before + [400], True)
    assert time.monotonic() - began < 20


def test_a_body_announced_too_long_is_refused_before_it_is_sent(server: Server) -> None:
    """With 413, and without word that it may be sent; the connection ends."""
    lines = b"Content-Length: 99999999999\r\nExpect: 100-continue\r\n"
    request = b"POST /sparql HTTP/1.1\r\n" + HOST + lines + b"\r\n"
    assert exchange(server, request) == ([413], True)


@pytest.mark.parametrize(
    "lines",
    [b"", b"Connection: close\r\n", b"Expect: 100-continue\r\n"],
    ids=["kept alive", "close", "continue"],
)
@pytest.mark.parametrize(
    "framing",
    [b"Content-Length: 8000000\r\n", CHUNKED + b"X: y\r\n"],
    ids=["announced", "in chunks"],
)
def test_who_sends_a_body_that_is_too_long_can_read_why(
    server: Server, lines: bytes, framing: bytes
) -> None:
    """All of it may be sent before the answer is read; no reset takes the answer away."""
    body = b"#" * 8_000_000
    if b"chunked" in framing:
        body = b"7a1200\r\n" + body + b"\r\n0\r\n\r\n"
    with connect(server) as connection:
        head = b"POST /sparql HTTP/1.1\r\n" + HOST
        kind = b"Content-Type: application/sparql-query\r\n"
        connection.sendall(head + kind + lines + framing + b"\r\n" + body)
        answer = receive(connection)
        assert statuses(answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")) == [413]
        assert b"connection: close" in answer
        assert connection.recv(1) == b""


def test_what_follows_the_last_request_takes_no_answer_away(server: Server) -> None:
    """A client that goes on after ``Connection: close`` has its answer, and no other."""
    with connect(server) as connection:
        connection.sendall(get(more=b"Connection: close\r\n") + get() * 20_000)
        data = b""
        while more := connection.recv(65536):
            data += more
        assert statuses(data) == [200]


def test_a_connection_that_is_refused_ends_though_its_client_does_not(server: Server) -> None:
    """Some seconds after its answer, whatever the client still sends."""
    with connect(server) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        assert statuses(receive(connection)) == [400]
        with pytest.raises(OSError, match=r"reset|pipe"):
            send_slowly(connection, seconds=30)


def send_slowly(connection: socket.socket, seconds: float) -> None:
    """Send a byte now and then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.send(b"x")
        time.sleep(0.1)


def test_what_stands_around_a_body_is_bounded(server: Server) -> None:
    """Extensions and trailers are thrown away, and refused where they never end."""
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + CHUNKED + b"\r\n"
    for filler in (b"1;" + b"x" * 2**20, b"0\r\n" + b"X-A: b\r\n" * 2**17):
        with connect(server) as connection:
            sender = threading.Thread(target=try_to_send, args=(connection, head + filler * 20))
            sender.start()
            data = receive(connection)
            sender.join()
        assert statuses(data) in ([413], [400])
    assert server.send("GET", "/-/health").status == 200


#: Takes a noticeable time.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?d) } #"
HOSTILE = [
    b"Accept: " + b'"' * 8000,
    b"Accept: " + b"a/b;c=\"" * 1000,
    b"Accept: " + b"\\\"" * 4000,
    b"Accept: " + b"text/html;q=" * 600,
    b"Accept: " + b"," * 8000,
    b"Accept-Language: " + b'"' * 8000,
    b"Accept-Language: " + b"a-" * 4000,
    b"Accept-Encoding: " + b'"' * 8000,
    b"Accept-Encoding: " + b";q=" * 2500,
    b"If-None-Match: " + b'"' * 8000,
    b"If-None-Match: " + b'W/"",' * 1500,
    b"Range: bytes=" + b"0-," * 2500,
    b"Content-Type: " + b';="' * 2500,
    b"Cookie: " + b'a="' * 2500,
    b"User-Agent: " + b"(" * 8000,
]  # fmt: skip


@pytest.mark.parametrize(
    "path", [b"/sparql?query=ASK%7B%7D", b"/doc/id/pilot", b"/", b"/dumps/graph.ttl"]
)
def test_no_header_keeps_others_waiting(server: Server, path: bytes) -> None:
    """Whatever stands in it, others are answered meanwhile, and it is answered itself."""
    for line in HOSTILE:
        with connect(server) as connection:
            connection.sendall(get(path, line + b"\r\n"))
            began = time.monotonic()
            assert server.send("GET", "/-/health", address="127.0.0.3").status == 200
            assert time.monotonic() - began < PATIENCE, line[:40]
            found = statuses(receive(connection))
            assert found[0] < 500, line[:40]


QUERIES = [
    '"' * 300_000,
    "'" * 300_000,
    '"""' * 100_000,
    "\\" * 300_000,
    "<" * 300_000,
    "a:" + "b." * 150_000,
    "%" * 100_000,
    "ASK { ?s ?p " + '"\\' * 100_000 + " }",
    "#" * 300_000,
    "SERVICE " * 40_000,
    "FROM <" * 40_000,
]  # fmt: skip


@pytest.mark.parametrize("target", ["/sparql", "/query"])
def test_no_query_keeps_others_waiting(server: Server, target: str) -> None:
    """Long runs of anything are refused or answered in a moment, by a worker alone."""
    for text in QUERIES:
        began = time.monotonic()
        answer = server.send("GET", f"{target}?query={quote(text)}", {"Accept": "text/html;q=0.5"})
        assert answer.status in (200, 303, 400, 406, 413, 414), text[:20]
        assert time.monotonic() - began < 10, text[:20]


def test_many_fields_of_a_query_keep_nobody_waiting(server: Server) -> None:
    """They are refused, by a worker; the endpoint takes those that it does not know."""
    fields = "&".join(f"{number:x}" for number in range(150_000))
    assert len(fields) > 800_000
    assert server.send("GET", f"/?{fields}").status == 400
    assert server.send("GET", f"/sparql?query=ASK%7B%7D&{fields}").status == 200


def test_who_floods_the_operators_addresses_keeps_nobody_out(server: Server) -> None:
    """They come before others, but for those of one client: one of them at a time."""
    flood = [connect(server, f"127.0.0.{2 + number % 2}") for number in range(40)]
    for connection in flood:
        connection.sendall(get(b"/-/ready") * 50)
    asked = [server.query(f"ASK {{}} # {number}", address="127.0.0.5") for number in range(5)]
    assert [answer.status for answer in asked] == [200] * 5
    answered = 0
    for connection in flood:
        connection.setblocking(False)
        with suppress(BlockingIOError):
            answered += connection.recv(2**20).count(b"HTTP/1.1 200 ")
        connection.close()
    assert answered < 40 * 50, "the flood was over before"


@pytest.mark.parametrize("code", ["%00", "%01", "%7F", "%C2%85"])
@pytest.mark.parametrize(
    "target",
    [
        *("/sparql?query=ASK%7B%7D&z={}", "/sparql?{}"),
        *("/sparql?query=ASK%7B%7D&default-graph-uri=a:{}", "/queries/{}", "/search?q={}"),
        *("/doc/{}", "/-/health?{}"),
    ],
)
def test_control_characters_are_refused(server: Server, target: str, code: str) -> None:
    """At the endpoint as on pages, in names and values of parameters, and in paths."""
    for accept in ("text/html", "text/csv"):
        assert server.send("GET", target.format(code), {"Accept": accept}).status == 400


@pytest.mark.parametrize("code", ["%00", "%01", "%7F"])
def test_control_characters_are_refused_in_a_query(server: Server, code: str) -> None:
    """At the endpoint, whatever form is asked for."""
    for accept in ("text/html", "text/csv"):
        answer = server.send("GET", f"/sparql?query=ASK%7B%7D%23{code}", {"Accept": accept})
        assert answer.status == 400


def test_a_query_may_hold_what_its_grammar_lets_stand(server: Server) -> None:
    """U+0080 and those after it stand in literals (SPARQL 1.1 Query, clause 19.8)."""
    target = "/sparql?query=ASK%7B%7D%23%C2%85"
    for accept, status in (("text/html", 303), ("application/sparql-results+json", 200)):
        assert server.send("GET", target, {"Accept": accept}).status == status


def test_connections_that_ask_nothing_make_room(server: Server) -> None:
    """More than there may be, and others are answered still."""
    idle = [connect(server) for _ in range(80)]
    try:
        for _ in range(5):
            assert server.send("GET", "/-/health").status == 200
    finally:
        for connection in idle:
            connection.close()


def test_what_is_received_at_once_is_bounded(server: Server) -> None:
    """Many requests without an end do not fill the memory of the server process."""
    number = server_process(server)
    connections = []
    for _ in range(50):
        connection = connect(server)
        connections.append(connection)
        try_to_send(connection, b"POST /sparql HTTP/1.1\r\n" + HOST)
        try_to_send(connection, b"Content-Type: application/sparql-query\r\n")
        try_to_send(connection, b"Content-Length: 1000000\r\n\r\n")
        connection.settimeout(2)
        try_to_send(connection, b"#" * 990_000)
    assert server.send("GET", "/-/health").status == 200
    assert resident(number) < 200 * 2**20
    for connection in connections:
        connection.close()


def test_the_client_that_holds_most_gives_way(server: Server) -> None:
    """Beyond the bound on what connections hold it loses some; who holds less is answered."""
    body = b"query=" + b"#" * 400_000
    large = post(body=body).replace(b"Length: 15", b"Length: %d" % len(body))
    with connect(server, "127.0.0.3") as modest:
        modest.sendall(large[:-200_000])
        greedy = [connect(server, "127.0.0.2") for _ in range(45)]
        for connection in greedy:
            connection.settimeout(2)
            try_to_send(connection, large.replace(b"Length: 400006", b"Length: 1000000"))
            try_to_send(connection, b"#" * 590_000)
        modest.sendall(large[-200_000:])
        assert statuses(receive(modest)) == [400]
    for connection in greedy:
        connection.close()


def test_what_clients_leave_behind_goes_with_them(server: Server) -> None:
    """The bodies of many requests at once are given back."""
    number = server_process(server)
    before = resident(number)
    for turn in range(6):
        body = b"query=ASK%%7B%%7D%%23%d" % turn + b"%22" * 300_000
        large = post(body=body).replace(b"Length: 15", b"Length: %d" % len(body))
        leaving = [connect(server) for _ in range(8)]
        for connection in leaving:
            try_to_send(connection, large)
        for connection in leaving:
            receive(connection)
            connection.close()
    assert resident(number) - before < 14 * 2**20


@pytest.mark.parametrize(("count", "status"), [(7, 200), (9, 431)])
def test_a_head_goes_with_its_answer(server: Server, count: int, status: int) -> None:
    """Connections that are kept hold nothing of what was asked on them, or refused."""
    number = server_process(server)
    headers = b"".join(b"X-%d: %b\r\n" % (n, b"y" * 8_000) for n in range(count))

    def opened(request: bytes, expected: int) -> list[socket.socket]:
        connections = [connect(server) for _ in range(50)]
        for connection in connections:
            try_to_send(connection, request)
            assert statuses(receive(connection)) == [expected]
        return connections

    small = opened(get(), 200)
    before = resident(number)
    for connection in small:
        connection.close()
    large = opened(get(more=headers), status)
    assert resident(number) - before < 1.5 * 2**20
    for connection in large:
        connection.close()


def server_process(server: Server) -> int:
    """Return the one process that has the connections, once no worker is being born."""
    found: list[int] = []

    def is_one() -> bool:
        found[:] = server.server_processes()
        return len(found) == 1

    within(5.0, is_one)
    return found[0]


def resident(number: int) -> int:
    """Give the memory of a process that it shares with no other, in bytes."""
    lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    return sum(
        int(line.split()[1]) * 1024 for line in lines if line.startswith(("Private_", "SwapPss"))
    )


def test_a_flood_of_pipelined_requests_is_answered_in_order(server: Server) -> None:
    """A thousand requests in one piece have a thousand answers, and others are not kept waiting."""
    with connect(server) as connection:
        sender = threading.Thread(target=try_to_send, args=(connection, get() * 1000))
        sender.start()
        began = time.monotonic()
        assert server.send("GET", "/-/health", address="127.0.0.3").status == 200
        assert time.monotonic() - began < PATIENCE
        assert statuses(receive(connection, 1000)) == [200] * 1000
        sender.join()


def test_who_half_closes_has_left(server: Server) -> None:
    """A client that sends no more is not answered, and costs nothing after."""
    with connect(server) as connection:
        connection.sendall(get(b"/query?query=" + quote(SLOW + "half").encode()))
        connection.shutdown(socket.SHUT_WR)
        assert receive(connection) == b""


@pytest.mark.parametrize(
    "target", ["/", "/doc/id/pilot", "/id/pilot", "/sparql", "/dataset", "/ontology", "/query"]
)
def test_nothing_is_made_of_the_host(server: Server, target: str) -> None:
    """Neither redirects nor links nor the service description repeat what a client calls us."""
    for accept in ("text/html", "text/turtle"):
        answer = server.send("GET", target, {"Host": "evil.example", "Accept": accept})
        assert answer.status in (200, 303)
        assert b"evil.example" not in answer.body
        assert not [v for v in answer.headers.values() if "evil.example" in v]


def test_continue_is_said_to_who_waits_for_it(server: Server) -> None:
    """A client that wants word before it sends its body gets it."""
    with connect(server) as connection:
        request = post(b"Expect: 100-continue\r\n", b"")
        connection.sendall(request)
        connection.settimeout(10)
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(ASK)
        assert statuses(receive(connection)) == [200]


def test_kept_answers_do_not_depend_on_unknown_parameters(server: Server) -> None:
    """A parameter that no page uses changes nothing, and takes no room."""
    first = server.send("GET", "/doc/id/pilot", {"Accept": "text/html"})
    other = server.send("GET", "/doc/id/pilot?z=1", {"Accept": "text/html"})
    assert first.status == other.status == 200
    assert first.body == other.body
    assert first.headers["etag"] == other.headers["etag"]


def test_a_kept_answer_is_the_same_on_every_way(server: Server) -> None:
    """By itself, behind others, with a body that is empty, before the end, and by HTTP/1.0."""
    page = get(b"/doc/id/pilot?lang=en", b"Accept: text/html\r\n")
    first = server.send("GET", "/doc/id/pilot?lang=en", {"Accept": "text/html"})
    tag = f"If-None-Match: {first.headers['etag']}\r\n".encode()
    close = page.replace(HOST, HOST + b"Connection: close\r\n")
    empty = page.replace(HOST, HOST + b"Content-Length: 0\r\n")
    head = page.replace(b"GET", b"HEAD")
    with connect(server) as connection:
        connection.sendall(page + page + empty + page.replace(HOST, HOST + tag) + head + close)
        data = b""
        while more := connection.recv(65536):
            data += more
    assert statuses(data) == [200, 200, 200, 304, 200, 200]
    assert data.count(first.body) == 4
    assert data.count(b"connection: close") == 1
    with connect(server) as connection:
        connection.sendall(page.replace(b"HTTP/1.1", b"HTTP/1.0"))
        old = receive(connection)
        assert connection.recv(1) == b""
    assert old.endswith(first.body)


def test_kept_answers_wait_for_who_does_not_read(server: Server) -> None:
    """A client that asks a thousand times and reads nothing is not written to without end."""
    number = server_process(server)
    page = get(b"/doc/id/pilot?lang=en", b"Accept: text/html\r\n")
    server.send("GET", "/doc/id/pilot?lang=en", {"Accept": "text/html"})
    before = resident(number)
    with connect(server) as connection:
        connection.settimeout(2)
        for _ in range(300):
            try_to_send(connection, page * 20)
        assert server.send("GET", "/-/health").status == 200
        assert resident(number) - before < 16 * 2**20


def test_volatile_answers_are_not_kept(server: Server) -> None:
    """RAND differs from one time to the next, at the endpoint and on the page."""
    text = "SELECT (RAND() AS ?x) (STRUUID() AS ?y) {}"
    for target in ("/sparql", "/query"):
        found = {server.send("GET", f"{target}?query={quote(text)}").body for _ in range(3)}
        assert len(found) == 3


def test_a_head_has_the_headers_of_a_get(server: Server) -> None:
    """For pages, files and what is kept, too."""
    for target in ("/", "/dumps/graph.ttl", "/static/site.css", "/sparql?query=ASK%7B%7D", "/none"):
        got = server.send("GET", target)
        head = server.send("HEAD", target)
        assert head.body == b""
        assert head.status == got.status
        assert head.headers["content-length"] == str(len(got.body))


def test_part_of_a_file_can_be_had(server: Server) -> None:
    """Ranges and conditions hold for dumps, which no worker sends."""
    whole = server.send("GET", "/dumps/graph.ttl")
    part = server.send("GET", "/dumps/graph.ttl", {"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])
    kept = server.send("GET", "/dumps/graph.ttl", {"If-None-Match": whole.headers["etag"]})
    assert (kept.status, kept.body) == (304, b"")
    assert server.send("GET", "/dumps/../mcdgraph.toml").status == 404
    assert server.send("GET", "/dumps/%2e%2e/manifest.json").status == 404


def test_the_rest_of_a_pipeline_does_not_hide_who_left(server: Server) -> None:
    """A client that leaves several requests behind does not leave its work behind."""
    text = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(8)) + "}"
    before = set(server.workers())
    with connect(server) as connection:
        connection.sendall(get(f"/sparql?query={quote(text)}".encode()) * 3)
        time.sleep(0.5)
    time.sleep(1.5)
    busy = [number for number in before & set(server.workers()) if is_running(number)]
    assert busy == []


def is_running(number: int) -> bool:
    """Tell whether a process computes just now."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_bodies_that_never_end_make_room_for_others(server: Server) -> None:
    """As many of them as there may be connections keep nobody out."""
    slow = [connect(server) for _ in range(60)]
    try:
        for connection in slow:
            connection.sendall(post(body=b"query="))
        time.sleep(0.3)
        assert [server.send("GET", "/-/health").status for _ in range(5)] == [200] * 5
    finally:
        for connection in slow:
            connection.close()


def test_a_pipeline_that_is_answered_counts_no_longer(server: Server) -> None:
    """Connections that rest after long pipelines leave room for the requests of others."""
    pipeline = get(b"/-/health?" + b"x" * 3000) * 30
    resting = [connect(server) for _ in range(50)]
    large = post(body=b"query=" + b"a" * 200_000).replace(b"Length: 15", b"Length: 200006")
    try:
        for _ in range(8):
            for connection in resting:
                connection.sendall(pipeline)
                assert len(statuses(receive(connection, 30))) == 30
        assert exchange(server, large)[0] == [400]
    finally:
        for connection in resting:
            connection.close()
