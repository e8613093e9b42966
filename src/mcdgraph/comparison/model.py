"""What is told of a comparison: things with their changes, and counts of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeVar, Union

from mcdgraph.columns import BlankNode, Iri, Literal, Term

#: Parts of blank nodes that a comparison may tell, beside twice what changed.
_MIN_PARTS: Final = 1_000

_Part = TypeVar("_Part")


class ChangeKind(StrEnum):
    """What became of a statement, or of what stands behind it."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    EVIDENCE = "evidence"


class ThingState(StrEnum):
    """What became of a thing: one that is new was not described before."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class NodeValue:
    """A blank node, told by its statements, or by its members where it is a list.

    ``cut`` is True where there is more of it.
    """

    pairs: tuple[tuple[Iri, "ChangeValue"], ...] = ()
    items: tuple["ChangeValue", ...] | None = None
    cut: bool = False


ChangeValue = Union[Iri, Literal, NodeValue]  # noqa: UP007 - a forward reference


@dataclass(frozen=True, kw_only=True)
class EvidenceNote:
    """What stands behind a statement: its status, and what says it; None for what is not said."""

    status: Term | None
    source: Term | None


@dataclass(frozen=True, kw_only=True)
class StatementChange:
    """A statement of a thing that changed, in one graph.

    ``before`` and ``after`` are its values, None on the side that does not have it; where only
    the evidence changed they are the same.
    """

    kind: ChangeKind
    property: Iri
    graph: str
    before: ChangeValue | None
    after: ChangeValue | None
    evidence_before: tuple[EvidenceNote, ...] = ()
    evidence_after: tuple[EvidenceNote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThingChanges:
    """A thing, by its IRI or as a blank node that nothing refers to, and what changed of it."""

    node: Iri | BlankNode
    state: ThingState
    changes: tuple[StatementChange, ...]


@dataclass(frozen=True, kw_only=True)
class GraphChanges:
    """How many statements a named graph got and lost."""

    iri: str
    added: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """A term that is deprecated now and was not, with its successors."""

    iri: str
    successors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GraphState:
    """What was compared: a release by its digest, a revision by its commit, or the sources.

    ``name`` is how it was asked for; what is not known is empty.
    """

    name: str
    digest: str = ""
    version: str = ""
    modified: str = ""
    commit: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that differs, thing by thing in the order of their IRIs.

    ``graphs`` counts all statements that were added or are gone; ``left_out`` is how many of
    them no thing tells of, since there are too many.
    """

    before: GraphState
    after: GraphState
    graphs: tuple[GraphChanges, ...]
    things: tuple[ThingChanges, ...]
    deprecated: tuple[Deprecation, ...]
    left_out: int = 0

    @property
    def added(self) -> int:
        """The number of statements that were added."""
        return sum(graph.added for graph in self.graphs)

    @property
    def gone(self) -> int:
        """The number of statements that are gone."""
        return sum(graph.gone for graph in self.graphs)

    @cached_property
    def by_iri(self) -> dict[str, ThingChanges]:
        """The things that have an IRI."""
        return {one.node.value: one for one in self.things if isinstance(one.node, Iri)}


@dataclass(kw_only=True, slots=True)
class PartAllowance:
    """How many parts of blank nodes are still told.

    A node that many refer to stands in the value of each, and what it refers to again: without a
    bound a few statements could be told without end.
    """

    left: int

    @classmethod
    def of(cls, comparison: Comparison) -> "PartAllowance":
        """Allow each statement that changed to be told twice."""
        return cls(left=_MIN_PARTS + 2 * (comparison.added + comparison.gone))

    def take(self, parts: Sequence[_Part]) -> Sequence[_Part]:
        """Return as many parts as are still told."""
        shown = parts[: self.left]
        self.left -= len(shown)
        return shown
