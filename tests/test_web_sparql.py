"""The SPARQL endpoint speaks HTTP: methods, negotiation, conditional requests, errors."""

import gzip
import json
from urllib.parse import quote, urlencode

import pytest
from conftest import zstd
from flask.testing import FlaskClient

from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS, Format
from mcdgraph.settings import QuerySettings
from mcdgraph.web.sparql import DatasetSummary, Endpoint, Operation
from mcdgraph.web.sparql.messages import ProtocolRequest, Reply

URL = "http://example.org/sparql"
SELECT = "SELECT * { ?s ?p ?o }"
JSON = "application/sparql-results+json"
SUMMARY = DatasetSummary(digest="d" * 64, triples=3, graphs=())
FORM = {"content-type": ["application/x-www-form-urlencoded"]}
DIRECT = {"content-type": ["application/sparql-query"]}


@pytest.fixture
def endpoint() -> Endpoint:
    """An endpoint with a small bound on requests."""
    return Endpoint(SUMMARY, QuerySettings(request_bytes=1000, nesting=5), URL)


def get(**parameters: str) -> ProtocolRequest:
    """A GET with parameters."""
    return ProtocolRequest(method="GET", query_string=urlencode(parameters))


def operation(plan: Operation | Reply) -> Operation:
    """Require that a request asks a query."""
    assert isinstance(plan, Operation), plan
    return plan


def reply(plan: Operation | Reply) -> Reply:
    """Require that a request is answered at once."""
    assert isinstance(plan, Reply), plan
    return plan


ASKED = [
    get(query=SELECT),
    ProtocolRequest(method="HEAD", query_string=urlencode({"query": SELECT})),
    ProtocolRequest(method="POST", headers=FORM, body=urlencode({"query": SELECT}).encode()),
    ProtocolRequest(method="POST", headers=DIRECT, body=SELECT.encode()),
    ProtocolRequest(method="QUERY", headers=DIRECT, body=SELECT.encode()),
    ProtocolRequest(
        method="POST",
        headers={"content-type": ["Application/SPARQL-Query; charset=UTF-8"]},
        body=SELECT.encode(),
    ),
]


@pytest.mark.parametrize("request_", ASKED, ids=lambda r: f"{r.method} {len(r.body)}")
def test_a_query_may_come_in_every_form(endpoint: Endpoint, request_: ProtocolRequest) -> None:
    """GET, HEAD, POST of a form, POST and QUERY of a query ask the same."""
    found = operation(endpoint.plan(request_))
    assert found.request.text == SELECT
    assert found.etag == operation(endpoint.plan(ASKED[0])).etag
    assert found.body_wanted is (request_.method != "HEAD")


REFUSED = [
    (ProtocolRequest(method="PUT"), 405, "PUT"),
    (ProtocolRequest(method="POST", headers=FORM, body=b"x=1"), 400, "query is missing"),
    (ProtocolRequest(method="POST", body=b"ASK {}"), 415, "application/sparql-query"),
    (ProtocolRequest(method="POST", headers={"content-type": ["text/plain"]}), 415, "text/plain"),
    (ProtocolRequest(method="POST", headers=DIRECT, body=b"\xff"), 400, "not UTF-8 at byte 0"),
    (
        ProtocolRequest(method="POST", headers={**DIRECT, "content-encoding": ["gzip"]}, body=b"x"),
        415,
        "Content-Encoding",
    ),
    (
        ProtocolRequest(
            method="POST", headers={"content-type": ["application/sparql-query;charset=x"]}
        ),
        415,
        "UTF-8",
    ),
    (
        ProtocolRequest(method="POST", headers={"content-type": ["application/sparql-update"]}),
        415,
        "read-only",
    ),
    (get(update="DROP ALL"), 400, "read-only"),
    (ProtocolRequest(method="GET", query_string="query=a&query=b"), 400, "more than once"),
    (ProtocolRequest(method="GET", query_string="query=%C3%28"), 400, "not UTF-8 at byte 0"),
    (get(query="x" * 2000), 413, "the request has more than"),
    (get(query="SELECT (((((((1))))))) {}"), 400, "brackets are open"),
    (get(query="ASK { SERVICE <http://x/> {} }"), 400, "SERVICE is off here"),
    (get(query="ASK FROM <file:///etc/passwd> {}"), 400, "file:///etc/passwd"),
    (get(query=SELECT, **{"default-graph-uri": "file:///x"}), 400, "file:///x"),
    (get(query=SELECT, **{"named-graph-uri": "relative"}), 400, "relative"),
    (get(query="ASK {\0}"), 400, "U+0000"),
    (get(query="ASK {} #\x7f"), 400, "U+007F"),
    (get(query=SELECT, z="\n"), 400, "U+000A"),
    (get(query=SELECT, **{"\x1f": "1"}), 400, "U+001F"),
]


@pytest.mark.parametrize(("request_", "status", "text"), REFUSED, ids=lambda x: str(x)[:40])
def test_what_is_wrong_is_told(
    endpoint: Endpoint, request_: ProtocolRequest, status: int, text: str
) -> None:
    """Each refusal has its status and names what it is about."""
    found = reply(endpoint.plan(request_))
    assert found.status == status
    assert text in found.body.decode()
    assert ("access-control-allow-origin", "*") in found.headers


