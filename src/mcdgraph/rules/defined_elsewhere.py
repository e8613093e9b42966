"""A term is defined by the file that describes it, or by its own namespace."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDF, RDFS
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="defined-elsewhere",
    severity=Severity.WARNING,
    sentence="rdfs:isDefinedBy names the file's own ontology, or the namespace of the term.",
    documentation=(
        "The value of rdfs:isDefinedBy is either the owl:Ontology that the same file describes, "
        "or an IRI with which the term's own IRI begins. Anything else sends the reader to a "
        "vocabulary that does not define the term."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every other value."""
    columns = workspace.corpus.columns
    find = columns.terms.find_iri
    typed = columns.predicate == find(RDF + "type")
    headers = np.flatnonzero(typed & (columns.object == find(OWL + "Ontology")))
    described = {(int(columns.source[row]), int(columns.subject[row])) for row in headers.tolist()}
    for row in np.flatnonzero(columns.predicate == find(RDFS + "isDefinedBy")).tolist():
        number = int(columns.object[row])
        term, definer = columns.terms[int(columns.subject[row])], columns.terms[number]
        if (int(columns.source[row]), number) in described:
            continue
        if not isinstance(term, Iri) or not isinstance(definer, Iri):
            continue
        if not term.value.startswith(definer.value):
            message = f"{workspace.short(term)} is not defined by {workspace.short(definer)}."
            yield rule.finding(workspace, message, row=row, hint="Name the file's own ontology.")
