"""``mcdgraph check`` says whether the graph is good enough to be released."""

import os
import sys

import click

from mcdgraph import __version__
from mcdgraph.checking import Checked, check
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.progress import Steps
from mcdgraph.reporting import FORMS, Presentation, automatic
from mcdgraph.settings import Settings


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


def presentation(checked: Checked, settings: Settings) -> Presentation:
    """Give a report's reader the lines of source and the prefixes."""
    colour = not os.environ.get("NO_COLOR") and sys.stdout.isatty()
    return Presentation(
        sources={str(file.path): file for file in checked.corpus.files},
        prefixes=settings.prefixes,
        version=__version__,
        colour=colour,
    )
