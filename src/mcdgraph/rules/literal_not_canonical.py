"""A literal is written in its canonical form."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Literal
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.canonical_form import canonical_form
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="literal-not-canonical",
    severity=Severity.WARNING,
    sentence="A literal is written in its canonical form.",
    documentation=(
        "One value can be written in several ways ('01' and '1' as xsd:integer), which are "
        "several terms of RDF: a query by term finds one of them, and an engine that keeps "
        "values gives another back than was written. Numbers, booleans, dates and times are "
        "looked at, each in its own datatype; a decimal may be '1.0'. Language tags compare "
        "without case, and are in lower case in the whole release. Canonical forms: XML "
        "Schema 1.1 Part 2, clause 3.3 and appendix E; tags: RDF 1.1 Concepts, clause 3.3."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every statement whose literal has another canonical form."""
    yield from not_canonical(rule, workspace, preferred_form)


def not_canonical(
    rule: CheckRule, workspace: Workspace, form_of: Callable[[Literal], Literal | None]
) -> Iterator[Finding]:
    """Report every statement whose literal has another form than ``form_of`` gives."""
    columns = workspace.corpus.columns
    forms: dict[int, Literal] = {}
    for number in np.unique(columns.object).tolist():
        literal = columns.terms[number]
        form = form_of(literal) if isinstance(literal, Literal) else None
        if form is not None and str(form) != str(literal):
            forms[number] = form
    for row in np.flatnonzero(np.isin(columns.object, list(forms))).tolist():
        number = int(columns.object[row])
        written, better = workspace.short(columns.terms[number]), workspace.short(forms[number])
        yield rule.finding(
            workspace,
            f"{written} is not in canonical form, which is {better}.",
            row=row,
            hint=f"Write {better}.",
        )


def preferred_form(literal: Literal) -> Literal | None:
    """Return the canonical form of a literal; None where it has none, or no other."""
    if literal.language is not None:
        return Literal(literal.lexical, literal.datatype, literal.language.lower())
    return canonical_form(literal)
