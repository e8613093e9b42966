"""Every format, read back by parsers that had no part in writing it."""

import json
from pathlib import PurePosixPath

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from mcdgraph.bridges import oxigraph
from mcdgraph.bridges.oxigraph import to_quads
from mcdgraph.bridges.oxigraph_reader import RDF_FORMATS
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal
from mcdgraph.errors import TermError, UsageError
from mcdgraph.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
)
from mcdgraph.namespaces import RDF, STANDARD, XSD
from mcdgraph.positions import SourceText
from mcdgraph.serialization import serialize
from mcdgraph.turtle.reader import parse

PREFIXES = {**STANDARD, "ex": "http://example.org/", "x": "http://example.org/x", "urn": "urn:x/"}

TEXT = """@prefix ex: <http://example.org/> .
ex:g { ex:a a ex:C ; ex:p "un"@fr, "one"@en, 1, 01, true, 1.50, "2011-01-01"^^ex:date ;
  ex:list ( 1 ( "a" [ ex:q ex:b ] ) () ) ; ex:node [ ex:q _:shared ], _:shared . }
ex:b ex:p ex:a, <urn:x/y>, <http://example.org/?a=1&b='2'>, "a\\rb\\tc\\n <&>\\"'", "é\\U0001F600" .
_:ring ex:p _:ring .
"""


def read(text: str) -> Columns:
    """Read TriG."""
    return parse(SourceText(path=PurePosixPath("x"), text=text), form=TRIG)


def canonical(quads: object) -> set[ox.Quad]:
    """Give a dataset that is equal exactly where another is isomorphic."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def merged(columns: Columns, form: Format) -> set[ox.Quad]:
    """Give what a format can hold: all graphs as one where it names none."""
    quads = list(to_quads(columns))
    return canonical(quads if form.quads else [ox.Quad(*quad.triple) for quad in quads])


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_oxigraph_reads_the_same_dataset(form: Format) -> None:
    """Nothing is lost or changed in any format."""
    columns = read(TEXT)
    data = serialize(columns, form, PREFIXES)
    assert len(data) > 300
    assert canonical(ox.parse(data, RDF_FORMATS[form])) == merged(columns, form)


@pytest.mark.parametrize(("form", "name"), [(JSON_LD, "json-ld"), (RDF_XML, "xml")])
def test_rdflib_reads_the_same_graph(form: Format, name: str) -> None:
    """A second parser agrees on the two formats that are hardest to write."""
    columns = read(TEXT)
    graph = rdflib.Graph().parse(data=serialize(columns, form, PREFIXES), format=name)
    plain = rdflib.Graph().parse(data=serialize(columns, N_TRIPLES, PREFIXES), format="nt")
    assert len(plain) > 20
    assert isomorphic(graph, plain)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_the_order_of_input_does_not_matter(form: Format) -> None:
    """Written backwards, the same dataset gives the same bytes."""
    columns = read(TEXT)
    backwards = ColumnsBuilder()
    for quad in reversed(list(columns.quads())):
        s, p, o, g = (
            -1
            if t is None
            else backwards.terms.intern(BlankNode(t.label + "x") if isinstance(t, BlankNode) else t)
            for t in quad
        )
        backwards.add(s, p, o, g)
    assert serialize(backwards.freeze(), form, PREFIXES) == serialize(columns, form, PREFIXES)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_nothing_is_a_document_too(form: Format) -> None:
    """An empty dataset gives a document that parsers read as empty."""
    data = serialize(ColumnsBuilder().freeze(), form, PREFIXES)
    assert list(ox.parse(data, RDF_FORMATS[form])) == []


def test_json_ld_is_pleasant() -> None:
    """Names are compact, values are JSON's own, the context has what is used and no more."""
    columns = read("@prefix ex: <http://example.org/> . ex:a a ex:C ; ex:p 1, [ ex:q true ] .")
    assert json.loads(serialize(columns, JSON_LD, PREFIXES)) == {
        "@context": {"ex": "http://example.org/"},
        "@graph": [{"@id": "ex:a", "@type": "ex:C", "ex:p": [1, {"ex:q": True}]}],
    }


def one(term: Literal | Iri, predicate: str = "http://example.org/p") -> Columns:
    """Make a graph of one triple."""
    builder = ColumnsBuilder()
    iri = builder.terms.iri
    builder.add(iri("http://example.org/a"), iri(predicate), builder.terms.intern(term))
    return builder.freeze()


def test_what_a_format_cannot_hold_is_named() -> None:
    """A control character, a predicate that is no XML name, a page: errors say which."""
    with pytest.raises(TermError, match=r"U\+0001"):
        serialize(one(Literal("\x01")), RDF_XML, PREFIXES)
    for predicate in ("http://example.org/1", RDF + "li"):
        with pytest.raises(TermError, match=predicate):
            serialize(one(Literal(""), predicate), RDF_XML, PREFIXES)
    with pytest.raises(UsageError, match="HTML"):
        serialize(one(Literal("")), HTML, PREFIXES)


IRIS = st.sampled_from(
    [Iri(i) for i in ("http://example.org/a", "http://example.org/xa", "urn:x/y", RDF + "nil")]
)
VERBS = st.sampled_from(
    [Iri(i) for i in (RDF + "type", RDF + "first", RDF + "rest", "http://example.org/xp")]
)
BLANKS = st.sampled_from([BlankNode(label) for label in "abcde"])
LITERALS = st.one_of(
    st.builds(Literal, st.text(max_size=8)),
    st.builds(
        Literal,
        st.sampled_from(["1", "-0", "01", "1" * 30, "1.0", "true", "TRUE", "\r\n\t x"]),
        st.sampled_from([XSD + name for name in ("integer", "decimal", "double", "boolean")]),
    ),
    st.builds(Literal, st.text("ab<&\"'\\\n\r\t", max_size=8), language=st.just("fr-be")),
)
TRIPLES = st.lists(st.tuples(IRIS | BLANKS, VERBS, IRIS | BLANKS | LITERALS), max_size=12)


@settings(max_examples=100, deadline=None)
@given(TRIPLES)
def test_any_graph_comes_back(triples: list[tuple[Iri, Iri, Iri]]) -> None:
    """Random graphs survive every format."""
    builder = ColumnsBuilder()
    for triple in triples:
        s, p, o = map(builder.terms.intern, triple)
        builder.add(s, p, o)
    columns = builder.freeze()
    for form in (JSON_LD, N_QUADS, RDF_XML):
        try:
            data = serialize(columns, form, PREFIXES)
        except TermError:
            assume(form is not RDF_XML)
            raise
        assert canonical(ox.parse(data, RDF_FORMATS[form])) == merged(columns, form)


@pytest.mark.parametrize("form", [TURTLE, JSON_LD, N_TRIPLES, RDF_XML], ids=lambda form: form.name)
@pytest.mark.parametrize("nested", ["[ <urn:p> {} ]", "( {} )", "( 1 {} 2 )", "[ <urn:p> ( {} ) ]"])
def test_nodes_nested_without_end_are_written(form: Format, nested: str) -> None:
    """Three thousand brackets or lists inside each other come back from every format."""
    before, after = nested.split("{}")
    text = f"<urn:s> <urn:p> {before * 3000} 1 {after * 3000} ."
    columns = parse(SourceText(path=PurePosixPath("x"), text=text))
    written = serialize(columns, form, {})
    again = oxigraph.parse(written, form)
    assert len(again) == len(columns)
