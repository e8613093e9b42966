"""A subject is introduced in one file."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import RDF
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="subject-split",
    severity=Severity.WARNING,
    sentence="A subject gets its class in one file only.",
    documentation=(
        "The same rdf:type statement about a subject stands in two files, so that the subject "
        "is described in both without need. A file may add statements to a subject of "
        "another file (external identifiers, an editorial reading); it need not introduce it "
        "again. Two versions of documents (snapshots) may both say what a "
        "thing is, each with its evidence."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every class that a later file repeats, at that place."""
    columns = workspace.corpus.columns
    typing = np.flatnonzero(columns.predicate == columns.terms.find_iri(RDF + "type"))
    introduced: dict[tuple[int, int, int], int] = {}
    owner = workspace.snapshots.owner
    for row in typing.tolist():
        subject, kind = int(columns.subject[row]), int(columns.object[row])
        first = introduced.setdefault((int(owner[row]), subject, kind), row)
        if columns.source[first] == columns.source[row]:
            continue
        if isinstance(columns.terms[subject], Iri):
            other = workspace.corpus.files[columns.source[first]].path
            yield rule.finding(
                workspace,
                f"{workspace.short(columns.terms[subject])} gets this class in {other} already.",
                row=row,
                hint="Say it in one of the two files.",
            )
