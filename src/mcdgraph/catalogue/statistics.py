"""Exact counts of a graph, as VoID defines them.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note 2011,
clauses 4.6.1 (statistics) and 4.4 (class and property partitions).
"""

from dataclasses import dataclass

import numpy as np

from mcdgraph.columns import Columns, Kind
from mcdgraph.columns.columns import IntArray
from mcdgraph.namespaces import RDF


@dataclass(frozen=True, kw_only=True)
class ClassPartition:
    """The number of distinct instances of a class."""

    iri: str
    entities: int


@dataclass(frozen=True, kw_only=True)
class PropertyPartition:
    """The triples with one property, and their distinct subjects and objects."""

    iri: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The counts of one graph whose rows are distinct triples.

    ``entities`` counts the subjects whose IRI lies under the base IRI. A class or property
    that is no IRI has no partition.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[ClassPartition, ...]
    properties: tuple[PropertyPartition, ...]


def statistics(graph: Columns, base_iri: str) -> Statistics:
    """Count a graph of distinct triples."""
    terms = graph.terms
    subjects = np.unique(graph.subject)
    return Statistics(
        triples=len(graph),
        entities=sum(terms.key(number).startswith(base_iri) for number in subjects.tolist()),
        subjects=len(subjects),
        objects=len(np.unique(graph.object)),
        classes=_classes(graph),
        properties=_properties(graph),
    )


def _classes(graph: Columns) -> tuple[ClassPartition, ...]:
    typed = graph.predicate == graph.terms.find_iri(RDF + "type")
    classes, entities = np.unique(graph.object[typed], return_counts=True)
    counted = dict(zip(classes.tolist(), entities.tolist(), strict=True))
    return tuple(
        ClassPartition(iri=iri, entities=counted[number]) for iri, number in _iris(graph, classes)
    )


def _properties(graph: Columns) -> tuple[PropertyPartition, ...]:
    properties = np.unique(graph.predicate)
    return tuple(_property(graph, iri, number) for iri, number in _iris(graph, properties))


def _property(graph: Columns, iri: str, number: int) -> PropertyPartition:
    rows = graph.predicate == number
    return PropertyPartition(
        iri=iri,
        triples=int(rows.sum()),
        subjects=len(np.unique(graph.subject[rows])),
        objects=len(np.unique(graph.object[rows])),
    )


def _iris(graph: Columns, numbers: IntArray) -> list[tuple[str, int]]:
    """Give the IRIs among some terms, sorted."""
    kinds = graph.terms.kinds()
    found = [(graph.terms.text(n), n) for n in numbers.tolist() if kinds[n] == Kind.IRI]
    return sorted(found)
