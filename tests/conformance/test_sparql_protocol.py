"""The W3C tests of the SPARQL 1.1 Protocol (its query operation) and Service Description."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from serving import Response, Server, serving

pytestmark = pytest.mark.conformance

PREFIXES = {
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "ht": "http://www.w3.org/2011/http#",
    "cnt": "http://www.w3.org/2011/content#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
SD = "http://www.w3.org/ns/sparql-service-description#"
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
#: The tests of the query operation; the others are of updates, which are not offered.
QUERY_TESTS = 20
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}
REQUESTS = """
SELECT ?test ?request ?method ?path ?chars ?encoding ?boolean ?format WHERE {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:rest*/rdf:first ?request .
  ?request ht:methodName ?method ; ht:absolutePath ?path ; ht:resp ?response .
  OPTIONAL { ?request ht:body [ cnt:chars ?chars ; cnt:characterEncoding ?encoding ] }
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL { ?response mf:expectedFormat ?format }
}
"""
HEADERS = """
SELECT ?name ?value WHERE {
  ?request ht:headers/rdf:rest*/rdf:first [ ht:fieldName ?name ; ht:fieldValue ?value ] .
}
"""
STATUSES = "SELECT ?status WHERE { ?request ht:resp/mf:expectedStatus ?status }"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request, and what must come back."""

    name: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    form: str | None


def folder() -> Path | None:
    """Find the folder of the tests."""
    root = os.environ.get("MCDGRAPH_W3C")
    return Path(root) / "sparql11" / "protocol" if root else None


def exchanges() -> list[Exchange]:
    """Read the tests of the query operation."""
    where = folder()
    if where is None:
        return []
    store = ox.Store()
    store.load(path=str(where / "manifest.ttl"), base_iri="http://example.org/manifest")
    found = []
    for row in store.query(REQUESTS, prefixes=PREFIXES):
        name = row["test"].value.rpartition("#")[2]
        if "update" not in name:
            found.append(read_exchange(store, name, row))
    return sorted(found, key=lambda exchange: exchange.name)


def read_exchange(store: ox.Store, name: str, row: ox.QuerySolution) -> Exchange:
    """Read one request."""
    request = {ox.Variable("request"): row["request"]}
    lines = list(
        store.query(
            HEADERS.replace("?name ?value WHERE", "?request ?name ?value WHERE"),
            prefixes=PREFIXES,
            substitutions=request,
        )
    )
    statuses = store.query(
        STATUSES.replace("?status WHERE", "?request ?status WHERE"),
        prefixes=PREFIXES,
        substitutions=request,
    )
    chars = row["chars"]
    encoding = row["encoding"].value if chars is not None else ""
    return Exchange(
        name=name,
        method=row["method"].value,
        target=row["path"].value,
        headers={line["name"].value: line["value"].value for line in lines},
        body=chars.value.encode(encoding) if chars is not None else None,
        statuses=tuple(status["status"].value[-3] for status in statuses),
        boolean=row["boolean"].value == "true" if row["boolean"] is not None else None,
        form=row["format"].value if row["format"] is not None else None,
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the graphs that the tests name."""
    where = folder()
    if where is None:
        pytest.skip("MCDGRAPH_W3C does not name the folder of the W3C suites")
    home = tmp_path_factory.mktemp("protocol")
    with (home / "data.nq").open("wb") as stream:
        for number in (1, 2, 3):
            graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
            triples = ox.parse(path=str(where / f"data{number}.nt"))
            quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            ox.serialize(quads, stream, ox.RdfFormat.N_QUADS)
    with serving(home / "data.nq", "--default-graph", "default", folder=home) as running:
        yield running


def test_the_suite_is_whole() -> None:
    """Every test of the query operation is met."""
    if folder() is None:
        pytest.skip("MCDGRAPH_W3C does not name the folder of the W3C suites")
    assert len(exchanges()) == QUERY_TESTS


@pytest.mark.parametrize("exchange", exchanges(), ids=lambda exchange: exchange.name)
def test_protocol(server: Server, exchange: Exchange) -> None:
    """A request is answered as the protocol says."""
    answer = server.send(exchange.method, exchange.target, exchange.headers, exchange.body)
    assert exchange.statuses
    assert str(answer.status)[0] in exchange.statuses, answer.text
    if exchange.form is not None:
        assert media_type(answer) in FORMATS[exchange.form]
    if exchange.boolean is not None:
        form = ox.QueryResultsFormat.from_media_type(media_type(answer))
        assert form is not None
        assert bool(ox.parse_query_results(answer.body, form)) is exchange.boolean


def media_type(answer: Response) -> str:
    """Give the type of an answer without its parameters."""
    return answer.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_service_description(server: Server, accept: str) -> None:
    """GET gives RDF, which names the endpoint and describes a service as its vocabulary says."""
    answer = server.send("GET", "/sparql", {"Accept": accept})
    assert answer.status == 200
    assert media_type(answer) == accept
    store = ox.Store()
    store.load(answer.body, format=ox.RdfFormat.from_media_type(accept))
    services = [
        quad.subject
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(SD + "endpoint"), ox.NamedNode(server.url), None
        )
    ]
    assert len(services) == 1
    assert any(store.quads_for_pattern(services[0], TYPE, ox.NamedNode(SD + "Service"), None))
    named = store.quads_for_pattern(None, ox.NamedNode(SD + "namedGraph"), None, None)
    assert len(list(named)) == 3
    assert shape_problems(store) == []


def shape_problems(store: ox.Store) -> list[str]:
    """Check the domains and ranges that clause 3 of the vocabulary gives."""
    rules = {
        "endpoint": ("Service", None),
        "supportedLanguage": ("Service", "Language"),
        "resultFormat": ("Service", None),
        "defaultDataset": ("Service", "Dataset"),
        "defaultGraph": ("Dataset", "Graph"),
        "namedGraph": ("Dataset", "NamedGraph"),
        "name": ("NamedGraph", None),
        "graph": ("NamedGraph", "Graph"),
    }
    languages = {ox.NamedNode(SD + name) for name in ("SPARQL10Query", "SPARQL11Query")}

    def is_a(node: object, name: str) -> bool:
        if name == "Language":
            return node in languages
        return any(store.quads_for_pattern(node, TYPE, ox.NamedNode(SD + name), None))  # type: ignore[arg-type]

    problems = []
    for name, (domain, value_type) in rules.items():
        found = list(store.quads_for_pattern(None, ox.NamedNode(SD + name), None, None))
        if not found:
            problems.append(f"no sd:{name}")
        for quad in found:
            if not is_a(quad.subject, domain):
                problems.append(f"{quad.subject} has sd:{name} and is no sd:{domain}")
            if value_type and not is_a(quad.object, value_type):
                problems.append(f"{quad.object} of sd:{name} is no sd:{value_type}")
    return problems
