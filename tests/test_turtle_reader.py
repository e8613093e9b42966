"""Turtle and TriG read with places; what is wrong told with its place."""

from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from mcdgraph.namespaces import STANDARD
from mcdgraph.positions import SourceText
from mcdgraph.turtle.iris import fault, resolve
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.reader import Reading, decode_source, read

PREFIX = "@prefix ex: <http://example.org/> .\n"


def reading(text: str, form: Format = TURTLE, base: str | None = None) -> tuple[Columns, Reading]:
    """Read a text."""
    builder = ColumnsBuilder()
    source = SourceText(path=PurePosixPath("x.ttl"), text=text)
    if form in (N_TRIPLES, N_QUADS):
        return_value = read_lines(source, builder, form=form, number=0)
    else:
        return_value = read(source, builder, form=form, base=base, number=0)
    return builder.freeze(), return_value


def problems(text: str, form: Format = TURTLE) -> list[str]:
    """Tell what is wrong with a text, each as ``line:column: message``."""
    columns, found = reading(text, form)
    assert found.problems
    assert len(columns) == 0
    return [str(problem).removeprefix("x.ttl:") for problem in found.problems]


PLACED = """\
@prefix ex: <http://example.org/> . # é
ex:a a ex:B ; ex:p "é😀"@fr , 1 ;
  ex:q [ ex:r ( ex:c "x\\ty" ) ] .
"""


def test_every_part_has_its_place() -> None:
    """Offsets point at each subject, predicate and object, in brackets and lists too."""
    columns, _ = reading(PLACED)
    texts = [
        tuple(PLACED[at : at + 4] for at in row)
        for row in zip(
            columns.subject_at.tolist(),
            columns.predicate_at.tolist(),
            columns.object_at.tolist(),
            strict=True,
        )
    ]
    assert texts == [
        ("ex:a", "a ex", "ex:B"),
        ("ex:a", "ex:p", '"é😀"'),
        ("ex:a", "ex:p", "1 ;\n"),
        ("ex:a", "ex:q", "[ ex"),
        ("[ ex", "ex:r", "( ex"),
        ("( ex", "ex:c", "ex:c"),
        ("( ex", '"x\\t', '"x\\t'),
        ('"x\\t', '"x\\t', '"x\\t'),
        ('"x\\t', ") ] ", ") ] "),
    ]


def test_terms_are_exact() -> None:
    """Lexical forms, tags and IRIs stay as written."""
    columns, _ = reading('<urn:a> <urn:p> 01, +1.50, "x"@fr-BE, <http://x/a/../b>, "a\\u00e9" .')
    assert [str(quad[2]) for quad in columns.quads()] == [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"+1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"x"@fr-BE',
        "<http://x/a/../b>",
        '"aé"',
    ]


