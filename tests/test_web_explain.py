"""Proofs over HTTP: linked from what is inferred, in each form, with clear errors."""

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.explanation.places import PLACES
from mcdgraph.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from mcdgraph.pages import explanation
from mcdgraph.sparql.release_service import release_service
from mcdgraph.web.application import create_app

BASE = "https://example.org/harbour/"
ASKED = "s=id:pilot&p=ex:under&o=id:mayor"


def test_an_inferred_statement_links_its_proof(client: FlaskClient) -> None:
    """Each value under what follows has a link that leads to a page; what is said has none."""
    page = client.get("/doc/id/pilot", headers={"Accept": "text/html"}).text
    said, _, follows = page.partition('<section class="inferred"')
    links = re.findall(r'class="why" rel="nofollow" href="([^"]+)"', follows)
    assert links
    assert 'class="why"' not in said
    for link in links:
        assert client.get(unescape(link), headers={"Accept": "text/html"}).status_code == 200


def test_the_page_tells_rule_place_and_evidence(client: FlaskClient) -> None:
    """The tree names the rule with its words, each file and line, and the sentence."""
    page = client.get(f"/explain?{ASKED}&lang=en", headers={"Accept": "text/html"}).text
    assert "<code>prp-trp</code> This property is transitive." in page
    assert page.count('class="said"') == 3
    places = re.findall(r"<code>(data/.*?)</code>", page)
    assert len(places) == 2
    assert all(re.search(r"\.ttl:\d+:\d+$", place) for place in places)
    assert "Cette propriété se transmet." in client.get(f"/explain?{ASKED}&lang=fr").text


def test_what_a_source_says_is_told_as_such(client: FlaskClient) -> None:
    """An asserted statement has its place and no tree."""
    page = client.get("/explain?s=id:pilot&p=ex:under&o=id:master&lang=en").text
    assert "A source says so." in page
    assert 'class="proof"' not in page


def test_json_has_the_steps(client: FlaskClient) -> None:
    """The conclusion first, its premises by number."""
    response = client.get(f"/explain?{ASKED}", headers={"Accept": "application/json"})
    assert response.mimetype == "application/json"
    steps = json.loads(response.data)["steps"]
    assert steps[0]["rule"] == "prp-trp"
    assert [steps[n]["object"] for n in steps[0]["premises"]][1:] == [
        f"<{BASE}id/master>",
        f"<{BASE}id/mayor>",
    ]


@pytest.mark.parametrize("form", [TURTLE, N_TRIPLES, RDF_XML, JSON_LD], ids=lambda f: f.name)
def test_every_graph_format_says_the_same(client: FlaskClient, form: Format) -> None:
    """PROV-O in each format, by Accept and by suffix."""
    by_accept = client.get(f"/explain?{ASKED}", headers={"Accept": form.media_type})
    by_suffix = client.get(f"/explain.{form.suffix}?{ASKED}")
    assert by_accept.data == by_suffix.data
    rows = [str(p) for _, p, _, _ in parse(by_suffix.data, form).quads()]
    assert rows.count("<http://www.w3.org/ns/prov#wasDerivedFrom>") == 3


def test_the_answer_is_negotiated_like_a_document(client: FlaskClient) -> None:
    """Vary, a strong ETag, 304, and 406 with what there is."""
    response = client.get(f"/explain?{ASKED}", headers={"Accept": "text/turtle"})
    assert "Accept" in response.vary
    again = client.get(
        f"/explain?{ASKED}",
        headers={"Accept": "text/turtle", "If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304
    assert client.get(f"/explain?{ASKED}", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("target", "status", "told"),
    [
        ("/explain", 400, "The parameter s is missing"),
        ("/explain?s=id:pilot&p=ex:under", 400, "The parameter o is missing"),
        ("/explain?s=nix:pilot&p=ex:under&o=id:mayor", 400, "nix:pilot: an unknown prefix"),
        ('/explain?s=id:pilot&p=ex:under&o="x"^^', 400, "expected"),
        ("/explain?s=id:mayor&p=ex:under&o=id:pilot", 404, "neither says nor implies"),
        ("/explain?s=id:nobody&p=ex:under&o=id:pilot", 404, "neither says nor implies"),
        (f"/explain.exe?{ASKED}", 404, "not as exe"),
    ],
)
def test_what_cannot_be_explained_is_told(
    client: FlaskClient, target: str, status: int, told: str
) -> None:
    """The problem details name what is wrong."""
    response = client.get(target, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert told in json.loads(response.data)["detail"]


def test_what_is_asked_is_escaped(client: FlaskClient) -> None:
    """Markup in a term does not reach the page as markup."""
    target = "/explain?s=id:pilot&p=ex:under&o=<urn:<script>alert(1)</script>>"
    assert "<script>alert" not in client.get(target, headers={"Accept": "text/html"}).text


def test_a_release_without_its_places_is_told(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that is not whole, or too large, is 503 with the reason."""
    path = Path(shutil.copytree(harbour.release.path, tmp_path / "release"))
    (path / PLACES).unlink()
    settings = harbour.settings
    service = release_service(harbour.release, harbour.store, settings, settings.query)
    app = create_app(replace(harbour.release, path=path), harbour.store, service, settings)
    asked = app.test_client().get(f"/explain?{ASKED}", headers={"Accept": "application/json"})
    assert asked.status_code == 503
    assert "damaged release" in json.loads(asked.data)["detail"]
    monkeypatch.setattr(explanation, "MOST_STATEMENTS", 10)
    asked = app.test_client().get(f"/explain?{ASKED}", headers={"Accept": "application/json"})
    assert asked.status_code == 503
    assert "more than 10 statements" in json.loads(asked.data)["detail"]
