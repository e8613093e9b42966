"""In graphs of others: a number, a truth value or a time is written in its canonical form."""

from collections.abc import Iterator
from typing import Final

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules import literal_not_canonical
from mcdgraph.rules.canonical_form import canonical_form
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name=literal_not_canonical.TEXT.name,
    severity=Severity.INFO,
    sentence="A number, a truth value or a time is written in its canonical form.",
    documentation=(
        "One value can be written in several ways ('01' and '1' as xsd:integer), which are "
        "several terms of RDF: a query by term finds one of them. Canonical forms: XML Schema "
        "1.1 Part 2, clause 3.3 and appendix E; a decimal may be '1.0'. Language tags are not "
        "looked at: they compare without case."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every statement whose value has another canonical form."""
    yield from literal_not_canonical.not_canonical(rule, workspace, canonical_form)