FAULTS = {
    "no dot": (
        "ex:a ex:p 1\nex:b ex:p 2 .",
        "3:1: found 'ex:b'; expected ';', ',' or '.'; did you forget a dot at the end of line 2?",
    ),
    "no dot at the end": (
        "ex:a ex:p 1",
        "2:12: the file ends here; expected ';', ',' or '.'; did you forget the final dot?",
    ),
    "a prefix that is known": (
        "ex:a skos:note 1 .",
        "2:6: the prefix 'skos:' is not declared; "
        "add: @prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ),
    "a prefix misspelt": (
        "exx:a ex:p 1 .",
        "2:1: the prefix 'exx:' is not declared; did you mean 'ex:'?",
    ),
    "a bare word": (
        "ex:a label 1 .",
        "2:6: found 'label'; expected a predicate: an IRI, a name "
        "or 'a'; a name has a prefix (ex:name), a string has quotes",
    ),
    "a boolean in capitals": (
        "ex:a ex:p True .",
        "2:11: found 'True'; expected an object: an "
        "IRI, a name, a blank node, a list or a literal; a boolean is "
        "written true",
    ),
    "a string as subject": (
        '"x" ex:p 1 .',
        "2:1: a string cannot stand here; expected a "
        "subject: an IRI, a name, a blank node or a list",
    ),
    "a string over the line": (
        'ex:a ex:p "x\n" .',
        '2:11: this string is never closed on its line; add " or use """ for several lines',
    ),
    "a long string without end": (
        'ex:a ex:p """x',
        '2:11: this string is never closed: """ is missing',
    ),
    "an escape that is none": (
        r'ex:a ex:p "a\q" .',
        r"2:13: '\q' is no escape; a backslash "
        r"itself is '\\'",
    ),
    "a surrogate": (r'ex:a ex:p "\uD800" .', r"2:12: \uD800 is a surrogate, not a character"),
    "beyond Unicode": (
        r'ex:a ex:p "\U00110000" .',
        r"2:12: \U00110000 is beyond U+10FFFF, the "
        "last character",
    ),
    "a space in an IRI": (
        "<a b> ex:p 1 .",
        "2:3: ' ' cannot stand in an IRI; is a '>' missing, or a %-escape?",
    ),
    "an IRI without end": ("<urn:a\nex:p 1 .", "2:1: this IRI is never closed: '>' is missing"),
    "a wrong percent": (
        "<http://x/%zz> ex:p 1 .",
        "2:1: <http://x/%zz> is not an IRI: '%zz' is not a percent-encoded byte",
    ),
    "a relative IRI": ("<a> ex:p 1 .", "2:1: <a> is relative, and there is no base"),
    "brackets left open": (
        "ex:a ex:p [ ex:q 1 .",
        "2:11: '[' is never closed: opened before this '.'",
    ),
    "a list left open": ("ex:a ex:p ( 1 2", "2:11: '(' is never closed: the file ends"),
    "a bracket too many": (
        "ex:a ex:p 1 ] .",
        "2:13: ']' closes nothing: no bracket is open in this statement",
    ),
    "a tag that is none": (
        'ex:a ex:p "x"@1 .',
        "2:14: found '@1'; expected a language tag such as @fr",
    ),
    "a directive in capitals": (
        "@PREFIX x: <urn:x> .",
        "2:1: @PREFIX is written @prefix, or PREFIX without '@' and '.'",
    ),
    "a prefix without a dot": (
        "@prefix x: <urn:x>\nex:a ex:p 1 .",
        "3:1: found 'ex:a'; expected '.' after @prefix",
    ),
    "a graph in Turtle": (
        "ex:g { ex:a ex:p 1 . }",
        "2:6: found '{'; expected a predicate: an IRI, a name or 'a'",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_words(name: str) -> None:
    """What was found, what was expected, and often what is to be done."""
    text, message = FAULTS[name]
    assert problems(PREFIX + text)[0] == message


def test_a_graph_left_open_is_told_where_it_opens() -> None:
    """TriG's own brackets are told like others."""
    assert problems("<urn:g> {\n<urn:a> <urn:p> 1 .", TRIG) == [
        "1:9: this graph is never closed: '}' is missing"
    ]


def test_every_fault_of_a_file_is_told() -> None:
    """Reading goes on at the next statement that begins a line."""
    text = PREFIX + "ex:a ex:p .\nex:b ex:q 1 .\nex:c ex:r foo .\nex:d unknown:x 1 .\nex:e 1 ."
    assert [message.split(": ")[0] for message in problems(text)] == ["2:11", "4:11", "5:6", "6:6"]


def test_whole_statements_are_recovered() -> None:
    """A check of the rest sees the good statements, and standard prefixes that were forgotten."""
    text = PREFIX + (
        "ex:a ex:p 1 .\nex:b ex:q 1 ; ex:r foo .\nex:c skos:note 2 .\nex:d ex:p [ ex:q 3 .\n"
    )
    builder = ColumnsBuilder()
    found = read(
        SourceText(path=PurePosixPath("x"), text=text), builder, number=7, recover=STANDARD
    )
    columns = builder.freeze()
    assert len(found.problems) == 3
    assert [str(quad[1]) for quad in columns.quads()] == [
        "<http://example.org/p>",
        "<http://www.w3.org/2004/02/skos/core#note>",
    ]
    assert columns.source.tolist() == [7, 7]
    trig = "<urn:a> <urn:p> 1 .\n<urn:g> { <urn:a> <urn:p> 2 . <urn:b> 3 }\n<urn:a> <urn:p> 4 ."
    builder = ColumnsBuilder()
    read(SourceText(path=PurePosixPath("x"), text=trig), builder, form=TRIG, recover=STANDARD)
    assert builder.freeze().graph.tolist() == [-1, -1]


def test_reading_does_not_go_on_inside_a_long_string() -> None:
    """After a fault that a long string may follow, nothing else is told: it may be wrong."""
    text = 'ex:a ex:p .\nex:b ex:p """\nex:c is no statement .\nex:d nor this .\n""" .\n'
    assert len(problems(PREFIX + text)) == 1


@pytest.mark.parametrize(
    ("text", "form", "start"),
    [
        ("<urn:a> <urn:p> 1 .\n", N_TRIPLES, "1:17: found '1'; expected an object"),
        ("<urn:a> <urn:p> <urn:b> <urn:g> .\n", N_TRIPLES, "1:25: found '<'; expected '.'"),
        ("<urn:a> <p> <urn:b> .\n", N_TRIPLES, "1:9: <p> is relative"),
        ("\n_:a <urn:p> _:b _:g\n", N_QUADS, "2:20: found '\\n'; expected the name of a graph"),
        ('<urn:a> <urn:p> "x .', N_QUADS, "1:17: this string is never closed"),
    ],
)
def test_lines_have_their_faults_too(text: str, form: Format, start: str) -> None:
    """N-Triples and N-Quads tell what is wrong in a line."""
    assert problems(text, form)[0].startswith(start)


def test_bytes_that_are_no_text_are_placed() -> None:
    """The first byte that is not UTF-8 is told with its offset."""
    with pytest.raises(SyntaxProblems, match=r"f:2:2: byte 0xff at offset 4 is not UTF-8"):
        decode_source(b"\xc3\xa9\na\xff", PurePosixPath("f"))


def test_a_lone_surrogate_is_no_text() -> None:
    """A string that no file can hold is refused, wherever it comes from."""
    assert problems(PREFIX + 'ex:a ex:p "é\ud800" .') == [
        "2:13: U+D800 is half a character (a lone surrogate)"
    ]


def test_depth_is_no_matter() -> None:
    """A hundred thousand brackets neither overflow nor end in a traceback."""
    deep = 100_000
    columns, found = reading("<urn:a> <urn:p> " + "[ <urn:p> " * deep + "1" + "]" * deep + " .")
    assert not found.problems
    assert len(columns) == deep + 1
    assert problems("<urn:a> <urn:p> " + "(" * deep)[0].endswith("never closed: the file ends")


def test_blank_nodes_of_two_documents_are_apart() -> None:
    """One table holds several documents; their scopes keep equal labels apart."""
    builder = ColumnsBuilder()
    for scope in ("f0", "f1"):
        source = SourceText(path=PurePosixPath(scope), text="_:x <urn:p> [] .")
        read(source, builder, scope=scope)
    columns = builder.freeze()
    assert len({*columns.subject.tolist(), *columns.object.tolist()}) == 4


# RFC 3986, clauses 5.4.1 and 5.4.2.
RESOLVED = """
g:h g:h | g http://a/b/c/g | ./g http://a/b/c/g | g/ http://a/b/c/g/ | /g http://a/g
//g http://g | ?y http://a/b/c/d;p?y | g?y http://a/b/c/g?y | #s http://a/b/c/d;p?q#s
g#s http://a/b/c/g#s | g?y#s http://a/b/c/g?y#s | ;x http://a/b/c/;x | g;x http://a/b/c/g;x
g;x?y#s http://a/b/c/g;x?y#s | . http://a/b/c/ | ./ http://a/b/c/ | .. http://a/b/
../ http://a/b/ | ../g http://a/b/g | ../.. http://a/ | ../../ http://a/ | ../../g http://a/g
../../../g http://a/g | ../../../../g http://a/g | /./g http://a/g | /../g http://a/g
g. http://a/b/c/g. | .g http://a/b/c/.g | g.. http://a/b/c/g.. | ..g http://a/b/c/..g
./../g http://a/b/g | ./g/. http://a/b/c/g/ | g/./h http://a/b/c/g/h | g/../h http://a/b/c/h
g;x=1/./y http://a/b/c/g;x=1/y | g;x=1/../y http://a/b/c/y | g?y/./x http://a/b/c/g?y/./x
g?y/../x http://a/b/c/g?y/../x | g#s/./x http://a/b/c/g#s/./x
g#s/../x http://a/b/c/g#s/../x | http:g http:g
"""
EXAMPLES = [pair.split() for line in RESOLVED.split("\n") for pair in line.split("|") if pair]


def test_references_are_resolved_as_the_standard_says() -> None:
    """All 41 examples of RFC 3986, and the empty reference."""
    assert len(EXAMPLES) == 41
    for reference, target in EXAMPLES:
        assert resolve("http://a/b/c/d;p?q", reference) == target
    assert resolve("http://a/b/c/d;p?q", "") == "http://a/b/c/d;p?q"
    assert resolve("http://a", "b") == "http://a/b"


@pytest.mark.parametrize(
    ("iri", "right"),
    [
        ("https://é.example/ü?ö#ä", True),
        ("http://[2001:db8::1]:80/", True),
        ("http://user:pw@host", True),
        ("urn:isbn:0", True),
        ("mailto:a@b", True),
        ("http://h:port/", False),
        ("http://a/[b]", False),
        ("http://a/%4", False),
        ("noscheme", False),
        ("http://a/\ue000", False),
        ("http://a/?\ue000", True),
    ],
)
def test_iris_are_told_from_what_is_none(iri: str, right: bool) -> None:
    """RFC 3987, clause 2.2."""
    assert (fault(iri) is None) is right


SAMPLE = PREFIX + (
    'ex:a a ex:B ; ex:p "x"@fr, \'y\', """z"z""", 1, 1.5, 1e5, true, _:b, <urn:x\\u00e9> ;\n'
    '  ex:q [ ex:r ( 1 "a\\n"^^ex:t [] () ) ; ; ] .\n# comment\nBASE <http://b/>\n<r> <p> <> .\n'
)
PIECES = st.sampled_from(
    [
        *"<>\"'@\\.;,[](){}#:_^ \n\r\t%-+eE0a\x00\ud800\uffff😀",
        "ex:",
        "_:b",
        "@prefix",
        '"""',
        "\\u",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.lists(PIECES, max_size=5))
@example(0, ["\ud800"])
def test_broken_text_gives_problems_only(seed: int, pieces: list[str]) -> None:
    """Cut, doubled and spoilt text is read or told of; nothing else ever comes of it."""
    random = Random(seed)
    text = SAMPLE
    for piece in pieces:
        at = random.randrange(len(text) + 1)
        text = text[:at] + piece + text[at + random.choice([0, 0, 1, 5]) :]
    text = text[: random.randrange(len(text) + 1)] if random.random() < 0.3 else text
    for form in (TURTLE, TRIG, N_TRIPLES, N_QUADS):
        columns, found = reading(text, form, base="http://base/")
        assert not found.problems or len(columns) == 0
        "".join(str(term) for quad in columns.quads() for term in quad).encode("utf8")
        for problem in found.problems:
            assert 1 <= problem.position.line <= text.count("\n") + 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_broken_bytes_give_problems_only(data: bytes) -> None:
    """The same for bytes that nobody chose."""
    try:
        source = decode_source(data, PurePosixPath("x"))
    except SyntaxProblems:
        return
    read(source, ColumnsBuilder(), base="http://base/")


def test_every_cut_of_a_document_is_read_or_told() -> None:
    """A file cut at any place gives rows or problems."""
    told = 0
    for end in range(len(SAMPLE)):
        _, found = reading(SAMPLE[:end])
        told += bool(found.problems)
    assert told > len(SAMPLE) / 2
