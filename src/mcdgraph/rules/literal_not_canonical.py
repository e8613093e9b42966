"""A literal is written in its canonical form."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Literal, Term
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.store.exact import at_risk, kept

TEXT: Final = RuleText(
    name="literal-not-canonical",
    severity=Severity.WARNING,
    sentence="A literal is written in its canonical form.",
    documentation=(
        "The query engine rewrites some literals ('01'^^xsd:integer to '1', xsd:int to "
        "xsd:integer), so that an answer of the endpoint would differ from the dumps. This "
        "rule asks the engine itself, and reports every literal that it does not keep as it "
        "is written. Canonical forms: XML Schema 1.1 Part 2, clause 3.3."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every statement whose literal the engine would rewrite."""
    columns = workspace.corpus.columns
    for number in np.unique(columns.object).tolist():
        literal = columns.terms[number]
        stored = rewritten(literal)
        if stored is None:
            continue
        for row in np.flatnonzero(columns.object == number).tolist():
            yield rule.finding(
                workspace,
                f"The query engine keeps {workspace.short(literal)} as {workspace.short(stored)}.",
                row=row,
                hint=f"Write {workspace.short(stored)}.",
            )


def rewritten(term: Term) -> Literal | None:
    """Give what the engine makes of a typed literal that it does not keep."""
    if not isinstance(term, Literal) or term.language is not None or not at_risk(term):
        return None
    stored = kept(term)
    return stored if str(stored) != str(term) else None
