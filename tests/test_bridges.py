"""Other libraries' graphs to and from columns."""

import pytest
import rdflib

from mcdgraph.bridges import oxigraph
from mcdgraph.bridges import rdflib as bridge
from mcdgraph.columns import BlankNode, Iri, Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import SyntaxProblems, TermError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML
from mcdgraph.namespaces import XSD

TERMS = [
    Iri("http://example.org/é"),
    BlankNode("b1"),
    Literal("plain"),
    Literal("01", XSD + "integer"),
    Literal("bonjour", RDF_LANG_STRING, "fr"),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_terms_come_back_from_oxigraph(term) -> None:
    """A term survives the way to Oxigraph and back, its lexical form untouched."""
    assert oxigraph.from_oxigraph(oxigraph.to_oxigraph(term)) == term


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_terms_come_back_from_rdflib(term) -> None:
    """A term survives the way to rdflib and back, its lexical form untouched."""
    assert bridge.from_rdflib_term(bridge.to_rdflib_term(term)) == term


def test_what_is_not_a_term_is_named() -> None:
    """A malformed IRI, a variable: the error shows it."""
    with pytest.raises(TermError, match="a b"):
        oxigraph.to_oxigraph(Iri("a b"))
    with pytest.raises(TermError, match="Variable"):
        bridge.from_rdflib_term(rdflib.Variable("x"))


def test_a_dataset_survives_rdflib() -> None:
    """Named graphs and the default graph come back from an rdflib dataset."""
    text = b'<a:s> <a:p> _:b <a:g> .\n<a:s> <a:p> "01"^^<a:t> .\n'
    columns = oxigraph.parse(text, N_QUADS)
    back = bridge.from_graph(bridge.to_dataset(columns))
    assert sorted(map(str, back.quads())) == sorted(map(str, columns.quads()))
    assert len(bridge.to_graph(columns)) == 2


@pytest.mark.parametrize(
    ("form", "text", "line", "column"),
    [
        (N_TRIPLES, b"<a:s> <a:p> <a:o> .\n<a:s> <a:p .\n", 2, 7),
        (JSON_LD, b'{"@id": 3', 1, 10),
        (RDF_XML, b'<a xmlns="x:">\n<b></a>', 2, 6),
    ],
    ids=["n-triples", "json-ld", "rdf-xml"],
)
def test_broken_input_is_placed(form, text, line, column) -> None:
    """A parser's refusal becomes a problem with a line and a column."""
    with pytest.raises(SyntaxProblems) as caught:
        oxigraph.parse(text, form, path="x")
    position = caught.value.problems[0].position
    assert (position.path, position.line, position.column) == ("x", line, column)
