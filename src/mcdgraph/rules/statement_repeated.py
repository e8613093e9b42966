"""A statement is written once."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns.columns import IntArray
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="statement-repeated",
    severity=Severity.WARNING,
    sentence="A statement is written once in a file.",
    documentation=(
        "The same subject, predicate and object stand twice in one file. The second adds "
        "nothing, and an edit of one of them leaves the other behind. The same statement in "
        "two files is not reported: two sources may say the same."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every repetition at its second place."""
    for row in repeated_rows(workspace).tolist():
        yield rule.finding(
            workspace,
            "This statement is already written above in this file.",
            row=row,
            hint="Remove one of the two.",
        )


def repeated_rows(workspace: Workspace) -> IntArray:
    """Find the rows whose statement stands earlier in the same file."""
    columns = workspace.corpus.columns
    keys = (columns.object, columns.predicate, columns.subject, columns.source)
    order = np.lexsort(keys)
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    return np.sort(order[1:][same]).astype(np.int32)
