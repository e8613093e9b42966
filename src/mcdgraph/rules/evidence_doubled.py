"""A statement is annotated once in a graph."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="evidence-doubled",
    severity=Severity.VIOLATION,
    sentence="A statement is annotated once in a graph.",
    documentation=(
        "Two axioms with evidence (setting evidence.source) name the same statement in one named "
        "graph. Two documents may say the same, each in its graph with its evidence; one "
        "document says a thing once, and all that bears it out belongs together."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every axiom after the first, at the value that it names."""
    columns = workspace.corpus.columns
    sources, properties = (_values(columns, name) for name in ("Source", "Property"))
    evidence = np.isin(columns.predicate, columns.terms.find_iris(workspace.evidence.source))
    proved = set(columns.subject[evidence].tolist())
    targets = columns.predicate == columns.terms.find_iri(OWL + "annotatedTarget")
    first: dict[tuple[int, int, int, int], int] = {}
    for row in np.flatnonzero(targets).tolist():
        axiom, graph = int(columns.subject[row]), int(columns.graph[row])
        about = sources.get((axiom, graph)), properties.get((axiom, graph))
        if axiom not in proved or about[0] is None or about[1] is None:
            continue
        statement = (graph, about[0], about[1], int(columns.object[row]))
        if first.setdefault(statement, axiom) != axiom:
            yield rule.finding(
                workspace,
                "Another axiom of this graph annotates the same statement.",
                row=row,
                hint="Put the evidence of both together in one axiom.",
            )


def _values(columns: Columns, name: str) -> dict[tuple[int, int], int]:
    """Return for each axiom in each graph the source or property that it names."""
    rows = columns.predicate == columns.terms.find_iri(f"{OWL}annotated{name}")
    keys = zip(columns.subject[rows].tolist(), columns.graph[rows].tolist(), strict=True)
    return dict(zip(keys, columns.object[rows].tolist(), strict=True))
