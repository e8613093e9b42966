"""What is imported is at hand."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import numpy as np

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="import-not-read",
    severity=Severity.INFO,
    sentence="What the graph imports is at hand.",
    documentation=(
        "A file imports a graph (owl:imports) that no file at hand declares as an owl:Ontology: "
        "none of the sources, of the settings' table [imports.files], of a catalog, of the "
        "folders of imports. Nothing is fetched, so that what it says is not reasoned with, and "
        "its shapes are not evaluated. All that is missing is told once."
    ),
)
#: Imports that a message names; of the others it tells the number.
SHOWN: Final = 10


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report all that is missing in one finding, at the first statement that asks for it."""
    missing = workspace.corpus.missing
    if not missing:
        return
    columns = workspace.corpus.columns
    wanted = [columns.terms.find_iri(iri) for iri in missing]
    imports = columns.predicate == columns.terms.find_iri(OWL + "imports")
    row = int(np.flatnonzero(imports & np.isin(columns.object, wanted))[0])
    names = ", ".join(f"<{iri}>" for iri in islice(missing, SHOWN))
    more = f" and {len(missing) - SHOWN:,} more" if len(missing) > SHOWN else ""
    what = "1 import is" if len(missing) == 1 else f"{len(missing):,} imports are"
    yield rule.finding(
        workspace,
        f"{what} not at hand and not read: {names}{more}.",
        row=row,
        hint="Put copies into a folder that imports.folders names, or map them in [imports.files].",
    )
