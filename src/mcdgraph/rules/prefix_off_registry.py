"""A prefix means what the registry says."""

from collections.abc import Iterator
from typing import Final

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.declarations import declarations
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="prefix-off-registry",
    severity=Severity.WARNING,
    sentence="A prefix declared in a file means what the registry of prefixes says.",
    documentation=(
        "The registry is the standard prefixes and those of the settings' table [prefixes]. "
        "A file that binds a registered prefix to another namespace, or a registered "
        "namespace to another prefix, or a prefix that is not registered, makes files read "
        "differently from dumps and queries."
    ),
)


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report every declaration that differs."""
    registered = {iri: prefix for prefix, iri in workspace.prefixes.items()}
    for source in workspace.corpus.files:
        for prefix, iri, at in declarations(source):
            if workspace.prefixes.get(prefix) == iri:
                continue
            position = source.position(at, at + len(prefix) + 1)
            yield Finding(
                rule=rule.name,
                severity=rule.text.severity,
                message=f"Prefix {prefix}: for <{iri}> is not in the registry.",
                position=position,
                hint=_hint(prefix, iri, workspace, registered),
            )


def _hint(prefix: str, iri: str, workspace: Workspace, registered: dict[str, str]) -> str:
    if iri in registered:
        return f"The registry calls this namespace {registered[iri]}:."
    if prefix in workspace.prefixes:
        return f"In the registry {prefix}: is <{workspace.prefixes[prefix]}>."
    return "Add it to the table [prefixes] of mcdgraph.toml, or write the IRI in full."
