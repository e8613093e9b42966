"""Literals come back as they were written, whatever the engine makes of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import XSD
from mcdgraph.rules.literal_not_canonical import preferred_form
from mcdgraph.store import Store, write_store
from mcdgraph.store.exact import kept

P, G, H = Iri("urn:p"), Iri("urn:g"), Iri("urn:h")

#: What Oxigraph 0.5 rewrites; the third column is what it makes of it.
REWRITTEN = [
    ("01", "integer", "1"),
    ("1", "nonNegativeInteger", "1"),
    ("1.0", "decimal", "1"),
    ("1e0", "double", "1"),
    ("1", "boolean", "true"),
    ("2011-01-01T00:00:00.000Z", "dateTime", "2011-01-01T00:00:00Z"),
]


def columns(*rows: tuple[Term, Term, Term, Term]) -> Columns:
    """Collect quads."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    for subject, predicate, object_, graph in rows:
        builder.add(intern(subject), intern(predicate), intern(object_), intern(graph))
    return builder.freeze()


@pytest.fixture(params=["loaded", "in memory", "on disk"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Give a way to make a store of columns."""

    def make(rows: Columns) -> Store:
        if request.param == "loaded":
            return Store.load(rows)
        write_store(rows, tmp_path / "store", in_memory=request.param == "in memory")
        return Store.open(tmp_path / "store")

    return make


@pytest.mark.parametrize(("lexical", "datatype", "value"), REWRITTEN)
def test_the_engine_rewrites(lexical: str, datatype: str, value: str) -> None:
    """The premise: without care these would be published changed."""
    assert kept(Literal(lexical, XSD + datatype)).lexical == value
    assert kept(Literal(lexical, XSD + datatype)) != Literal(lexical, XSD + datatype)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (Literal("x", RDF_LANG_STRING, "en-GB"), Literal("x", RDF_LANG_STRING, "en-gb")),
        (Literal("x", RDF_LANG_STRING, "en"), None),
        (Literal("01", XSD + "integer"), Literal("1", XSD + "integer")),
        (Literal("1", XSD + "integer"), None),
    ],
)
def test_the_rule_tells_what_the_engine_rewrites(literal: Literal, expected: Literal) -> None:
    """A language tag with capitals, too: what is promised of every literal holds for it."""
    assert str(preferred_form(literal) or literal) == str(expected or literal)


def test_every_literal_comes_back_as_written(opened) -> None:  # type: ignore[no-untyped-def]
    """By subject, by predicate and by graph; the spelling of a language tag too."""
    literals = [Literal(lexical, XSD + datatype) for lexical, datatype, _ in REWRITTEN]
    literals += [
        Literal("x", RDF_LANG_STRING, "fr-CA"),
        Literal("plain"),
        Literal("5", XSD + "int"),
    ]
    rows = [(Iri(f"urn:s{i}"), P, literal, G) for i, literal in enumerate(literals)]
    store = opened(columns(*rows))
    expected = sorted(map(str, literals))
    assert sorted(str(quad.object) for quad in store.quads()) == expected
    assert sorted(str(quad.object) for quad in store.quads(predicate=P)) == expected
    assert sorted(str(quad.object) for quad in store.quads(graph=G)) == expected
    for i, literal in enumerate(literals):
        (quad,) = store.quads(subject=Iri(f"urn:s{i}"))
        assert str(quad.object) == str(literal)


def test_two_spellings_of_one_value_are_two_statements(opened) -> None:  # type: ignore[no-untyped-def]
    """Each in its own graph, and both in one."""
    one, int_one = Literal("1", XSD + "integer"), Literal("01", XSD + "integer")
    s, t = Iri("urn:s"), BlankNode("b")
    store = opened(columns((s, P, one, G), (s, P, int_one, G), (s, P, int_one, H), (t, P, one, G)))
    found = sorted((str(q.object), str(q.graph)) for q in store.quads(subject=s))
    assert found == sorted([(str(one), str(G)), (str(int_one), str(G)), (str(int_one), str(H))])
    (blank,) = [quad for quad in store.quads() if isinstance(quad.subject, BlankNode)]
    assert blank.object == one


def test_a_graph_that_the_engine_keeps_costs_nothing(opened) -> None:  # type: ignore[no-untyped-def]
    """Nothing is written beside it, and nothing is searched."""
    store = opened(columns((Iri("urn:s"), P, Literal("1", XSD + "integer"), G)))
    assert not store.exact


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6), st.sampled_from(["0", "00", "1", "01", "+1", "x"]), st.booleans()
        ),
        max_size=40,
    )
)
def test_nothing_is_lost_or_made_up(rows: list[tuple[int, str, bool]]) -> None:
    """Whatever is stored, look-ups give the same set of quads."""
    quads = [
        (Iri(f"urn:s{'x' * number}"), P, Literal(text, XSD + "integer"), G if first else H)
        for number, text, first in rows
    ]
    store = Store.load(columns(*quads))
    found = [(q.subject, q.predicate, q.object, q.graph) for q in store.quads()]
    assert len(found) == len(set(found))
    assert set(found) == set(quads)
