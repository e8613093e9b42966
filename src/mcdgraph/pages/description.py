"""The statements that a document about a thing holds, for machines.

What is in, and why, is written in ``docs/decisions``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from mcdgraph.columns import Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.namespaces import ANNOTATED, XSD
from mcdgraph.pages.bounds import TERMS_READ
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import (
    DCTERMS,
    FOAF,
    LABELS,
    TYPE,
)
from mcdgraph.store import Quad

#: A document holds at most so many statements that point to its thing or rest on it, …
INCOMING = 1_000
#: … and a graph's document at most so many of the graph; a dump holds them all.
GRAPH_STATEMENTS = 100_000
#: A page holds at most so many statements of its thing for machines, …
BRIEF = 100
#: … with values of so many characters.
BRIEF_TEXT = 500


def describe(reader: Reader, iri: str, document: str) -> Columns:
    """Gather what the graph says of one thing; ``document`` is the IRI of the document."""
    quads = list(dict.fromkeys(_about(reader, Iri(iri))))
    labels = _labels(reader, quads)
    return columns_of([*document_statements(reader, iri, document), *quads, *labels])


def brief(reader: Reader, iri: str) -> Columns:
    """Gather the first short statements of a thing itself, for its page."""
    said = islice(reader.store.quads(subject=Iri(iri)), INCOMING)
    short = islice(filter(_is_brief, said), BRIEF)
    return columns_of(dict.fromkeys(replace(quad, graph=None) for quad in short))


def _is_brief(quad: Quad) -> bool:
    """Tell a statement that says something by itself, in few characters."""
    value = quad.object
    if len(quad.predicate.value) > BRIEF_TEXT:
        return False
    if isinstance(value, Literal):
        return max(map(len, (value.lexical, value.datatype, value.language or ""))) <= BRIEF_TEXT
    return isinstance(value, Iri) and len(value.value) <= BRIEF_TEXT


def describe_all(reader: Reader, iri: str, graphs: Iterable[str], document: str) -> Columns:
    """Gather whole named graphs, for the document of the dataset."""
    return columns_of([*document_statements(reader, iri, document), *_graphs(reader, graphs)])


def graph_statements(reader: Reader, graphs: Iterable[str]) -> Columns:
    """Gather whole named graphs, and nothing about a document."""
    return columns_of(_graphs(reader, graphs))


def _graphs(reader: Reader, graphs: Iterable[str]) -> Iterable[Quad]:
    quads = (quad for graph in graphs for quad in reader.store.quads(graph=Iri(graph)))
    return dict.fromkeys(quads)


def _about(reader: Reader, node: Iri) -> Iterator[Quad]:
    yield from reader.store.describe(node)
    for axiom in reader.axioms_about(node):
        yield from reader.store.describe(axiom)
    for axiom in reader.axioms_resting_on(node, INCOMING):
        yield from reader.store.describe(axiom)
    pointing = (quad for quad in reader.store.quads(object=node) if _points(reader, quad))
    yield from islice(pointing, INCOMING)
    yield from islice(reader.store.quads(graph=node), GRAPH_STATEMENTS)
    for term in reader.fragments.terms(node.value, TERMS_READ):
        yield from reader.store.describe(Iri(term))


def _points(reader: Reader, quad: Quad) -> bool:
    """Return whether a thing with an IRI leads here, and not an axiom that is described anyway."""
    if not isinstance(quad.subject, Iri) or quad.predicate.value in ANNOTATED:
        return False
    return quad.predicate.value not in reader.evidence.source or not reader.is_axiom(quad.subject)


def _labels(reader: Reader, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Return the labels of every thing mentioned, so that the document can be read alone."""
    quads = tuple(quads)
    described = {quad.subject for quad in quads if quad.predicate.value in LABELS}
    mentioned = {
        term
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, Iri) and term not in described
    }
    for term in sorted(mentioned, key=str):
        for predicate in LABELS:
            found = list(reader.store.quads(subject=term, predicate=Iri(predicate)))
            if found:
                yield from found
                break


def document_statements(reader: Reader, iri: str, document: str) -> Iterator[Quad]:
    """Say what the document itself is, in the default graph, unless it is its own topic."""
    if iri == document:
        return
    subject, settings = Iri(document), reader.settings
    about: list[tuple[str, Term]] = [
        (TYPE, Iri(FOAF + "Document")),
        (FOAF + "primaryTopic", Iri(iri)),
        (DCTERMS + "isPartOf", Iri(settings.base_iri + "dataset")),
    ]
    if settings.licence:
        about.append((DCTERMS + "license", Iri(settings.licence)))
    if settings.modified:
        about.append((DCTERMS + "modified", Literal(settings.modified, XSD + "date")))
    for predicate, value in about:
        yield Quad(subject, Iri(predicate), value, None)


def columns_of(quads: Iterable[Quad]) -> Columns:
    """Put statements into columns."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    for quad in quads:
        graph = DEFAULT_GRAPH if quad.graph is None else intern(quad.graph)
        builder.add(intern(quad.subject), intern(quad.predicate), intern(quad.object), graph)
    return builder.freeze()
