"""A cardinality of OWL has the datatype that OWL asks for."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Literal
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, XSD
from mcdgraph.rules.canonical_form import canonical_form
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="cardinality-datatype",
    severity=Severity.WARNING,
    sentence="A cardinality of OWL is an xsd:nonNegativeInteger.",
    documentation=(
        "OWL 2 writes cardinalities as xsd:nonNegativeInteger (Mapping to RDF Graphs, table 1), "
        "and the rules of OWL 2 RL ask for that term (Profiles, table 6: cls-maxc1, cls-maxqc1 "
        "and others). With another datatype, such as the xsd:integer of a bare number in "
        "Turtle, the restriction restricts nothing, and nothing else says so."
    ),
)
_NUMBER: Final = XSD + "nonNegativeInteger"
_CARDINALITIES: Final = tuple(
    OWL + name
    for name in (
        *("cardinality", "minCardinality", "maxCardinality"),
        *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
    )
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every cardinality of another datatype."""
    columns = workspace.corpus.columns
    numbers = [columns.terms.find_iri(iri) for iri in _CARDINALITIES]
    for row in np.flatnonzero(np.isin(columns.predicate, numbers)).tolist():
        value = columns.terms[int(columns.object[row])]
        if not (isinstance(value, Literal) and value.datatype == _NUMBER):
            written = workspace.short(value)
            yield rule.finding(
                workspace,
                f"{written} is no xsd:nonNegativeInteger, and no rule of OWL reads another.",
                row=row,
                hint=_hint(value, workspace),
            )


def _hint(value: object, workspace: Workspace) -> str | None:
    """Say how to write a whole number; nothing where the value is none."""
    if not isinstance(value, Literal):
        return None
    form = canonical_form(Literal(value.lexical, _NUMBER))
    if form is None or form.lexical.startswith("-"):
        return None
    return f"Write {workspace.short(form)}."
