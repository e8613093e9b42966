"""IRIs and paths: there and back."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.formats import DOCUMENT_FORMATS, HTML, JSON_LD, TURTLE
from mcdgraph.web.addresses import Addresses
from mcdgraph.web.targets import sent_path

BASE = "https://example.org/g/"
ADDRESSES = Addresses(base_iri=BASE)

#: Characters an IRI may hold (RFC 3987, clause 2.2), percent signs and delimiters included.
SEGMENT = st.text(
    st.characters(
        categories=("L", "N", "P", "S", "M"), exclude_characters='<>"{}|\\^`', codec="utf-8"
    ),
    min_size=1,
    max_size=12,
)


def iri_at(path: str) -> str:
    """Do what the server does with the path of a document."""
    parts = urlsplit(path)
    if parts.path == "/resource":
        return parse_qs(parts.query)["iri"][0]
    readings = ADDRESSES.documents(parts.path.removeprefix("/doc/"))
    assert readings[0][1] is None
    return readings[0][0]


@given(st.sampled_from(["id", "concept", "graph"]), st.lists(SEGMENT, min_size=1, max_size=4))
def test_every_iri_below_the_base_comes_back(space: str, segments: list[str]) -> None:
    """The path of an IRI's document names that IRI and no other."""
    iri = BASE + "/".join([space, *segments])
    assert iri_at(ADDRESSES.path(iri)) == iri


@given(SEGMENT)
def test_every_other_iri_comes_back(name: str) -> None:
    """An IRI from elsewhere travels as a parameter."""
    iri = f"https://elsewhere.example/{name}"
    assert ADDRESSES.path(iri).startswith("/resource?iri=")
    assert iri_at(ADDRESSES.path(iri)) == iri


@given(st.lists(SEGMENT, min_size=1, max_size=3), st.sampled_from(DOCUMENT_FORMATS))
def test_every_form_comes_back(segments: list[str], form: object) -> None:
    """The path of one form of a document names the IRI and the form."""
    iri = BASE + "/".join(["id", *segments])
    path = urlsplit(ADDRESSES.document_path(iri, form))  # type: ignore[arg-type]
    if path.path.startswith("/resource."):
        assert parse_qs(path.query)["iri"] == [iri]
        return
    readings = ADDRESSES.documents(path.path.removeprefix("/doc/"))
    assert (iri, form) == next(reading for reading in readings if reading[1])


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (BASE + "id/ml/mcd", "/doc/id/ml/mcd"),
        (BASE + "concept/rank/officer", "/doc/concept/rank/officer"),
        (BASE + "graph/inferred", "/doc/graph/inferred"),
        (BASE + "ontology", "/ontology"),
        (BASE + "ontology#Post", "/ontology#Post"),
        (BASE + "shapes#PostShape", "/shapes#PostShape"),
        (BASE + "dataset", "/dataset"),
        (BASE + "ontology/1.0", "/doc/ontology/1.0"),
        (BASE + "def/Cow", "/doc/def/Cow"),
        (BASE + "def/", "/doc/def/"),
        (BASE + "query", "/doc/query"),
        (BASE, "/resource?iri=https://example.org/g/"),
        (BASE + "id/café", "/doc/id/caf%C3%A9"),
        (BASE + "id/caf%C3%A9", "/doc/id/caf%25C3%25A9"),
        (BASE + "id/a?b=1", "/doc/id/a%3Fb=1"),
        (BASE + "id/a#b", "/doc/id/a%23b"),
        (BASE + "id/../x", "/resource?iri=https://example.org/g/id/../x"),
        (BASE + "id//x", "/resource?iri=https://example.org/g/id//x"),
        (BASE + "id/", "/doc/id/"),
        (BASE + "id/..", "/resource?iri=https://example.org/g/id/.."),
        (BASE + "id", "/doc/id"),
        (
            "http://www.wikidata.org/entity/Q912",
            "/resource?iri=http://www.wikidata.org/entity/Q912",
        ),
        ("http://x.example/?a=1&b=2#c", "/resource?iri=http://x.example/%3Fa%3D1%26b%3D2%23c"),
        ("urn:isbn:1", "/resource?iri=urn:isbn:1"),
    ],
)
def test_paths(iri: str, path: str) -> None:
    """What stands where."""
    assert ADDRESSES.path(iri) == path


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (BASE + "id/ml/mcd", "/doc/id/ml/mcd.ttl"),
        (BASE + "ontology#Post", "/ontology.ttl"),
        ("urn:isbn:1", "/resource.ttl?iri=urn:isbn:1"),
    ],
)
def test_forms_have_a_suffix(iri: str, path: str) -> None:
    """One form of a document is named by the suffix of its path."""
    assert ADDRESSES.document_path(iri, TURTLE) == path


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("id/x", ((BASE + "id/x", None),)),
        ("id/x.ttl", ((BASE + "id/x.ttl", None), (BASE + "id/x", TURTLE))),
        ("id/x.jsonld", ((BASE + "id/x.jsonld", None), (BASE + "id/x", JSON_LD))),
        ("id/x.html", ((BASE + "id/x.html", None), (BASE + "id/x", HTML))),
        ("id/x.csv", ((BASE + "id/x.csv", None),)),
        ("id/v1.2", ((BASE + "id/v1.2", None),)),
        (".ttl", ((BASE + ".ttl", None),)),
    ],
)
def test_a_document_path_is_read_as_it_stands_first(tail: str, expected: object) -> None:
    """An IRI that ends like a file name comes before the form that the ending would name."""
    assert ADDRESSES.documents(tail) == expected


