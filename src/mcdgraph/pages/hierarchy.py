"""A tree, made of the rows of a query that gives each thing its parent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.bounds import BRANCHES, LABEL, LEVELS, shorten
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

#: Details beside one thing.
DETAILS: Final = 10


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A thing in a tree: how it hangs on its parent, and what hangs on it.

    ``kind`` says what it is, ``details`` what else is worth a word beside its name. ``cut`` is
    True where more hangs on it than is shown. ``arrow`` says which way the relation leads, where
    that differs within a tree.
    """

    resource: Resource
    relation: Resource | None = None
    status: str = ""
    kind: Resource | None = None
    details: tuple[Resource, ...] = ()
    children: tuple["Branch", ...] = ()
    cut: bool = False
    arrow: str = ""

    def __len__(self) -> int:
        """Count the things from here down."""
        return 1 + sum(len(child) for child in self.children)


@dataclass(kw_only=True)
class _Edge:
    """What the rows say of one thing under one parent."""

    relation: str | None = None
    status: str = ""
    kind: str | None = None
    details: list[str] = field(default_factory=list)


#: Parent, None for a root → its children.
_Edges = dict[str | None, dict[str, _Edge]]


def hierarchy(
    reader: Reader, solutions: Iterable[Solution], language: str
) -> tuple[tuple[Branch, ...], bool]:
    """Build the trees that rows of ?parent ?child ?relation ?status ?kind ?detail describe.

    A row without ?parent names a root; so does a parent that is no child. Children come in
    the order of the rows, and a thing on its own path is not repeated below itself. The second
    value is True where trees were left out because there are too many things.
    """
    edges: _Edges = {}
    for solution in solutions:
        child = _iri(solution, "child")
        if child is None:
            continue
        edge = edges.setdefault(_iri(solution, "parent"), {}).setdefault(child, _Edge())
        _extend(edge, solution)
    children = {child for found in edges.values() for child in found}
    roots = edges.pop(None, {})
    for parent in edges:
        if parent is not None and parent not in children:
            roots.setdefault(parent, _Edge())
    planter = _Planter(reader, edges, language)
    trees = planter.branches(roots, frozenset())
    return trees, len(trees) < len(roots)


class _Planter:
    """Makes branches until a page is full."""

    def __init__(self, reader: Reader, edges: _Edges, language: str) -> None:
        self._reader = reader
        self._edges = edges
        self._language = language
        self._left = BRANCHES

    def branches(self, below: Mapping[str, _Edge], above: frozenset[str]) -> tuple[Branch, ...]:
        found = []
        for iri, edge in below.items():
            if iri in above:
                continue
            if not self._left:
                break
            self._left -= 1
            found.append(self._branch(iri, edge, above | {iri}))
        return tuple(found)

    def _branch(self, iri: str, edge: _Edge, path: frozenset[str]) -> Branch:
        below = {key: e for key, e in self._edges.get(iri, {}).items() if key not in path}
        children = self.branches(below, path) if len(path) < LEVELS else ()
        return Branch(
            resource=self._resource(iri),
            relation=self._resource(edge.relation) if edge.relation else None,
            status=shorten(edge.status, LABEL),
            kind=self._resource(edge.kind) if edge.kind else None,
            details=tuple(self._resource(detail) for detail in edge.details),
            children=children,
            cut=len(children) < len(below),
        )

    def _resource(self, iri: str) -> Resource:
        return self._reader.resource(iri, self._language)


def _extend(edge: _Edge, solution: Solution) -> None:
    edge.relation = edge.relation or _iri(solution, "relation")
    edge.kind = edge.kind or _iri(solution, "kind")
    status = solution.get("status")
    edge.status = edge.status or (status.lexical if isinstance(status, Literal) else "")
    detail = _iri(solution, "detail")
    if detail and detail not in edge.details and len(edge.details) < DETAILS:
        edge.details.append(detail)


def _iri(solution: Solution, name: str) -> str | None:
    term: Term | None = solution.get(name)
    return term.value if isinstance(term, Iri) else None
