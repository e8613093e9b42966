"""A proof: the inferences that lead from what is asserted to one triple."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mcdgraph.reasoning.history import Triple


@dataclass(frozen=True, kw_only=True)
class Inference:
    """One conclusion: the rule, and the triples it was drawn from, in the order of its body.

    ``rows`` are the rows of the asserted columns where the triple is written, if it is.
    """

    triple: Triple
    rule: str
    premises: tuple[Triple, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def asserted(self) -> bool:
        """True for what a source says."""
        return bool(self.rows)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The steps that lead to one triple; each premise of a step has a step of its own."""

    conclusion: Triple
    steps: Mapping[Triple, Inference]

    def walk(self) -> Iterator[tuple[int, Inference, bool]]:
        """Give depth, step, and whether it was given before, the conclusion first.

        A step that was given before is given again, without its premises.
        """
        seen: set[Triple] = set()
        stack = [(0, self.conclusion)]
        while stack:
            depth, triple = stack.pop()
            again = triple in seen
            yield depth, self.steps[triple], again
            seen.add(triple)
            if not again:
                stack += [(depth + 1, part) for part in reversed(self.steps[triple].premises)]

    @cached_property
    def levels(self) -> int:
        """Count the levels of the tree; what has no premise has one."""
        levels: dict[Triple, int] = {}
        stack = [self.conclusion]
        while stack:
            premises = self.steps[stack[-1]].premises
            below = [part for part in premises if part not in levels]
            if below:
                stack += below
            else:
                levels[stack.pop()] = 1 + max((levels[part] for part in premises), default=0)
        return levels[self.conclusion]
