"""The header of saved queries: what it gives, and which faults are named where."""

from pathlib import Path, PurePosixPath

import pytest

from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems
from mcdgraph.positions import SourceText
from mcdgraph.questions import (
    ExpectedAnswer,
    Origin,
    SavedQuery,
    parse_saved_query,
    read_saved_queries,
)

GOOD = """\
#title fr: Qui ?
#title en: Who?
#description fr: Une remarque
#description fr: en deux lignes.
#description en: A remark.
#kind: stated, inferred
# a plain comment
#expect: rows
#| ?who ?label
#| <id/a> "A"@fr
#| <id/b> UNDEF

BASE <https://example.org/>
PREFIX ex: <https://example.org/#>
# a comment inside
SELECT ?who ?label { ?who ex:label ?label }
"""


def parse(text: str) -> SavedQuery:
    """Parse a text as queries/q.rq."""
    return parse_saved_query(SourceText(path=PurePosixPath("queries/q.rq"), text=text))


def faults(text: str) -> list[str]:
    """List the faults of a text, each with its place."""
    with pytest.raises(SyntaxProblems) as caught:
        parse(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_header_gives_titles_kinds_and_rows() -> None:
    """Every entry of a good header is found in the saved query."""
    query = parse(GOOD)
    assert query.name == "q"
    assert (query.title("fr"), query.title("en")) == ("Qui ?", "Who?")
    assert query.title("de") == "Qui ?"
    assert query.description("fr") == "Une remarque en deux lignes."
    assert query.origins == (Origin.STATED, Origin.INFERRED)
    assert query.expectation.answer is ExpectedAnswer.ROWS
    assert query.expectation.count == 2
    assert query.expectation.variables == ("?who", "?label")
    assert query.expectation.rows == ('<id/a> "A"@fr', "<id/b> UNDEF")


def test_the_query_is_shown_without_its_header_and_keeps_its_comments() -> None:
    """Only the header's comments are cut away."""
    query = parse(GOOD)
    assert query.query.startswith("BASE <")
    assert "# a comment inside" in query.query
    assert query.text == GOOD


def test_the_expected_table_is_a_values_block_under_the_querys_prologue() -> None:
    """The expected rows are themselves a query, so that the engine parses the terms."""
    query = parse(GOOD)
    assert query.expectation.values_query(query.prologue) == (
        "BASE <https://example.org/>\nPREFIX ex: <https://example.org/#>\n"
        "SELECT ?who ?label { VALUES (?who ?label) {\n"
        '  (<id/a> "A"@fr)\n  (<id/b> UNDEF)\n} }'
    )


@pytest.mark.parametrize(
    ("entry", "answer", "count"),
    [
        ("9 rows", ExpectedAnswer.COUNT, 9),
        ("1 row", ExpectedAnswer.COUNT, 1),
        ("yes", ExpectedAnswer.YES, None),
    ],
)
def test_short_expectations(entry: str, answer: ExpectedAnswer, count: int | None) -> None:
    """Counts and yes need no table."""
    query = parse(f"#title fr: A\n#title en: B\n#kind: stated\n#expect: {entry}\nASK {{}}\n")
    assert (query.expectation.answer, query.expectation.count) == (answer, count)


def test_planted_triples_are_an_update() -> None:
    """Lines of #plant: are kept apart and put under the query's prologue."""
    query = parse(
        "#title fr: A\n#title en: B\n#kind: absent\n#expect: none\n"
        "#plant: ex:a ex:b ex:c .\n#plant: ex:d ex:e 1 .\n"
        "PREFIX ex: <https://example.org/#>\nSELECT * { ?a ex:b ?c }\n"
    )
    assert query.planted_update == (
        "PREFIX ex: <https://example.org/#>\nINSERT DATA {\nex:a ex:b ex:c .\nex:d ex:e 1 .\n}"
    )


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("#title en: Who?\n", "", "1:1: #title en: is missing"),
        ("#description en: A remark.\n", "", "3:1: #description en: is missing"),
        ("#title en:", "#titel en:", "2:1: unknown header entry #titel:; did you mean #title:?"),
        ("#title en:", "#zzz:", "2:1: unknown header entry #zzz:; known are title"),
        ("#title en:", "#title:", "2:1: #title: needs a language"),
        ("#kind:", "#kind en:", "6:1: #kind: takes none"),
        ("stated, inferred", "stated, guessed", "6:1: unknown kind 'guessed'"),
        ("stated, inferred", "", "6:1: #kind: says nothing"),
        ("#expect: rows", "#expect: many", "8:1: #expect: many; known are"),
        ("#expect: rows", "#expect: 2 rows", "8:1: a table (#|) stands only under"),
        ("#expect: rows\n", "", "1:1: #expect: is missing"),
        ("#| ?who ?label\n", "", "8:1: #expect: rows needs a table"),
        ('#| <id/a> "A"@fr\n#| <id/b> UNDEF\n', "", "8:1: #expect: rows needs a table"),
    ],
)
def test_a_fault_is_named_with_its_place(before: str, after: str, fault: str) -> None:
    """A broken header never passes for a good one."""
    assert before in GOOD
    found = faults(GOOD.replace(before, after))
    assert any(problem.startswith(f"queries/q.rq:{fault}") for problem in found), found


@pytest.mark.parametrize("expected", ["none", "no"])
def test_an_empty_answer_needs_planted_triples(expected: str) -> None:
    """An expected empty answer that could never be full is refused."""
    head = "#title fr: A\n#title en: B\n#kind: absent\n"
    found = faults(f"{head}#expect: {expected}\nASK {{}}\n")
    assert len(found) == 1
    assert found[0].startswith("queries/q.rq:4:1: an expected empty answer needs #plant:")


def test_a_header_without_a_query_is_a_fault() -> None:
    """A file of comments only is no saved query."""
    assert any("there is no query" in fault for fault in faults(GOOD.split("BASE")[0]))


def test_a_folder_is_read_by_name_and_every_fault_of_every_file_is_named(tmp_path: Path) -> None:
    """Reading does not stop at the first broken file."""
    (tmp_path / "b.rq").write_text(GOOD, encoding="utf8")
    (tmp_path / "a.rq").write_text(GOOD, encoding="utf8")
    assert [query.name for query in read_saved_queries(tmp_path)] == ["a", "b"]
    for name in ("a.rq", "b.rq"):
        (tmp_path / name).write_text(GOOD.replace("#kind:", "#sort:"), encoding="utf8")
    with pytest.raises(SyntaxProblems) as caught:
        read_saved_queries(tmp_path)
    names = {PurePosixPath(p.position.path).name for p in caught.value.problems}  # type: ignore[attr-defined]
    assert names == {"a.rq", "b.rq"}


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    """Nothing to ask is never taken for all answered."""
    with pytest.raises(MissingInputError, match=r"no saved query"):
        read_saved_queries(tmp_path)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """Bytes that are no text are an error with the file's name."""
    (tmp_path / "a.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"a\.rq: not UTF-8 at byte 0"):
        read_saved_queries(tmp_path)