def test_options(endpoint: Endpoint) -> None:
    """OPTIONS lists the methods and satisfies a browser's preflight."""
    found = dict(reply(endpoint.plan(ProtocolRequest(method="OPTIONS"))).headers)
    assert found["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert found["access-control-allow-methods"] == found["allow"]
    assert "Content-Type" in found["access-control-allow-headers"]


NEGOTIATED = [
    ([], "", "json", "turtle"),
    (["*/*"], "", "json", "turtle"),
    (["text/csv"], "", "csv", None),
    (["text/csv;q=0.1, application/xml"], "", "xml", "rdf-xml"),
    (["text/turtle"], "", None, "turtle"),
    (["application/json"], "", "json", "json-ld"),
    (["text/*"], "", "csv", "turtle"),
    (["text/csv;q=0", "*/*;q=0.1"], "", "json", "turtle"),
    (["text/html"], "json", "json", "json-ld"),
    (["text/html"], "text/csv", "csv", None),
    (["text/turtle"], "ttl", None, "turtle"),
    (["text/csv"], "pdf", "csv", None),
    ([], "JSON-LD", "json", "json-ld"),
]


@pytest.mark.parametrize(("accept", "form", "results", "graph"), NEGOTIATED)
def test_forms_are_negotiated(
    endpoint: Endpoint, accept: list[str], form: str, results: str | None, graph: str | None
) -> None:
    """The Accept header decides, over all its lines, unless the parameter does."""
    parameters = {"query": SELECT} | ({"format": form} if form else {})
    asked = ProtocolRequest(
        method="GET", query_string=urlencode(parameters), headers={"accept": accept}
    )
    found = operation(endpoint.plan(asked)).request
    names = [f.name if f else None for f in (found.results, found.graph)]
    assert names == [results, graph]


@pytest.mark.parametrize(
    ("values", "results", "graph"),
    [
        (["json-ld", "application/ld+json,application/x-json+ld"], "csv", "json-ld"),
        (["rdf+xml", "application/rdf+xml"], "csv", "rdf-xml"),
        (["application/x-json+ld", "tsv", "csv"], "tsv", None),
        (["pdf", "doc"], "csv", None),
        (["", "xml"], "xml", "rdf-xml"),
    ],
)
def test_of_several_formats_the_first_known_counts(
    endpoint: Endpoint, values: list[str], results: str | None, graph: str | None
) -> None:
    """No client is refused for our own parameter: where no value is known, Accept decides."""
    pairs = [("query", SELECT), *(("format", value) for value in values)]
    asked = ProtocolRequest(
        method="GET", query_string=urlencode(pairs), headers={"accept": ["text/csv"]}
    )
    found = operation(endpoint.plan(asked)).request
    assert [f.name if f else None for f in (found.results, found.graph)] == [results, graph]


def test_nothing_acceptable_lists_what_there_is(endpoint: Endpoint) -> None:
    """A 406 names every format."""
    asked = ProtocolRequest(
        method="GET", query_string=urlencode({"query": SELECT}), headers={"accept": ["image/png"]}
    )
    found = reply(endpoint.plan(asked))
    assert found.status == 406
    for form in (*RESULT_FORMATS, *GRAPH_FORMATS):
        assert form.media_type in found.body.decode()


def test_a_browser_is_sent_to_the_page(endpoint: Endpoint) -> None:
    """Who prefers HTML gets the editor with the query in it."""
    accept = {"accept": ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]}
    asked = ProtocolRequest(method="GET", query_string=urlencode({"query": SELECT}), headers=accept)
    found = reply(endpoint.plan(asked))
    assert found.status == 303
    assert dict(found.headers)["location"] == "/query?" + urlencode({"query": SELECT})
    assert dict(found.headers)["vary"].startswith("Accept")


def test_a_tag_changes_with_all_that_decides_the_bytes() -> None:
    """Release, text, dataset, form and coding each have their own entity tag."""
    endpoint = Endpoint(SUMMARY, QuerySettings(), URL)
    other = Endpoint(DatasetSummary(digest="e" * 64, triples=3, graphs=()), QuerySettings(), URL)
    asked = [
        endpoint.plan(get(query=SELECT)),
        other.plan(get(query=SELECT)),
        endpoint.plan(get(query=SELECT + " ")),
        endpoint.plan(get(query=SELECT, **{"default-graph-uri": "urn:g"})),
        endpoint.plan(get(query=SELECT, **{"named-graph-uri": "urn:g"})),
        endpoint.plan(get(query=SELECT, format="csv")),
        endpoint.plan(
            ProtocolRequest(
                method="GET",
                query_string=urlencode({"query": SELECT}),
                headers={"accept-encoding": ["gzip"]},
            )
        ),
    ]
    tags = [operation(plan).etag for plan in asked]
    assert len(set(tags)) == len(tags) == 7


