"""rdflib's graphs and datasets to and from columns."""

from typing import Any

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.errors import TermError


def to_rdflib_term(term: Term) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Give rdflib's term, with the lexical form as it stands (never normalized)."""
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.label)
    if term.language is not None:
        return rdflib.Literal(term.lexical, lang=term.language)
    if term.datatype == XSD_STRING:
        return rdflib.Literal(term.lexical)
    return rdflib.Literal(term.lexical, datatype=rdflib.URIRef(term.datatype), normalize=False)


def from_rdflib_term(term: Node) -> Term:
    """Give our term; raise `TermError` for what RDF has not (a variable, a formula)."""
    if isinstance(term, rdflib.URIRef):
        return Iri(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), RDF_LANG_STRING, term.language)
        return Literal(str(term), str(term.datatype) if term.datatype else XSD_STRING)
    raise TermError(f"{term!r} is not a term of RDF 1.1")


def to_graph(columns: Columns) -> rdflib.Graph:
    """Give the rows of every graph as one rdflib graph."""
    graph = rdflib.Graph()
    terms = _converted(columns)
    for s, p, o, _ in columns.numbers():
        graph.add((terms[s], terms[p], terms[o]))
    return graph


def to_dataset(columns: Columns) -> rdflib.Dataset:
    """Give the rows as an rdflib dataset with its named graphs."""
    dataset = rdflib.Dataset()
    terms = _converted(columns)
    graphs: dict[int, rdflib.Graph] = {-1: dataset.default_graph}
    for s, p, o, g in columns.numbers():
        if g not in graphs:
            graphs[g] = dataset.graph(terms[g])
        graphs[g].add((terms[s], terms[p], terms[o]))
    return dataset


def from_graph(graph: rdflib.Graph) -> Columns:
    """Collect an rdflib graph as columns without places, sorted so that runs agree."""
    builder = ColumnsBuilder()
    if isinstance(graph, rdflib.Dataset):
        for s, p, o, g in sorted(graph.quads(), key=_order):
            name = None if g in (None, DATASET_DEFAULT_GRAPH_ID) else g
            _add(builder, s, p, o, name)
    else:
        for s, p, o in sorted(graph):
            _add(builder, s, p, o, None)
    return builder.freeze()


def _add(builder: ColumnsBuilder, s: Node, p: Node, o: Node, g: Any) -> None:
    intern = builder.terms.intern
    graph = -1 if g is None else intern(from_rdflib_term(g))
    subject, predicate, object_ = (intern(from_rdflib_term(part)) for part in (s, p, o))
    builder.add(subject, predicate, object_, graph)


def _order(quad: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if part is None else part.n3() for part in quad)


def _converted(columns: Columns) -> dict[int, Any]:
    used = {number for row in columns.numbers() for number in row}
    return {number: to_rdflib_term(columns.terms[number]) for number in used if number >= 0}
