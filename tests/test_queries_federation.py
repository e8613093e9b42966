"""SERVICE reaches allowed endpoints only, and never an address that is not public."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest

from mcdgraph.errors import QueryRefused
from mcdgraph.queries.federation import Gate, check_calls, is_public, may_call, service_calls
from mcdgraph.queries.screening import screen
from mcdgraph.settings import QuerySettings

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
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(RESULTS)))
        self.end_headers()
        self.wfile.write(RESULTS)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Run the endpoint on loopback, and give its address."""
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def ask(gate: Gate, text: str) -> list[str]:
    """Evaluate a query through a gate."""
    return [row["x"].value for row in ox.Store().query(gate.rewrite(text))]


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
    with pytest.raises(QueryRefused, match=r"query\.service"):
        check_calls(text, ["http://a/sparql"])
    with pytest.raises(QueryRefused, match=r"query\.service"):
        screen(text, QuerySettings(service=("http://a/sparql",)), ())


def test_the_word_elsewhere_is_no_call() -> None:
    """SERVICE in a string, a comment or a name calls nothing."""
    text = 'SELECT ?service { ?service ex:service "SERVICE <http://x/>" } # SERVICE <http://y/>'
    assert service_calls(text) == []
    screen(text, QuerySettings(), ())


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
        with pytest.raises(QueryRefused, match=r"query\.service"):
            screen(f"SELECT * {{ {before}{word}<http://x/> {{ ?s ?p ?o }} }}", QuerySettings(), ())
