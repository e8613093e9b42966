"""``mcdgraph check`` says whether the graph is good enough to be released."""

import os

import click

from mcdgraph.checking import check
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.presenting import presentation
from mcdgraph.cli.progress import Steps
from mcdgraph.reporting import FORMS, automatic


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", *FORMS]),
    default="auto",
    help="Form of the report; auto annotates under GitHub Actions and else writes text.",
)
@click.option("--engine", help="SHACL engine: columns or pyshacl.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context, invocation: Invocation, form: str, engine: str | None, quiet: bool
) -> None:
    """Check ontology, shapes and data, and report every finding with its place.

    Exit code 0: no violation; 1: violations; 2: a file cannot be read or parsed.
    """
    settings = invocation.settings(check__engine=engine)
    with Steps(quiet=quiet) as steps:
        checked = check(settings, steps)
    name = automatic(os.environ) if form == "auto" else form
    click.echo(FORMS[name](checked.report, presentation(checked, settings)), nl=False)
    if checked.corpus.problems:
        ctx.exit(2)
    ctx.exit(0 if checked.report.conforms else 1)
