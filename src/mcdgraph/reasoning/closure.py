"""What reasoning gives: useful conclusions, their number by rule, and contradictions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from mcdgraph.columns import Columns
from mcdgraph.errors import UsageError
from mcdgraph.namespaces import BASE
from mcdgraph.reasoning.history import Triple
from mcdgraph.reasoning.proofs import Proof, Prover
from mcdgraph.reasoning.saturation import Saturation

#: The graph that conclusions are published in, unless the caller names another.
INFERRED_GRAPH: Final = BASE + "graph/inferred"


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A conclusion that cannot be: a rule of OWL 2 RL that derives *false*.

    ``rule`` is its name in the specification (``cax-dw``); ``premises`` are the triples it met,
    in the order of the rule's body, and are empty where the engine does not tell them.
    """

    rule: str
    message: str
    premises: tuple[Triple, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Closure:
    """What follows from a graph.

    ``inferred`` holds the useful conclusions, each once, ordered by the text of subject, predicate
    and object, in one graph; ``counts`` says how many of them each rule drew first, by its name
    in the specification; ``rounds`` is the number of rounds until nothing new came.
    ``saturation`` is what proofs are found in; the reference engine gives none.
    """

    asserted: Columns
    inferred: Columns
    counts: Mapping[str, int]
    contradictions: tuple[Contradiction, ...]
    rounds: int
    saturation: Saturation | None = field(default=None, repr=False)

    @cached_property
    def prover(self) -> Prover | None:
        """What finds proofs; None after the reference engine, which leaves no trace."""
        return None if self.saturation is None else Prover(self.saturation)

    def proof(self, triple: Triple) -> Proof | None:
        """Give the shortest proof of a triple, or None where it does not follow."""
        if self.prover is None:
            raise UsageError("the engine owlrl tells no proofs; reason with the engine columns")
        return self.prover.prove(triple)

    @property
    def consistent(self) -> bool:
        """True when no rule derived *false*."""
        return not self.contradictions
