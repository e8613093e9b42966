"""What a document says rests on passages of that document."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="evidence-elsewhere",
    severity=Severity.VIOLATION,
    sentence="What a document says rests on passages of that document.",
    documentation=(
        "An axiom in a graph of one version of a document (settings snapshots.…) has as evidence "
        "(setting evidence.source) a passage of another version; or one in a graph that documents "
        "share rests on a document whose own graphs never mention the subject. A passage leads to "
        "its version by the properties of the setting evidence.document. What several documents "
        "say is said in the graph of each. Evidence that is of no version, such as a reference "
        "dataset, may stand anywhere."
    ),
)
#: The owner of rows that are of no snapshot.
_SHARED: Final = -1


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every such passage, where the axiom names it."""
    if workspace.snapshots.members:
        passages = _Passages(workspace)
        for row in passages.rows.tolist():
            if problem := passages.problem(row):
                yield rule.finding(
                    workspace,
                    problem,
                    row=row,
                    hint="Name a passage of the document that says it.",
                )


class _Passages:
    """The rows that name evidence, and what is wrong with each."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._snapshots = workspace.snapshots
        columns = workspace.corpus.columns
        self._columns = columns
        find = columns.terms.find_iri
        about = columns.predicate == find(OWL + "annotatedSource")
        pairs = zip(columns.subject[about].tolist(), columns.object[about].tolist(), strict=True)
        self._subject = dict(pairs)
        self._version = {find(one.version): n for n, one in enumerate(self._snapshots.members)}
        self._whole = _values(columns, workspace.evidence.document)
        own = self._snapshots.owner != _SHARED
        parts = (columns.subject[own], columns.object[own])
        owner = self._snapshots.owner[own].tolist()
        self._mentioned = {
            pair for part in parts for pair in zip(owner, part.tolist(), strict=True)
        }
        evidence = np.isin(columns.predicate, columns.terms.find_iris(workspace.evidence.source))
        self.rows = np.flatnonzero(evidence & np.isin(columns.subject, list(self._subject)))

    def problem(self, row: int) -> str | None:
        """Say what is wrong with the passage that a row names."""
        versions = self._versions(int(self._columns.object[row]))
        owner = int(self._snapshots.owner[row])
        if not versions or owner in versions:
            return None
        other = self._workspace.short(self._snapshots.members[min(versions)].version)
        if owner != _SHARED:
            return f"This is a passage of another document, {other}."
        subject = self._subject[int(self._columns.subject[row])]
        if any((version, subject) in self._mentioned for version in versions):
            return None
        thing = self._workspace.short(self._columns.terms[subject])
        return f"This is a passage of {other}, which does not mention {thing}."

    def _versions(self, passage: int) -> set[int]:
        """Return the versions, by number, to which a passage leads by what it is part of."""
        seen, waiting = {passage}, [passage]
        while waiting:
            new = self._whole.get(waiting.pop(), set()) - seen
            seen |= new
            waiting.extend(new)
        return {self._version[one] for one in seen if one in self._version}


def _values(columns: Columns, properties: tuple[str, ...]) -> dict[int, set[int]]:
    rows = np.isin(columns.predicate, columns.terms.find_iris(properties))
    found: dict[int, set[int]] = {}
    pairs = zip(columns.subject[rows].tolist(), columns.object[rows].tolist(), strict=True)
    for subject, value in pairs:
        found.setdefault(subject, set()).add(value)
    return found
