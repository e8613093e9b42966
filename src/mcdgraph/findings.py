"""What a check says: findings with a severity and a place, and the report that holds them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from mcdgraph.positions import Position

_BLANK_LABEL = re.compile(r"_:[\w.-]+")


class Severity(StrEnum):
    """How grave a finding is; the names are SHACL's (clause 2.1.4), in order."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What is said of a rule: its name, how grave it is, a sentence, and a paragraph."""

    name: str
    severity: Severity
    sentence: str
    documentation: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a check found.

    ``rule`` is the short name by which it is listed and switched (``shacl/MinCount``,
    ``syntax``, ``evidence``). Terms are given in N-Triples form, as they stand in the graph.
    ``mentions`` is how many places one finding stands for, of which ``position`` is the first
    and ``further`` are the next; None where each place has a finding of its own. ``snapshot``
    is the IRI of the version of a document in which it holds, where it is not of all of them.
    """

    rule: str
    severity: Severity
    message: str
    position: Position | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    shape: str | None = None
    shape_position: Position | None = None
    snapshot: str | None = None
    hint: str | None = None
    mentions: int | None = None
    further: tuple[Position, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Tell this finding from others across edits: lines and blank node labels do not count.

        One that stands for several places is known by what it says.
        """
        if self.mentions is not None:
            return _digest((self.rule, self.message))
        file = self.position.path if self.position else ""
        parts = (self.rule, file, self.focus, self.path, self.value, self.shape, self.message)
        return _digest(parts)


def _digest(parts: tuple[str | None, ...]) -> str:
    text = "\n".join(_BLANK_LABEL.sub("_:", part or "") for part in parts)
    return sha256(text.encode("utf8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Report:
    """Every finding of one check, in order of place."""

    findings: tuple[Finding, ...]
    statements: int
    files: int

    @property
    def conforms(self) -> bool:
        """True when nothing was found that is a violation."""
        return all(finding.severity is not Severity.VIOLATION for finding in self.findings)
