"""Search on the web: pages, JSON, the box in every header, and what is hostile."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

PAGES = ("/", "/ontology", "/queries/", "/query", "/dumps/", "/doc/id/pilot", "/dataset", "/none")


def answered(client: FlaskClient, query: str, **parameters: str) -> Any:
    """Ask for JSON."""
    response = client.get("/search.json", query_string={"q": query, "lang": "en", **parameters})
    assert response.status_code == 200
    return json.loads(response.data)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_box(client: FlaskClient, path: str) -> None:
    """A form that needs no script, with the language asked for."""
    page = client.get(f"{path}?lang=fr", headers={"Accept": "text/html"}).text
    assert page.count('name="q" type="search"') >= 1
    (form,) = re.findall(r'<form class="search".*?</form>', page, re.DOTALL)
    assert 'method="get" action="/search"' in form
    assert '<input type="hidden" name="lang" value="fr">' in form


def test_the_page_shows_hits_by_kind(client: FlaskClient) -> None:
    """With their names marked, what they are, and where they lead."""
    page = client.get("/search?q=pilote&lang=fr").text
    assert '<a href="/doc/id/pilot?lang=fr"><span><mark>Pilote</mark></span></a>' in page
    assert 'id="kind-thing"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_another_name_tells_where_it_was_found(client: FlaskClient) -> None:
    """Its markup is text."""
    page = client.get("/search?q=lotse&lang=en").text
    assert "&lt;b&gt;<mark>Lotse</mark>&lt;/b&gt; &amp; Co" in page
    assert '<span class="where">alternative label</span>' in page
    assert 'lang="de"' in page


def test_a_misspelt_word_is_told(client: FlaskClient) -> None:
    """With what was looked for instead."""
    page = client.get("/search?q=capitiane&lang=fr").text
    assert "Résultats pour Capitaine." in page
    assert "Capitaine</mark> de port" in page


def test_nothing_is_told_as_nothing(client: FlaskClient) -> None:
    """And an empty search explains itself."""
    assert "Nothing was found." in client.get("/search?q=xyzzyq&lang=en").text
    assert "Names in any language" in client.get("/search?lang=en").text


def test_json_has_hits_and_suggestions(client: FlaskClient) -> None:
    """In the documented shape."""
    found = answered(client, "harbour mas")
    assert found.keys() == {
        *("query", "language", "corrected", "did_you_mean", "kind", "page", "pages", "total"),
        *("whole", "more", "kinds", "hits", "suggestions"),
    }
    assert found["hits"][0] == {
        "iri": "https://example.org/harbour/id/master",
        "url": "/doc/id/master?lang=en",
        "kind": "thing",
        "type": {"iri": "https://example.org/harbour/ontology#Post", "label": "post"},
        "deprecated": False,
        "name": {
            "text": "Harbour master",
            "language": "en",
            "marks": [[0, 7], [8, 14]],
            "before": False,
            "after": False,
        },
        "partial": False,
        "reason": found["hits"][0]["reason"],
        "summary": None,
    }
    assert found["hits"][0]["reason"]["role"] == "name"
    assert found["suggestions"][0]["iri"] == "https://example.org/harbour/id/master"


def test_questions_are_found(client: FlaskClient) -> None:
    """And lead to their answers."""
    hits = answered(client, "posts", kind="question")["hits"]
    assert [hit["url"] for hit in hits] == [
        "/queries/q1-posts?lang=en",
        "/queries/q3-under-a-post?lang=en",
    ]
    assert hits[0]["iri"] is None


def test_json_follows_the_language(client: FlaskClient) -> None:
    """A cache is told so, and the tag differs."""
    french = client.get("/search.json?q=pilot", headers={"Accept-Language": "fr"})
    english = client.get("/search.json?q=pilot", headers={"Accept-Language": "en"})
    assert "Accept-Language" in french.headers["Vary"]
    assert french.headers["ETag"] != english.headers["ETag"]
    again = client.get(
        "/search.json?q=pilot&lang=fr", headers={"If-None-Match": french.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("q=post&kind=nothing", 404), ("q=post&page=99", 404), ("q=post&page=x", 400)),
        *((f"q={'x' * 2001}", 400), ("q=%00", 400), (f"q={'x%20' * 500}", 200), ("q=%FF", 200)),
        *(
            ("q=%22%20OR%20name%3A*", 200),
            ("q=%3Cscript%3E", 200),
            ("q=ex:Post", 200),
            ("q=*", 200),
        ),
        ("q=https://example.com/mayor", 200),
    ],
)
@pytest.mark.parametrize("path", ["/search", "/search.json"])
def test_whatever_is_asked_for_is_answered(
    client: FlaskClient, path: str, query: str, status: int
) -> None:
    """With a message where it cannot be; what was sent is never markup."""
    response = client.get(f"{path}?{query}", headers={"Accept": "text/html"})
    assert response.status_code == status
    assert response.mimetype == "application/json" or "<script>" not in response.text


def test_too_many_words_are_told(client: FlaskClient) -> None:
    """The first count."""
    page = client.get(f"/search?q={'pilot+' * 60}&lang=en").text
    assert "Only the first words were looked for." in page


def test_an_iri_that_is_only_mentioned_is_led_to(client: FlaskClient) -> None:
    """Though the index does not have it."""
    page = client.get("/search?q=https://example.com/mayor?a=1%26b=2&lang=en").text
    assert 'href="/resource?iri=https://example.com/mayor%3Fa%3D1%26b%3D2&amp;lang=en"' in page


@pytest.mark.parametrize(
    "path", ["/doc/id/pilto", "/id/pilto", "/resource?iri=https://x.org/pilto"]
)
def test_what_was_meant_is_named_where_nothing_is(client: FlaskClient, path: str) -> None:
    """The page of an error leads to it."""
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 404
    assert "Perhaps you meant:" in response.text
    assert '<a href="/doc/id/pilot">Pilot</a>' in response.text
