"""The rules that come with mcdgraph, as a profile reads them, and which of them a graph wants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import PurePath
from types import ModuleType
from typing import Final

from mcdgraph.errors import SettingsError
from mcdgraph.findings import Finding, RuleText
from mcdgraph.rules import (
    cardinality_datatype,
    defined_elsewhere,
    evidence_doubled,
    evidence_elsewhere,
    file_not_read,
    import_not_read,
    label_numbers_differ,
    literal_not_canonical,
    not_in_every_format,
    prefix_conflict,
    prefix_off_registry,
    statement_repeated,
    subject_split,
    undeclared_term,
    undescribed,
    unknown_term,
    unresolved_iri,
    value_not_canonical,
    vanished_iri,
)
from mcdgraph.rules.mentions import told_once
from mcdgraph.rules.profiles import OWN, Profile, Treatment
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.shape_problems import shape_rules
from mcdgraph.rules.sparql_rule import read_rule
from mcdgraph.rules.workspace import Workspace

_MODULES: Final = (
    cardinality_datatype,
    defined_elsewhere,
    evidence_doubled,
    evidence_elsewhere,
    file_not_read,
    import_not_read,
    label_numbers_differ,
    literal_not_canonical,
    not_in_every_format,
    prefix_conflict,
    prefix_off_registry,
    statement_repeated,
    subject_split,
    undeclared_term,
    unresolved_iri,
    vanished_iri,
)
#: Other readings of rules above, by the same names, for graphs of others.
_READINGS: Final = (undescribed, unknown_term, value_not_canonical)
_WHOLE: Final = (undeclared_term, undescribed, unknown_term, vanished_iri)


def built_in(profile: Profile = OWN) -> tuple[CheckRule, ...]:
    """Give every rule as a profile reads it, by name; what it leaves out keeps its own severity."""
    readings = {rule.name: rule for rule in [*_queries("queries/published"), *_coded(*_READINGS)]}
    rules = [*_queries("queries"), *_coded(*_MODULES), *shape_rules()]
    read = [_read(rule, readings, profile.treatments.get(rule.name)) for rule in rules]
    return tuple(sorted(read, key=lambda rule: rule.name))


def _read(
    rule: CheckRule, readings: Mapping[str, CheckRule], treatment: Treatment | None
) -> CheckRule:
    if treatment is None:
        return rule
    chosen = readings[rule.name] if treatment.reading else rule
    severity = treatment.severity or rule.text.severity
    return replace(
        chosen,
        text=replace(chosen.text, severity=severity),
        active=treatment.severity is not None,
        once=treatment.once,
    )


def _queries(folder: str) -> list[CheckRule]:
    return [
        read_rule(PurePath(entry.name), entry.read_text(encoding="utf8"))
        for entry in files("mcdgraph.rules").joinpath(folder).iterdir()
        if entry.name.endswith(".rq")
    ]


def _coded(*modules: ModuleType) -> list[CheckRule]:
    return [CheckRule(text=one.TEXT, look=one.look, whole=one in _WHOLE) for one in modules]


def choose(rules: Sequence[CheckRule], switched_off: Sequence[str]) -> tuple[CheckRule, ...]:
    """Leave out the rules that are off; raise `SettingsError` for a name no rule has."""
    names = [rule.name for rule in rules]
    for name in switched_off:
        if name not in names:
            close = get_close_matches(name, names, 1)
            mean = f"; did you mean {close[0]!r}?" if close else ""
            raise SettingsError(f"there is no rule {name!r}{mean}")
    return tuple(rule for rule in rules if rule.active and rule.name not in switched_off)


def documentation(rules: Sequence[CheckRule]) -> Mapping[str, RuleText]:
    """Map the name of each rule to what is said of it."""
    return {rule.name: rule.text for rule in rules}


def run(rules: Sequence[CheckRule], workspace: Workspace) -> Iterator[Finding]:
    """Look for every breach of every rule."""
    for rule in rules:
        found = rule.look(rule, workspace)
        yield from told_once(found) if rule.once else found
