"""Canonical Turtle and TriG."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcdgraph.bridges.oxigraph import to_quads
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.formats import TRIG, TURTLE, Format
from mcdgraph.namespaces import RDF, STANDARD, XSD
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_writer import write_lines
from mcdgraph.turtle.reader import parse
from mcdgraph.turtle.writer import write_trig, write_turtle

PREFIXES = {**STANDARD, "ex": "http://example.org/", "exb": "http://example.org/b/"}
Quad = tuple[Term, Term, Term, Term | None]


def read(text: str, form: Format = TURTLE) -> Columns:
    """Read a document, with the prefixes of the tests."""
    return parse(SourceText(path=PurePosixPath("x"), text=text), form=form, base="http://b/")


def write(columns: Columns) -> str:
    """Write canonical Turtle."""
    return "".join(write_turtle(columns, PREFIXES))


def build(quads: Sequence[Quad]) -> Columns:
    """Make columns of quads."""
    builder = ColumnsBuilder()
    for *triple, g in quads:
        s, p, o = map(builder.terms.intern, triple)
        builder.add(s, p, o, -1 if g is None else builder.terms.intern(g))
    return builder.freeze()


def canonical(columns: Columns) -> set[ox.Quad]:
    """Give a dataset that is equal exactly where another is isomorphic."""
    dataset = ox.Dataset(to_quads(columns))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


EX = "@prefix ex: <http://example.org/> .\n"

WRITTEN = {
    "prefixes in use only, by name": (
        "<http://example.org/z> <http://purl.org/dc/terms/title> <http://example.org/b/c> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        + EX
        + "@prefix exb: <http://example.org/b/> .\n\nex:z dcterms:title exb:c .\n",
    ),
    "what describes the file first": (
        EX + "ex:a a ex:C . ex:z a <http://www.w3.org/2002/07/owl#Ontology> .",
        EX + "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n"
        "ex:z a owl:Ontology .\n\nex:a a ex:C .\n",
    ),
    "shorthands where the form allows": (
        EX + 'ex:a ex:p 01, 1.0, 1e0, true, "x"^^<http://www.w3.org/2001/XMLSchema#integer>, '
        '"TRUE"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
        EX + "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        'ex:a ex:p "TRUE"^^xsd:boolean, "x"^^xsd:integer, true, 01, 1.0, 1e0 .\n',
    ),
    "several lines in three quotes": (
        EX + r'ex:a ex:p "a\n\"\"\"b\\\t\"" .',
        EX + '\nex:a\n    ex:p """a\n\\"\\""b\\\\\t\\"""" .\n',
    ),
    "languages in order": (
        EX + 'ex:a ex:p "b"@fr, "a"@fr, "c"@en, "d" .',
        EX + '\nex:a ex:p "d", "c"@en, "a"@fr, "b"@fr .\n',
    ),
    "brackets and lists": (
        EX + "ex:a ex:p _:x . _:x ex:q (1 [ ex:r () ]) .",
        EX + "\nex:a ex:p [ ex:q ( 1 [ ex:r () ] ) ] .\n",
    ),
    "nothing": ("", ""),
    "a name that needs an escape stands in full": (
        r"<http://example.org/x/y> <http://example.org/p.> <http://example.org/~> .",
        "<http://example.org/x/y> <http://example.org/p.> <http://example.org/~> .\n",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_form(name: str) -> None:
    """Each rule of the canonical form, by example."""
    given_text, expected = WRITTEN[name]
    assert write(read(given_text)) == expected
    assert write(read(expected)) == expected


def test_labels_only_where_they_must_be() -> None:
    """A node in a ring or referred to twice has a label; one referred to once has not."""
    text = write(read(EX + "_:a ex:p _:b . _:b ex:p _:a . ex:x ex:p _:c, [] . ex:y ex:p _:c ."))
    assert text.count("[]") == 1
    assert len({word for word in text.split() if word.startswith("_:")}) == 3


def test_deep_nesting_is_cut() -> None:
    """A thousand brackets in each other are written, read and written again."""
    text = EX + "ex:a ex:p " + "[ ex:p " * 1000 + "1" + " ]" * 1000 + " ."
    columns = read(text)
    assert len(columns) == 1001
    again = write(columns)
    assert write(read(again)) == again
    assert "".join(write_lines(read(again))) == "".join(write_lines(columns))


def test_a_long_list_is_no_deep_nesting() -> None:
    """A list of 5,000 items stays one list."""
    columns = read(EX + "ex:a ex:p (" + " ".join(map(str, range(5000))) + ") .")
    text = write(columns)
    assert "_:" not in text
    assert len(read(text)) == len(columns) == 10_001


def test_named_graphs() -> None:
    """TriG holds the default graph, then the others by name; a node of two graphs has a label."""
    text = EX + "ex:z { ex:a ex:p _:x, [ ex:q 1 ] } ex:b { ex:a ex:p _:x } ex:a ex:p 1 ."
    written = "".join(write_trig(read(text, TRIG), PREFIXES))
    assert written.index("ex:a ex:p 1") < written.index("ex:b {") < written.index("ex:z {")
    assert written.count("_:") == 2
    assert canonical(read(written, TRIG)) == canonical(read(text, TRIG))


IRIS = st.sampled_from(
    [Iri(iri) for iri in ("http://example.org/a", "http://example.org/b/c", "urn:x:é", RDF + "nil")]
)
VERBS = st.sampled_from(
    [Iri(iri) for iri in (RDF + "type", RDF + "first", RDF + "rest", "http://example.org/p")]
)
BLANKS = st.sampled_from([BlankNode(label) for label in "abcde"])
LITERALS = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8"), max_size=12)),
    st.builds(
        Literal,
        st.sampled_from(["1", "01", "1.", "1.0", "-1e3", "true", "True", ""]),
        st.sampled_from([XSD + name for name in ("integer", "decimal", "double", "boolean")]),
    ),
    st.builds(
        Literal, st.text("ab\"'\\\n\r\t", max_size=8), language=st.sampled_from(["en", "fr-FR"])
    ),
)
QUADS = st.lists(
    st.tuples(IRIS | BLANKS, VERBS, IRIS | BLANKS | LITERALS, st.none() | IRIS | BLANKS),
    max_size=14,
)


def shuffled(quads: list[Quad], seed: int) -> list[Quad]:
    """Rename blank nodes and change the order."""
    random = Random(seed)
    names = dict(zip("abcde", random.sample("vwxyz", 5), strict=True))
    changed = [
        tuple(BlankNode(names[t.label]) if isinstance(t, BlankNode) else t for t in quad)
        for quad in quads
    ]
    random.shuffle(changed)
    return changed  # type: ignore[return-value]


@settings(max_examples=200, deadline=None)
@given(QUADS, st.integers(0, 10**6))
def test_what_is_written_is_read_back(quads: list[Quad], seed: int) -> None:
    """Any dataset comes back isomorphic, and labels and order make no difference."""
    columns = build(quads)
    text = "".join(write_trig(columns, PREFIXES))
    assert canonical(read(text, TRIG)) == canonical(columns)
    assert "".join(write_trig(build(shuffled(quads, seed)), PREFIXES)) == text
    assert "".join(write_trig(read(text, TRIG), PREFIXES)) == text
    triples = build([(s, p, o, None) for s, p, o, _ in quads])
    assert canonical(read(write(triples))) == canonical(triples)
    assert write(columns) == write(triples)
