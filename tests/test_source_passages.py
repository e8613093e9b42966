"""Passages: links to them, their words in a copy at hand, and which files are copies."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import columns_of, thing

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import STANDARD
from mcdgraph.passages import (
    ColumnStatements,
    DocumentCopies,
    PassageReader,
    copies,
    published_digests,
    read_copies,
)
from mcdgraph.passages.links import archived, is_address, with_text
from mcdgraph.passages.quotation import CONTEXT, MOST_QUOTED, quotation
from mcdgraph.settings import EvidenceSettings

DCTERMS, OA, SPDX = STANDARD["dcterms"], STANDARD["oa"], STANDARD["spdx"]
PAGE = "https://a.example/page"
TEXT = "One. Två words, här. Three."


def digest_of(text: str) -> str:
    """Take the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("address", "start", "end", "expected"),
    [
        (PAGE, "", "", PAGE),
        (PAGE, "", "unused", PAGE),
        (PAGE, "a b", "", f"{PAGE}#:~:text=a%20b"),
        (PAGE, "a-b", "c, d&e", f"{PAGE}#:~:text=a%2Db,c%2C%20d%26e"),
        (f"{PAGE}#top", "é", "", f"{PAGE}#top:~:text=%C3%A9"),
        (PAGE, " a\n b ", "#?%", f"{PAGE}#:~:text=a%20b,%23%3F%25"),
    ],
)
def test_a_link_leads_to_words(address: str, start: str, end: str, expected: str) -> None:
    """What a text directive reserves is percent-encoded; a fragment that was there stays."""
    assert with_text(address, start, end) == expected


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2013-09-13", "20130913"),
        ("2017-04-30T23:59:59Z", "20170430"),
        ("1999-02", "199902"),
        ("1999", "1999"),
        ("", "*"),
        ("yesterday", "*"),
        ("99", "*"),
    ],
)
def test_archives_are_asked_by_address_and_date(date: str, moment: str) -> None:
    """A date as precise as it is known finds the nearest copy; without one all are listed."""
    assert archived(PAGE, date) == f"https://web.archive.org/web/{moment}/{PAGE}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ("http://a.example/é", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/", False),
        ("https://a.example/ x", False),
        ('https://a.example/"', False),
        ("https://[", False),
        ("https://a.example/" + "x" * 1_000, False),
    ],
)
def test_only_addresses_of_the_web_are_linked(text: str, expected: bool) -> None:
    """What a graph calls an address may be anything."""
    assert is_address(text) is expected


def test_a_quotation_stands_in_a_bounded_context() -> None:
    """Words are not cut at the edges of the context, and a long passage ends with an ellipsis."""
    text = "word " * 1_000 + "Here it is." + " more" * 1_000
    found = quotation(text, 5_000, 5_011)
    assert found is not None
    assert found.exact == "Here it is."
    assert found.before.startswith("…word ")
    assert found.after.endswith(" more…")
    assert max(len(found.before), len(found.after)) <= CONTEXT + 1
    long = quotation(text, 0, len(text))
    assert long is not None
    assert (long.before, long.after) == ("", "")
    assert len(long.exact) <= MOST_QUOTED + 1
    unbroken = quotation("x" * 10_000, 5_000, 5_001)
    assert unbroken is not None
    assert len(unbroken.before) == len(unbroken.after) == CONTEXT + 1


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (0, 28), (27, 28), (4, 5), (10**18, 9)])
def test_offsets_that_do_not_fit_quote_nothing(start: int, end: int) -> None:
    """Offsets are [start, end) of the text, and cut more than a blank out of it."""
    assert len(TEXT) == 27
    assert quotation(TEXT, start, end) is None


def test_code_points_are_counted() -> None:
    """Letters beyond ASCII count one, whatever bytes they take."""
    found = quotation(TEXT, 5, 20)
    assert found is not None
    assert (found.before, found.exact, found.after) == ("One. ", "Två words, här.", " Three.")
    assert (found.first_words, found.last_words) == ("Två words, här.", "")


def said(*more: tuple[Term, str, Term]) -> ColumnStatements:
    """Say of a passage that it stands in a version of a document, and more."""
    first = [
        (thing("s1"), Iri(DCTERMS + "isPartOf"), thing("v1")),
        (thing("s1"), Iri(OA + "start"), Literal("5")),
        (thing("s1"), Iri(OA + "end"), Literal("20")),
        (thing("v1"), Iri(DCTERMS + "isPartOf"), thing("book")),
        (thing("book"), Iri(STANDARD["schema"] + "url"), Iri(PAGE)),
    ]
    rest = [(s, Iri(p), o) for s, p, o in more]
    return ColumnStatements(columns_of(("charter", [*first, *rest])))


def checksum(digest: str, algorithm: str) -> list[tuple[Term, str, Term]]:
    """Say the checksum of a version as SPDX does."""
    node = BlankNode("sum")
    return [
        (thing("v1"), SPDX + "checksum", node),
        (node, SPDX + "algorithm", Iri(SPDX + algorithm)),
        (node, SPDX + "checksumValue", Literal(digest)),
    ]


