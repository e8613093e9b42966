"""A rule: what it says, and how it looks for what breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mcdgraph.findings import Finding, RuleText
from mcdgraph.rules.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class CheckRule:
    """A named check over a graph; ``look`` gives one finding for each breach.

    A rule that concludes from what is absent is ``whole``: it waits until every file parses.
    A profile may leave a rule out (not ``active``), or have all that says the same told ``once``.
    """

    text: RuleText
    look: Callable[["CheckRule", Workspace], Iterator[Finding]]
    whole: bool = False
    active: bool = True
    once: bool = False

    @property
    def name(self) -> str:
        """The name by which the rule is listed and switched."""
        return self.text.name

    def finding(
        self,
        workspace: Workspace,
        message: str,
        *,
        row: int | None = None,
        part: str = "object",
        hint: str | None = None,
    ) -> Finding:
        """Make a finding about a row of the corpus: its subject, and its object where it counts."""
        if row is None:
            return Finding(rule=self.name, severity=self.text.severity, message=message, hint=hint)
        columns = workspace.corpus.columns
        whole = part != "subject"
        return Finding(
            rule=self.name,
            severity=self.text.severity,
            message=message,
            position=workspace.position(row, part),
            focus=str(columns.terms[columns.subject[row]]),
            path=str(columns.terms[columns.predicate[row]]) if whole else None,
            value=str(columns.terms[columns.object[row]]) if whole else None,
            hint=hint,
        )
