"""Which data a shape is for: all of it, each snapshot of a document, or those of a profile.

A shape with a target says so by ``check:scope`` and ``check:profile``, terms of our own
(docs/documents.md), which other validators pass over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Iri, Term
from mcdgraph.snapshots import Snapshot
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.problems import ShapesProblems

NAMESPACE: Final = "urn:mcdgraph:check:"
SCOPE: Final = NAMESPACE + "scope"
PROFILE: Final = NAMESPACE + "profile"
#: The property by which a result names its snapshot.
SNAPSHOT: Final = NAMESPACE + "snapshot"
#: Values of the scope: each snapshot with what is shared, and the union of all (the default).
EACH: Final = NAMESPACE + "eachSnapshot"
ALL: Final = NAMESPACE + "all"


@dataclass(frozen=True, kw_only=True)
class ShapeScope:
    """A shape that is for snapshots: for all of them, or for those that claim a profile."""

    profiles: frozenset[str] = frozenset()

    def holds_for(self, snapshot: Snapshot) -> bool:
        """Say whether the shape is to be applied to a snapshot."""
        return not self.profiles or not self.profiles.isdisjoint(snapshot.profiles)


def read_scopes(
    graph: Graph, targeted: Iterable[Term], problems: ShapesProblems
) -> dict[Term, ShapeScope]:
    """Read the scopes of the shapes that have a target; those for all data are left out."""
    chosen = set(targeted)
    found: dict[Term, ShapeScope] = {}
    marked = {*graph.subjects_of(SCOPE), *graph.subjects_of(PROFILE)}
    for node in sorted(marked, key=str):
        if node not in chosen:
            row = graph.row(node, SCOPE if graph.objects(node, SCOPE) else PROFILE)
            text = "a scope stands on a shape without a target, where it has no effect"
            problems.not_evaluated(text, row, node, "predicate")
        elif scope := _scope(graph, node, problems):
            found[node] = scope
    return found


def _scope(graph: Graph, node: Term, problems: ShapesProblems) -> ShapeScope | None:
    values = graph.objects(node, SCOPE)
    for value in values:
        if value not in (Iri(EACH), Iri(ALL)):
            text = f"the scope {value} is none of <{EACH}> and <{ALL}>"
            problems.not_evaluated(text, graph.row(node, SCOPE, value), node, "object")
    profiles = graph.objects(node, PROFILE)
    if not profiles and Iri(EACH) not in values:
        return None
    return ShapeScope(profiles=frozenset(one.value for one in profiles if isinstance(one, Iri)))


def shapes_for(
    scopes: Mapping[Term, ShapeScope], targeted: Iterable[Term], snapshots: tuple[Snapshot, ...]
) -> list[Term]:
    """List the shapes that are for all data at once.

    A graph without snapshots is one document: what is for each snapshot is for all of it.
    """
    return [
        node
        for node in targeted
        if node not in scopes or (not snapshots and not scopes[node].profiles)
    ]
