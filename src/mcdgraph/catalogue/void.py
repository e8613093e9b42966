"""What the dataset holds, counted: as VoID says it, and as editors of queries read it.

Sources: VoID (W3C Interest Group Note 2011), clauses 4.4 and 4.6; the VoID extension of the
Linked Data Finland project for partitions by datatype, which SIB's editor reads.
"""

from typing import Final

from mcdgraph.catalogue.builder import GraphBuilder
from mcdgraph.catalogue.statistics import ClassPartition, ClassProperty, Statistics
from mcdgraph.columns import BlankNode, Iri

_DATATYPE_PARTITION: Final = "http://ldf.fi/void-ext#datatypePartition"
_DATATYPE: Final = "http://ldf.fi/void-ext#datatype"


def write_counts(graph: GraphBuilder, dataset: Iri, counts: Statistics) -> None:
    """State the totals of a dataset, and its partitions by class and by property."""
    about = {
        "void:triples": counts.triples,
        "void:entities": counts.entities,
        "void:classes": len(counts.classes),
        "void:properties": len(counts.properties),
        "void:distinctSubjects": counts.subjects,
        "void:distinctObjects": counts.objects,
        "void:classPartition": [_class(graph, part) for part in counts.classes],
        "void:propertyPartition": [
            graph.node(
                {
                    "void:property": Iri(part.iri),
                    "void:triples": part.triples,
                    "void:distinctSubjects": part.subjects,
                    "void:distinctObjects": part.objects,
                }
            )
            for part in counts.properties
        ],
    }
    graph.add(dataset, about)


def _class(graph: GraphBuilder, part: ClassPartition) -> BlankNode:
    about = {
        "void:class": Iri(part.iri),
        "void:entities": part.entities,
        "void:propertyPartition": [_use(graph, use) for use in part.properties],
    }
    return graph.node(about)


def _use(graph: GraphBuilder, use: ClassProperty) -> BlankNode:
    about = {
        "void:property": Iri(use.iri),
        "void:triples": use.triples,
        "void:classPartition": [
            graph.node({"void:class": Iri(to.iri), "void:triples": to.triples})
            for to in use.classes
        ],
        _DATATYPE_PARTITION: [
            graph.node({_DATATYPE: Iri(to.iri), "void:triples": to.triples}) for to in use.datatypes
        ],
    }
    return graph.node(about)
