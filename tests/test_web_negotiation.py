"""Negotiation as a table: what a client sends, what it gets."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.formats import (
    DOCUMENT_FORMATS,
    HTML,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_XML,
    TRIG,
    TURTLE,
    Format,
)
from mcdgraph.web import site
from mcdgraph.web.negotiation import negotiate, negotiate_language

DOCUMENTS = [
    pytest.param([], HTML, id="no header accepts anything"),
    pytest.param([""], HTML, id="an empty header accepts anything"),
    pytest.param([" , ,"], HTML, id="a header of commas accepts anything"),
    pytest.param(["*/*"], HTML, id="curl"),
    pytest.param(
        ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], HTML, id="browser"
    ),
    pytest.param(["text/turtle"], TURTLE, id="by name"),
    pytest.param(["TEXT/Turtle"], TURTLE, id="types compare without case"),
    pytest.param(["text/turtle;q=0.5, application/ld+json"], JSON_LD, id="the higher quality"),
    pytest.param(["text/turtle;Q=0.5, application/ld+json"], JSON_LD, id="q in upper case"),
    pytest.param(["text/html;q=0.1, application/*;q=0.2"], JSON_LD, id="a range by its quality"),
    pytest.param(["application/*"], JSON_LD, id="the first offered of a range"),
    pytest.param(["text/*"], HTML, id="text of any kind"),
    pytest.param(["*/*, text/turtle"], TURTLE, id="equal qualities: the exact name"),
    pytest.param(["text/turtle, text/html"], HTML, id="both exact: the first offered"),
    pytest.param(["text/*;q=0.3, text/html;q=0"], TURTLE, id="q=0 refuses"),
    pytest.param(["text/html;q=0, */*"], TURTLE, id="q=0 refuses whatever the rest"),
    pytest.param(["*/*;q=0"], None, id="everything refused"),
    pytest.param(["text/turtle;q=0"], None, id="nothing asked for but a refusal"),
    pytest.param(["text/turtle;q=0.000"], None, id="zero in any spelling"),
    pytest.param(["image/png"], None, id="not offered"),
    pytest.param(["image/*"], None, id="a range not offered"),
    pytest.param(["image/png, */*;q=0.1"], HTML, id="the rest will do"),
    pytest.param(
        ["application/rdf+xml", "text/turtle;q=0.9"], RDF_XML, id="several header lines are one"
    ),
    pytest.param(["", "application/trig"], TRIG, id="an empty line beside another"),
    pytest.param(
        ["text/turtle; charset=utf-8; q=0.9, text/html;q=0.8"], TURTLE, id="charset is ours"
    ),
    pytest.param(
        ["text/html;level=1;q=0.9, text/html;q=0.3, text/turtle;q=0.5"],
        TURTLE,
        id="a parameter we lack yields to the plain range",
    ),
    pytest.param(
        ['application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'],
        JSON_LD,
        id="a profile still names its type",
    ),
    pytest.param(
        ['text/turtle;x="a,b;q=0", text/html;q=0.5'], TURTLE, id="separators in quoted strings"
    ),
    pytest.param(["text/html;level=1;q=0, text/html"], HTML, id="a refusal of another variant"),
    pytest.param(["text/turtle;q=0.5;q=0.1, text/html;q=0.4"], TURTLE, id="after q: extensions"),
    pytest.param(["application/x-turtle"], TURTLE, id="an alias by name"),
    pytest.param(["application/xhtml+xml"], HTML, id="XHTML readers read HTML"),
    pytest.param(["*; q=.2, text/html; q=.1"], TURTLE, id="what Java's URLConnection sends"),
    pytest.param(["text/turtle;q=7, text/html"], HTML, id="qualities end at one"),
    pytest.param(["text/turtle;q=high"], None, id="a malformed quality is no wish"),
    pytest.param([";"], None, id="nothing but a semicolon"),
    pytest.param(["turtle"], None, id="a word is no media type"),
    pytest.param(["*/turtle"], None, id="a wildcard before a name"),
    pytest.param(["turtle, text/html"], HTML, id="the malformed beside the good"),
    pytest.param(['text/turtle;x="unended, text/html'], HTML, id="an unended string"),
    pytest.param(
        ["application/n-quads, application/n-triples;q=0.9"], N_QUADS, id="quads when asked"
    ),
    pytest.param(["application/n-triples,*/*;q=0.1"], N_TRIPLES, id="a linked-data client"),
]

RESULTS = [
    pytest.param([], RESULTS_JSON, id="JSON first"),
    pytest.param(["application/json"], RESULTS_JSON, id="plain JSON"),
    pytest.param(["text/xml"], RESULTS_XML, id="plain XML"),
    pytest.param(["text/*"], RESULTS_CSV, id="an alias is no member of a range"),
    pytest.param(["application/*;q=0.5, text/csv"], RESULTS_CSV, id="quality before order"),
    pytest.param(["application/sparql-results+xml, */*;q=0.9"], RESULTS_XML, id="by name"),
]


@pytest.mark.parametrize(("accept", "expected"), DOCUMENTS)
def test_documents(accept: Sequence[str], expected: Format | None) -> None:
    """A document's format follows RFC 9110, 12.5.1."""
    assert negotiate(accept, DOCUMENT_FORMATS) == expected


