"""A literal is written in its canonical form."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Literal, Term
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import Rule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.store.exact import at_risk, kept

TEXT: Final = RuleText(
    name="literal-not-canonical",
    severity=Severity.WARNING,
    sentence="A literal is written in its canonical form.",
    documentation=(
        "The query engine rewrites some literals ('01'^^xsd:integer to '1', xsd:int to "
        "xsd:integer), so that an answer of the endpoint would differ from the dumps, and "
        "writes language tags in lower case, in which the whole release has them. This "
        "rule asks the engine itself, and reports every literal that it does not keep as it "
        "is written. Canonical forms: XML Schema 1.1 Part 2, clause 3.3; tags compare without "
        "case: RDF 1.1 Concepts, clause 3.3."
    ),
)


def look(rule: Rule, workspace: Workspace) -> Iterator[Finding]:
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
    """Give what the engine makes of a literal that it does not keep."""
    if not isinstance(term, Literal) or not at_risk(term):
        return None
    if term.language is not None and term.language == term.language.lower():
        return None
    stored = kept(term)
    return stored if str(stored) != str(term) else None
