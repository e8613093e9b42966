"""Documents over HTTP: negotiation, headers, errors, for every kind of address."""

import json
import re

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Iri
from mcdgraph.formats import DOCUMENT_FORMATS, GRAPH_FORMATS, HTML, N_QUADS, TURTLE, Format

BASE = "https://example.org/harbour/"
PILOT = f"<{BASE}id/pilot>"
#: One address of each kind of document.
DOCUMENTS = (
    "/doc/id/pilot",
    "/doc/graph/charter",
    "/resource?iri=https://example.com/mayor?a=1%26b=2",
    "/ontology",
    "/shapes",
    "/dataset",
    "/.well-known/void",
)
#: Every page that has one form only.
PAGES = ("/", "/query", "/queries/", "/queries/q1-posts", "/dumps/")


def accept(value: str) -> dict[str, str]:
    """Give a header."""
    return {"Accept": value}


def triples(response: TestResponse, form: Format) -> set[tuple[str, str, str]]:
    """Read an answer with Oxigraph, blank nodes all alike."""
    return {
        tuple(re.sub(r"^_:.*", "_:", str(part)) for part in (s, p, o))  # type: ignore[misc]
        for s, p, o, _ in quads(response, form).quads()
    }


def quads(response: TestResponse, form: Format) -> Columns:
    """Read an answer with Oxigraph."""
    return parse(response.data, form, base="http://localhost/")


@pytest.mark.parametrize("path", ["/id/pilot", "/graph/charter"])
def test_a_thing_leads_to_its_document(client: FlaskClient, path: str) -> None:
    """303, whatever the form asked for, to the document that is negotiated."""
    for value in ("text/turtle", "text/html", "*/*"):
        response = client.get(path, headers=accept(value))
        assert response.status_code == 303
        assert response.location == f"/doc{path}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/id/caf%C3%A9", "/doc/id/caf%25C3%25A9"),
        ("/id/caf%25C3%25A9", "/doc/id/caf%25C3%25A9"),
        ("/id/cr%C3%AApe", "/doc/id/cr%C3%AApe"),
        ("/id/notice.ttl", "/doc/id/notice.ttl"),
        ("/id/pilot?lang=fr", "/doc/id/pilot?lang=fr"),
    ],
)
def test_strange_iris_are_found_and_lead_on(client: FlaskClient, path: str, expected: str) -> None:
    """IRIs written with percent signs, letters beyond ASCII, or a dot reach their pages."""
    response = client.get(path)
    assert (response.status_code, response.location) == (303, expected)
    assert client.get(expected).status_code == 200


def test_an_iri_like_a_file_name_has_forms_too(client: FlaskClient) -> None:
    """The IRI itself comes first; its Turtle has the suffix behind it."""
    assert client.get("/doc/id/notice.ttl").mimetype == "text/html"
    assert client.get("/doc/id/notice.ttl.ttl").mimetype == "text/turtle"


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("form", DOCUMENT_FORMATS, ids=lambda form: form.name)
def test_every_document_comes_in_every_form(client: FlaskClient, path: str, form: Format) -> None:
    """Status, type, and the headers of a negotiated answer."""
    response = client.get(path, headers=accept(form.media_type))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == form.content_type
    assert "Accept" in response.vary
    etag, weak = response.get_etag()
    assert etag
    assert not weak
    location = response.headers["Content-Location"]
    assert f".{form.suffix}" in location
    again = client.get(location)
    assert again.status_code == 200
    assert again.headers["Content-Location"] == location
    assert again.headers.get("Content-Language") == response.headers.get("Content-Language")
    if form != HTML:
        assert again.data == response.data


@pytest.mark.parametrize(
    ("value", "form"),
    [("*/*", TURTLE), ("text/html,application/xml;q=0.9,*/*;q=0.8", HTML), ("text/html", HTML)],
)
def test_the_well_known_description_is_data_unless_a_page_is_asked_for(
    client: FlaskClient, value: str, form: Format
) -> None:
    """A program that takes anything is not a browser there."""
    response = client.get("/.well-known/void", headers=accept(value))
    assert response.headers["Content-Type"] == form.content_type


