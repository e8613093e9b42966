"""A worker can open no file, and needs none, whatever it is asked for."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import anyio
import pytest
from mcp.client.client import Client
from serving import Server, serving
from test_agents_clients import call_all, read_all

HARBOUR = Path(__file__).parent / "corpus" / "published"
PATHS = (
    *("/", "/guide", "/ontology", "/ontology?term=Post", "/ontology?q=p", "/shapes", "/dataset"),
    *("/id/pilot", "/doc/id/pilot", "/doc/concept/fog", "/doc/graph/charter", "/doc/none"),
    *("/resource?iri=https://example.com/mayor", "/resource", "/.well-known/void", "/dumps/"),
    *("/llms.txt", "/doc/id/pilot.md", "/class.md?iri=https://example.org/harbour/ontology%23Post"),
    *("/releases/", "/releases.json"),
    *("/explain?s=id:pilot&p=ex:under&o=id:mayor", "/explain?s=x", "/explain", "/queries/"),
    *("/search?q=pilto", "/search?q=post&kind=class", "/search.json?q=capitiane%20x", "/search"),
    *("/queries/q1-posts", "/query", "/query?query=ASK{}", "/query?query=SELECT", "/none"),
    *("/sparql", "/sparql?query=ASK{}", "/sparql?query=DESCRIBE%20id:pilot", "/sparql?query=x"),
    *(
        "/reconcile",
        "/reconcile/1.0-draft",
        "/reconcile/suggest/entity?prefix=p",
        "/opensearch.xml",
    ),
    *("/reconcile?queries={%22q%22:{%22query%22:%22pilto%22}}", "/reconcile/extend/propose"),
    *("/reconcile/preview?id=https://example.org/harbour/id/pilot", "/reconcile/suggest/type"),
    *("/robots.txt", "/sitemap.xml", "/favicon.ico", "/static/site.css", "/dumps/graph.nt"),
    *("/-/ready", "/-/version", "/-/metrics", "/-/health", "/doc/id/pilot?page=x", "/%00", "/%FF"),
)
ACCEPT = (
    *("text/html", "text/turtle", "application/ld+json", "application/n-triples", "image/png"),
    *(
        "text/markdown",
        "application/rdf+xml",
        "application/trig",
        "application/n-quads",
        "application/json",
    ),
    *("application/sparql-results+xml", "text/csv", "text/tab-separated-values", "text/plain"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the tiny graph by workers that nobody asked before."""
    graph = tmp_path_factory.mktemp("sealed") / "harbour"
    shutil.copytree(HARBOUR, graph)
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), "build"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with serving("--no-build", graph=graph, folder=graph.parent) as running:
        yield running


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
def test_every_address_is_answered_in_every_form(server: Server, coding: str) -> None:
    """In both languages, and by every method; the log has no failure."""
    asked = 0
    for path, accept in product(PATHS, ACCEPT):
        headers = {"Accept": accept, "Accept-Language": "fr" if asked % 2 else "en"}
        if coding:
            headers["Accept-Encoding"] = coding
        assert server.send("GET", path, headers).status < 500, (path, accept)
        asked += 1
    for path, method in product(PATHS, ("HEAD", "OPTIONS", "POST", "PUT", "DELETE")):
        assert server.send(method, path).status < 500, (path, method)
        asked += 1
    assert asked > 500
    assert "failed:" not in server.log.read_text()
    assert len(server.workers()) > 0


@pytest.mark.skipif(sys.platform != "linux", reason="workers are sealed on Linux")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_agent_uses_every_tool_and_resource(server: Server, mode: str) -> None:
    """The official client drives /mcp by a socket, in both eras; no worker fails or dies."""
    before = server.workers()

    async def run() -> None:
        async with Client(f"http://127.0.0.1:{server.port}/mcp", mode=mode) as client:
            await call_all(client)
            await read_all(client)

    anyio.run(run)
    assert "failed:" not in server.log.read_text()
    assert set(before) <= set(server.workers())
