"""The built-in rules, in order of name, and which of them a graph wants."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources import files
from pathlib import PurePath

from mcdgraph.errors import SettingsError
from mcdgraph.findings import Finding, RuleText
from mcdgraph.rules import (
    cardinality_datatype,
    defined_elsewhere,
    import_not_read,
    literal_not_canonical,
    not_in_every_format,
    prefix_off_registry,
    statement_repeated,
    subject_split,
    undeclared_term,
    vanished_iri,
)
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.shape_problems import shape_rules
from mcdgraph.rules.sparql_rule import read_rule
from mcdgraph.rules.workspace import Workspace

_MODULES = (
    cardinality_datatype,
    defined_elsewhere,
    import_not_read,
    literal_not_canonical,
    not_in_every_format,
    prefix_off_registry,
    statement_repeated,
    subject_split,
    undeclared_term,
    vanished_iri,
)
_WHOLE = (undeclared_term, vanished_iri)


def built_in() -> tuple[CheckRule, ...]:
    """Give every rule that comes with mcdgraph, by name."""
    folder = files("mcdgraph.rules") / "queries"
    queries = [
        read_rule(PurePath(entry.name), entry.read_text(encoding="utf8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".rq")
    ]
    coded = [
        CheckRule(text=module.TEXT, look=module.look, whole=module in _WHOLE) for module in _MODULES
    ]
    return tuple(sorted([*queries, *coded, *shape_rules()], key=lambda rule: rule.name))


def choose(rules: Sequence[CheckRule], switched_off: Sequence[str]) -> tuple[CheckRule, ...]:
    """Leave out the rules that are switched off; raise `SettingsError` for a name no rule has."""
    names = [rule.name for rule in rules]
    for name in switched_off:
        if name not in names:
            close = get_close_matches(name, names, 1)
            mean = f"; did you mean {close[0]!r}?" if close else ""
            raise SettingsError(f"there is no rule {name!r}{mean}")
    return tuple(rule for rule in rules if rule.name not in switched_off)


def documentation(rules: Sequence[CheckRule]) -> Mapping[str, RuleText]:
    """Map the name of each rule to what is said of it."""
    return {rule.name: rule.text for rule in rules}


def run(rules: Sequence[CheckRule], workspace: Workspace) -> Iterator[Finding]:
    """Look for every breach of every rule."""
    for rule in rules:
        yield from rule.look(rule, workspace)