@pytest.mark.parametrize("path", DOCUMENTS)
def test_all_forms_say_the_same(client: FlaskClient, path: str) -> None:
    """Every format of graphs holds the same statements."""
    found = [
        triples(client.get(path, headers=accept(form.media_type)), form) for form in GRAPH_FORMATS
    ]
    assert len(found) == 6
    assert found[0]
    for other in found[1:]:
        assert other == found[0]


def test_named_graphs_are_told_where_the_format_can(client: FlaskClient) -> None:
    """TriG and N-Quads say which graph makes each statement."""
    for form in (form for form in GRAPH_FORMATS if form.quads):
        columns = quads(client.get(f"/doc/id/pilot.{form.suffix}"), form)
        graphs = {str(graph) for *_, graph in columns.quads()}
        assert f"<{BASE}graph/charter>" in graphs
        assert f"<{BASE}graph/inferred>" in graphs


@pytest.mark.parametrize("path", [*DOCUMENTS, *PAGES])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    """HEAD gives the same status and headers, and nothing else."""
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.data == b""
    for name in ("Content-Type", "ETag", "Vary", "Content-Location", "Link"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_a_client_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    """304 for the same form, 200 for another; the tag is the release's and the form's."""
    turtle = accept("text/turtle")
    etag = client.get(path, headers=turtle).headers["ETag"]
    same = client.get(path, headers={**turtle, "If-None-Match": etag})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
    assert "Accept" in same.vary
    assert client.get(path, headers={**turtle, "If-None-Match": "*"}).status_code == 304
    weak = {**turtle, "If-None-Match": f"W/{etag}"}  # what a proxy that compresses makes of it
    assert client.get(path, headers=weak).status_code == 304
    other = client.get(path, headers={**accept("text/html"), "If-None-Match": etag})
    assert other.status_code == 200
    assert other.headers["ETag"] != etag


def test_a_page_has_a_tag_for_each_language(client: FlaskClient) -> None:
    """The French page is not the English one."""
    tags = {
        client.get("/doc/id/pilot", headers={"Accept-Language": tag}).headers["ETag"]
        for tag in ("fr", "en")
    }
    assert len(tags) == 2


def test_links_tell_what_else_there_is(client: FlaskClient) -> None:
    """Alternates in every other form, the canonical address, the licence, the dataset."""
    links = client.get("/doc/id/pilot", headers=accept("text/turtle")).headers.getlist("Link")
    alternates = [link for link in links if 'rel="alternate"' in link]
    assert len(alternates) == len(DOCUMENT_FORMATS) - 1
    assert '</doc/id/pilot.jsonld>; rel="alternate"; type="application/ld+json"' in alternates
    assert f'<{BASE}doc/id/pilot>; rel="canonical"' in links
    assert '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"' in links
    assert '</dataset>; rel="describedby"' in links


def test_headers_are_ascii_whatever_the_iri(client: FlaskClient) -> None:
    """An IRI with letters beyond ASCII is percent-encoded in headers (RFC 3987, clause 3.1)."""
    headers = client.get("/doc/id/cr%C3%AApe").headers
    assert f'<{BASE}id/cr%C3%AApe>; rel="describes"' in headers.getlist("Link")
    assert all(value.isascii() for value in headers.values())


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_is_not_offered_is_listed(client: FlaskClient, path: str) -> None:
    """406 names every form there is, with its address."""
    response = client.get(path, headers=accept("image/png"))
    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"
    offered = {offer["type"]: offer["url"] for offer in json.loads(response.data)["offered"]}
    assert set(offered) == {form.media_type for form in DOCUMENT_FORMATS}
    assert len(offered) == 8
    for url in offered.values():
        assert client.get(url).status_code == 200
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    "path",
    [
        "/id/nobody",
        "/doc/id/nobody",
        "/doc/id/nobody.ttl",
        "/concept/nothing",
        "/resource?iri=https://nobody.example/",
        "/resource?iri=not%20an%20iri",
        "/resource.exe?iri=https://example.org/harbour/id/pilot",
        "/ontology/9.9",
        "/ontology.exe",
        "/dataset.exe",
        "/dumps/nothing.ttl",
        "/dumps/..%2fmanifest.json",
        "/queries/nothing",
        "/nothing",
        "/id//pilot",
    ],
)
@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("text/html", "text/html"),
        ("*/*", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("application/ld+json", "application/problem+json"),
        ("text/plain", "text/plain"),
        ("text/turtle", "text/turtle"),
        ("application/n-quads", "application/n-quads"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("image/png", "application/problem+json"),
    ],
)
def test_what_is_unknown_is_not_found_in_the_form_asked_for(
    client: FlaskClient, path: str, wanted: str, given: str
) -> None:
    """404 as a page, as problem details, or as an empty graph with a comment."""
    response = client.get(path, headers=accept(wanted))
    assert (response.status_code, response.mimetype) == (404, given)
    assert response.data
    if form := next((form for form in GRAPH_FORMATS if form.media_type == given), None):
        assert len(quads(response, form)) == 0


