"""What looks like a source is one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.positions import Position
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="file-not-read",
    severity=Severity.INFO,
    sentence="Files of RDF near the root are meant by a glob of the sources.",
    documentation=(
        "A default glob of [sources], such as ontology/**, means no file, while files of RDF lie "
        "in the graph's folder, or in one of its folders, that no glob means: they are not read. "
        "Folders of tests, examples, documentation and queries are passed over, and what lies "
        "deeper is not looked for. All such files are told once."
    ),
)
#: Files that a message names; of the others it tells the number.
SHOWN: Final = 10


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report all such files in one finding, at the beginning of the first."""
    found = workspace.corpus.overlooked
    if not found:
        return
    names = ", ".join(str(path) for path in islice(found, SHOWN))
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    what = "1 file of RDF is" if len(found) == 1 else f"{len(found):,} files of RDF are"
    finding = rule.finding(
        workspace,
        f"{what} meant by no glob and not read: {names}{more}.",
        hint="Name them in [sources] of mcdgraph.toml, or under exclude.",
    )
    yield replace(finding, position=Position(path=str(found[0]), line=1, column=1))
