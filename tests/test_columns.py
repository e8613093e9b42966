"""The term table and the columns."""

import pytest

from mcdgraph.columns import BlankNode, ColumnsBuilder, Iri, Kind, Literal, TermTable
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import TermError
from mcdgraph.namespaces import XSD

TERMS = [
    Iri("urn:a"),
    BlankNode("urn:a"),
    Literal("urn:a"),
    Literal("urn:a", "urn:a"),
    Literal("urn:a", language="fr"),
    Literal('"@fr"urn:a'),
    Literal("", XSD + "integer"),
    Literal("01", XSD + "integer"),
    Literal("1", XSD + "integer"),
]


def test_terms_are_told_apart_and_come_back() -> None:
    """Terms with the same text keep their own numbers, and come back as they were."""
    table = TermTable()
    numbers = [table.intern(term) for term in TERMS]
    assert len(set(numbers)) == len(TERMS)
    assert [table[number] for number in numbers] == TERMS
    assert [table.find(term) for term in TERMS] == numbers
    assert [table.intern(term) for term in TERMS] == numbers
    assert [table.text(n) for n in numbers[:3]] == ["urn:a"] * 3


def test_language_tags_compare_without_case_and_keep_their_first_spelling() -> None:
    """RDF 1.1 Concepts 3.3: "a"@EN and "a"@en are one term."""
    table = TermTable()
    first = table.intern(Literal("a", language="en-GB"))
    second = table.intern(Literal("b", language="EN-gb"))
    assert table.intern(Literal("a", language="en-gb")) == first
    assert str(table[first]) == '"a"@en-GB'
    assert str(table[second]) == '"b"@EN-gb'
    assert table.languages()[first] == table.languages()[second]
    assert Literal("a", language="EN") == Literal("a", language="en")
    assert Literal("a", language="EN").datatype == RDF_LANG_STRING


def test_facts_about_terms_are_arrays() -> None:
    """Kind, datatype and language of every term, by number."""
    table = TermTable()
    integer = table.iri(XSD + "integer")
    one = table.intern(Literal("1", XSD + "integer"))
    blank = table.intern(BlankNode("b"))
    french = table.intern(Literal("un", language="FR"))
    assert table.kinds()[[integer, one, blank]].tolist() == [Kind.IRI, Kind.LITERAL, Kind.BLANK]
    assert table.datatypes()[[integer, one, french]].tolist() == [
        -1,
        integer,
        table.find_iri(RDF_LANG_STRING),
    ]
    assert table.tags[table.languages()[french]] == "fr"
    assert table.languages()[one] == -1


@pytest.mark.parametrize("value", ['"x', "_:x"])
def test_what_would_clash_is_no_iri(value: str) -> None:
    """A text that looks like another kind of term is refused as an IRI."""
    with pytest.raises(TermError, match="not an IRI"):
        TermTable().iri(value)
    assert TermTable().find_iri(value) == -1


def test_rows_keep_graph_source_and_places() -> None:
    """What is added comes back, row by row, in order."""
    builder = ColumnsBuilder()
    a, b = builder.terms.iri("urn:a"), builder.terms.iri("urn:b")
    builder.add(a, b, a)
    builder.add(a, b, b, a, 0, (1, 2, 3))
    builder.add(b, b, b, a, 0, (4, 5, 6))
    columns = builder.freeze()
    assert columns.graph.tolist() == [-1, a, a]
    assert columns.source.tolist() == [-1, 0, 0]
    assert columns.object_at.tolist() == [-1, 3, 6]
    assert next(columns.quads()) == (Iri("urn:a"), Iri("urn:b"), Iri("urn:a"), None)
    assert len(columns.take(columns.subject == a)) == 2


def test_rows_can_be_forgotten() -> None:
    """A builder goes back to an earlier row, as after a broken file."""
    builder = ColumnsBuilder()
    a = builder.terms.iri("urn:a")
    builder.add(a, a, a, a, 0)
    builder.add(a, a, a, a, 1)
    builder.forget(1)
    builder.add(a, a, a, a, 2)
    assert builder.freeze().source.tolist() == [0, 2]
    assert len(ColumnsBuilder().freeze()) == 0
