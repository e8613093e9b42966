"""Annotations behind statements: read as axioms, and written from them."""

from pathlib import Path, PurePosixPath

import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from mcdgraph.checking import check
from mcdgraph.cli import main
from mcdgraph.columns import ColumnsBuilder
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import TRIG
from mcdgraph.positions import SourceText
from mcdgraph.settings import load_settings
from mcdgraph.turtle.annotations import AnnotationForm
from mcdgraph.turtle.comments import count_comments
from mcdgraph.turtle.formatting import format_turtle
from mcdgraph.turtle.reader import parse, read

HEAD = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

"""
INLINE = (
    HEAD
    + """\
# Of the town.
ex:a ex:p ex:b {| ex:says ex:s1 ; ex:status "stated" |} ;
    # Why two.
    ex:q
        1
            {| ex:says ex:s2, ex:s3 |},
        "two"@en
            {| ex:says [ ex:page 4 ] |} ;
    ex:r [ ex:t ex:u {| ex:says ex:s4 |} ] .
"""
)
AXIOMS = (
    HEAD
    + """\
# Of the town.
ex:a ex:p ex:b ;
    # Why two.
    ex:q 1, "two"@en ;
    ex:r _:r .
_:r ex:t ex:u .
[ a owl:Axiom ; owl:annotatedSource ex:a ; owl:annotatedProperty ex:p ; owl:annotatedTarget ex:b ;
    ex:says ex:s1 ; ex:status "stated" ] .
[ a owl:Axiom ; owl:annotatedSource ex:a ; owl:annotatedProperty ex:q ; owl:annotatedTarget 1 ;
    ex:says ex:s2, ex:s3 ] .
[ a owl:Axiom ; owl:annotatedSource ex:a ; owl:annotatedProperty ex:q ;
    owl:annotatedTarget "two"@en ; ex:says [ ex:page 4 ] ] .
[ a owl:Axiom ; owl:annotatedSource _:r ; owl:annotatedProperty ex:t ; owl:annotatedTarget ex:u ;
    ex:says ex:s4 ] .
"""
)


def source(text: str) -> SourceText:
    """Take a text for a file."""
    return SourceText(path=PurePosixPath("x.ttl"), text=text)


def formatted(text: str, form: AnnotationForm | None = None) -> str:
    """Format a text."""
    return format_turtle(source(text), {}, base="http://base/", annotations=form)


def as_axioms(text: str) -> rdflib.Graph:
    """Read a text by rdflib, which knows RDF 1.1 alone."""
    return rdflib.Graph().parse(data=formatted(text, AnnotationForm.AXIOMS))


def test_an_annotation_is_an_axiom_of_its_statement() -> None:
    """Behind an object of any kind, and inside brackets."""
    assert isomorphic(as_axioms(INLINE), rdflib.Graph().parse(data=AXIOMS))


def test_axioms_are_written_behind_their_statements() -> None:
    """In one form, which a second run leaves alone, with the comments of the file."""
    inline = formatted(AXIOMS, AnnotationForm.INLINE)
    assert inline == INLINE
    assert formatted(inline) == inline
    assert formatted(formatted(inline, AnnotationForm.AXIOMS), AnnotationForm.INLINE) == inline


def test_a_file_keeps_its_form() -> None:
    """Axioms stay axioms until they are asked to move."""
    assert "{|" not in formatted(AXIOMS)
    assert formatted(INLINE) == INLINE


TRIPLE = "ex:a ex:p ex:b .\n"
NAMES = "owl:annotatedSource ex:a ; owl:annotatedProperty ex:p ; owl:annotatedTarget ex:b"


@pytest.mark.parametrize(
    "axioms",
    [
        f"ex:x a owl:Axiom ; {NAMES} ; ex:says ex:s .",
        f"ex:a ex:p ex:b, [ a owl:Axiom ; {NAMES} ; ex:says ex:s ] .",
        f"[ a owl:Axiom ; {NAMES} ] .",
        f"[ a owl:Axiom ; {NAMES}, ex:c ; ex:says ex:s ] .",
        f"[ a owl:Axiom ; {NAMES} ; ex:says ex:s ] . [ a owl:Axiom ; {NAMES} ; ex:says ex:t ] .",
        f"[ a owl:Axiom ; {NAMES.replace('ex:b', 'ex:c')} ; ex:says ex:s ] .",
        f"[ {NAMES} ; ex:says ex:s ] .",
    ],
)
def test_what_is_no_annotation_stays_an_axiom(axioms: str) -> None:
    """Named, referred to, silent, of two triples, one of two, of no triple, without a type."""
    text = formatted(HEAD + TRIPLE + axioms, AnnotationForm.INLINE)
    assert "{|" not in text
    assert isomorphic(as_axioms(text), rdflib.Graph().parse(data=HEAD + TRIPLE + axioms))


def test_an_annotation_of_an_annotation_stays_an_axiom() -> None:
    """What is said of a statement has no annotation in this form."""
    inner = f"_:x a owl:Axiom ; {NAMES} ; ex:says ex:s ."
    outer = (
        "[ a owl:Axiom ; owl:annotatedSource _:x ; owl:annotatedProperty ex:says ; "
        "owl:annotatedTarget ex:s ; ex:says ex:t ] ."
    )
    text = formatted(HEAD + TRIPLE + inner + outer, AnnotationForm.INLINE)
    assert isomorphic(as_axioms(text), rdflib.Graph().parse(data=HEAD + TRIPLE + inner + outer))
    assert formatted(text) == text


def test_comments_inside_stay_inside() -> None:
    """A comment above what an annotation says, or behind its beginning, is kept."""
    text = HEAD + "ex:a ex:p ex:b {| # one\n    # two\n    ex:says ex:s |} .\n"
    found = formatted(text)
    assert found.count("# one") == found.count("# two") == 1
    assert formatted(found) == found
    assert isomorphic(as_axioms(found), as_axioms(text))


CELL = """\
# why
_:l rdf:first 1 ;
    # here
    rdf:rest _:m .
