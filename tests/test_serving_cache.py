"""What is kept is found again by what decides it, and by nothing else."""

import pytest

from mcdgraph.serving.cache import ResponseCache, matches, unchanged
from mcdgraph.serving.frames import Head, JobRequest, RawHeaders, encode_headers

HTML = (b"accept", b"text/html")
HEAD = Head(200, encode_headers([("content-type", "text/html"), ("etag", '"x"'), ("vary", "A")]))


def cache(capacity: int = 160_000) -> ResponseCache:
    """A cache for pages that use two parameters."""
    return ResponseCache(capacity, frozenset({"lang", "query"}))


def key(path: bytes, query: bytes, headers: RawHeaders, body: bytes = b"") -> bytes:
    """The key of a GET, or of a POST where there is a body."""
    return cache().key(JobRequest("POST" if body else "GET", path, query, headers, body))


SAME = [
    (b"/a", b"", b"/a", b"z=1"),
    (b"/a", b"lang=fr", b"/a", b"z=1&lang=fr&utm_source=x"),
    (b"/a", b"query=x&lang=fr", b"/a", b"query=x&y&lang=fr"),
]
OTHER = [
    (b"/a", b"", b"/b", b""),
    (b"/a", b"", b"/a", b"lang=fr"),
    (b"/a", b"lang=fr", b"/a", b"lang=en"),
    (b"/a", b"query=a&query=b", b"/a", b"query=b&query=a"),
    (b"/%61", b"", b"/a", b""),
]


@pytest.mark.parametrize(("path", "query", "other_path", "other_query"), SAME)
def test_unknown_parameters_do_not_count(
    path: bytes, query: bytes, other_path: bytes, other_query: bytes
) -> None:
    """They change no answer."""
    assert key(path, query, [HTML]) == key(other_path, other_query, [HTML])


@pytest.mark.parametrize(("path", "query", "other_path", "other_query"), OTHER)
def test_what_decides_an_answer_counts(
    path: bytes, query: bytes, other_path: bytes, other_query: bytes
) -> None:
    """Path and parameters as they came, in their order."""
    assert key(path, query, [HTML]) != key(other_path, other_query, [HTML])


def test_headers_of_negotiation_and_bodies_count() -> None:
    """Others do not, and conditions are for a worker."""
    plain = key(b"/a", b"", [HTML])
    assert key(b"/a", b"", [HTML, (b"user-agent", b"x")]) == plain
    for name in (b"accept", b"accept-language", b"accept-encoding", b"content-type"):
        assert key(b"/a", b"", [HTML, (name, b"x")]) != plain
    assert key(b"/a", b"", [HTML], b"body") != plain
    assert key(b"/a", b"", [HTML, (b"range", b"bytes=0-1")]) == b""


@pytest.mark.parametrize("query", [b"%6cang=fr", b"la+ng=fr", b"z=%00", b"lang=fr&z=%41"])
def test_what_is_not_understood_is_not_kept(query: bytes) -> None:
    """An escaped name may be any parameter's, and an escaped value may be refused."""
    assert key(b"/a", query, [HTML]) == b""


def test_what_has_very_many_fields_is_not_looked_at() -> None:
    """No page takes as many, and whoever is served by the same process would wait."""
    assert key(b"/a", b"z=1&" * 99, [HTML]) == key(b"/a", b"", [HTML])
    assert key(b"/a", b"z=1&" * 100, [HTML]) == b""


def test_the_oldest_goes() -> None:
    """Within the bound, what was asked for last stays; what is too great is not kept."""
    kept = cache(16_000)
    for name in (b"a", b"b", b"c"):
        kept.put(name, HEAD, b"x" * 400)
    assert kept.get(b"a")
    kept.put(b"great", HEAD, b"x" * 1000)
    assert kept.get(b"great") is None
    for number in range(20):
        kept.put(b"%d" % number, HEAD, b"x" * 400)
        assert kept.get(b"a")
    assert kept.get(b"b") is None
    assert cache(0).put(b"a", HEAD, b"") is None


def test_an_entry_is_what_was_put() -> None:
    """Status, headers, part, body and tag; a 304 repeats some headers."""
    kept = cache()
    kept.put(b"a", HEAD._replace(part="things"), b"body")
    assert kept.get(b"a") == (200, HEAD.lines, "things", b"body", b'"x"')
    assert Head(304, unchanged(HEAD.lines)).headers == [(b"etag", b'"x"'), (b"vary", b"A")]


@pytest.mark.parametrize(
    ("conditional", "etag", "expected"),
    [
        (b'"x"', b'"x"', True),
        (b'W/"x"', b'"x"', True),
        (b'"y", "x"', b'"x"', True),
        (b"*", b'"x"', True),
        (b'"y"', b'"x"', False),
        (b"*", b"", False),
        (b'"' * 8000, b'"x"', False),
    ],
)
def test_tags_are_compared(conditional: bytes, etag: bytes, expected: bool) -> None:
    """Weakly, as If-None-Match asks."""
    assert matches(conditional, etag) is expected
