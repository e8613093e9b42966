"""``fmt``: files in canonical form, with their comments."""

from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli import main
from mcdgraph.errors import SyntaxProblems
from mcdgraph.positions import SourceText
from mcdgraph.turtle.formatting import format_turtle

PREFIXES = {"ex": "http://example.org/"}


def formatted(text: str) -> str:
    """Format a text."""
    source = SourceText(path=PurePosixPath("x.ttl"), text=text)
    return format_turtle(source, PREFIXES, base="http://base/")


COMMENTED = """\
# A file about ex:a.
#
# Its second paragraph.

@prefix ex: <http://example.org/> .

# About a: "quotes" and <brackets>
# on two lines.
ex:a ex:p 1 ;
    # Why q is 2 # and not 3.
    ex:q 2 ;
    # An unfinished thought
    ex:r [
        # inside brackets
        ex:s <http://example.org/#x>, "# no comment"
    ] .

# About nobody in particular.
[ ex:p 1 ] .

# The end.
"""


def test_comments_stay_above_what_they_stand_above() -> None:
    """Comments on their own lines move with their subject or predicate."""
    assert formatted(COMMENTED) == COMMENTED
    moved = COMMENTED.replace("    ex:q 2 ;\n", "").replace("ex:p 1 ;", "ex:z 9 ; ex:p 1 ;")
    assert formatted(formatted(moved)) == formatted(moved)


def test_a_subject_described_twice_keeps_both_comments() -> None:
    """Blocks that become one bring their comments along, in order."""
    text = "@prefix ex: <http://example.org/> .\n# One\nex:a ex:q 2 .\n# Two\nex:a ex:p 1 .\n"
    assert formatted(text).endswith("# One\n# Two\nex:a ex:p 1 ;\n    ex:q 2 .\n")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("<urn:a> <urn:p> 1 . # behind\n", "# behind\n<urn:a> <urn:p> 1 .\n"),
        (
            "<urn:a> <urn:p> 1 ; # one\n    <urn:q> 2 . # two\n",
            "# one\n<urn:a> <urn:p> 1 ;\n    # two\n    <urn:q> 2 .\n",
        ),
        (
            "<urn:a> # s\n <urn:p> 1 ; # one\n    <urn:q> 2 # two\n .\n",
            "# s\n<urn:a>\n    # one\n    <urn:p> 1 ;\n    # two\n    <urn:q> 2 .\n",
        ),
        (
            "<urn:a> <urn:p>\n# above an object\n1 .\n",
            "<urn:a>\n    # above an object\n    <urn:p> 1 .\n",
        ),
        (
            "<urn:a> <urn:p> (\n1\n# in a list\n2 ) .\n",
            "<urn:a>\n    # in a list\n    <urn:p> ( 1 2 ) .\n",
        ),
        (
            "# of a node\n_:x <urn:p> 1 . <urn:a> <urn:p> _:x .",
            "<urn:a>\n    <urn:p> [\n        # of a node\n        <urn:p> 1\n    ] .\n",
        ),
        (
            "<urn:a> <urn:p> 1 ;\n# above nothing\n.\n",
            "<urn:a>\n    # above nothing\n    <urn:p> 1 .\n",
        ),
        ("# only\n", "# only\n"),
        (
            "@prefix : <urn:> . # why\n:a :p 1 .",
            "# why\n\n@prefix : <urn:> .\n\n:a :p 1 .\n",
        ),
        ("<urn:a> <urn:p> '#' . # '\n", '# \'\n<urn:a> <urn:p> "#" .\n'),
    ],
)
def test_other_comments_move_above_their_statement(text: str, result: str) -> None:
    """A comment inside or behind a statement is kept above it; a second run changes nothing."""
    found = formatted(text)
    assert found.split() == result.split()
    assert formatted(found) == found