# and
_:m rdf:first 2 ; rdf:rest () .
"""
ABOUT_LIST = (
    "[ a owl:Axiom ; owl:annotatedSource ex:a ; owl:annotatedProperty ex:p ; "
    "owl:annotatedTarget _:l ; ex:says ex:s ] .\n"
)


@pytest.mark.parametrize("axiom", ["", ABOUT_LIST])
def test_a_comment_above_the_cell_of_a_list_stays(axiom: str) -> None:
    """Above what has the list, once that is written in brackets: a file was left as it is."""
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    text = rdf + HEAD + "ex:a ex:p _:l .\n" + CELL + axiom
    found = formatted(text, AnnotationForm.INLINE)
    assert "ex:p ( 1 2 )" in found
    assert found.index("# why") < found.index("# here") < found.index("# and") < found.index("( 1")
    assert formatted(found) == found


@pytest.mark.parametrize(
    ("statement", "line_and_column", "message"),
    [
        ("ex:a ex:b ex:c {| |} .", "4:19", "expected a predicate"),
        ("ex:a ex:b ex:c {| ex:s 1 {| ex:t 2 |} |} .", "4:26", "is not annotated itself"),
        ("ex:a ex:b ex:c {| ex:s 1 |} {| ex:t 2 |} .", "4:29", "has an annotation already"),
        ("ex:a ex:b ex:c {| ex:s 1 .", "4:16", "'{|' is never closed"),
        ("ex:a ex:b ex:c {| ex:s [ ex:t 1 |} .", "4:24", "'[' is never closed"),
        ("ex:a ex:b ex:c |} .", "4:16", "'|}' closes nothing"),
        ("ex:a ex:b ( 1 {| ex:s 1 |} ) .", "4:15", "expected an item of the list"),
        ("ex:a ex:b ex:c ~ ex:r {| ex:s 1 |} .", "4:16", "a reifier of RDF 1.2"),
        ("ex:a ex:b <<( ex:a ex:b ex:c )>> .", "4:11", "a triple term of RDF 1.2"),
        ("ex:a ex:b ex:c {| ex:s 1", "4:25", "the file ends here"),
    ],
)
def test_a_broken_annotation_is_told_at_its_place(
    statement: str, line_and_column: str, message: str
) -> None:
    """With what was expected; the statements around it are read."""
    with pytest.raises(SyntaxProblems, match=f"x.ttl:{line_and_column}: ") as told:
        parse(source(HEAD + statement))
    assert message in str(told.value)
    builder = ColumnsBuilder()
    around = f"{HEAD}ex:x ex:y 1 .\n{statement}\nex:x ex:y 2 .\n"
    reading = read(source(around), builder, number=0, recover={})
    assert len(reading.problems) == 1
    assert len(builder) in (1, 2)


def test_an_annotation_stands_where_it_begins() -> None:
    """Every row of an axiom that is not written has the place of its annotation."""
    text = HEAD + "ex:a ex:p ex:b {| ex:says ex:s |} .\n"
    columns = parse(source(text))
    assert len(columns) == 6
    at = text.index("{|")
    assert columns.subject_at.tolist() == [text.index("ex:a"), *[at] * 5]
    assert columns.object_at.tolist()[-1] == text.index("ex:s |")


def test_graphs_of_trig_have_annotations() -> None:
    """In a block as outside of one; a brace of the block is no end of an annotation."""
    text = HEAD + "ex:g { ex:a ex:p ex:b {| ex:says ex:s |} } ex:a ex:p ex:c {| ex:says ex:t |} ."
    columns = parse(source(text), form=TRIG)
    graphs = columns.graph.tolist()
    assert len(graphs) == 12
    assert len(set(graphs[:6])) == len(set(graphs[6:])) == 1
    assert graphs[0] != graphs[6]


NODES = st.sampled_from(["ex:a", "ex:b", "_:x", "[]", "[ ex:p 1 ]", "( ex:a )", "7", '"t"@fr'])
PAIRS = st.tuples(st.sampled_from(["ex:p", "ex:q", "a"]), NODES)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Draw a statement with some annotations."""
    said = []
    for verb, node in draw(st.lists(PAIRS, min_size=1, max_size=3)):
        notes = draw(st.lists(PAIRS, max_size=2))
        block = " ; ".join(f"{property_} {value}" for property_, value in notes)
        said.append(f"{verb} {node}" + (f" {{| {block} |}}" if notes else ""))
    return f"{draw(st.sampled_from(['ex:a', '_:x', '_:y']))} {' ; '.join(said)} ."


