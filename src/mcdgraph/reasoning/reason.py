"""The one entry to reasoning: close a graph with the engine asked for, keep what is useful."""

from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Iri
from mcdgraph.columns.columns import NO_SOURCE, IntArray
from mcdgraph.reasoning.closure import INFERRED_GRAPH, Closure
from mcdgraph.reasoning.reference import RULE, owlrl_closure
from mcdgraph.reasoning.useful import syntax_nodes, useful

Engine = Literal["owlrl"]
ENGINES: Final = ("owlrl",)


def close(
    columns: Columns,
    *,
    engine: Engine = "owlrl",  # noqa: ARG001 - the second engine follows
    graph: str = INFERRED_GRAPH,
) -> Closure:
    """Draw what follows, by OWL 2 RL, from the union of all graphs of ``columns``.

    Source: OWL 2 Profiles (second edition), section 4.3, tables 4 to 9. ``columns.terms`` grows
    by the terms that conclusions need. ``graph`` is the IRI of the graph they are put in.
    """
    triples, contradictions = owlrl_closure(columns)
    inferred = conclusions(columns, triples, graph)
    return Closure(
        asserted=columns,
        inferred=inferred,
        counts={RULE: len(inferred)},
        contradictions=contradictions,
        rounds=0,
    )


def conclusions(columns: Columns, triples: IntArray, graph: str) -> Columns:
    """Keep the rows of a closure (n, 3) that are new and useful, in the order of their text."""
    kinds = columns.terms.kinds()
    fresh = triples[~_contained(triples, columns)]
    s, p, o = fresh.T
    keep = useful(columns.terms, kinds, syntax_nodes(columns, kinds), s, p, o)
    return as_columns(columns, fresh[keep], graph)


def as_columns(columns: Columns, triples: IntArray, graph: str) -> Columns:
    """Put rows (n, 3) of term numbers in one graph, ordered by the text of their terms."""
    texts = [str(term) for term in columns.terms]
    rows = sorted(triples.tolist(), key=lambda row: [texts[number] for number in row])
    s, p, o = np.array(rows, np.int32).reshape(-1, 3).T
    nowhere = np.full(len(rows), NO_SOURCE, np.int32)
    return replace(
        columns,
        subject=np.ascontiguousarray(s),
        predicate=np.ascontiguousarray(p),
        object=np.ascontiguousarray(o),
        graph=np.full(len(rows), columns.terms.intern(Iri(graph)), np.int32),
        source=nowhere,
        subject_at=nowhere,
        predicate_at=nowhere,
        object_at=nowhere,
    )


def _contained(triples: IntArray, columns: Columns) -> NDArray[np.bool_]:
    """Mark the rows that are asserted in some graph."""
    asserted = np.stack([columns.subject, columns.predicate, columns.object], axis=1)
    together = np.concatenate([asserted, triples])
    _, place = np.unique(together, axis=0, return_inverse=True)
    mark: NDArray[np.bool_] = np.isin(place[len(asserted) :], place[: len(asserted)])
    return mark
