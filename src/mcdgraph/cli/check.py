"""``mcdgraph check`` says whether the graph is good enough to be released."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from mcdgraph import __version__
from mcdgraph.baseline import compare, write_baseline
from mcdgraph.checking import Checked
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.progress import Steps
from mcdgraph.cli.watch import Show, saves, watch_and_tell
from mcdgraph.errors import InputError, MissingInputError, UsageError
from mcdgraph.findings import Report, Severity
from mcdgraph.positions import Position
from mcdgraph.release.acceptance import check_release
from mcdgraph.release.checkout import read_checkout
from mcdgraph.release.source_links import source_address
from mcdgraph.reporting import FORMS, Presentation, automatic, nowhere
from mcdgraph.rules import built_in, documentation
from mcdgraph.settings import Settings
from mcdgraph.turtle.writer import write_turtle

#: ``turtle`` is not made from the findings: it is what SHACL itself calls the report.
TURTLE = "turtle"
FORM_NAMES = ("auto", *FORMS, TURTLE)
#: From the gravest: a threshold means itself and what is graver.
SEVERITIES = tuple(Severity)


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORM_NAMES),
    default="auto",
    help="Form of the report; auto annotates under GitHub Actions and else writes text; "
    "turtle is the SHACL validation report, without what other rules find.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option(
    "--also",
    metavar="FORM=FILE",
    multiple=True,
    help="Write the report in one more form, to a file; may be given again.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(str(severity) for severity in SEVERITIES), "never"]),
    default="violation",
    show_default=True,
    help="The least grave finding that makes the exit code 1.",
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="File of the findings that are accepted."
)
@click.option(
    "--write-baseline", "accept", is_flag=True, help="Accept all findings of now in that file."
)
@click.option("--watch", is_flag=True, help="Check again on every save; tell what changed.")
@click.option("--engine", help="SHACL engine: columns or pyshacl.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context,
    invocation: Invocation,
    form: str,
    output: Path | None,
    also: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    accept: bool,
    watch: bool,
    engine: str | None,
    quiet: bool,
) -> None:
    """Check ontology, shapes and data, and report every finding with its place.

    Exit code 0: nothing as grave as --fail-on; 1: findings; 2: a file cannot be read or parsed.
    """
    further = [_also(value) for value in also]
    load = partial(invocation.settings, check__engine=engine, check__baseline=baseline)
    settings = load(look=True)
    if baseline is not None and not accept and not baseline.exists():
        raise MissingInputError(f"{baseline}: no such baseline; --write-baseline makes one")
    if watch:
        watch_and_tell(partial(_watched, load, form), saves(settings))
        return
    checked = _checked(settings, quiet=quiet)
    if accept:
        number = write_baseline(settings.check.baseline, checked.report)
        click.echo(f"{settings.check.baseline}: {number:,} findings accepted", err=True)
        return
    compared = compare(checked.report, settings.check.baseline)
    for name, path in sorted([(form, output), *further], key=lambda pair: pair[0] == TURTLE):
        _write(_rendered(checked, compared.report, settings, name), path)
    if compared.accepted or compared.mended:
        click.echo(_about_baseline(compared.accepted, compared.mended), err=True)
    ctx.exit(2 if checked.corpus.problems else int(failed(compared.report, fail_on)))


def failed(report: Report, fail_on: str) -> bool:
    """Tell whether a report has a finding as grave as the threshold."""
    if fail_on == "never":
        return False
    grave = SEVERITIES[: SEVERITIES.index(Severity(fail_on)) + 1]
    return any(finding.severity in grave for finding in report.findings)


def presentation(checked: Checked, settings: Settings, *, colour: bool) -> Presentation:
    """Give a report's reader the lines of source, the prefixes, the rules."""
    return Presentation(
        sources={str(file.path): file for file in checked.corpus.files},
        prefixes=checked.prefixes,
        rules=documentation(built_in(checked.profile)),
        version=__version__,
        colour=colour,
        source_address=_at_forge(checked, settings),
    )


def _at_forge(checked: Checked, settings: Settings) -> Callable[[Position | None], str]:
    """Make links to lines, where the sources are those of a commit."""
    template = settings.forge.source
    if not template:
        return nowhere
    files = [str(file.path) for file in checked.corpus.files]
    return partial(source_address, template, read_checkout(settings.root, files))


def _also(value: str) -> tuple[str, Path]:
    form, equals, file = value.partition("=")
    if form not in FORM_NAMES or not equals or not file:
        names = ", ".join(FORM_NAMES)
        raise UsageError(f"--also takes FORM=FILE with a form of {names}, not {value!r}")
    return form, Path(file)


def _checked(settings: Settings, *, quiet: bool) -> Checked:
    with Steps(quiet=quiet) as steps:
        return check_release(settings, steps)


def _watched(load: Callable[[], Settings], form: str) -> tuple[Report, Show]:
    settings = load()
    checked = _checked(settings, quiet=True)
    report = compare(checked.report, settings.check.baseline).report
    return report, lambda part: _rendered(checked, part, settings, form)


def _rendered(checked: Checked, report: Report, settings: Settings, form: str) -> str:
    if form == TURTLE:
        checked.corpus.require_readable()
        return "".join(write_turtle(checked.validation.to_columns(), settings.prefixes))
    name = automatic(os.environ) if form == "auto" else form
    colour = not os.environ.get("NO_COLOR") and sys.stdout.isatty()
    return FORMS[name](report, presentation(checked, settings, colour=colour))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf8")
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}") from error


def _about_baseline(accepted: int, mended: int) -> str:
    parts = [f"{accepted:,} findings accepted by the baseline"] if accepted else []
    if mended:
        parts.append(f"{mended:,} of its findings are mended: write it anew")
    return "; ".join(parts)
