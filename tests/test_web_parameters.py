"""What a stranger sends: only what a route declares changes its answer, and nothing harms it."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from conftest import Harbour
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mcdgraph.web.parameters import (
    ALL,
    LENGTHS,
    MOST_PARAMETERS,
    MOST_PATH,
    PARAMETERS,
    parameter,
)

BASE = "https://example.org/harbour/"
UNDER = quote(BASE + "ontology#under", "")
POST = quote(BASE + "ontology#Post", "")
PILOT = quote(BASE + "id/pilot", "")
QUERIES = quote('{"q0": {"query": "pilot", "type": "ex:Post"}}', "")
EXTEND = quote(f'{{"ids": ["{BASE}id/pilot"], "properties": [{{"id": "ex:under"}}]}}', "")
#: Endpoint → addresses of it, of every kind of answer.
ADDRESSES = {
    "home.first": ("/", "/?lang=fr"),
    "home.guide": ("/guide",),
    "home.robots": ("/robots.txt",),
    "home.sitemap": ("/sitemap.xml",),
    "home.favicon": ("/favicon.ico",),
    "home.places": ("/places.geojson",),
    "things.thing": ("/id/pilot", "/nothing", "/id/pilot?lang=fr"),
    "things.document": (
        "/doc/id/pilot",
        "/doc/id/pilot?lang=fr",
        "/doc/id/pilot.ttl",
        f"/doc/id/pilot?property={UNDER}",
        f"/doc/id/master?inverse={UNDER}",
        "/doc/id/source/s1?list=conveys",
        "/doc/id/pilot?page=2",
        "/doc/id/nobody",
    ),
    "things.resource": ("/resource?iri=https://example.com/mayor?a=1%26b=2", "/resource"),
    "vocabularies.vocabulary": ("/ontology", "/ontology?q=post", "/ontology?term=Post", "/shapes"),
    "vocabularies.vocabulary_form": ("/ontology.ttl", "/ontology.html", "/ontology.exe"),
    "datasets.dataset": ("/dataset", "/dataset.ttl"),
    "datasets.void": ("/.well-known/void",),
    "datasets.dumps_without_slash": ("/dumps", "/dumps?lang=fr"),
    "datasets.crate": ["/ro-crate-metadata.json"],
    "releases.without_slash": ("/releases",),
    "releases.kept": ("/releases/",),
    "releases.kept_as_json": ("/releases.json",),
    "releases.one": ("/releases/0000/",),
    "releases.file": ("/releases/0000/graph.ttl",),
    "changes.between": ("/releases/0000...1111", "/releases/0000...1111?iri=x"),
    "changes.between_as_json": ("/releases/0000...1111.json",),
    "changes.feed": ("/releases.atom",),
    "datasets.dumps": ("/dumps/",),
    "datasets.dump": ("/dumps/SHA256SUMS", "/dumps/graph.ttl", "/dumps/nothing"),
    "agents.no_stream": ("/mcp",),
    "asking.editor": (
        "/query",
        "/query?query=ASK{}",
        "/query?query=SELECT",
        "/query?saved=q1-posts",
    ),
    "questions.listed_without_slash": ("/queries",),
    "questions.listed": ("/queries/", "/queries/?q=post"),
    "questions.listed_as_data": ("/queries.json", "/queries.json?q=post"),
    "questions.listed_as_text": ("/queries.md", "/queries.md?q=post"),
    "llms.guide": ("/llms.txt",),
    "questions.question": (
        "/queries/q1-posts",
        "/queries/q3-under-a-post?tongue=fr",
        "/queries/q3-under-a-post?tongue=xx",
        "/queries/q3-under-a-post.json?tongue=fr",
        "/queries/q1-posts?format=csv",
        "/queries/q1-posts.rq",
    ),
    "api.described": ("/openapi.json",),
    "api.page": ("/api", "/api?lang=fr"),
    "completing.complete": ("/complete.json", "/complete.json?q=post&lang=fr"),
    "explain.explained": ("/explain?s=id:pilot&p=ex:under&o=id:mayor", "/explain"),
    "members.things_of_class": (
        f"/class?iri={POST}",
        f"/class?iri={POST}&sort=-{UNDER}",
        f"/class?iri={POST}&where={UNDER}+{quote(BASE + 'id/master', '')}",
        f"/class.csv?iri={POST}",
        f"/class.rq?iri={POST}",
        f"/class.exe?iri={POST}",
        "/class",
    ),
    "home.opensearch": ("/opensearch.xml", "/opensearch.xml?lang=fr"),
    "reconciliation.service": (
        "/reconcile",
        "/reconcile?callback=x",
        f"/reconcile?queries={QUERIES}",
        f"/reconcile?extend={EXTEND}",
        "/reconcile?queries=[",
    ),
    "reconciliation.draft": ("/reconcile/1.0-draft", "/reconcile/1.0-draft?lang=fr"),
    "reconciliation.properties": (
        f"/reconcile/extend/propose?type={POST}&limit=2",
        "/reconcile/1.0-draft/extend/propose",
    ),
    "reconciliation.suggest": (
        "/reconcile/suggest/entity?prefix=pil",
        "/reconcile/suggest/type?prefix=&limit=2&offset=1",
        "/reconcile/suggest/property?cursor=1",
        "/reconcile/1.0-draft/suggest/entity?prefix=pil&limit=x",
    ),
    "reconciliation.flyout": (f"/reconcile/flyout/entity?id={PILOT}", "/reconcile/flyout/type"),
    "reconciliation.view": (f"/reconcile/view?id={PILOT}", "/reconcile/view?id=nobody"),
    "reconciliation.preview": (f"/reconcile/preview?id={PILOT}&lang=fr", "/reconcile/preview"),
    "overviews.listed": ("/overviews",),
    "overviews.overview": ("/overviews/documents", "/overviews/subjects?iri=x&on=2019"),
    "search.page": (
        "/search",
        "/search?q=pilto",
        "/search?q=post&kind=class",
        "/search?q=post&kind=nothing",
        "/search?q=post&page=2",
    ),
    "search.answer": ("/search.json?q=pilote", "/search.json"),
    "operations.health": ("/-/health",),
    "operations.ready": ("/-/ready",),
    "operations.version": ("/-/version",),
    "static": ("/static/site.css", "/static/site.css?v=1", "/static/nothing"),
}
TARGETS = [target for targets in ADDRESSES.values() for target in targets]
HTML = {"Accept": "text/html"}


def with_more(target: str, more: str) -> str:
    """Add to the query of a target."""
    return f"{target}{'&' if '?' in target else '?'}{more}"


def said(response: TestResponse) -> tuple[object, ...]:
    """Return all that an answer says, but for when it was sent."""
    headers = [pair for pair in response.headers if pair[0] != "Date"]
    return response.status, headers, response.data


def test_every_route_declares_its_parameters(harbour_app: Flask) -> None:
    """The table has every endpoint, and no other; the flat set holds every name of it."""
    endpoints = {rule.endpoint for rule in harbour_app.url_map.iter_rules()}
    assert set(PARAMETERS) == endpoints
    posts = {
        "agents.mcp",
        *(f"reconciliation.{name}" for name in ("posted", "matched", "extended")),
    }
    assert set(ADDRESSES) == endpoints - posts - {"operations.metrics"}  # which counts
    assert {"lang"}.union(*PARAMETERS.values()) == ALL


def test_the_addresses_are_those_of_their_routes(harbour_app: Flask) -> None:
    """What is tested below is what it is said to be."""
    adapter = harbour_app.url_map.bind("localhost")
    for endpoint, targets in ADDRESSES.items():
        for target in targets:
            assert adapter.match(target.partition("?")[0])[0] == endpoint


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "headers", [HTML, {"Accept": "text/turtle, */*;q=0.1"}], ids=["page", "data"]
)
def test_what_is_not_declared_changes_nothing(
    client: FlaskClient, target: str, headers: dict[str, str]
) -> None:
    """With a parameter that no route knows, bytes and headers are the same as without."""
    plain = said(client.get(target, headers=headers))
    for more in ("z=1", "z=%22%3E%3Cscript%3E", "z"):
        assert said(client.get(with_more(target, more), headers=headers)) == plain


def test_a_route_may_read_no_parameter_that_it_does_not_declare(harbour_app: Flask) -> None:
    """The table cannot fall behind the code."""
    with harbour_app.test_request_context("/doc/id/pilot?query=x&page=2"):
        assert request.endpoint == "things.document"
        assert parameter("page") == "2"
        with pytest.raises(LookupError, match="does not declare the parameter query"):
            parameter("query")


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_made_of_host(client: FlaskClient, target: str) -> None:
    """Neither a page nor a header repeats it; where an answer leads is relative."""
    plain = said(client.get(target, headers=HTML))
    evil = client.get(target, headers={**HTML, "Host": "evil.example", "X-Forwarded-Host": "evil"})
    assert said(evil) == plain
    assert b"evil" not in evil.data
    assert "localhost" not in evil.headers.get("Location", "/")
    assert evil.headers.get("Location", "/").startswith("/")


def test_routing_leads_nowhere_by_itself(harbour_app: Flask) -> None:
    """A missing slash would be added below Host; so no rule leaves it to be added."""
    rules = {rule.rule: rule for rule in harbour_app.url_map.iter_rules()}
    slashed = [rule for rule in rules.values() if rule.rule.endswith("/")]
    assert len(slashed) > 2
    for rule in slashed:
        assert rule.rule.rstrip("/") in rules or rule.strict_slashes is False


def test_what_parts_a_segment_of_a_path_has_a_length(harbour_app: Flask) -> None:
    """Two parts of any length could be told apart in as many ways as the path has dots."""
    rules = [rule.rule for rule in harbour_app.url_map.iter_rules()]
    segments = [s for rule in rules for s in rule.split("/")]
    parted = [s for s in segments if s.count("<") > 1 + s.count("<any(")]
    assert len(parted) == 2
    assert [s for s in parted if s.count("maxlength=") != s.count("<")] == []


def test_a_mount_without_a_slash_has_its_first_page(client: FlaskClient) -> None:
    """A path that is empty below the mount is the first page, and leads nowhere."""
    response = client.get("/", environ_overrides={"SCRIPT_NAME": "/graph", "PATH_INFO": ""})
    assert response.status_code == 200
    assert "Location" not in response.headers


@pytest.mark.parametrize("target", ["/queries", "/dumps"])
def test_a_mounted_redirect_stays_below_the_mount(client: FlaskClient, target: str) -> None:
    """A missing slash leads to the same place below the same root."""
    response = client.get(target, environ_overrides={"SCRIPT_NAME": "/graph"})
    assert (response.status_code, response.location) == (308, f"/graph{target}/")


@pytest.mark.parametrize("code", ["%00", "%01", "%08", "%0B", "%1F", "%7F", "%C2%85"])
@pytest.mark.parametrize(
    "target",
    [
        "/doc/id/a{}",
        "/id/{}",
        "/nothing{}",
        "/?z={}",
        "/?{}=1",
        "/query?query=ASK{}",
        "/explain?s={}",
    ],
)
def test_control_characters_are_refused(client: FlaskClient, target: str, code: str) -> None:
    """400 says what was found and where, for any route and any parameter."""
    response = client.get(target.format(code))
    assert response.status_code == 400
    assert re.search(r"control character, U\+00[0-9A-F]{2}\.", response.text)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("/doc/id/pilot?page=x", "Le paramètre page est un nombre"),
        ("/doc/id/pilot?page=9", "Il n’y a pas de page 9 : la liste en a 1."),
        ("/?z=%00", "Le paramètre z contient un caractère de contrôle, U+0000."),
        ("/explain?s=a:b", "Il manque le paramètre p"),
        ("/query?saved=nix{}", "Il n’y a pas de question enregistrée nix{}"),
    ],
)
def test_a_fault_is_told_in_the_language_of_the_page(
    client: FlaskClient, target: str, told: str
) -> None:
    """People read French on a French page, and English on an English one."""
    french = client.get(with_more(target, "lang=fr"), headers=HTML)
    assert told in unescape(french.text)
    english = client.get(with_more(target, "lang=en"), headers=HTML)
    assert re.search(r"There is no|The parameter", english.text)
    assert told not in unescape(english.text)


def test_a_query_may_have_lines(client: FlaskClient) -> None:
    """Tabs and ends of lines are no control characters in a value; in a path they are."""
    assert client.get("/query?query=ASK%0D%0A%09{}").status_code == 200
    assert client.get("/doc/id/a%0Ab").status_code == 400
    assert client.get("/?a%0Ab=1").status_code == 400


@pytest.mark.parametrize(
    "page", ["x", "-1", "0", "1.5", "1e3", "%201", "+1", "1_0", "%D9%A1", "1" + "0" * 30]
)
@pytest.mark.parametrize("path", ["/doc/id/pilot", "/ontology", "/dataset", "/ontology?term=Post"])
def test_a_page_that_is_no_number_is_refused(client: FlaskClient, path: str, page: str) -> None:
    """400 with what a page is; never a traceback."""
    response = client.get(with_more(path, f"page={page}"), headers=HTML)
    assert response.status_code == 400
    assert "The parameter page is a number" in response.text


@pytest.mark.parametrize(
    "path", ["/doc/id/pilot", "/ontology", "/dataset", f"/doc/id/pilot?property={UNDER}"]
)
def test_a_page_beyond_the_last_is_not_found(client: FlaskClient, path: str) -> None:
    """404 with how many there are."""
    response = client.get(with_more(path, "page=999999999"), headers=HTML)
    assert response.status_code == 404
    assert "There is no page 999999999: the list has 1." in response.text


@pytest.mark.parametrize(
    "target",
    [
        "/doc/id/pilot?property=nonsense",
        "/doc/id/pilot?property=%3Cx%20y%3E",
        f"/doc/id/pilot?inverse={quote(BASE + 'ontology#nothing', '')}",
        "/doc/id/pilot?list=nothing",
        "/ontology?term=Nothing",
        "/ontology?term=%3C%20%3E",
        "/ontology?property=x",
        "/queries/q1-posts?format=exe",
        "/query?saved=nothing",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, target: str) -> None:
    """A list, a term or a form that does not exist is 404, whatever it is called."""
    assert client.get(target, headers=HTML).status_code == 404


@pytest.mark.parametrize("name", sorted(LENGTHS))
def test_a_parameter_has_a_length(client: FlaskClient, name: str) -> None:
    """One more character than its bound is 400, named; as many are not refused for it."""
    bound = LENGTHS[name]
    over = client.get(f"/guide?{name}={'1' * (bound + 1)}")
    assert over.status_code == 400
    assert f"The parameter {name} has more than {bound} characters" in over.text
    assert client.get(f"/guide?{name}={'1' * bound}").status_code == 200


def test_a_request_has_a_size(client: FlaskClient) -> None:
    """Too many parameters are 400, too long a path 414."""
    assert client.get("/?" + "a=1&" * (MOST_PARAMETERS - 1) + "a=1").status_code == 200
    assert client.get("/?" + "a=1&" * MOST_PARAMETERS + "a=1").status_code == 400
    assert client.get("/" + "a" * MOST_PATH).status_code == 414
    assert client.get("/id/" + "%61" * (MOST_PATH // 2)).status_code == 404


def test_a_long_query_is_not_repeated_in_links_and_headers(client: FlaskClient) -> None:
    """A query of 100 KB stands on its page once, and in no header."""
    text = "ASK {} #" + "x" * 100_000
    response = client.get("/query", query_string={"query": text}, headers=HTML)
    assert response.status_code == 200
    assert len(response.data) < 110_000
    assert sum(len(value) for _, value in response.headers) < 5_000


@pytest.mark.parametrize(
    "target", ["/nothing", "/resource", "/query?query=SELECT", "/query?query=SELECT(RAND()AS?x){}"]
)
def test_what_must_not_be_kept_says_so(client: FlaskClient, target: str) -> None:
    """Errors, and answers that differ each time, are for no cache."""
    assert client.get(target, headers=HTML).headers["Cache-Control"] == "no-store"


def test_a_fixed_answer_may_be_kept(client: FlaskClient, harbour: Harbour) -> None:
    """It has a tag made of the release."""
    response = client.get("/query?query=ASK{}", headers=HTML)
    assert "no-cache" in response.headers["Cache-Control"]
    assert (response.get_etag()[0] or "").startswith(harbour.release.digest[:16])
