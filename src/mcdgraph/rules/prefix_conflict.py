"""In graphs of others: the files agree on what a prefix means."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.positions import Position
from mcdgraph.rules.declarations import declarations
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="prefix-conflict",
    severity=Severity.INFO,
    sentence="The files of a graph bind a prefix to one namespace.",
    documentation=(
        "Two files bind the same prefix to two namespaces, so that a name means one thing here "
        "and another there, and a statement that is moved between them changes. The empty "
        "prefix, and those named ex… for examples, are a matter of each file."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every declaration that differs from what most files say, then from the first."""
    bound: dict[str, dict[str, list[Position]]] = defaultdict(dict)
    for source in workspace.corpus.files:
        for prefix, iri, at in declarations(source):
            position = source.position(at, at + len(prefix) + 1)
            if prefix and not prefix.startswith("ex"):
                bound[prefix].setdefault(iri, []).append(position)
    for prefix, meanings in bound.items():
        usual = max(meanings, key=lambda iri: len(meanings[iri]))
        for iri, positions in meanings.items():
            for position in positions if iri != usual else ():
                yield Finding(
                    rule=rule.name,
                    severity=rule.text.severity,
                    message=f"Prefix {prefix}: is <{iri}> here and <{usual}> in other files.",
                    position=position,
                    hint="Give one of the two another prefix.",
                )
