"""Which properties the instances of each class have, and what these lead to.

Source: VoID, clause 4.4: a partition by property within a partition by class.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Kind
from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import Keys, high, low, pack
from mcdgraph.namespaces import RDF

#: Rows that are joined with the classes of their subjects and objects at once.
_CHUNK: Final = 200_000

#: Class and property, as term numbers.
Use = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class UseCounts:
    """How many triples there are for each class of subjects and property.

    ``classes`` and ``datatypes`` count them by the class or the datatype of the object, too.
    """

    triples: Counter[Use]
    classes: Counter[tuple[int, int, int]]
    datatypes: Counter[tuple[int, int, int]]


def count_uses(graph: Columns) -> UseCounts:
    """Count the uses of a graph of distinct triples, a chunk of its rows at a time."""
    counts = UseCounts(triples=Counter(), classes=Counter(), datatypes=Counter())
    index = _ClassIndex(graph)
    datatypes = graph.terms.datatypes()
    for start in range(0, len(graph), _CHUNK):
        rows = slice(start, start + _CHUNK)
        at, classes = index.classes_of(graph.subject[rows])
        uses, use_of = np.unique(pack(classes, graph.predicate[rows][at]), return_inverse=True)
        numbers, objects = use_of.astype(np.int32), graph.object[rows][at]
        triples = np.bincount(use_of, minlength=len(uses)).tolist()
        counts.triples.update(dict(zip(_pairs(uses), triples, strict=True)))
        to, kinds = index.classes_of(objects)
        _count(counts.classes, uses, pack(numbers[to], kinds))
        literal = datatypes[objects] >= 0
        _count(counts.datatypes, uses, pack(numbers[literal], datatypes[objects[literal]]))
    return counts


def _count(counter: Counter[tuple[int, int, int]], uses: Keys, pairs: Keys) -> None:
    """Count pairs of the number of a use and a class or datatype."""
    found, counts = np.unique(pairs, return_counts=True)
    targets = zip(_pairs(uses[high(found)]), low(found).tolist(), counts.tolist(), strict=True)
    for (kind, property_), target, count in targets:
        counter[kind, property_, target] += count


class _ClassIndex:
    """The classes of nodes that are IRIs, as runs of one array."""

    def __init__(self, graph: Columns) -> None:
        typed = graph.predicate == graph.terms.find_iri(RDF + "type")
        keys = np.sort(pack(graph.subject[typed], graph.object[typed]))
        keys = keys[graph.terms.kinds()[low(keys)] == Kind.IRI]
        self._instances, self._classes = high(keys), low(keys)

    def classes_of(self, nodes: IntArray) -> tuple[IntArray, IntArray]:
        """Return a row for each class of each node: the node's index, and the class."""
        begin = np.searchsorted(self._instances, nodes, "left")
        lengths = np.searchsorted(self._instances, nodes, "right") - begin
        at = np.repeat(np.arange(len(nodes), dtype=np.int32), lengths)
        within = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return at, self._classes[np.repeat(begin, lengths) + within]


def _pairs(keys: Keys) -> Iterator[Use]:
    return zip(high(keys).tolist(), low(keys).tolist(), strict=True)
