"""In graphs of others: a name of the graph's own that is mentioned is described."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDFS, STANDARD
from mcdgraph.rules.nearest import NearestNames
from mcdgraph.rules.own_names import undescribed_names
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="dangling-iri",
    severity=Severity.WARNING,
    sentence="An IRI of the graph that is mentioned is also described.",
    documentation=(
        "The object of a statement is an IRI below a base of the graph, in a namespace where "
        "the graph describes others, and no file says anything about it: most often a misspelt "
        "name, or a thing that was removed. Versions of ontologies, and what leads to pages and "
        "files, need no description; classes and properties are the business of "
        "undeclared-term."
    ),
)
#: What leads to a document, which need not be described.
_TO_DOCUMENTS: Final = (
    *(OWL + name for name in ("backwardCompatibleWith", "imports", "incompatibleWith")),
    *(OWL + name for name in ("priorVersion", "versionIRI")),
    *(RDFS + name for name in ("isDefinedBy", "seeAlso")),
    *(STANDARD["foaf"] + name for name in ("depiction", "homepage", "isPrimaryTopicOf", "page")),
    *(STANDARD["dcat"] + name for name in ("accessURL", "downloadURL", "landingPage")),
    *(STANDARD["dcterms"] + name for name in ("hasVersion", "isVersionOf", "source")),
    STANDARD["schema"] + "url",
    STANDARD["vann"] + "preferredNamespaceUri",
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every mention of such a name."""
    columns = workspace.corpus.columns
    names = undescribed_names(workspace)
    documents = [columns.terms.find_iri(iri) for iri in _TO_DOCUMENTS]
    rows = names.marked[columns.object] & ~names.as_term & ~np.isin(columns.predicate, documents)
    nearest = NearestNames(names.described, workspace)
    graphs = set(columns.graph.tolist())
    for row in np.flatnonzero(rows).tolist():
        number = int(columns.object[row])
        if number not in graphs:
            term = columns.terms[number]
            yield rule.finding(
                workspace,
                f"{workspace.short(term)} is mentioned but nothing describes it.",
                row=row,
                hint=nearest.hint(term),
            )
