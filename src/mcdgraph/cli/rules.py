"""``mcdgraph rules`` lists the rules beyond SHACL, with what each one means."""

import json
from textwrap import fill

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.errors import UsageError
from mcdgraph.rules import CheckRule, built_in, choose


@click.command("rules")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@pass_invocation
def command(invocation: Invocation, names: tuple[str, ...], as_json: bool) -> None:
    """List the rules that `mcdgraph check` looks for beside the shapes, or only NAMES.

    A rule is switched off in mcdgraph.toml: `off = ["term-unused"]` in the table `[check]`.
    """
    rules = built_in()
    active = {rule.name for rule in choose(rules, invocation.settings().check.off)}
    unknown = [name for name in names if name not in {rule.name for rule in rules}]
    if unknown:
        raise UsageError(f"there is no rule {unknown[0]!r}; `mcdgraph rules` lists all")
    shown = [rule for rule in rules if not names or rule.name in names]
    if as_json:
        click.echo(json.dumps([described(rule, active) for rule in shown], indent=2))
    else:
        click.echo("\n\n".join(paragraph(rule, active) for rule in shown))


def described(rule: CheckRule, active: set[str]) -> dict[str, str | bool]:
    """Give a rule as a JSON object."""
    return {
        "name": rule.name,
        "severity": str(rule.text.severity),
        "active": rule.name in active,
        "sentence": rule.text.sentence,
        "documentation": rule.text.documentation,
    }


def paragraph(rule: CheckRule, active: set[str]) -> str:
    """Give a rule as a paragraph for a terminal."""
    state = "" if rule.name in active else ", switched off"
    text = f"{rule.text.sentence} {rule.text.documentation}"
    body = fill(text, 96, initial_indent="    ", subsequent_indent="    ")
    return f"{rule.name} ({rule.text.severity}{state})\n{body}"
