"""A rule: what must hold, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from mcdgraph.reasoning.block import Block, Slot


class Test(Protocol):
    """Keeps or extends the solutions of a body: a FILTER or BIND of a graph's own rule."""

    @property
    def variables(self) -> frozenset[str]:
        """The variables that it reads and gives values."""

    def __call__(self, block: Block) -> Block:
        """Keep or extend solutions."""


@dataclass(frozen=True, slots=True)
class TriplePattern:
    """A triple pattern: each slot a constant or a variable."""

    subject: Slot
    predicate: Slot
    object: Slot

    @property
    def slots(self) -> tuple[Slot, Slot, Slot]:
        """The three slots in order."""
        return self.subject, self.predicate, self.object

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(slot for slot in self.slots if isinstance(slot, str))

    def renamed(self, find: Callable[[int], int]) -> "TriplePattern":
        """Put other numbers for the constants."""
        return TriplePattern(*(find(s) if isinstance(s, int) else s for s in self.slots))


@dataclass(frozen=True, kw_only=True)
class InferenceRule:
    """If axioms and facts hold, ``different`` variables differ and tests pass, so do the heads.

    A rule without heads concludes *false*. ``tests`` are of a graph's own rules: each keeps or
    extends the solutions of the body, in order.
    """

    name: str
    axioms: tuple[TriplePattern, ...] = ()
    facts: tuple[TriplePattern, ...] = ()
    heads: tuple[TriplePattern, ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    tests: tuple[Test, ...] = ()

    @cached_property
    def body(self) -> tuple[TriplePattern, ...]:
        """Every pattern that must hold, in the order of the specification."""
        return self.axioms + self.facts

    def renamed(self, find: Callable[[int], int]) -> "InferenceRule":
        """Put other numbers for the constants, as where terms are equal."""
        return replace(
            self,
            axioms=tuple(pattern.renamed(find) for pattern in self.axioms),
            facts=tuple(pattern.renamed(find) for pattern in self.facts),
            heads=tuple(pattern.renamed(find) for pattern in self.heads),
        )
