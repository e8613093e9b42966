"""SERVICE reaches allowed endpoints only, and never an address that is not public."""

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest

from mcdgraph.errors import QueryError, QueryRefused
from mcdgraph.processes.bounds import WorkerBounds
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql import federation
from mcdgraph.sparql.federation import (
    CallError,
    Gate,
    check_calls,
    is_public,
    may_call,
    reason_of,
    service_calls,
    without_calls,
)
from mcdgraph.sparql.screening import screen
from mcdgraph.sparql.service import unreachable
from mcdgraph.store import Dialect, check_syntax

RESULTS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:y"}}]}}'


class Elsewhere(BaseHTTPRequestHandler):
    """An endpoint that gives one row, or sends the client on to another address."""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/sparql")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path in ("/drop", "/slow", "/long", "/cut"):
            self.misbehave()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(RESULTS)))
        self.end_headers()
        self.wfile.write(RESULTS)

    def misbehave(self) -> None:
        """Answer a byte at a time, or with headers that never end, too much, or too little."""
        with suppress(OSError):
            if self.path == "/drop":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                for number in range(80):
                    self.wfile.write(b"X-%d: x\r\n" % number)
                    time.sleep(0.1)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            for _ in range(80 if self.path == "/slow" else 0):
                self.wfile.write(b" ")
                time.sleep(0.1)
            self.wfile.write(b" " * (1_000_000 if self.path == "/long" else 10))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("path", ["/slow", "/drop"])
def test_a_call_has_a_bound_on_its_whole_time(elsewhere: str, path: str) -> None:
    """An endpoint that sends a byte now and then does not keep a worker."""
    gate = Gate([elsewhere + path], 1, may_reach=lambda _: True)
    began = time.monotonic()
    with pytest.raises(CallError, match="no answer within 1 s"):
        gate.forward(0, b"ASK {}", {})
    assert time.monotonic() - began < 7, "it would have sent for eight seconds"
    gate.close()


