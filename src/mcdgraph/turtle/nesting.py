"""Which blank nodes are written inside brackets or as lists, and which need a label."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.terms import Kind
from mcdgraph.namespaces import RDF

#: Brackets inside brackets; what lies deeper gets a label, and a place of its own.
DEEPEST: Final = 24


@dataclass(frozen=True, kw_only=True)
class Nesting:
    """The places of blank nodes in a dataset of distinct quads, by term number.

    ``parents`` holds the one node that refers to each nested node; ``cells`` those nested
    nodes that are cells of well-formed lists; ``labelled`` those that are named;
    any other blank node is referred to by none, and stands by itself.
    """

    parents: dict[int, int] = field(default_factory=dict)
    cells: set[int] = field(default_factory=set)
    labelled: set[int] = field(default_factory=set)


def nesting(columns: Columns) -> Nesting:
    """Find the places of all blank nodes; every node is told apart by content alone."""
    terms = columns.terms
    is_blank = np.append(terms.kinds() == Kind.BLANK, False)
    refers = is_blank[columns.object]
    references: dict[int, list[tuple[int, int, int]]] = {}
    for s, p, o, g in columns.take(refers).numbers():
        references.setdefault(o, []).append((s, p, g))
    about = columns.take(is_blank[columns.subject])
    homes: dict[int, set[int]] = {}
    for s, _, _, g in about.numbers():
        homes.setdefault(s, set()).add(g)
    named = set(columns.graph[is_blank[columns.graph]].tolist())
    labelled = set(named)
    parents: dict[int, int] = {}
    for blank, found in references.items():
        graphs = homes.get(blank, set()) | {g for _, _, g in found}
        if len(found) == 1 and len(graphs) == 1 and blank not in named:
            parents[blank] = found[0][0]
        else:
            labelled.add(blank)
    labelled |= {b for b, graphs in homes.items() if len(graphs) > 1 or b in named}
    cells, rests = _cells(about, parents)
    _break(parents, {cell for cell in cells if rests.get(parents[cell]) == cell}, labelled)
    return Nesting(parents=parents, cells=cells & parents.keys(), labelled=labelled)


def _cells(columns: Columns, parents: dict[int, int]) -> tuple[set[int], dict[int, int]]:
    """Find the cells from which a list goes on to its end, each with one item and one rest.

    With them comes the rest of each cell.
    """
    terms = columns.terms
    first, rest, nil = (terms.find_iri(RDF + name) for name in ("first", "rest", "nil"))
    said: dict[int, list[int]] = {}
    rests: dict[int, int] = {}
    for s, p, o, _ in columns.numbers():
        if s in parents:
            said.setdefault(s, []).append(p)
            if p == rest:
                rests[s] = o
    fit = {cell for cell, predicates in said.items() if sorted(predicates) == sorted([first, rest])}
    cells: set[int] = set()
    for last in [cell for cell in fit if rests[cell] == nil]:
        cell = last
        while cell in fit and cell not in cells:
            cells.add(cell)
            above = parents[cell]
            if rests.get(above) != cell:
                break
            cell = above
    return cells, rests


def _break(parents: dict[int, int], further: set[int], labelled: set[int]) -> None:
    """Label what goes round in a ring, and what lies too deep; both lose their parent.

    ``further`` are the cells behind the first of their list, which lie no deeper than it.
    """
    depths: dict[int, int] = {}
    for start in list(parents):
        path: dict[int, None] = {}
        node = start
        while node in parents and node not in depths and node not in path:
            path[node] = None
            node = parents[node]
        upward = list(path)
        if node in path:
            for member in upward[upward.index(node) :]:
                _label(member, parents, labelled)
                depths[member] = 0
        for node in reversed(upward):
            if node in parents:
                above = parents[node]
                depths[node] = depths.get(above, 0) + (0 if node in further else 1)
                if depths[node] > DEEPEST:
                    _label(node, parents, labelled)
                    depths[node] = 0


def _label(node: int, parents: dict[int, int], labelled: set[int]) -> None:
    del parents[node]
    labelled.add(node)
