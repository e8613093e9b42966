"""Every format that a release offers can hold the graph."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.serialization.unwritable import unwritable
from mcdgraph.settings import Role

TEXT: Final = RuleText(
    name="not-in-every-format",
    severity=Severity.WARNING,
    sentence="Every format that a release offers can hold the graph.",
    documentation=(
        "RDF/XML names a predicate by a prefix and a local name, so that it cannot hold one "
        "whose IRI ends in a digit or a sign (RDF 1.1 XML Syntax, clause 2.2.1), and XML has "
        "no place for some characters (XML 1.0, clause 2.2). A release of such a graph is made "
        "without its file in that format; the catalogue and the page of the dumps say so."
    ),
)
#: What files are for whose statements stand in the dumps of the graph.
PUBLISHED: Final[tuple[Role, ...]] = ("ontology", "vocabulary", "data")


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report each term that a format cannot hold, where it first stands."""
    rows = np.flatnonzero(workspace.with_role(*PUBLISHED))
    for found in unwritable(workspace.corpus.columns.take(rows)):
        file = f"graph.{found.form.suffix}"
        yield rule.finding(
            workspace,
            f"{found.reason}; a release is made without {file}.",
            row=int(rows[found.row]),
            part=found.part,
        )