@given(st.lists(statements(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_both_forms_say_the_same(drawn: list[str]) -> None:
    """Whatever is annotated, there and back again, and a second run changes nothing."""
    text = HEAD + "\n".join(drawn) + "\n"
    inline = formatted(text, AnnotationForm.INLINE)
    axioms = formatted(text, AnnotationForm.AXIOMS)
    assert isomorphic(as_axioms(inline), rdflib.Graph().parse(data=axioms))
    assert formatted(inline, AnnotationForm.INLINE) == inline
    assert formatted(axioms, AnnotationForm.INLINE) == inline


SPACES = st.sampled_from([" ", " ", " ", "\n", "\t", " # of {| it |}\n", "\n\n    # of 'it\n"])


@st.composite
def loose_texts(draw: st.DrawFn) -> str:
    """Draw statements with comments and white space of any kind between any two tokens."""
    tokens = " ".join(draw(st.lists(statements(), min_size=1, max_size=3))).split()
    body = "".join(token + draw(SPACES) for token in tokens)
    text = f"{HEAD}{body}\n"
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(loose_texts())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_comment_is_lost_in_any_form(text: str) -> None:
    """Wherever it stands, there and back, with all that is said."""
    said = as_axioms(text)
    for form in (AnnotationForm.INLINE, AnnotationForm.AXIOMS, AnnotationForm.INLINE):
        text, before = formatted(text, form), count_comments(text)
        assert count_comments(text) == before
        assert isomorphic(as_axioms(text), said)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_findings_stand_at_what_an_annotation_says(tmp_path: Path, end: str) -> None:
    """At the value, behind an object, inside and on a line below."""
    text = (
        HEAD + 'ex:a ex:p "x"^^ex:integer {| ex:says "y"^^ex:integer |},\n    2\n'
        '        {| # why\n            ex:says "z"^^ex:integer |} .\n'
    ).replace("ex:integer", "<http://www.w3.org/2001/XMLSchema#integer>")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/x.ttl").write_bytes(text.replace("\n", end).encode())
    (tmp_path / "mcdgraph.toml").write_text('base_iri = "https://e.example/"\n', encoding="utf8")
    report = check(load_settings(tmp_path)).report
    wrong = [found for found in report.findings if found.rule == "owl/dt-not-type"]
    assert len(wrong) == 3
    lines = text.split("\n")
    for found, lexical in zip(wrong, ['"x"', '"y"', '"z"'], strict=True):
        at = found.position
        assert at is not None
        assert lines[at.line - 1][at.column - 1 :].startswith(lexical)


def test_the_command_moves_files(tmp_path: Path) -> None:
    """By its option alone, there and back."""
    path = tmp_path / "x.ttl"
    path.write_text(formatted(AXIOMS), encoding="utf8")
    run = ["-C", str(tmp_path), "fmt", str(path)]
    (tmp_path / "mcdgraph.toml").write_text('base_iri = "https://e.example/"\n', encoding="utf8")
    assert CliRunner().invoke(main, [*run, "--check"]).exit_code == 0
    assert CliRunner().invoke(main, [*run, "--check", "--annotations", "inline"]).exit_code == 1
    assert CliRunner().invoke(main, [*run, "--annotations", "inline"]).exit_code == 0
    assert path.read_text(encoding="utf8") == INLINE
    assert CliRunner().invoke(main, [*run, "--annotations", "axioms"]).exit_code == 0
    assert path.read_text(encoding="utf8") == formatted(AXIOMS)