def test_an_unknown_iri_is_named(client: FlaskClient) -> None:
    """The error says of which IRI nothing is known, and escapes it."""
    problem = json.loads(client.get("/id/nobody", headers=accept("*/*")).data)
    assert problem["status"] == 404
    assert BASE + "id/nobody" in problem["detail"]
    page = client.get("/doc/id/<script>alert(1)<%2fscript>", headers=accept("text/html"))
    assert page.status_code == 404
    assert b"<script>alert" not in page.data
    turtle = client.get("/id/a%0Ab", headers=accept("text/turtle"))
    assert len(quads(turtle, TURTLE)) == 0


def test_resource_wants_an_iri(client: FlaskClient) -> None:
    """Without one the request is wrong, and the answer says how it should be."""
    response = client.get("/resource")
    assert response.status_code == 400
    assert "/resource?iri=" in json.loads(response.data)["detail"]


def test_resource_leads_to_the_documents_own_address(client: FlaskClient) -> None:
    """An IRI below the base has one address only."""
    response = client.get(f"/resource?iri={BASE}id/pilot")
    assert (response.status_code, response.location) == (303, "/doc/id/pilot")
    response = client.get(f"/resource?iri={BASE}ontology%23Post")
    assert (response.status_code, response.location) == (303, "/ontology#Post")


@pytest.mark.parametrize("path", [*DOCUMENTS, *PAGES, "/id/pilot", "/-/health"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: FlaskClient, path: str, method: str) -> None:
    """405 says which methods there are."""
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} == {m.strip() for m in response.headers["Allow"].split(",")}


@pytest.mark.parametrize("path", [*DOCUMENTS, *PAGES, "/id/pilot", "/nothing", "/-/version"])
def test_every_answer_may_be_read_elsewhere_and_does_no_harm(
    client: FlaskClient, path: str
) -> None:
    """CORS for reading; no sniffing, no inline script, nothing from third parties."""
    headers = client.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in headers["Access-Control-Expose-Headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_preflight(client: FlaskClient) -> None:
    """A browser elsewhere may ask with an Accept header."""
    response = client.options("/doc/id/pilot", headers={"Origin": "https://x.example"})
    assert response.status_code == 200
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "Accept" in response.headers["Access-Control-Allow-Headers"]


def test_the_page_is_in_the_language_asked_for(client: FlaskClient) -> None:
    """The URL decides, then the header, then the graph's first language."""
    english, french = b'<html lang="en">', b'<html lang="fr">'
    assert english in client.get("/doc/id/pilot").data
    assert french in client.get("/doc/id/pilot", headers={"Accept-Language": "fr-BE"}).data
    named = client.get("/doc/id/pilot?lang=fr", headers={"Accept-Language": "en"})
    assert french in named.data
    assert "Accept-Language" not in named.vary
    assert "Accept-Language" in client.get("/doc/id/pilot").vary
    assert english in client.get("/doc/id/pilot?lang=xx").data


def test_a_language_asked_for_by_name_is_kept(client: FlaskClient) -> None:
    """Links of a page in French lead to pages in French; others have no parameter."""
    page = client.get("/doc/id/pilot?lang=fr").get_data(as_text=True)
    assert 'href="/doc/id/master?lang=fr"' in page
    page = client.get("/doc/id/pilot").get_data(as_text=True)
    assert 'href="/doc/id/master"' in page


def test_what_data_say_is_escaped(client: FlaskClient) -> None:
    """Markup in a literal is text."""
    page = client.get("/doc/id/pilot").get_data(as_text=True)
    assert "<b>Lotse</b>" not in page
    assert "&lt;b&gt;Lotse&lt;/b&gt; &amp; Co" in page


@pytest.mark.parametrize("path", [*DOCUMENTS, *PAGES])
def test_pages_load_nothing_from_elsewhere_and_hold_no_script(
    client: FlaskClient, path: str
) -> None:
    """Sheets, scripts and pictures come from this server, by file."""
    page = client.get(path, headers=accept("text/html")).get_data(as_text=True)
    loaded = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)"|img)[^>]*>', page)
    assert len(loaded) >= 2
    data = '<script type="application/ld+json">'  # data for machines, which no browser runs
    for tag in loaded:
        if tag == data:
            continue
        assert re.search(r'(?:src|href)="/static/[\w.]+\?v=[0-9a-f]{12}"', tag), tag
    assert " style=" not in page
    assert not re.search(r"<script>|\son\w+=", page)


