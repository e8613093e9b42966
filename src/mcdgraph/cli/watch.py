"""Checks again whenever a source is saved, and tells only what changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click
from watchfiles import watch

from mcdgraph.checking import SYNTAX, count
from mcdgraph.errors import McdgraphError
from mcdgraph.findings import Finding, Report
from mcdgraph.settings import Settings
from mcdgraph.sources import source_folders
from mcdgraph.sources.globs import RDF_SUFFIXES

SUFFIXES = frozenset({*RDF_SUFFIXES, ".rq", ".toml", ".json", ".xml", ".gz"})


def watched_paths(settings: Settings) -> list[Path]:
    """List the folders whose files are sources, the settings' file and the baseline."""
    root = settings.root
    folders = [root / folder for folder in source_folders(settings.sources, root)]
    files = (settings.file, settings.check.baseline)
    return [path for path in (*folders, settings.queries, *files) if path.exists()]


def changed(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings of ``after`` that ``before`` had not, each as often as it is new."""
    left = Counter(finding.fingerprint for finding in before)
    new: list[Finding] = []
    for finding in after:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            new.append(finding)
    return tuple(new)


def is_source(path: Path, root: Path) -> bool:
    """Say whether a file's name may be that of a source, and no step to it is hidden."""
    steps = path.relative_to(root).parts if path.is_relative_to(root) else (path.name,)
    return path.suffix in SUFFIXES and not any(step.startswith(".") for step in steps)


def saves(settings: Settings) -> Iterator[object]:
    """Wait for each save of a source; end at an interrupt."""
    return watch(
        *watched_paths(settings),
        watch_filter=lambda _, path: is_source(Path(path), settings.root),
        raise_interrupt=False,
    )


Show = Callable[[Report], str]


def watch_and_tell(check: Callable[[], tuple[Report, Show]], events: Iterable[object]) -> None:
    """Check now and after every event; show all at first, then what is new and what is mended.

    ``check`` gives a report and what renders it with the sources as they were then.
    """
    report, show = check()
    click.echo(show(report), nl=False)
    for _ in events:
        try:
            now, show = check()
            now = with_waiting(report, now)
            click.echo(_difference(report, now, show), nl=False)
        except McdgraphError as error:
            click.echo(f"mcdgraph: {error}", err=True)
            continue
        report = now


def with_waiting(before: Report, now: Report) -> Report:
    """Keep what was found before while a file is broken: nobody looked, so nothing is mended."""
    if not any(finding.rule == SYNTAX for finding in now.findings):
        return now
    gone = changed(now.findings, before.findings)
    waiting = tuple(finding for finding in gone if finding.rule != SYNTAX)
    return replace(now, findings=(*now.findings, *waiting))


def _difference(before: Report, now: Report, show: Show) -> str:
    new = changed(before.findings, now.findings)
    mended = changed(now.findings, before.findings)
    lines = [f"mended: {_line(finding)}\n" for finding in mended]
    if not new and not mended:
        return f"no change: {count(len(now.findings), 'finding')}\n"
    shown = show(replace(now, findings=new)) if new else ""
    return "".join(lines) + shown + f"{count(len(now.findings), 'finding')} in all\n"


def _line(finding: Finding) -> str:
    place = f"{finding.position}: " if finding.position else ""
    return f"{place}{finding.message} [{finding.rule}]"
