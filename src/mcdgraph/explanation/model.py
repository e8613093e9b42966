"""A proof in terms instead of numbers, with all that a reader needs to follow it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mcdgraph.columns import Term
from mcdgraph.passages import Passage
from mcdgraph.positions import Position

Triple = tuple[Term, Term, Term]
#: Reads what a graph says of a passage, given its IRI.
ReadPassage = Callable[[str], Passage]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What stands behind an asserted statement: its status, and the sentence that says it.

    ``cited`` is the name of a source that has no IRI. ``start`` and ``end`` are offsets of the
    sentence in its document, in code points.
    """

    status: str = ""
    sentence: str | None = None
    cited: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A place where a statement is written: its graph and, where known, the file and line."""

    graph: str | None
    position: Position | None


@dataclass(frozen=True, kw_only=True)
class ExplanationStep:
    """One statement of a proof.

    ``rule`` names what concluded it, by the OWL 2 RL specification or by a rule file of the
    graph; it is empty for what is asserted. ``premises`` number the steps it was drawn from.
    ``items`` are the members of the list that the object begins, where it begins one.
    """

    number: int
    triple: Triple
    rule: str
    premises: tuple[int, ...]
    stated: tuple[Stated, ...]
    evidence: tuple[Evidence, ...]
    items: tuple[Term, ...] | None = None

    @property
    def asserted(self) -> bool:
        """True for what a source says."""
        return bool(self.stated)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A whole proof; step 0 is what is explained.

    ``snapshot`` is the version of a document that it is a proof from, with what all share;
    None where it needs nothing but what is shared. ``others`` are the versions from which the
    statement follows too, or that say it.
    """

    steps: tuple[ExplanationStep, ...]
    snapshot: str | None = None
    others: tuple[str, ...] = ()

    @property
    def conclusion(self) -> ExplanationStep:
        """The statement explained."""
        return self.steps[0]

    def walk(self) -> Iterator[tuple[tuple[bool, ...], ExplanationStep, bool]]:
        """Give the tree from its root, for each step: branches, step, told before.

        The branches say, for each level down to the step's, whether more follow on it. A step
        that was told before comes again without its premises.
        """
        told: set[int] = set()
        stack: list[tuple[tuple[bool, ...], int]] = [((), 0)]
        while stack:
            branches, number = stack.pop()
            step, again = self.steps[number], number in told
            yield branches, step, again
            told.add(number)
            if not again:
                last = len(step.premises) - 1
                below = [
                    ((*branches, place < last), part) for place, part in enumerate(step.premises)
                ]
                stack += reversed(below)