@pytest.mark.parametrize(
    ("sent", "query", "first"),
    [
        ("id/cow", "", "id/cow"),
        ("id/Daisy_%28cow%29", "", "id/Daisy_%28cow%29"),
        ("id/caf%C3%A9", "", "id/caf%C3%A9"),
        ("id/a%2Fb", "", "id/a%2Fb"),
        ("id/a", "b=1", "id/a?b=1"),
    ],
)
def test_the_iri_as_it_was_sent_is_looked_for_first(sent: str, query: str, first: str) -> None:
    """What the client wrote is the IRI, where the graph has it."""
    assert ADDRESSES.candidates(sent, query)[0] == BASE + first


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("id/caf%C3%A9", "id/café"),
        ("id/Daisy_(cow)", "id/Daisy_%28cow%29"),
        ("id/Daisy_%28cow%29", "id/Daisy_(cow)"),
        ("id/o'hara", "id/o%27hara"),
        ("id/%7Euser", "id/~user"),
        ("id/a%2fb", "id/a%2Fb"),
        ("id/a%2Fb", "id/a%2fb"),
        ("id/a%20b", "id/a%20b"),
        ("id/%E2%82", "id/%E2%82"),
    ],
)
def test_other_spellings_are_looked_for_too(sent: str, found: str) -> None:
    """An IRI that differs only in what is percent-encoded is found where no other is."""
    assert BASE + found in ADDRESSES.candidates(sent)


@pytest.mark.parametrize("sent", ["id/a%2Fb", "id/a%2fb", "a%2Fb%2Fc"])
def test_an_encoded_slash_is_no_slash(sent: str) -> None:
    """Neither for a thing nor for its document (RFC 3986, clause 2.2)."""
    split = BASE + unquote(sent)
    assert split not in ADDRESSES.candidates(sent)
    assert split not in [iri for iri, _ in ADDRESSES.documents(sent)]


def test_a_long_query_is_no_part_of_an_iri() -> None:
    """What a stranger appends costs no look-up past a bound."""
    assert ADDRESSES.candidates("id/a", "b" * 5_000) == ADDRESSES.candidates("id/a")


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"RAW_URI": "/id/Daisy_%28cow%29?x=1"}, "/id/Daisy_%28cow%29"),
        ({"REQUEST_URI": "/id/Daisy_%28cow%29"}, "/id/Daisy_%28cow%29"),
        ({"RAW_URI": "http://x.example/id/Daisy_%28cow%29"}, "/id/Daisy_%28cow%29"),
        ({"RAW_URI": "/g/id/Daisy_%28cow%29", "SCRIPT_NAME": "/g"}, "/id/Daisy_%28cow%29"),
        ({"RAW_URI": "/id/Daisy_%28cow%29", "SCRIPT_NAME": "/g"}, "/id/Daisy_%28cow%29"),
        ({"RAW_URI": "/somewhere/else"}, "/id/Daisy_(cow)"),
        ({}, "/id/Daisy_(cow)"),
    ],
)
def test_the_path_as_sent(environ: dict[str, str], path: str) -> None:
    """A server may say what the target was; what contradicts the path is not believed."""
    assert sent_path({"PATH_INFO": "/id/Daisy_(cow)", **environ}) == path


def test_an_empty_path_is_the_root() -> None:
    """A server that is asked for its mount gives no path."""
    assert sent_path({"PATH_INFO": "", "SCRIPT_NAME": "/g", "RAW_URI": "/g"}) == "/"
    assert sent_path({"PATH_INFO": ""}) == "/"


def test_a_target_that_is_no_ascii_is_encoded() -> None:
    """A path stands in headers and links, whatever bytes a client sends."""
    raw = '/id/\xc3\xa9"<'
    assert sent_path({"PATH_INFO": raw, "RAW_URI": raw}) == "/id/%C3%A9%22%3C"
