"""Everything that a release publishes, as columns: each named graph, and their union."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mcdgraph.catalogue import GraphSummary
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri
from mcdgraph.columns.columns import DEFAULT_GRAPH, joined
from mcdgraph.conflicts import conflict_columns, find_conflicts
from mcdgraph.namespaces import made_graph
from mcdgraph.reasoning import Closure
from mcdgraph.settings import Settings
from mcdgraph.sources import Corpus
from mcdgraph.turtle.line_writer import distinct

#: Kinds of graphs whose statements the endpoint's default graph holds.
IN_DEFAULT = frozenset({"ontology", "vocabulary", "data", "editorial", "external", "inferred"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """Distinct statements in named graphs; no row stands in the default graph.

    ``kinds`` says what each named graph of the sources holds; the release's own are known by name.
    """

    columns: Columns
    base_iri: str
    kinds: Mapping[str, str]

    @cached_property
    def graphs(self) -> tuple[GraphSummary, ...]:
        """Each named graph with its number of statements, by IRI."""
        numbers, counts = np.unique(self.columns.graph, return_counts=True)
        found = [
            (self.columns.terms.text(number), statements)
            for number, statements in zip(numbers.tolist(), counts.tolist(), strict=True)
        ]
        return tuple(self._summary(iri, statements) for iri, statements in sorted(found))

    @cached_property
    def union(self) -> Columns:
        """The default graph: the distinct statements of ontology, data and conclusions."""
        terms = self.columns.terms
        names = [terms.find_iri(graph.iri) for graph in self.graphs if graph.default]
        rows = self.columns.take(np.isin(self.columns.graph, names))
        return distinct(replace(rows, graph=np.full(len(rows), DEFAULT_GRAPH, np.int32)))

    def with_graph(self, name: str, columns: Columns) -> "Dataset":
        """Add the statements of another table as one named graph, blank nodes kept apart."""
        added = moved(columns, self.columns, f"{self.base_iri}graph/{name}")
        return replace(self, columns=joined([self.columns, added]))

    def _summary(self, iri: str, statements: int) -> GraphSummary:
        kind = made_graph(iri, self.base_iri) or self.kinds.get(iri, "data")
        return GraphSummary(iri=iri, kind=kind, statements=statements, default=kind in IN_DEFAULT)


def dataset_of(parts: Iterable[Columns], base_iri: str, kinds: Mapping[str, str]) -> Dataset:
    """Join columns of one term table, each with its named graphs, into a dataset."""
    return Dataset(columns=distinct(joined(list(parts))), base_iri=base_iri, kinds=kinds)


def released(corpus: Corpus, closure: Closure, settings: Settings) -> Dataset:
    """Put together what is published of a graph: its sources, what follows, what conflicts."""
    dataset = dataset_of([corpus.columns, closure.inferred], settings.base_iri, corpus.graph_kinds)
    graph = f"{settings.base_iri}graph/conflicts"
    conflicts = conflict_columns(find_conflicts(closure, settings), closure, graph)
    return dataset.with_graph("conflicts", conflicts)


def moved(columns: Columns, into: Columns, graph: str) -> Columns:
    """Number the rows of another table in ``into``'s, all in one graph; rename blank nodes."""
    builder = ColumnsBuilder(terms=into.terms)
    name = builder.terms.intern(Iri(graph))
    label = graph.rsplit("/", 1)[-1]
    for s, p, o, _ in columns.quads():
        subject, predicate, object_ = (
            builder.terms.intern(BlankNode(f"{label}-{t.label}") if isinstance(t, BlankNode) else t)
            for t in (s, p, o)
        )
        builder.add(subject, predicate, object_, name)
    return builder.freeze()
