"""IRIs lead where they say: as the data write them, wherever below the base they stand."""

import json
import re
from html import unescape

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, EATS, LABEL, columns_of, publish

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Iri, Literal
from mcdgraph.formats import JSON_LD, TURTLE

#: IRIs of a graph, by their tails.
TAILS = (
    "id/Daisy_%28cow%29",
    "id/Elsie_(cow)",
    "id/o%27hara",
    "id/a%20b",
    "id/a%2Fb",
    "id/caf%C3%A9",
    "id/crêpe",
    "id/a?b=1",
    "id/%2525",
    "def/Cow",
    "def/",
    "def/1.2.0/",
    "cow/daisy",
    "query",
    "doc/strange",
    "queries/herd",
    "dumps/herd",
    "Cow",
)
DATA = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def farm(harbour: Harbour) -> FlaskClient:
    """Serve a graph whose IRIs are written in many ways."""
    triples = [(Iri(BASE + tail), LABEL, Literal(tail)) for tail in TAILS]
    columns = columns_of(("charter", [*triples, (Iri(BASE + "id/x"), EATS, Literal("y"))]))
    return publish(harbour.release, harbour.settings, columns).test_client()


def subject_of(client: FlaskClient, path: str) -> str:
    """Follow an address, and return what the data there are about."""
    response = client.get(path, headers=DATA)
    if response.status_code == 303:
        response = client.get(response.location, headers=DATA)
    assert response.status_code == 200, response.text
    topic = "<http://xmlns.com/foaf/0.1/primaryTopic>"
    rows = parse(response.data, TURTLE, base="http://localhost/").quads()
    (found,) = [o for _, p, o, _ in rows if str(p) == topic]
    assert isinstance(found, Iri)
    return found.value


@pytest.mark.parametrize(
    ("sent", "tail"),
    [
        ("/id/Daisy_%28cow%29", "id/Daisy_%28cow%29"),
        ("/id/Daisy_(cow)", "id/Daisy_%28cow%29"),
        ("/id/Elsie_(cow)", "id/Elsie_(cow)"),
        ("/id/Elsie_%28cow%29", "id/Elsie_(cow)"),
        ("/id/o%27hara", "id/o%27hara"),
        ("/id/a%20b", "id/a%20b"),
        ("/id/a%2Fb", "id/a%2Fb"),
        ("/id/a%2fb", "id/a%2Fb"),
        ("/id/caf%C3%A9", "id/caf%C3%A9"),
        ("/id/caf%c3%a9", "id/caf%C3%A9"),
        ("/id/cr%C3%AApe", "id/crêpe"),
        ("/id/a?b=1", "id/a?b=1"),
        ("/id/%2525", "id/%2525"),
        ("/def/Cow", "def/Cow"),
        ("/def/", "def/"),
        ("/def/1.2.0/", "def/1.2.0/"),
        ("/cow/daisy", "cow/daisy"),
        ("/doc/query", "query"),
        ("/doc/strange", "doc/strange"),
        ("/queries/herd", "queries/herd"),
        ("/dumps/herd", "dumps/herd"),
        ("/Cow", "Cow"),
        ("/doc/id/Daisy_%28cow%29", "id/Daisy_%28cow%29"),
        ("/doc/def/Cow", "def/Cow"),
        ("/doc/def/Cow.ttl", "def/Cow"),
        ("/doc/def/.ttl", "def/"),
    ],
)
def test_an_iri_leads_to_its_document(farm: FlaskClient, sent: str, tail: str) -> None:
    """What the client writes is found as the data write it, or in another spelling."""
    assert subject_of(farm, sent) == BASE + tail


@pytest.mark.parametrize("tail", TAILS)
def test_the_address_of_a_document_names_its_thing(farm: FlaskClient, tail: str) -> None:
    """Where `/resource` leads, and the form that a page links, are about the same IRI."""
    led = farm.get("/resource", query_string={"iri": BASE + tail})
    assert led.status_code == 303
    assert subject_of(farm, led.location) == BASE + tail
    page = farm.get(led.location, headers={"Accept": "text/html"}).text
    found = re.search(r'<link rel="alternate" type="text/turtle" href="([^"]*)"', page)
    assert found
    assert subject_of(farm, unescape(found[1])) == BASE + tail


@pytest.mark.parametrize("sent", ["/id/a/b", "/doc/id/a/b", "/id/a", "/id/Cow", "/def", "/id/b=1"])
def test_other_iris_are_not_confounded(farm: FlaskClient, sent: str) -> None:
    """An encoded slash is none, and a part of an IRI is not the IRI."""
    response = farm.get(sent, headers=DATA)
    assert response.status_code == 404


def test_without_the_target_the_path_is_read_as_it_can_be(farm: FlaskClient) -> None:
    """A server that gives only the decoded path still finds what is encoded the usual way."""
    unknown = {"RAW_URI": "", "REQUEST_URI": ""}
    for path, tail in [("/id/Daisy_%28cow%29", "Daisy_%28cow%29"), ("/id/cr%C3%AApe", "crêpe")]:
        response = farm.get(path, environ_overrides=unknown)
        assert response.status_code == 303
        document = farm.get(response.location, headers=DATA)
        assert f'rdfs:label "id/{tail}"' in document.text


def test_where_an_iri_leads_is_for_no_cache(farm: FlaskClient) -> None:
    """The whole query may be a part of an IRI, so that no parameter can be left out of a key."""
    for sent in ("/id/a?b=1", "/id/a%20b", "/id/a%20b?b=1"):
        response = farm.get(sent)
        assert (response.status_code, response.headers["Cache-Control"]) == (303, "no-store")


@pytest.mark.parametrize(
    "path", ["/doc/id/pilot", "/ontology", "/dataset", "/.well-known/void", "/doc/graph/charter"]
)
def test_json_is_json_ld(client: FlaskClient, path: str) -> None:
    """A client that takes JSON gets the form of the document that is JSON."""
    response = client.get(path, headers={"Accept": "application/json"})
    assert (response.status_code, response.mimetype) == (200, JSON_LD.media_type)
    assert json.loads(response.data)
    both = client.get(path, headers={"Accept": "text/html, application/json;q=0.9"})
    assert both.mimetype == "text/html"


def test_a_page_keeps_the_path_of_a_strange_iri(farm: FlaskClient) -> None:
    """Links of a page to itself in another language lead back to it."""
    page = farm.get("/doc/id/a%3Fb=1", headers={"Accept": "text/html"}).text
    assert 'href="/doc/id/a%3Fb=1?lang=fr"' in page
    assert farm.get("/doc/id/a%3Fb=1?lang=fr").status_code == 200