def test_an_answer_has_a_bound_on_its_bytes(
    elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is longer is refused, and what ends before its length is none."""
    monkeypatch.setattr(federation, "_GREATEST", 100_000)
    gate = Gate([f"{elsewhere}/long", f"{elsewhere}/cut"], 5, may_reach=lambda _: True)
    with pytest.raises(CallError, match="more than 100000 bytes"):
        gate.forward(0, b"ASK {}", {})
    with pytest.raises(CallError, match="cut off"):
        gate.forward(1, b"ASK {}", {})
    gate.close()


@pytest.mark.parametrize(
    "addresses", [["8.8.8.8", "10.0.0.1"], ["2001:4860:4860::8888", "64:ff9b::a00:1"], []]
)
def test_a_name_with_an_address_that_is_not_public_is_not_reached(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address of several is enough to refuse; nothing is connected to."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)) for address in addresses]
    gate = Gate(["http://endpoint.example/sparql"], 5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(CallError, match="public addresses") as refused:
        gate.forward(0, b"ASK {}", {})
    assert not any(address in str(refused.value) for address in addresses)
    gate.close()


def test_an_error_tells_no_address(elsewhere: str) -> None:
    """A stranger learns which endpoint failed and why, not where it is, nor where the gate is."""
    endpoint = elsewhere.replace("127.0.0.1", "localhost") + "/sparql"
    gate = Gate([endpoint], 5)
    with pytest.raises(OSError, match="502") as failed:
        ask(gate, f"SELECT ?x {{ SERVICE <{endpoint}> {{ ?x ?p ?o }} }}")
    said = reason_of(failed.value)
    assert said == f"<{endpoint}>: the name does not lead to public addresses alone"
    assert "127.0.0.1" not in str(unreachable(failed.value))
    odd = OSError("cannot connect to http://127.0.0.1:1234/a-b_c/0, it is closed")
    assert reason_of(odd) == "cannot connect to the endpoint, it is closed"
    gate.close()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Run the endpoint on loopback, and give its address."""
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def ask(gate: Gate, text: str) -> list[str]:
    """Evaluate a query through a gate.

    No name refers to the solutions: the traceback of an error would keep them until some thread
    collects it, and the engine's objects must go in the thread that made them.
    """
    found = []
    for row in ox.Store().query(gate.rewrite(text)):
        found.append(row["x"].value)
    return found


def test_an_allowed_endpoint_is_asked(elsewhere: str) -> None:
    """The engine gets the endpoint's answer by way of the gate."""
    gate = Gate([f"{elsewhere}/sparql"], 5, may_reach=lambda _: True)
    assert ask(gate, f"SELECT ?x {{ SERVICE <{elsewhere}/sparql> {{ ?x ?p ?o }} }}") == ["urn:y"]
    gate.close()


@pytest.mark.parametrize("path", ["/sparql", "/moved"])
def test_what_is_not_public_or_redirects_is_not_reached(elsewhere: str, path: str) -> None:
    """An allowed name that leads to loopback fails, and a redirect is not followed."""
    may_reach = is_public if path == "/sparql" else lambda _: True
    gate = Gate([elsewhere + path], 5, may_reach=may_reach)
    with pytest.raises(OSError, match="502"):
        ask(gate, f"SELECT ?x {{ SERVICE <{elsewhere}{path}> {{ ?x ?p ?o }} }}")
    text = f"SELECT ?x {{ SERVICE SILENT <{elsewhere}{path}> {{ ?x ?p ?o }} }}"
    assert [row["x"] for row in ox.Store().query(gate.rewrite(text))] == [None]
    gate.close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::8.8.8.8", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::10.0.0.1", False),
        ("2002:808:808::1", False),
        ("2002:a00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("fec0::1", False),
        ("::10.0.0.1", False),
        ("::8.8.8.8", False),
        ("::ffff:0:10.0.0.1", False),
        ("2a00:1450::5efe:10.0.0.1", False),
        ("2a00:1450::200:5efe:8.8.8.8", False),
        ("2001:db8::1", False),
        ("192.88.99.1", False),
        ("240.0.0.1", False),
        ("2a00:1450:4001::200e", True),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    """Only addresses of the public Internet are reached."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    "call",
    ["<http://other/sparql>", "?where", "ex:endpoint", "SILENT <http://a/sparql#>", "<relative>"],
)
def test_only_what_is_allowed_may_be_called(call: str) -> None:
    """Another IRI, a variable, a prefixed name: none gets past the list."""
    text = f"SELECT * {{ VALUES ?where {{ <http://a/sparql> }} SERVICE {call} {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryRefused, match=r"SERVICE .*is (off|not allowed) here"):
        check_calls(text, ["http://a/sparql"])
    with pytest.raises(QueryRefused, match=r"SERVICE .*is (off|not allowed) here"):
        screen(text, QuerySettings(service=("http://a/sparql",)), ())


def test_the_word_elsewhere_is_no_call() -> None:
    """SERVICE in a string, a comment or a name calls nothing."""
    text = 'SELECT ?service { ?service ex:service "SERVICE <http://x/>" } # SERVICE <http://y/>'
    assert service_calls(text) == []
    screen(text, QuerySettings(), ())


HIDING = (
    "ex:.",
    ":.",
    "ex:a.b.",
    "ex:\\# .",
    "ex:\\' .",
    "<http://e/\\u0041#> .",
    "_:a .",
)


@pytest.mark.parametrize("before", HIDING)
def test_no_call_hides_behind_a_name(before: str) -> None:
    """What the engine reads as a call is seen as one, however odd what comes before it."""
    query = f"SELECT * {{ ?s ?p {before}SERVICE <foo:x> {{ ?a ?b ?c }} }}"
    prefixes = {"ex": "http://ex/", "": "http://e/"}
    try:
        ox.Store().query(query, prefixes=prefixes)
    except SyntaxError as error:
        pytest.fail(f"the engine takes it for no query: {error}")
    except OSError:
        pass  # it was about to call
    assert may_call(query.upper())
    assert [call.text for call in service_calls(query)] == ["<foo:x>"]
    with pytest.raises(QueryRefused, match=r"SERVICE .*is (off|not allowed) here"):
        screen(query, QuerySettings(), ())


PIECES = r"""
?s ?p ?o ex: ex:a ex:a\- ex:\# ex:%41 : :a _:b <u:x> <u:\u0041#> < u:> > 'a' "b" '''c''' " ' @en
^^ 5 5. 5.e1 .5 1e5 true - + / | ^ a * ( ) [ ] () {} . ; , \ OPTIONAL ?x<?y && _ · ‿ é
MINUS UNION $v
""".split()  # noqa: SIM905 - easier to read


def test_what_tokens_overlook_is_no_query_without_its_calls() -> None:
    """Of random texts, none that calls is one to the engine once its known calls are gone."""
    chance = random.Random(4)
    store, dialect = ox.Store(), Dialect(prefixes={"ex": "http://ex/", "": "http://e/"})
    calling = 0
    for _ in range(20_000):
        middle = "".join(
            chance.choice((*PIECES, " ", "\n", "#x\n")) for _ in range(chance.randint(1, 4))
        )
        text = f"SELECT * {{ ?s ?p {middle}SERVICE <foo:x> {{}} }}"
        try:
            store.query(text, prefixes=dict(dialect.prefixes))
        except SyntaxError:
            continue
        except (OSError, RuntimeError):
            pass  # it calls, or would
        if service_calls(text):
            calling += 1
            check_syntax(without_calls(text), dialect)
        else:
            unseen = without_calls(text)
            try:
                check_syntax(unseen, dialect)
            except QueryError:
                continue
            assert not calls_anything(text, dialect), text
    assert calling > 100


def calls_anything(text: str, dialect: Dialect) -> bool:
    """Tell whether the engine calls: without the keyword the text is no query."""
    try:
        ox.Store().query(text.replace("SERVICE", "SERVICX"), prefixes=dict(dialect.prefixes))
    except SyntaxError:
        return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ex:service 'SERVICE <x>' } # SERVICE <y>",
        "PREFIX service: <http://e/service#> SELECT * { service:x ?Service ?service }",
        "SELECT * { SERVICE SILENT <http://a/> { ?s ?p 'silent' } }",
        "SELECT * { ?s ?p 5SERVICE ?o { ?s ?p ?silent } OPTIONAL { sErViCe ex:a {} } }",
        "ASK { SERVICE <http://a/> { ?s ?p ?o } }",
    ],
)
def test_without_its_calls_a_query_is_still_one(text: str) -> None:
    """Every word keeps its place, none is left, and what was spelled alike still is."""
    left = without_calls(text)
    assert len(left) == len(text)
    assert "SERVICE" not in left.upper()
    check_syntax(left, Dialect(prefixes={"ex": "http://ex/"}))


def test_a_sealed_worker_reaches_nothing(elsewhere: str) -> None:
    """Whatever a query says that got past all else, a worker can open no connection."""
    for query in (
        f"SELECT ?x {{ SERVICE <{elsewhere}/sparql> {{ ?x ?p ?o }} }}",
        f"SELECT ?x {{ ?s ?p ex:.SERVICE <{elsewhere}/sparql> {{ ?x ?p ?o }} }}",
    ):
        ours, theirs = socket.socketpair()
        child = os.fork()
        if child == 0:
            os.closerange(3, theirs.fileno())
            os.closerange(theirs.fileno() + 1, 256)
            WorkerBounds(QuerySettings()).seal()
            store = ox.Store()
            store.add(ox.Quad(ox.NamedNode("u:s"), ox.NamedNode("u:p"), ox.NamedNode("http://ex/")))
            try:
                found = [
                    row["x"].value for row in store.query(query, prefixes={"ex": "http://ex/"})
                ]
                theirs.sendall(f"reached {found}".encode())
            except OSError as error:
                theirs.sendall(f"shut: {error}".encode())
            finally:
                os._exit(0)
        theirs.close()
        said = ours.recv(1000).decode()
        os.waitpid(child, 0)
        ours.close()
        assert said.startswith("shut: ")


@pytest.mark.parametrize(
    "before", ["ex:", ":", "ex:a-", "ex:a/", "_:", "true-", "true_", "1-", "1_", "'a'@en-", "#"]
)
def test_what_the_quick_look_passes_over_is_no_call(before: str) -> None:
    """Behind these characters the word is a part of a name, or of nothing that parses."""
    query = f"SELECT * {{ ?s ?p {before}SERVICE <http://127.0.0.1:9/> {{ ?a ?b ?c }} }}"
    assert not may_call(query.upper())
    store = ox.Store()
    with pytest.raises(SyntaxError):
        store.query(query, prefixes={"ex": "http://ex/", "": "http://e/"})


@pytest.mark.parametrize(
    "before", ["", "?s ?p 5", "?s ?p 1.5e3", "?s ?p .5", "?s ?p true", "?s ?p 'a'", "?s ?p <b>"]
)
def test_a_call_does_not_hide(before: str) -> None:
    """SERVICE is seen right behind any term, behind a comment, and in any case."""
    for word in ("SERVICE", "sErViCe", "# x\nSERVICE"):
        with pytest.raises(QueryRefused, match=r"SERVICE .*is (off|not allowed) here"):
            screen(f"SELECT * {{ {before}{word}<http://x/> {{ ?s ?p ?o }} }}", QuerySettings(), ())
