"""A tree, made of the rows of a query that gives each thing its parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A thing in a tree: how it hangs on its parent, and what hangs on it.

    ``kind`` says what it is, ``details`` what else is worth a word beside its name.
    """

    resource: Resource
    relation: Resource | None = None
    status: str = ""
    kind: Resource | None = None
    details: tuple[Resource, ...] = ()
    children: tuple["Branch", ...] = ()

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


def hierarchy(reader: Reader, solutions: Sequence[Solution], language: str) -> tuple[Branch, ...]:
    """Build the trees that rows of ?parent ?child ?relation ?status ?kind ?detail describe.

    A row without ?parent names a root; so does a parent that is no child. Children come in
    the order of the rows, and a thing on its own path is not repeated below itself.
    """
    edges: dict[str | None, dict[str, _Edge]] = {}
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
    return tuple(
        _branch(reader, iri, edge, edges, language, frozenset()) for iri, edge in roots.items()
    )


def _extend(edge: _Edge, solution: Solution) -> None:
    edge.relation = edge.relation or _iri(solution, "relation")
    edge.kind = edge.kind or _iri(solution, "kind")
    status = solution.get("status")
    edge.status = edge.status or (status.lexical if isinstance(status, Literal) else "")
    detail = _iri(solution, "detail")
    if detail and detail not in edge.details:
        edge.details.append(detail)


def _branch(
    reader: Reader,
    iri: str,
    edge: _Edge,
    edges: Mapping[str | None, Mapping[str, _Edge]],
    language: str,
    above: frozenset[str],
) -> Branch:
    above = above | {iri}
    return Branch(
        resource=reader.resource(iri, language),
        relation=reader.resource(edge.relation, language) if edge.relation else None,
        status=edge.status,
        kind=reader.resource(edge.kind, language) if edge.kind else None,
        details=tuple(reader.resource(detail, language) for detail in edge.details),
        children=tuple(
            _branch(reader, child, below, edges, language, above)
            for child, below in edges.get(iri, {}).items()
            if child not in above
        ),
    )


def _iri(solution: Solution, name: str) -> str | None:
    term: Term | None = solution.get(name)
    return term.value if isinstance(term, Iri) else None
