"""The reference engine: owlrl, complete and slow, against which the other is tested."""

from collections.abc import Iterator

import numpy as np
import owlrl
import rdflib
from owlrl.Namespaces import ERRNS

from mcdgraph.columns import BlankNode, Columns, Iri, Literal, Term, TermTable
from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import InputError
from mcdgraph.reasoning.closure import Contradiction

#: The name under which owlrl's conclusions are counted: it does not say which rule drew one.
RULE = "owlrl"


def owlrl_closure(columns: Columns) -> tuple[IntArray, tuple[Contradiction, ...]]:
    """Close the union of all graphs of ``columns``.

    Gives every triple of the closure as an array of shape (n, 3), asserted and useless ones
    included, over ``columns.terms``, which grows by the terms that owlrl brings in.
    """
    graph = rdflib.Graph()
    numbers: dict[rdflib.term.Node, int] = {}
    for triple in _distinct(columns):
        nodes = [_node(columns.terms[number]) for number in triple]
        numbers.update(zip(nodes, triple, strict=True))
        graph.add((nodes[0], nodes[1], nodes[2]))
    try:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(
            f"owlrl fails on this graph ({error}); reason with the engine columns"
        ) from error
    contradictions = tuple(sorted(_errors(graph), key=lambda found: found.message))
    rows = [
        [_number(node, columns.terms, numbers) for node in triple]
        for triple in graph
        if not _is_error(graph, triple[0])
    ]
    return np.array(rows, np.int32).reshape(-1, 3), contradictions


def _distinct(columns: Columns) -> Iterator[tuple[int, int, int]]:
    """Give each triple once, whatever its graph."""
    rows = np.stack([columns.subject, columns.predicate, columns.object], axis=1)
    yield from np.unique(rows, axis=0).tolist()


def _node(term: Term) -> rdflib.IdentifiedNode | rdflib.Literal:
    """Turn a term into rdflib's, with its lexical form kept and its datatype explicit."""
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.label)
    if term.language is not None:
        return rdflib.Literal(term.lexical, lang=term.language)
    return rdflib.Literal(term.lexical, datatype=rdflib.URIRef(term.datatype), normalize=False)


def _number(node: rdflib.term.Node, terms: TermTable, known: dict[rdflib.term.Node, int]) -> int:
    """Give the number of a node, which may be one that owlrl brought in."""
    if node not in known:
        known[node] = terms.intern(_term(node))
    return known[node]


def _term(node: rdflib.term.Node) -> Term:
    """Turn rdflib's node into a term."""
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language is not None:
            return Literal(str(node), RDF_LANG_STRING, node.language)
        return Literal(str(node), str(node.datatype)) if node.datatype else Literal(str(node))
    raise ValueError(f"not an RDF term: {node!r}")


def _errors(graph: rdflib.Graph) -> Iterator[Contradiction]:
    """Read the error messages that owlrl leaves in the graph."""
    for message in graph.objects(None, ERRNS.error):
        yield Contradiction(rule=RULE, message=str(message))


def _is_error(graph: rdflib.Graph, node: rdflib.term.Node) -> bool:
    """Say whether a subject is one of owlrl's own error messages."""
    return (node, rdflib.RDF.type, ERRNS.ErrorMessage) in graph
