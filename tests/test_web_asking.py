"""Asking on pages: answers where they are seen, errors at their place."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.columns import Iri
from mcdgraph.errors import QuerySyntaxError
from mcdgraph.pages.answers import Table
from mcdgraph.pages.excerpts import excerpt
from mcdgraph.pages.labels import Label
from mcdgraph.pages.tables import in_language
from mcdgraph.pages.values import Resource, Text
from mcdgraph.web.site import EXTENSION, UsedTerm

HTML = {"Accept": "text/html"}


def asked(query: str) -> str:
    """Give the address of the answer to a query."""
    return f"/query?query={quote(query)}"


def test_the_answer_stands_before_the_saved_questions(client: FlaskClient) -> None:
    """It follows the button, and the form leads to it."""
    page = client.get(asked("SELECT * { ?s ?p ?o } LIMIT 3")).text
    assert page.index("</form>") < page.index('id="answer"') < page.index('<details class="saved">')
    assert 'action="/query#answer"' in page
    assert "<title>3 rows – Query" in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ASK {}", "Answer – Query"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "1 row – Query"),
        ("SELECT * { <urn:no> ?p ?o }", "0 rows – Query"),
        ("SELECT nonsense", "This did not work – Query"),
    ],
)
def test_the_title_tells_what_came(client: FlaskClient, query: str, title: str) -> None:
    """Who has many tabs, or cannot see the page, is told first."""
    assert f"<title>{title} — The harbour</title>" in client.get(asked(query)).text


def test_columns_stand_in_the_order_of_the_query(client: FlaskClient) -> None:
    """As the endpoint has them, not by the alphabet; each value under its variable."""
    page = client.get(asked("SELECT * { ?thing a ex:Post ; ?by ?also } LIMIT 1")).text
    assert re.findall(r'<th scope="col">(\w+)', page) == ["thing", "by", "also"]
    (row,) = re.findall(r"<tr>((?:<td>.*?</td>)+)</tr>", page, re.DOTALL)
    assert "/id/" in row.split("</td>")[0]


def test_an_error_of_syntax_is_shown_at_its_place(client: FlaskClient) -> None:
    """The page says line and column, and marks the character."""
    page = client.get(asked("SELECT * {\n ?s a ?o } LIMT 5"), headers=HTML).text
    assert "Line 2, column 12" in page
    assert re.search(r"\?s a \?o \} <mark>L</mark>IMT 5", page)
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("abc", 1, 2, ("a", "b", "c")),
        ("abc", 1, 4, ("abc", " ", "")),
        ("abc", 1, 99, ("abc", " ", "")),
        ("a\r\nbc", 2, 1, ("", "b", "c")),
        ("x" * 500, 1, 250, ("…" + "x" * 60, "x", "x" * 59 + "…")),
    ],
)
def test_excerpts(text: str, line: int, column: int, expected: tuple[str, str, str]) -> None:
    """A place at the end, beyond it, or far within a long line is shown all the same."""
    found = excerpt(text, QuerySyntaxError("wrong", line, column))
    assert found
    assert (found.before, found.marked, found.after) == expected


@pytest.mark.parametrize(("line", "column"), [(None, None), (1, None), (0, 1), (9, 1)])
def test_no_place_no_excerpt(line: int | None, column: int | None) -> None:
    """Where the error does not say where it is, or outside the text, nothing is marked."""
    assert excerpt("abc", QuerySyntaxError("wrong", line, column)) is None


def test_terms_that_occur_nowhere_are_told(harbour_app: Flask, client: FlaskClient) -> None:
    """An empty answer names them with what was perhaps meant; a full one does not look."""
    plain = harbour_app.extensions[EXTENSION]
    found = [UsedTerm(term="ex:Pst", suggestion="ex:Post"), UsedTerm(term="ex:nix")]
    harbour_app.extensions[EXTENSION] = replace(plain, unknown_terms=lambda _text: found)
    try:
        page = client.get(asked("SELECT * { ?s a <urn:nowhere> }")).text
        assert "<code>ex:Pst</code> occurs nowhere in the graph. Did you mean" in page
        assert "<code>ex:Post</code>?" in page
        assert "<code>ex:nix</code> occurs nowhere in the graph.</p>" in page
        assert "ex:Pst" in client.get(asked("ASK { ?s a <urn:nowhere2> }")).text
        assert "ex:Pst" not in client.get(asked("SELECT * { ?s a ?nowhere } LIMIT 1")).text
    finally:
        harbour_app.extensions[EXTENSION] = plain


def cell(name: str) -> Resource:
    """Give a cell with a thing."""
    return Resource(iri=f"urn:{name}", label=Label(text=name))


@pytest.mark.parametrize(
    ("variables", "language", "expected"),
    [
        (("a", "a_fr", "a_en"), "fr", ("a",)),
        (("a_fr", "a_en", "n"), "fr", ("a", "n")),
        (("a_fr", "a_en", "n"), "en", ("a", "n")),
        (("a_fr",), "en", ("a",)),
        (("a_de", "stated_year"), "en", ("a de", "stated year")),
        (("_fr", "fr"), "fr", (" fr", "fr")),
    ],
)
def test_a_table_is_for_readers_of_one_language(
    variables: tuple[str, ...], language: str, expected: tuple[str, ...]
) -> None:
    """Columns in other languages are left out where there is one in the reader's."""
    row = tuple(Text(text=name) for name in variables)
    table = in_language(Table(variables=variables, rows=(row,)), language, ("en", "fr"))
    assert table.variables == expected
    assert len(table.rows[0]) == len(expected)


def test_a_thing_stands_for_its_labels() -> None:
    """The cell with the thing says its label; the values stay those of their columns."""
    table = Table(
        variables=("a", "a_fr", "n_en", "n_fr"),
        rows=((cell("x"), Text(text="ix"), Text(text="one"), Text(text="un")),),
    )
    assert in_language(table, "fr", ("en", "fr")).rows == ((cell("x"), Text(text="un")),)
    assert Iri(cell("x").iri) == Iri("urn:x")