def test_a_broken_file_is_no_comment_problem() -> None:
    """A file that cannot be read is told as such."""
    with pytest.raises(SyntaxProblems):
        formatted("<urn:a> .")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (
            "@prefix my: <urn:my:> . @prefix e: <http://example.org/> . my:a my:p e:b .",
            "@prefix my: <urn:my:> .\n@prefix e: <http://example.org/> .\n\nmy:a my:p e:b .\n",
        ),
        (
            "prefix z: <urn:z:>\n@prefix a: <urn:a:> . z:s z:p 1 .",
            "PREFIX z: <urn:z:>\n@prefix a: <urn:a:> .\n\nz:s z:p 1 .\n",
        ),
        (
            "@prefix d: <urn:d:> . @prefix e: <urn:d:> . e:a e:p d:b .",
            "@prefix d: <urn:d:> .\n@prefix e: <urn:d:> .\n\ne:a e:p e:b .\n",
        ),
        (
            "@prefix d: <urn:d:> . d:a d:p <http://example.org/b> .",
            "@prefix d: <urn:d:> .\n\nd:a d:p <http://example.org/b> .\n",
        ),
        (
            "@prefix x: <#> . @base <http://b/> . @prefix y: <#> . <a> x:p y:q .",
            "@prefix x: <http://base/#> .\n@base <http://b/> .\n@prefix y: <#> .\n\n"
            "<a> x:p y:q .\n",
        ),
        (
            "@prefix ex: <urn:my:> . ex:a ex:p <http://example.org/b> .",
            "@prefix ex: <urn:my:> .\n\nex:a ex:p <http://example.org/b> .\n",
        ),
        (
            "<http://example.org/a> <http://example.org/p> 1 .",
            "@prefix ex: <http://example.org/> .\n\nex:a ex:p 1 .\n",
        ),
        ("<a> <p> <../b#c> , <> .", "<a> <p> <../b#c>, <> .\n"),
        (
            "BASE <http://b/> <a> <p> <#b> , <http://b/c> .",
            "BASE <http://b/>\n\n<a> <p> <#b>, <http://b/c> .\n",
        ),
        (
            "@prefix : <#> . <> :p :a . :a :p <a> .",
            "@prefix : <#> .\n\n<> :p :a .\n\n:a :p <a> .\n",
        ),
        (
            "@base <http://b/> . <a> <p> <b> . @base <http://c/> . <a> <p> <b> .",
            "@base <http://b/> .\n\n<a> <p> <b> .\n\n<http://c/a> <http://c/p> <http://c/b> .\n",
        ),
        ("<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> () .", None),
    ],
)
def test_a_file_keeps_its_manner_of_naming(text: str, result: str | None) -> None:
    """Its directives, in their order and form, and its relative IRIs stay as they are written."""
    found = formatted(text)
    assert found == (result or f"{text}\n")
    assert formatted(found) == found


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("<urn:a>\r\n<urn:p> 1 . # c\r\n", "<urn:a>\r\n    # c\r\n    <urn:p> 1 .\r\n"),
        (
            '<urn:a> <urn:p> """a\r\nb""" ,\r\n "c\\nd", "e\\rf" .\r\n',
            '<urn:a> <urn:p> """a\r\nb""",\r\n        "c\\nd", "e\\rf" .\r\n',
        ),
        ("<urn:a> <urn:p> 1 .\r\n\n\n", "<urn:a> <urn:p> 1 .\n"),
    ],
)
def test_a_file_keeps_the_ends_of_its_lines(text: str, result: str) -> None:
    """Those of Windows stay, and no string changes for it."""
    found = formatted(text)
    assert found.split() == result.split()
    assert found.count("\n") - found.count("\r\n") == result.count("\n") - result.count("\r\n")
    assert formatted(found) == found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A graph with one file in form, one out of it, one broken."""
    (tmp_path / "mcdgraph.toml").write_text('base_iri = "http://base/"', encoding="utf8")
    for path, text in {
        "ontology/good.ttl": "<urn:a> <urn:p> 1 .\n",
        "shapes/loose.ttl": "<urn:a>\n<urn:p>   1 .",
        "data/broken.ttl": "<urn:a> <urn:p> .",
    }.items():
        file = tmp_path / path
        file.parent.mkdir()
        file.write_text(text, encoding="utf8")
    return tmp_path


def run(root: Path, *arguments: str, text: str | None = None) -> Result:
    """Run ``mcdgraph fmt``."""
    return CliRunner().invoke(main, ["-C", str(root), "fmt", *arguments], input=text)


def test_fmt_writes_what_it_can_and_names_what_it_cannot(root: Path) -> None:
    """The loose file is written, the broken one named, and the exit code is 2."""
    result = run(root)
    assert result.exit_code == 2
    assert (root / "shapes/loose.ttl").read_text() == "<urn:a> <urn:p> 1 .\n"
    assert (root / "data/broken.ttl").read_text() == "<urn:a> <urn:p> ."
    assert "broken.ttl:1:17" in result.stderr
    assert "loose.ttl" in result.stdout
    assert "good.ttl" not in result.stdout
    assert [path.name for path in (root / "shapes").iterdir()] == ["loose.ttl"]


def test_check_and_diff_write_nothing(root: Path) -> None:
    """``--check`` tells by its exit code, ``--diff`` shows the change."""
    (root / "data/broken.ttl").unlink()
    checked = run(root, "--check", str(root / "ontology"), str(root / "shapes"))
    assert checked.exit_code == 1
    assert "loose.ttl: not in canonical form" in checked.stdout
    shown = run(root, "--diff", str(root / "shapes"))
    assert shown.exit_code == 0
    assert "+<urn:a> <urn:p> 1 .\n" in shown.stdout
    assert (root / "shapes/loose.ttl").read_text() == "<urn:a>\n<urn:p>   1 ."
    assert run(root, "--check", str(root / "ontology")).exit_code == 0


def test_standard_input_goes_to_standard_output(root: Path) -> None:
    """A dash formats a text for an editor."""
    result = run(root, "-", text="<urn:a>\n<urn:p> 1.")
    assert (result.exit_code, result.stdout) == (0, "<urn:a> <urn:p> 1 .\n")


def test_a_byte_order_mark_is_taken_off(root: Path) -> None:
    """A file that differs from its form by a mark alone is written anew."""
    path = root / "ontology/good.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run(root, "--check", str(path)).exit_code == 1
    run(root, str(path))
    assert path.read_bytes() == b"<urn:a> <urn:p> 1 .\n"


def test_nothing_to_format_is_an_error(root: Path) -> None:
    """A folder without Turtle and a path that is not there are named."""
    (root / "empty").mkdir()
    for path in ("empty", "missing.ttl"):
        result = run(root, str(root / path))
        assert result.exit_code == 2
        assert path in result.stderr
