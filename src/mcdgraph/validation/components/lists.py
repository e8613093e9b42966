"""Constraints on lists, and on strings of one line: SHACL 1.2 Core, working draft."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mcdgraph.columns import Kind
from mcdgraph.namespaces import RDF
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    FlagConstraint,
    IntegerConstraint,
    Scene,
    ShapeConstraint,
    Values,
    shown,
)
from mcdgraph.validation.relations import firsts, seconds
from mcdgraph.validation.terms import Ints, Mask

Members = list[int]


class DataLists:
    """Reads the lists of the data."""

    def __init__(self, scene: Scene) -> None:
        """Index the cells; one with two firsts or two rests is none."""
        self._first = _only(scene.relations.forward(RDF + "first"))
        self._rest = _only(scene.relations.forward(RDF + "rest"))
        self._nil = scene.terms.iri(RDF + "nil")

    def members(self, node: int) -> Members | None:
        """Return the members of a list; None where the node is no well-formed list."""
        found: Members = []
        seen: set[int] = set()
        while node != self._nil:
            if node in seen or node not in self._first or node not in self._rest:
                return None
            seen.add(node)
            found.append(self._first[node])
            node = self._rest[node]
        return found


def _only(pairs: Ints) -> Mapping[int, int]:
    """Map what has one value to it."""
    nodes, at, counts = np.unique(firsts(pairs), return_index=True, return_counts=True)
    single = counts == 1
    return dict(zip(nodes[single].tolist(), seconds(pairs[at[single]]).tolist(), strict=True))


@dataclass(frozen=True, kw_only=True)
class ListConstraint(Component):
    """Each value node is a well-formed list, of which more is asked."""

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Read each different list once."""
        lists = DataLists(scene)
        different, places = np.unique(values.value, return_inverse=True)
        read = [lists.members(node) for node in different.tolist()]
        right = [members is not None and self._holds(members) for members in read]
        return ConstraintFailures.of_values(values, ~np.array(right, bool)[places])

    @abstractmethod
    def _holds(self, members: Members, /) -> bool:
        """Say whether a list is as asked."""


@dataclass(frozen=True, kw_only=True)
class ListLength(IntegerConstraint, ListConstraint):
    """The list has so many members."""

    WORDS: ClassVar[str]

    def text(self) -> str:
        """Say how many."""
        return f"Value must be a list of {self.WORDS} {self.number} members"


@dataclass(frozen=True, kw_only=True)
class MinListLength(ListLength):
    """The list has so many members or more."""

    NAME = "MinListLength"
    PARAMETERS = ("minListLength",)
    WORDS = "at least"

    def _holds(self, members: Members) -> bool:
        return len(members) >= self.number


@dataclass(frozen=True, kw_only=True)
class MaxListLength(ListLength):
    """The list has so many members or fewer."""

    NAME = "MaxListLength"
    PARAMETERS = ("maxListLength",)
    WORDS = "at most"

    def _holds(self, members: Members) -> bool:
        return len(members) <= self.number


@dataclass(frozen=True, kw_only=True)
class UniqueMembers(FlagConstraint, ListConstraint):
    """No member stands in the list twice."""

    NAME = "UniqueMembers"
    PARAMETERS = ("uniqueMembers",)

    def _holds(self, members: Members) -> bool:
        return len(set(members)) == len(members)

    def text(self) -> str:
        """Say so."""
        return "Value must be a list without repeated members"


@dataclass(frozen=True, kw_only=True)
class MemberShape(ShapeConstraint):
    """Each member of each list conforms to a shape: a result for each that does not."""

    NAME = "MemberShape"
    PARAMETERS = ("memberShape",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Report the members that fail, and the value where it is no list."""
        lists = DataLists(scene)
        index: list[int] = []
        found: list[int] = []
        whole: list[bool] = []
        for place, node in zip(values.index.tolist(), values.value.tolist(), strict=True):
            members = lists.members(node)
            parts = [node] if members is None else list(dict.fromkeys(members))
            index += [place] * len(parts)
            found += parts
            whole += [members is None] * len(parts)
        nodes = np.array(found, np.int64)
        wrong: Mask = ~scene.conforms(self.shape, nodes) | np.array(whole, bool)
        return ConstraintFailures(index=np.array(index, np.int64)[wrong], value=nodes[wrong])

    def text(self) -> str:
        """Name the shape."""
        return f"Members of the list must conform to the shape {shown(self.shape)}"


@dataclass(frozen=True, kw_only=True)
class SingleLine(FlagConstraint):
    """No literal among the value nodes contains a line break."""

    NAME = "SingleLine"
    PARAMETERS = ("singleLine",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Search each different literal."""
        literal = scene.terms.kinds(values.value) == Kind.LITERAL
        broken = scene.terms.test_text(values.value, lambda text: "\n" in text or "\r" in text)
        return ConstraintFailures.of_values(values, literal & broken)

    def text(self) -> str:
        """Say so."""
        return "Value must not contain a line break"
