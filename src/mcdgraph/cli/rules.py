"""``mcdgraph rules`` lists the rules beyond SHACL, with what each one means."""

import json
from collections.abc import Mapping
from textwrap import fill
from typing import Any

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.errors import UsageError
from mcdgraph.rules import PROFILES, CheckRule, built_in, choose


@click.command("rules")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@pass_invocation
def command(invocation: Invocation, names: tuple[str, ...], as_json: bool) -> None:
    """List the rules that `mcdgraph check` looks for beside the shapes, or only NAMES.

    Each is shown as the two profiles have it: `own`, for a graph made to these rules, and
    `published`, for one that has ways of its own. The setting check.profile chooses; a rule is
    switched off in mcdgraph.toml: `off = ["label-missing"]` in the table `[check]`.
    """
    check = invocation.settings().check
    by_profile = {name: built_in(profile) for name, profile in PROFILES.items()}
    rules = by_profile[check.profile]
    active = {rule.name for rule in choose(rules, check.off)}
    unknown = [name for name in names if name not in {rule.name for rule in rules}]
    if unknown:
        raise UsageError(f"there is no rule {unknown[0]!r}; `mcdgraph rules` lists all")
    readings = [
        dict(zip(by_profile, same, strict=True)) for same in zip(*by_profile.values(), strict=True)
    ]
    shown = [one for one in readings if not names or one[check.profile].name in names]
    if as_json:
        objects = [described(one, check.profile, active) for one in shown]
        click.echo(json.dumps(objects, indent=2))
    else:
        click.echo("\n\n".join(paragraph(one, check.profile, active) for one in shown))


def described(readings: Mapping[str, CheckRule], profile: str, active: set[str]) -> dict[str, Any]:
    """Give a rule as a JSON object; its readings are by the name of the profile."""
    rule = readings[profile]
    return {
        "name": rule.name,
        "severity": str(rule.text.severity),
        "active": rule.name in active,
        "sentence": rule.text.sentence,
        "documentation": rule.text.documentation,
        "profiles": {
            name: {
                "severity": str(one.text.severity) if one.active else None,
                "once": one.once,
                "sentence": one.text.sentence,
                "documentation": one.text.documentation,
            }
            for name, one in readings.items()
        },
    }


def paragraph(readings: Mapping[str, CheckRule], profile: str, active: set[str]) -> str:
    """Give a rule as paragraphs for a terminal: one for all profiles that read it alike."""
    rule = readings[profile]
    states = ", ".join(f"{name}: {state(one)}" for name, one in readings.items())
    off = "; switched off" if rule.active and rule.name not in active else ""
    texts: dict[str, list[str]] = {}
    for name, one in readings.items():
        text = f"{one.text.sentence} {one.text.documentation}"
        texts.setdefault(text, []).append(name)
    bodies = [
        _filled(text if len(texts) == 1 else f"{names[0]}: {text}") for text, names in texts.items()
    ]
    return "\n".join([f"{rule.name} ({states}{off})", *bodies])


def state(rule: CheckRule) -> str:
    """Say how grave a rule is, and whether it is told once."""
    if not rule.active:
        return "off"
    return f"{rule.text.severity}, told once" if rule.once else str(rule.text.severity)


def _filled(text: str) -> str:
    return fill(text, 96, initial_indent="    ", subsequent_indent="    ")
