"""rdflib's graphs and datasets to and from columns."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.columns import DEFAULT_GRAPH, NO_SOURCE
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.errors import TermError

#: What rdflib calls a graph; its datasets are graphs, too.
RdflibGraph: TypeAlias = rdflib.Graph


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


def from_graph(graph: RdflibGraph) -> Columns:
    """Collect an rdflib graph as columns without places, sorted so that runs agree."""
    builder = ColumnsBuilder()
    add_graph(graph, builder)
    return builder.freeze()


def add_graph(
    graph: RdflibGraph,
    builder: ColumnsBuilder,
    default: int = DEFAULT_GRAPH,
    source: int = NO_SOURCE,
) -> None:
    """Add the statements of an rdflib graph to a builder, as those of one source.

    ``default`` is the number of the graph of those that name none. Raises TermError for what is
    no term of RDF 1.1.
    """
    intern = builder.terms.intern
    for *triple, name in _quads(graph):
        subject, predicate, object_ = (intern(from_rdflib_term(part)) for part in triple)
        inside = default if name is None else intern(from_rdflib_term(name))
        builder.add(subject, predicate, object_, inside, source)


def _quads(graph: RdflibGraph) -> Iterator[tuple[Any, ...]]:
    """Yield statements in order, each with the name of its graph; None for the default one."""
    if not isinstance(graph, rdflib.Dataset):
        yield from ((*triple, None) for triple in sorted(graph))
        return
    for s, p, o, g in sorted(graph.quads(), key=_order):
        yield s, p, o, None if g in (None, DATASET_DEFAULT_GRAPH_ID) else g


def _order(quad: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if part is None else part.n3() for part in quad)


def _converted(columns: Columns) -> dict[int, Any]:
    used = {number for row in columns.numbers() for number in row}
    return {number: to_rdflib_term(columns.terms[number]) for number in used if number >= 0}
