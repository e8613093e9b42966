"""A literal is written in its canonical form."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import ColumnsBuilder, Iri, Kind, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import Rule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.store import Store

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

_KEPT = {XSD_STRING, RDF_LANG_STRING}


def look(rule: Rule, workspace: Workspace) -> Iterator[Finding]:
    """Report every statement whose literal the engine would rewrite."""
    columns = workspace.corpus.columns
    used = np.unique(columns.object)
    literals = used[columns.terms.kinds()[used] == Kind.LITERAL]
    for number, stored in rewritten({n: columns.terms[n] for n in literals.tolist()}).items():
        for row in np.flatnonzero(columns.object == number).tolist():
            yield rule.finding(
                workspace,
                f"The query engine keeps {workspace.short(columns.terms[number])} "
                f"as {workspace.short(stored)}.",
                row=row,
                hint=f"Write {workspace.short(stored)}.",
            )


def rewritten(terms: dict[int, Term]) -> dict[int, Term]:
    """Give, by number, what the engine makes of the terms that it does not keep."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    predicate = intern(Iri("urn:value"))
    numbers: dict[Term, int] = {}
    for number, term in terms.items():
        if isinstance(term, Literal) and term.datatype not in _KEPT:
            subject = Iri(f"urn:number:{number}")
            numbers[subject] = number
            builder.add(intern(subject), predicate, intern(term), intern(Iri("urn:graph")))
    kept = Store.load(builder.freeze(), default_graphs=())
    return {
        numbers[quad.subject]: quad.object
        for quad in kept.quads()
        if quad.object != terms[numbers[quad.subject]]
    }