def test_a_static_file_is_kept_for_good(client: FlaskClient) -> None:
    """Its address changes with its content."""
    page = client.get("/").get_data(as_text=True)
    found = re.search(r'href="(/static/site\.css\?v=[0-9a-f]+)"', page)
    assert found
    response = client.get(found[1])
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]


def test_the_inferred_stands_apart_on_the_page(client: FlaskClient) -> None:
    """The mayor is named in the section of what follows, not in that of what is said."""
    page = client.get("/doc/id/pilot").get_data(as_text=True)
    said, follows = page.split('id="asserted"')[1].split('id="inferred"')
    assert "Mayor" not in said
    assert "Mayor" in follows.split('id="incoming"')[0]
    assert ">Sentence 1 of the charter</a>" in said
    assert "characters 10 to 42" in said


def test_the_application_may_be_mounted_below_a_path(client: FlaskClient) -> None:
    """Every link of a page begins with the path."""
    page = client.get("/doc/id/pilot", environ_overrides={"SCRIPT_NAME": "/graph"})
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.get_data(as_text=True))
    assert len(links) > 20
    assert all(link.startswith("/graph/") for link in links)


def test_the_ontology_is_linked_by_fragments(client: FlaskClient) -> None:
    """Every term has an anchor of its own name."""
    page = client.get("/ontology", headers=accept("text/html")).get_data(as_text=True)
    for name in ("Post", "Sentence", "above", "under", "since"):
        assert f'id="{name}"' in page


def test_a_graphs_document_holds_the_graph(client: FlaskClient, harbour: Harbour) -> None:
    """The document of a named graph has every statement of it."""
    graph = BASE + "graph/editorial/reading"
    columns = quads(client.get("/doc/graph/editorial/reading.nq"), N_QUADS)
    held = {row[:3] for row in columns.quads() if row[3] == Iri(graph)}
    summary = next(found for found in harbour.release.manifest.graphs if found.iri == graph)
    assert len(held) == summary.statements > 0


@pytest.mark.parametrize("path", PAGES)
def test_pages_may_be_kept_too(client: FlaskClient, path: str) -> None:
    """A page of one form has a tag for its language, and says what it is."""
    response = client.get(path)
    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.vary
    assert f'<{BASE}{path[1:]}>; rel="canonical"' in response.headers.getlist("Link")
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_home_page_leads_who_asks_for_data_to_the_dataset(client: FlaskClient) -> None:
    """A page for people, 303 for programs, and caches know which."""
    response = client.get("/", headers=accept("text/turtle"))
    assert (response.status_code, response.location) == (303, "/dataset")
    assert "Accept" in response.vary
    page = client.get("/", headers=accept("image/png"))
    assert page.status_code == 200
    assert "Accept" in page.vary


@pytest.mark.parametrize("path", ["/dumps", "/queries"])
def test_a_missing_slash_is_added(client: FlaskClient, path: str) -> None:
    """308, so that the address is learnt."""
    response = client.get(path)
    assert response.status_code == 308
    assert response.location.endswith(f"{path}/")


def test_html_is_offered_first(client: FlaskClient) -> None:
    """Without a wish a document comes as a page."""
    assert client.get("/doc/id/pilot").mimetype == HTML.media_type
