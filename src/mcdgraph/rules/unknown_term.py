"""In graphs of others: a class or property of the graph's own namespaces is described."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDF, RDFS, XSD
from mcdgraph.rules.nearest import NearestNames
from mcdgraph.rules.own_names import namespace_of, undescribed_names
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.standard_terms import OPEN_MEMBERS, STANDARD_TERMS
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="undeclared-term",
    severity=Severity.WARNING,
    sentence="A class or property of the graph's own namespaces is described.",
    documentation=(
        "An IRI below a base of the graph is used as a predicate, as a class, or where an axiom "
        "or a shape names a class or property; the graph describes others of its namespace and "
        "not this one: most often it is misspelt. So is a name in the namespaces of RDF, RDFS, "
        "OWL or XML Schema that their specifications do not have. Every other vocabulary is "
        "taken as known."
    ),
)
_CLOSED: Final = frozenset({RDF, RDFS, OWL, XSD})


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every use of such a term."""
    columns = workspace.corpus.columns
    names = undescribed_names(workspace)
    unknown = names.marked.copy()
    for number in np.unique(np.concatenate([columns.predicate, columns.object])).tolist():
        term = columns.terms[number]
        if isinstance(term, Iri) and _is_misspelt(term.value):
            unknown[number] = True
    nearest = NearestNames(names.described | STANDARD_TERMS, workspace)
    for part, rows in (
        ("predicate", unknown[columns.predicate]),
        ("object", unknown[columns.object] & names.as_term),
    ):
        column = columns.predicate if part == "predicate" else columns.object
        for row in np.flatnonzero(rows).tolist():
            term = columns.terms[int(column[row])]
            message = f"{workspace.short(term)} is used but not declared."
            yield rule.finding(workspace, message, row=row, part=part, hint=nearest.hint(term))


def _is_misspelt(iri: str) -> bool:
    space = namespace_of(iri)
    if space not in _CLOSED or iri == space:
        return False
    return iri not in STANDARD_TERMS and not OPEN_MEMBERS.fullmatch(iri)
