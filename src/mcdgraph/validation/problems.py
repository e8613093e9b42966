"""What validation says of the shapes themselves: what is wrong in them, and what is not evaluated.

A problem never stops a validation: the constraint it stands in is left out, and all else is
evaluated and reported.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal as Choice

from mcdgraph.columns import Term
from mcdgraph.findings import Severity

Part = Choice["subject", "predicate", "object"]


class ProblemKind(StrEnum):
    """The kinds of problems, by the names under which rules of the check report them."""

    ILL_FORMED = "shape-ill-formed"
    NOT_EVALUATED = "shape-not-evaluated"
    UNKNOWN_TERM = "shacl-term-unknown"
    RULES = "shape-rules"
    IMPORT = "import-not-read"

    @property
    def severity(self) -> Severity:
        """How grave it is: what leaves a constraint out is a violation."""
        return _SEVERITIES[self]


_SEVERITIES = {
    ProblemKind.ILL_FORMED: Severity.VIOLATION,
    ProblemKind.NOT_EVALUATED: Severity.VIOLATION,
    ProblemKind.UNKNOWN_TERM: Severity.WARNING,
    ProblemKind.RULES: Severity.INFO,
    ProblemKind.IMPORT: Severity.INFO,
}


@dataclass(frozen=True, kw_only=True)
class ShapesProblem:
    """One problem; ``row`` is the row of the shapes graph where it stands, ``part`` what of it.

    ``shape`` is the shape that it is about, where it is about one. ``taken`` says that the
    engine that was chosen evaluates it as it stands.
    """

    kind: ProblemKind
    message: str
    row: int | None = None
    part: Part = "subject"
    shape: Term | None = None
    taken: bool = False
    hint: str | None = None

    @property
    def text(self) -> str:
        """The message, and that a constraint is left out where that is so."""
        left_out = self.kind is ProblemKind.ILL_FORMED and not self.taken
        return f"{self.message}; this is not evaluated" if left_out else self.message

    @property
    def severity(self) -> Severity:
        """How grave it is: no more than a warning where the engine takes the shape all the same."""
        if self.taken and self.kind.severity is Severity.VIOLATION:
            return Severity.WARNING
        return self.kind.severity


@dataclass(frozen=True, kw_only=True)
class ShapesProblems:
    """Problems as they are met, each once."""

    found: dict[ShapesProblem, None] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count them."""
        return len(self.found)

    def add(self, problem: ShapesProblem) -> None:
        """Note a problem, once."""
        self.found.setdefault(problem)

    def ill_formed(
        self, message: str, row: int | None, shape: Term | None = None, part: Part = "subject"
    ) -> None:
        """Note what breaks the syntax rules of SHACL (appendix A)."""
        self._note(ProblemKind.ILL_FORMED, message, row, shape, part)

    def not_evaluated(
        self, message: str, row: int | None, shape: Term | None = None, part: Part = "subject"
    ) -> None:
        """Note a constraint that is left out though it is well-formed."""
        self._note(ProblemKind.NOT_EVALUATED, message, row, shape, part)

    def _note(
        self, kind: ProblemKind, message: str, row: int | None, shape: Term | None, part: Part
    ) -> None:
        self.add(ShapesProblem(kind=kind, message=message, row=row, shape=shape, part=part))