@pytest.mark.parametrize(
    "function",
    ["NOW()", "rand()", "UUID ( )", "STRUUID()", "BNODE()", "RAND#a\n()", "MAX(DISTINCTRAND())"],
)
def test_what_may_differ_has_no_tag(endpoint: Endpoint, function: str) -> None:
    """An answer that may differ each time is neither kept nor validated."""
    found = operation(endpoint.plan(get(query=f"SELECT ({function} AS ?x) {{}}")))
    assert found.etag == ""
    assert not found.unchanged


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ([], ""),
        (["gzip"], "gzip"),
        (["gzip, zstd"], "zstd"),
        (["gzip;q=1, zstd;q=0.5"], "gzip"),
        (["br"], ""),
        (["*"], "zstd"),
        (["zstd;q=0, *"], "gzip"),
        (["identity"], ""),
    ],
)
def test_codings_are_negotiated(endpoint: Endpoint, accepted: list[str], coding: str) -> None:
    """Accept-Encoding chooses among what can be written."""
    headers = {"accept-encoding": accepted} if accepted else {}
    asked = ProtocolRequest(
        method="GET", query_string=urlencode({"query": SELECT}), headers=headers
    )
    assert operation(endpoint.plan(asked)).request.coding == coding


def test_an_update_is_named_as_such(client: FlaskClient) -> None:
    """The engine's complaint about an update is put in better words."""
    answer = client.get("/sparql", query_string={"query": "PREFIX a: <b:> INSERT DATA {}"})
    assert answer.status_code == 400
    assert "INSERT is an update" in answer.text


def test_the_application_answers_queries(client: FlaskClient) -> None:
    """Any WSGI server gives the answers, their tags, 304 and what a preflight asks."""
    target = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"
    answer = client.get(target, headers={"Accept": JSON})
    assert answer.status_code == 200
    assert answer.content_type == JSON
    assert int(json.loads(answer.data)["results"]["bindings"][0]["n"]["value"]) > 10
    assert client.get(target, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    again = client.get(target, headers={"If-None-Match": answer.headers["ETag"], "Accept": JSON})
    assert (again.status_code, again.data) == (304, b"")
    preflight = client.options("/sparql")
    assert preflight.status_code == 204
    assert "Content-Length" not in {*again.headers.keys(), *preflight.headers.keys()}
    head = client.head(target, headers={"Accept": JSON})
    assert (head.status_code, head.data) == (200, b"")
    assert client.put("/sparql").status_code == 405
    assert preflight.headers["Access-Control-Allow-Methods"].startswith("GET, HEAD, POST, QUERY")


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.name)
def test_an_empty_answer_names_terms_that_occur_nowhere(client: FlaskClient, form: Format) -> None:
    """In a header, whatever the form; an answer with rows has none."""
    asked = {"query": "SELECT ?s { ?s a ex:Postt }", "format": form.name}
    answer = client.get("/sparql", query_string=asked)
    assert answer.status_code == 200
    assert "did you mean ex:Post?" in answer.headers["mcdgraph-unknown-term"]
    asked["query"] = "SELECT ?s { ?s a ex:Post }"
    assert "mcdgraph-unknown-term" not in client.get("/sparql", query_string=asked).headers


def test_a_query_may_be_posted_behind_wsgi(client: FlaskClient) -> None:
    """A form, a query as it is, a body without a length, one that is too long; all are counted."""

    def counted(status: str) -> int:
        label = f'mcdgraph_requests_total{{part="protocol",status="{status}"}} '
        lines = client.get("/-/metrics").text.splitlines()
        return sum(int(line.removeprefix(label)) for line in lines if line.startswith(label))

    before = counted("2xx"), counted("4xx")
    ask = "ASK { ?s ?p ?o }"
    form = client.post("/sparql/", data={"query": ask}, headers={"Accept": JSON})
    direct = client.post(
        "/sparql", data=ask, content_type="application/sparql-query", headers={"Accept": JSON}
    )
    assert [json.loads(answer.data)["boolean"] for answer in (form, direct)] == [True, True]
    without = client.post("/sparql", content_type="application/sparql-query")
    assert without.status_code == 400
    large = client.post("/sparql", data="#" * 2**21, content_type="application/sparql-query")
    assert large.status_code == 413
    assert "the request has more than" in large.text
    assert (counted("2xx"), counted("4xx")) == (before[0] + 2, before[1] + 2)


def test_answers_can_be_compressed(client: FlaskClient) -> None:
    """Gzip and zstd give the bytes that come without them."""
    target = f"/sparql?query={quote(SELECT)}&format=csv"
    plain = client.get(target).data
    packed = client.get(target, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert sorted(gzip.decompress(packed.data).split()) == sorted(plain.split())
    packed = client.get(target, headers={"Accept-Encoding": "zstd"})
    whole = zstd.decompress(packed.data)
    assert sorted(whole.split()) == sorted(plain.split())


def test_errors_come_as_problem_details_to_who_takes_json(client: FlaskClient) -> None:
    """Line and column are members of the problem."""
    answer = client.get(
        "/sparql", query_string={"query": "SELECT * {\n ?s ?p"}, headers={"Accept": JSON}
    )
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert (problem["status"], problem["line"]) == (400, 2)
    assert problem["column"] > 0
