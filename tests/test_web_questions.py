"""The saved questions as an API: any form, parameters, the list as data, faults that say what."""

import json
import re
from html import unescape

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.web.publications import ReleasePublication

HTML = {"Accept": "text/html"}
BASE = "https://example.org/harbour/"
UNDER = "/queries/q3-under-a-post"


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_a_question_is_answered_in_any_form(
    client: FlaskClient, value: str, media_type: str
) -> None:
    """By Accept, as the endpoint answers its query: the same bytes, the same tag."""
    response = client.get("/queries/q1-posts", headers={"Accept": value})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.vary
    query = client.get("/queries/q1-posts.rq").text
    form = {"text/csv": "csv", "text/tab-separated-values": "tsv"}.get(media_type)
    asked = {"query": query, "format": form or re.split(r"[+/]", media_type)[-1]}
    endpoint = client.get("/sparql", query_string=asked, headers={"Accept": value})
    assert endpoint.data == response.data
    for name in ("ETag", "Cache-Control"):
        assert endpoint.headers[name] == response.headers[name]
    again = {"Accept": value, "If-None-Match": response.headers["ETag"]}
    assert client.get("/queries/q1-posts", headers=again).status_code == 304
    head = client.head("/queries/q1-posts", headers={"Accept": value})
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize(
    "target",
    ["/queries/q1-posts.csv", "/queries/q1-posts?format=csv", f"{UNDER}.csv?above={BASE}id/master"],
)
def test_a_question_has_suffixes_and_a_parameter(client: FlaskClient, target: str) -> None:
    """A browser may ask for a form without a header."""
    response = client.get(target, headers=HTML)
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert response.text.startswith("post,label")


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/queries/q1-posts", {"Accept": "application/sparql-query"}),
        ("/queries/q1-posts.rq", HTML),
        ("/queries/q1-posts?format=sparql", HTML),
    ],
)
def test_a_question_gives_its_query(
    client: FlaskClient, target: str, headers: dict[str, str]
) -> None:
    """The text as it may be put to any endpoint, with a tag."""
    response = client.get(target, headers=headers)
    assert response.mimetype == "application/sparql-query"
    assert "SELECT" in response.text
    again = client.get(target, headers={**headers, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_what_a_question_does_not_come_as_is_refused(client: FlaskClient) -> None:
    """406 lists what there is, each with an address that works and keeps the values."""
    response = client.get(f"{UNDER}?tongue=fr", headers={"Accept": "image/png"})
    assert response.status_code == 406
    offered = response.get_json(force=True)["offered"]
    assert len(offered) == 7
    for offer in offered:
        assert offer["url"].endswith("?tongue=fr")
        assert client.get(offer["url"], headers=HTML).status_code == 200


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["Pilot", "Pilote"]),
        ("tongue=", ["Pilot", "Pilote"]),
        ("tongue=fr", ["Pilote"]),
        ("tongue=FR&above=id:master", ["Pilote"]),
        ("tongue=en&above=<id/master>", ["Pilot"]),
        ("above=id:pilot", []),
    ],
)
def test_parameters_are_given_in_the_address(
    client: FlaskClient, query: str, labels: list[str]
) -> None:
    """A default stands for what is not given; without one all values are asked for."""
    lines = client.get(f"{UNDER}.csv?{query}").text.splitlines()
    assert [line.rpartition(",")[2] for line in lines[1:]] == labels
    written = client.get(f"{UNDER}.rq?{query}").text
    assert "VALUES ?above" in written
    assert ("VALUES ?tongue" in written) is ("tongue=" in query and "tongue=&" not in f"{query}&")