PUBLISHED = [
    (checksum(digest_of(TEXT).upper(), "checksumAlgorithm_sha256"), True),
    (checksum(digest_of(TEXT), "checksumAlgorithm_sha1"), False),
    ([(thing("book"), STANDARD["schema"] + "sha256", Literal(digest_of(TEXT)))], True),
    ([(thing("book"), STANDARD["schema"] + "sha256", Literal("no digest"))], False),
]


@pytest.mark.parametrize(("more", "known"), PUBLISHED)
def test_a_copy_is_known_by_the_published_digest(
    more: list[tuple[Term, str, Term]],
    known: bool,
    tmp_path: Path,
) -> None:
    """By SPDX or schema.org, on the version or the document, whatever the file is called."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "any name").write_text(TEXT, encoding="utf8")
    statements, profile = said(*more), EvidenceSettings()
    wanted = published_digests(statements, profile)
    at_hand = read_copies(tmp_path, wanted)
    assert at_hand.text(digest_of(TEXT)) == (TEXT if known else None)
    found = PassageReader(statements, profile, at_hand).passage(thing("s1").value)
    assert (found.quotation is not None) is known
    assert found.document.url == PAGE
    assert found.document.iris == (thing("v1").value, thing("book").value)
    words = "#:~:text=Tv%C3%A5%20words%2C%20h%C3%A4r." if known else ""
    assert found.link == PAGE + words
    assert found.archive == f"https://web.archive.org/web/*/{PAGE}{words}"


def test_what_is_nearest_to_the_passage_holds() -> None:
    """The date of a version is used before that of its document, and a circle ends."""
    date = DCTERMS + "modified"
    statements = said(
        (thing("v1"), date, Literal("2013")),
        (thing("book"), date, Literal("2020")),
        (thing("book"), DCTERMS + "isPartOf", thing("v1")),
        (thing("book"), DCTERMS + "language", Literal('fr" onclick="x')),
        (thing("s1"), DCTERMS + "description", Literal("Ce qu'il dit", RDF_LANG_STRING, "fr")),
        (thing("s1"), DCTERMS + "description", Literal("x" * 10_000, RDF_LANG_STRING, "en")),
    )
    found = PassageReader(statements, EvidenceSettings(), DocumentCopies()).passage(
        thing("s1").value
    )
    assert found.document.date == "2013"
    assert found.document.language == ""
    gloss = found.gloss("fr")
    assert gloss is not None
    assert gloss.lexical == "Ce qu'il dit"
    assert max(len(text.lexical) for text in found.glosses) <= 600


def test_words_of_the_graph_lead_before_those_of_a_copy() -> None:
    """A profile names the properties of the words; a copy is not needed for them."""
    begins, ends = "https://mine.example/begins", "https://mine.example/ends"
    statements = said(
        (thing("s1"), begins, Literal("Två words")), (thing("s1"), ends, Literal("här"))
    )
    profile = replace(EvidenceSettings(), fragment_start=(begins,), fragment_end=(ends,))
    found = PassageReader(statements, profile, DocumentCopies()).passage(thing("s1").value)
    assert found.link == f"{PAGE}#:~:text=Tv%C3%A5%20words,h%C3%A4r"


def test_what_is_no_copy_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes, hidden files, files that are too large, and what is not UTF-8 hold nothing up."""
    monkeypatch.setattr(copies, "MOST_BYTES", 40)
    bad = b"\xff not UTF-8"
    (tmp_path / "bad").write_bytes(bad)
    (tmp_path / "large").write_bytes(b"x" * 41)
    (tmp_path / ".hidden").write_text(TEXT, encoding="utf8")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    wanted = {hashlib.sha256(bad).hexdigest(), digest_of(TEXT), digest_of("x" * 41)}
    found = read_copies(tmp_path, wanted)
    assert not found.texts
    assert found.digest == ""
    assert {path.name: reason for path, reason in found.passed_over.items()} == {
        "bad": "not UTF-8 at byte 0",
        "large": "larger than 40 bytes",
        "gone": "No such file or directory",
    }


def test_nothing_is_read_where_nothing_is_published(tmp_path: Path) -> None:
    """A graph without digests never looks into the folder, which need not exist."""
    (tmp_path / "copy").write_text(TEXT, encoding="utf8")
    assert read_copies(tmp_path, frozenset()) == DocumentCopies()
    assert read_copies(tmp_path / "none", {digest_of(TEXT)}).texts == {}


def test_all_copies_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond the bound is named, and not kept."""
    monkeypatch.setattr(copies, "MOST_KEPT", 5)
    for name in ("aaaa", "bbbb"):
        (tmp_path / name).write_text(name, encoding="utf8")
    found = read_copies(tmp_path, {digest_of("aaaa"), digest_of("bbbb")})
    assert list(found.texts.values()) == ["aaaa"]
    assert list(found.passed_over) == [tmp_path / "bbbb"]
