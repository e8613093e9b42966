"""Exact counts of a graph, as VoID defines them.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note 2011,
clauses 4.6.1 (statistics) and 4.4 (class and property partitions).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

import numpy as np

from mcdgraph.catalogue.uses import Use, count_uses
from mcdgraph.columns import Columns, Kind
from mcdgraph.columns.columns import IntArray
from mcdgraph.namespaces import RDF

#: Partitions of properties by class that a description holds at most, the largest first.
MAX_PARTITIONS: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class UseTarget:
    """A class or a datatype of the objects of a property, and the number of triples."""

    iri: str
    triples: int


@dataclass(frozen=True, kw_only=True)
class ClassProperty:
    """The triples with one property whose subjects have one class, by what they lead to."""

    iri: str
    triples: int
    classes: tuple[UseTarget, ...]
    datatypes: tuple[UseTarget, ...]


@dataclass(frozen=True, kw_only=True)
class ClassPartition:
    """The number of distinct instances of a class, and the properties that they have."""

    iri: str
    entities: int
    properties: tuple[ClassProperty, ...] = ()


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

    ``entities`` counts the subjects whose IRI lies under a base. A class or property
    that is no IRI has no partition.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[ClassPartition, ...]
    properties: tuple[PropertyPartition, ...]


def statistics(graph: Columns, bases: tuple[str, ...]) -> Statistics:
    """Count a graph of distinct triples, whose IRIs begin with one of ``bases``."""
    terms = graph.terms
    subjects = np.unique(graph.subject)
    return Statistics(
        triples=len(graph),
        entities=sum(terms.key(number).startswith(bases) for number in subjects.tolist()),
        subjects=len(subjects),
        objects=len(np.unique(graph.object)),
        classes=_classes(graph),
        properties=_properties(graph),
    )


def _classes(graph: Columns) -> tuple[ClassPartition, ...]:
    typed = graph.predicate == graph.terms.find_iri(RDF + "type")
    classes, entities = np.unique(graph.object[typed], return_counts=True)
    counted = dict(zip(classes.tolist(), entities.tolist(), strict=True))
    uses = _uses(graph)
    return tuple(
        ClassPartition(iri=iri, entities=counted[number], properties=uses.get(iri, ()))
        for iri, number in _iris(graph, classes)
    )


def _uses(graph: Columns) -> Mapping[str, tuple[ClassProperty, ...]]:
    """Return the properties of each class by IRI, sorted; the most used ones of a large graph."""
    counts, text = count_uses(graph), graph.terms.text
    classes, datatypes = _targets(graph, counts.classes), _targets(graph, counts.datatypes)
    found: dict[str, list[ClassProperty]] = defaultdict(list)
    for use, triples in counts.triples.most_common(MAX_PARTITIONS):
        part = ClassProperty(
            iri=text(use[1]), triples=triples, classes=classes[use], datatypes=datatypes[use]
        )
        found[text(use[0])].append(part)
    return {iri: tuple(sorted(parts, key=attrgetter("iri"))) for iri, parts in found.items()}


def _targets(
    graph: Columns, counts: Counter[tuple[int, int, int]]
) -> Mapping[Use, tuple[UseTarget, ...]]:
    """Gather what each use leads to, sorted by IRI."""
    found: dict[Use, list[UseTarget]] = defaultdict(list)
    for (kind, property_, target), triples in counts.items():
        found[kind, property_].append(UseTarget(iri=graph.terms.text(target), triples=triples))
    sorted_ = {use: tuple(sorted(to, key=attrgetter("iri"))) for use, to in found.items()}
    return defaultdict(tuple, sorted_)


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