@pytest.mark.parametrize("suffix", ["", ".json", ".rq"])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tongue=de", "The parameter tongue takes one of en, fr, not de."),
        ("tongue=1", "The parameter tongue takes a language tag such as en, not 1."),
        ("above=x", "The parameter above takes an IRI or a prefixed name, not x."),
        (
            "above=ex:Post",
            "The parameter above takes a thing of the class ex:Post, not ex:Post; /class?iri=",
        ),
        ("above=" + "x" * 2001, "The parameter above has more than 2000 characters."),
        ("tongue=%00", "The parameter tongue holds a control character, U+0000."),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(
    client: FlaskClient, suffix: str, query: str, told: str
) -> None:
    """400 names parameter, value and what may be, in the form asked for."""
    response = client.get(f"{UNDER}{suffix}?{query}", headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json(force=True)["detail"].startswith(told)
    assert response.headers["Cache-Control"] == "no-store"


def test_the_page_of_a_question_has_a_form(client: FlaskClient) -> None:
    """With what may be chosen, by its labels; links to the data and the other language keep it."""
    page = client.get(f"{UNDER}?above=id:pilot&tongue=fr&lang=fr", headers=HTML).text
    chosen = re.findall(r'<option value="([^"]*)"[^>]* selected>([^<]*)<', page)
    assert chosen == [(f"{BASE}id/pilot", "Pilote"), ("fr", "fr")]
    assert '<label for="param-above">Poste au-dessus</label>' in page
    assert '<option value="">tous</option>' in page
    assert 'name="lang" value="fr"' in page
    csv = unescape(re.findall(r'href="([^"]*q3-under-a-post\.csv[^"]*)"', page)[0])
    assert "tongue=fr" in csv
    assert client.get(csv).text.splitlines() == ["post,label"]
    english = re.findall(r'href="([^"]*lang=en)" hreflang="en" lang="en"', page)
    assert "tongue=fr" in english[0]
    assert "VALUES ?tongue" in page


def test_a_question_without_parameters_has_no_form(client: FlaskClient) -> None:
    """As before."""
    assert 'class="parameters"' not in client.get("/queries/q1-posts", headers=HTML).text


def test_the_list_comes_as_data(client: FlaskClient) -> None:
    """Names, titles, parameters and addresses, of which each works."""
    response = client.get("/queries/", headers={"Accept": "application/json"})
    assert "Accept" in response.vary
    assert response.data == client.get("/queries.json").data
    found = {saved["name"]: saved for saved in response.get_json()["questions"]}
    assert set(found) == {"q1-posts", "q2-under", "q3-under-a-post"}
    above, tongue = found["q3-under-a-post"]["parameters"]
    assert above == {
        "name": "above",
        "type": "iri",
        "label": {"en": "Post above", "fr": "Poste au-dessus"},
        "default": f"{BASE}id/master",
        "allowed": None,
        "class": f"{BASE}ontology#Post",
    }
    assert (tongue["allowed"], tongue["default"]) == (["en", "fr"], None)
    for form in found["q2-under"]["forms"]:
        assert client.get(form["url"]).mimetype == form["type"]
    again = client.get("/queries.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    refused = client.get("/queries/", headers={"Accept": "text/turtle"})
    assert refused.status_code == 406
    filtered = client.get("/queries.json?q=pilot").get_json()["questions"]
    assert [saved["name"] for saved in filtered] == ["q2-under"]


@pytest.mark.parametrize("word", ["pilot", "poste", "post"])
def test_data_on_questions_are_the_same_in_every_language(client: FlaskClient, word: str) -> None:
    """They have all languages, are filtered in all, and may be kept for readers of any."""
    answers = [
        client.get(f"/queries.json?q={word}", headers={"Accept-Language": tongue})
        for tongue in ("en", "fr")
    ]
    assert answers[0].data == answers[1].data
    assert answers[0].get_json()["questions"]
    assert "Accept-Language" not in answers[0].headers.get("Vary", "")


def test_questions_are_in_groups_and_may_be_filtered(client: FlaskClient) -> None:
    """By where the answer comes from; every word must be in the question."""
    page = client.get("/queries/", headers=HTML).text
    links = set(re.findall(r'href="/queries/([^"?]+)"', page))
    assert links == {"q1-posts", "q2-under", "q3-under-a-post"}
    assert page.count("<h2") >= 1
    (title,) = re.findall(r'href="/queries/q1-posts">([^<]*)<', page)
    word = max(re.findall(r"\w+", unescape(title)), key=len)
    filtered = client.get("/queries/", query_string={"q": word.upper()}, headers=HTML).text
    assert "/queries/q1-posts" in filtered
    none = client.get("/queries/?q=xyzzy", headers=HTML).text
    assert "Nothing matches." in none
    assert "/queries/q1-posts" not in none


def test_a_cache_tells_values_of_parameters_apart(harbour: Harbour) -> None:
    """Their names are among those on which an answer may depend."""
    content = ReleasePublication(harbour.settings).load(str(harbour.release.path))
    assert content.parameters >= {"above", "tongue", "query", "lang"}


def test_a_suffix_decides(client: FlaskClient) -> None:
    """Whatever the header says."""
    found = client.get("/queries/q2-under.json", headers=HTML)
    assert json.loads(found.data)["boolean"] is True