@pytest.mark.parametrize(("accept", "expected"), RESULTS)
def test_query_results(accept: Sequence[str], expected: Format | None) -> None:
    """A query result's format follows the same rules."""
    assert negotiate(accept, RESULT_FORMATS) == expected


def test_nothing_offered_is_nothing_chosen() -> None:
    """Where there is nothing to give, any wish gets nothing."""
    assert negotiate([], ()) is None
    assert negotiate(["*/*"], ()) is None


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gets_an_answer(accept: list[str]) -> None:
    """No header, however strange, raises."""
    assert negotiate(accept, DOCUMENT_FORMATS) in (None, *DOCUMENT_FORMATS)
    assert negotiate_language(accept, ("en", "fr")) in ("en", "fr")


@given(st.sampled_from(DOCUMENT_FORMATS), st.floats(0.001, 1))
def test_a_wish_for_one_format_gets_it(form: Format, quality: float) -> None:
    """A media type offered and named is given, whatever its quality."""
    assert negotiate([f"{form.media_type};q={quality:.3f}"], DOCUMENT_FORMATS) == form


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ([], "en"),
        ([""], "en"),
        (["fr"], "fr"),
        (["FR-ca"], "fr"),
        (["fr-CA, en;q=0.8"], "fr"),
        (["en;q=0.8, fr;q=0.9"], "fr"),
        (["de, fr;q=0.2"], "fr"),
        (["de"], "en"),
        (["*"], "en"),
        (["en;q=0, *"], "fr"),
        (["fr;q=0"], "en"),
        (["frr"], "en"),
        (["de", "fr;q=0.5"], "fr"),
        (["fr;q=x"], "en"),
        (["!!"], "en"),
    ],
)
def test_languages(accept: Sequence[str], expected: str) -> None:
    """A language is looked up by prefix; the first offered is the default."""
    assert negotiate_language(accept, ("en", "fr")) == expected


def test_a_header_of_languages_is_read_once_for_a_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page asks for its language with each label, and the header may be long."""
    read = []

    def counted(accept: Sequence[str], offered: Sequence[str]) -> str:
        read.append(accept)
        return negotiate_language(accept, offered)

    monkeypatch.setattr(site, "negotiate_language", counted)
    for language in ("fr", "en"):
        headers = {"Accept": "text/html", "Accept-Language": language}
        page = client.get("/doc/id/pilot", headers=headers)
        assert page.headers["Content-Language"] == language
    assert read == [["fr"], ["en"]]
