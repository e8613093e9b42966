"""``mcdgraph build`` makes the release that is served."""

import shlex
from pathlib import Path

import click

from mcdgraph.checking import Checked
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.check import presentation
from mcdgraph.cli.progress import Steps
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.reporting import FORMS
from mcdgraph.reporting.presentation import counted
from mcdgraph.settings import Settings


@click.command("build")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
def command(invocation: Invocation, quiet: bool) -> None:
    """Check the graph, reason over it, and write a release.

    The release becomes the current one when it is whole. A graph that does not pass its checks
    leaves the current release as it is (exit code 1); `mcdgraph check` shows the findings.
    """
    settings = invocation.settings(look=True)
    with Steps(quiet=quiet) as steps:

        def found(checked: Checked) -> None:
            steps.end()
            click.echo(told(checked, settings), err=True)

        release = build(settings, steps, found)
    click.echo(summary(release))


def told(checked: Checked, settings: Settings) -> str:
    """Tell every finding where the graph is refused, and else only how many there are."""
    report = checked.report
    accepted = settings.release.violations == "accept" and not checked.corpus.problems
    if checked.blocking and not accepted:
        return FORMS["text"](report, presentation(checked, settings, colour=False))
    hint = f"; `{command_for(settings)} check` shows them" if report.findings else ""
    verdict = "The graph conforms" if report.conforms else "The graph is published as it is"
    return f"{verdict}: {counted(report)}{hint}"


def command_for(settings: Settings) -> str:
    """Name the command as it is called for the graph, from where one is."""
    root = settings.root
    if root.resolve() == Path.cwd():
        return "mcdgraph"
    return f"mcdgraph -C {shlex.quote(str(root))}"


def summary(release: Release) -> str:
    """Tell in a few lines what a release holds and where it is."""
    manifest = release.manifest
    inferred = sum(graph.statements for graph in manifest.graphs if graph.kind == "inferred")
    lines = [
        f"Release {release.digest[:12]}: {manifest.statements:,} statements, "
        f"{inferred:,} of them inferred, in {len(manifest.graphs)} named graphs",
        *(f"Without {dump.name}: {dump.reason}" for dump in manifest.omitted),
        str(release.path),
    ]
    return "\n".join(lines)
