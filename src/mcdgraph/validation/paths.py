"""SHACL property paths: their structure, and their reading and writing as RDF and as SPARQL.

Source: SHACL, clause 2.3.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.graph import FIRST, NIL, REST, Graph, ListError

INVERSE = SH + "inversePath"
ALTERNATIVE = SH + "alternativePath"


#: How many paths may stand inside each other; more is refused, not evaluated.
MAX_NESTING: Final = 60


class PathError(ValueError):
    """A node of a shapes graph that is not a well-formed SHACL property path."""


@dataclass(frozen=True)
class Predicate:
    """A path of one step: the triples of one predicate."""

    iri: str

    def __str__(self) -> str:
        """Give the SPARQL form."""
        return f"<{self.iri}>"


@dataclass(frozen=True)
class Inverse:
    """A path walked from its end to its start."""

    path: "Path"

    def __str__(self) -> str:
        """Give the SPARQL form."""
        return f"^{_nested(self.path)}"


@dataclass(frozen=True)
class Sequence:
    """Paths walked one after the other, two or more."""

    paths: tuple["Path", ...]

    def __str__(self) -> str:
        """Give the SPARQL form."""
        return "/".join(map(_nested, self.paths))


@dataclass(frozen=True)
class Alternative:
    """Paths of which any one is walked, two or more."""

    paths: tuple["Path", ...]

    def __str__(self) -> str:
        """Give the SPARQL form."""
        return "|".join(map(_nested, self.paths))


@dataclass(frozen=True)
class Repeat:
    """A path walked again and again: from zero, one or many times."""

    path: "Path"
    sign: str

    def __str__(self) -> str:
        """Give the SPARQL form."""
        return f"{_nested(self.path)}{self.sign}"


Path = Predicate | Inverse | Sequence | Alternative | Repeat

REPEATS = {SH + "zeroOrMorePath": "*", SH + "oneOrMorePath": "+", SH + "zeroOrOnePath": "?"}
_REPEAT_IRIS = {sign: iri for iri, sign in REPEATS.items()}


def _nested(path: Path) -> str:
    return str(path) if isinstance(path, Predicate) else f"({path})"


def inverted(path: Path) -> Path:
    """Give the inverse of a path with the inverse pushed one level inwards."""
    if isinstance(path, Inverse):
        return path.path
    if isinstance(path, Sequence):
        return Sequence(tuple(Inverse(step) for step in reversed(path.paths)))
    if isinstance(path, Alternative):
        return Alternative(tuple(Inverse(branch) for branch in path.paths))
    if isinstance(path, Repeat):
        return Repeat(Inverse(path.path), path.sign)
    return Inverse(path)


def read_path(graph: Graph, node: Term, _above: tuple[Term, ...] = ()) -> Path:
    """Read the path that a node stands for; raise `PathError` where it is none."""
    if isinstance(node, Iri):
        return Predicate(node.value)
    if node in _above:
        raise PathError("the path contains itself")
    if len(_above) == MAX_NESTING:
        raise PathError(f"more than {MAX_NESTING} paths stand inside each other")
    above = (*_above, node)
    if graph.objects(node, FIRST.value):
        return Sequence(_members(graph, node, above))
    for iri, sign in REPEATS.items():
        if (inner := graph.value(node, iri)) is not None:
            return Repeat(read_path(graph, inner, above), sign)
    if (inner := graph.value(node, INVERSE)) is not None:
        return Inverse(read_path(graph, inner, above))
    if (inner := graph.value(node, ALTERNATIVE)) is not None:
        return Alternative(_members(graph, inner, above))
    raise PathError(f"{node} is not a property path")


def _members(graph: Graph, head: Term, above: tuple[Term, ...]) -> tuple[Path, ...]:
    try:
        members = graph.items(head)
    except ListError as error:
        raise PathError(str(error)) from error
    if len(members) < 2:
        raise PathError(f"the path has {len(members)} members, and needs two or more")
    return tuple(read_path(graph, member, above) for member in members)


def write_path(
    path: Path, add: Callable[[Term, str, Term], None], fresh: Callable[[], BlankNode]
) -> Term:
    """State a path in RDF by calling ``add``; give the node that stands for it."""
    if isinstance(path, Predicate):
        return Iri(path.iri)
    if isinstance(path, Sequence):
        return _write_list(path.paths, add, fresh)
    node = fresh()
    if isinstance(path, Alternative):
        add(node, ALTERNATIVE, _write_list(path.paths, add, fresh))
    else:
        iri = INVERSE if isinstance(path, Inverse) else _REPEAT_IRIS[path.sign]
        add(node, iri, write_path(path.path, add, fresh))
    return node


def _write_list(
    paths: tuple[Path, ...],
    add: Callable[[Term, str, Term], None],
    fresh: Callable[[], BlankNode],
) -> Term:
    cells: list[Term] = [*(fresh() for _ in paths), NIL]
    for path, cell, rest in zip(paths, cells, cells[1:], strict=False):
        add(cell, FIRST.value, write_path(path, add, fresh))
        add(cell, REST, rest)
    return cells[0]
