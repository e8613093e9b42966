"""A published IRI never vanishes."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="vanished-iri",
    severity=Severity.VIOLATION,
    sentence="An IRI that a release described is still described, or is marked as deprecated.",
    documentation=(
        "Others link to published IRIs. One that is no longer wanted keeps a description "
        "with owl:deprecated true and dcterms:isReplacedBy its successor. The comparison is "
        "with the current release of the release folder; without one nothing is compared."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every IRI of the release before that nothing describes now."""
    columns = workspace.corpus.columns
    subjects = (columns.terms[number] for number in np.unique(columns.subject).tolist())
    described = {term.value for term in subjects if isinstance(term, Iri)}
    for iri in sorted(workspace.published - described):
        yield Finding(
            rule=rule.name,
            severity=rule.text.severity,
            message=f"{workspace.short(iri)} was published and is no longer described.",
            focus=f"<{iri}>",
            hint="Describe it with owl:deprecated true and dcterms:isReplacedBy its successor.",
        )
