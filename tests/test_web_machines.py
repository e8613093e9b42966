"""What programs that read sites find: where pages are, what they are about, in which languages."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.pages.points import GeoPoint

BASE = "https://example.org/harbour/"
HTML = {"Accept": "text/html"}
PATHS = (
    "/",
    "/doc/id/pilot",
    "/doc/id/master",
    "/ontology",
    "/ontology?term=Post",
    "/shapes",
    "/dataset",
    "/queries/",
    "/queries/q1-posts",
    "/query",
    "/dumps/",
    "/guide",
    "/explain?s=id:pilot&p=ex:under&o=id:mayor",
    "/doc/id/pilot?property=https://example.org/harbour/ontology%23under",
    "/nothing",
)


def test_robots_are_told_where_to_look(client: FlaskClient) -> None:
    """The list of pages has an absolute address; what is made for each question is left out."""
    response = client.get("/robots.txt")
    assert response.mimetype == "text/plain"
    assert f"Sitemap: {BASE}sitemap.xml" in response.text.splitlines()
    assert "Disallow: /sparql" in response.text.splitlines()


def test_the_sitemap_lists_every_thing(client: FlaskClient, harbour: Harbour) -> None:
    """Its addresses are below the base IRI, and each answers here."""
    response = client.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    tree = ElementTree.fromstring(response.data)
    found = [element.text or "" for element in tree.iter() if element.tag.endswith("}loc")]
    assert BASE + "doc/id/pilot" in found
    assert BASE + "queries/q1-posts" in found
    assert len(found) == len(set(found)) > 10
    for address in found:
        assert address.startswith(harbour.settings.base_iri)
        assert client.get("/" + address.removeprefix(BASE), headers=HTML).status_code == 200


def test_there_is_a_mark(client: FlaskClient) -> None:
    """Clients that ask for /favicon.ico get the mark of the pages, with a tag."""
    response = client.get("/favicon.ico")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    tag = response.headers["ETag"]
    assert client.get("/favicon.ico", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_what_it_is_about(client: FlaskClient, path: str) -> None:
    """Description and title, on one line each, and each language with an absolute address."""
    page = client.get(path, headers=HTML).text
    (description,) = re.findall(r'<meta name="description" content="([^"]*)">', page)
    assert unescape(description).strip()
    assert len(unescape(description)) <= 300
    languages = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page))
    assert set(languages) == {"en", "fr", "x-default"}
    for tag, address in languages.items():
        assert address.startswith(BASE)
        assert ("lang=" in address) is (tag != "x-default")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_landmarks_ids_and_links_are_told_apart(
    client: FlaskClient, path: str, language: str
) -> None:
    """No id stands twice, anchors exist, and no two landmarks of a kind share a name."""
    mark = "&" if "?" in path else "?"
    page = client.get(f"{path}{mark}lang={language}", headers=HTML).text
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    headings = dict(re.findall(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', page))
    names = [("nav", name) for name in re.findall(r'<nav [^>]*aria-label="([^"]*)"', page)]
    names += [
        ("region", headings[i]) for i in re.findall(r'<section [^>]*labelledby="([^"]*)"', page)
    ]
    names += [("region", n) for n in re.findall(r'role="region" aria-label="([^"]*)"', page)]
    assert len(names) >= 2
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/doc/id/pilot", "/doc/id/mayor"])
def test_links_to_proofs_have_names_of_their_own(client: FlaskClient, path: str) -> None:
    """Each says what it explains, beginning with the words that are seen."""
    page = client.get(path, headers=HTML).text
    found = re.findall(r'<a class="why"[^>]*aria-label="([^"]*)">([^<]*)</a>', page)
    assert found
    assert len({name for name, _ in found}) == len(found)
    assert all(name.startswith(f"{seen} ") for name, seen in found)


def test_the_dumps_say_of_which_release_they_are(client: FlaskClient, harbour: Harbour) -> None:
    """Version, date, digest, both checksums, and a name to save each file by."""
    page = client.get("/dumps/").text
    manifest = harbour.release.manifest
    assert manifest.digest in page
    assert "2026-02-03" in page
    for dump in manifest.dumps:
        assert dump.sha256 in page
        assert dump.gzip_sha256 in page
    assert f'download="graph-1.2-{manifest.digest[:8]}.ttl.gz"' in page


def test_coordinates_are_words_and_lead_to_a_map() -> None:
    """Degrees north and west, in the words of each language; what is no degree is none."""
    point = GeoPoint.read(["12.65"], ["-8.0"])
    assert point
    assert point.words("NSEW", ".") == "12.65° N, 8.0° W"
    assert point.words("NSEO", ",") == "12,65° N, 8,0° O"
    for latitude, longitude in [
        ([], ["1"]),
        (["1", "2"], ["1"]),
        (["x"], ["1"]),
        (["1"], ["9" * 99]),
    ]:
        assert GeoPoint.read(latitude, longitude) is None
