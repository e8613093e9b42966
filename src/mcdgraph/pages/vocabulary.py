"""Ontologies and namespaces: which document is one, and the statements that it holds.

Source: OWL 2 Structural Specification, clauses 3.1 (an ontology's IRI and version IRI) and 3.2
(what can be had at each); OWL 2 Mapping to RDF Graphs, clause 3.1.2 (one header a document).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from mcdgraph.columns import BlankNode, Columns, Iri
from mcdgraph.pages.bounds import TERMS_READ
from mcdgraph.pages.description import GRAPH_STATEMENTS, columns_of, document_statements
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.reference import REFERENCES, reference_name
from mcdgraph.pages.term_index import SECTIONS, SHAPE_SECTIONS
from mcdgraph.pages.terms import HAS_PART, ONTOLOGY, TYPE, VERSION_IRI
from mcdgraph.store import Quad

#: Fragments of a document whose types are looked at to say what it is.
_LOOKED_AT: Final = 50
_KINDS: Final = frozenset(
    kind for kinds in (*SECTIONS.values(), *SHAPE_SECTIONS.values()) for kind in kinds
)


def ontology_of(reader: Reader, iri: str) -> str:
    """Return the ontology that an IRI names, itself or by its version; empty where it is none."""
    if ontology_graphs(reader, iri):
        return iri
    quads = reader.store.quads(predicate=Iri(VERSION_IRI), object=Iri(iri))
    subjects = (quad.subject for quad in islice(quads, TERMS_READ))
    found = {subject.value for subject in subjects if isinstance(subject, Iri)}
    return next((name for name in sorted(found) if ontology_graphs(reader, name)), "")


def ontology_graphs(reader: Reader, iri: str) -> tuple[str, ...]:
    """List the named graphs that hold the header of an ontology."""
    quads = reader.store.quads(Iri(iri), Iri(TYPE), Iri(ONTOLOGY))
    said = (quad.graph for quad in quads if not reader.is_inferred(quad.graph))
    return tuple(sorted({graph.value for graph in said if isinstance(graph, Iri)}))


def is_vocabulary(reader: Reader, document: str) -> bool:
    """Return whether classes, properties or shapes are named by a document's fragments.

    The document of all terms, or of all shapes, is one where there is any.
    """
    if (name := reference_name(reader, document)) and reader.terms.count(REFERENCES[name]):
        return True
    terms = reader.fragments.terms(document, _LOOKED_AT)
    types = (found for term in terms for found in reader.objects(Iri(term), TYPE))
    return any(isinstance(found, Iri) and found.value in _KINDS for found in types)


def describe_vocabulary(reader: Reader, iri: str, document: str) -> Columns:
    """Gather an ontology as its files state it, or all that a document names by its fragments.

    ``document`` is the IRI of the document. The header of an ontology says already what its
    document is, and OWL wants every property declared; so nothing is added there. The parts that
    the header names (``dcterms:hasPart``) are in it without headers of their own.
    """
    graphs = ontology_graphs(reader, iri)
    about = [] if graphs else [*document_statements(reader, iri, document)]
    return columns_of([*about, *dict.fromkeys(islice(_statements(reader, iri), GRAPH_STATEMENTS))])


def _statements(reader: Reader, iri: str) -> Iterator[Quad]:
    """Yield the graphs of a header and of its parts, then what others say of the terms."""
    parts = [part for part in reader.objects(Iri(iri), HAS_PART) if isinstance(part, Iri)]
    graphs = {g: None for node in (Iri(iri), *parts) for g in ontology_graphs(reader, node.value)}
    if not graphs and (name := reference_name(reader, iri)):
        graphs = dict.fromkeys(reader.terms.graphs_of(REFERENCES[name]))
    held = set[Iri | BlankNode](parts)
    for graph in graphs:
        for quad in reader.store.quads(graph=Iri(graph)):
            if quad.subject not in parts:
                held.add(quad.subject)
                yield quad
    terms = reader.fragments.terms(iri, TERMS_READ)
    for term in dict.fromkeys(map(Iri, (iri, *terms))):
        if term not in held:
            yield from reader.store.describe(term)
