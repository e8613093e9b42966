"""``mcdgraph diff`` compares two states of the graph: releases, revisions of git, the sources."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.dump import opened
from mcdgraph.cli.progress import Steps
from mcdgraph.cli.releases import require_current
from mcdgraph.comparison import (
    Comparison,
    GraphState,
    Side,
    checked_out,
    commit_of,
    compare,
    comparison_json,
    comparison_text,
    release_side,
    sources_side,
)
from mcdgraph.errors import UsageError
from mcdgraph.release import Release, open_release
from mcdgraph.release.reading import MANIFEST, RELEASES, sound_release
from mcdgraph.settings import Settings, is_root, load_settings
from mcdgraph.terminal import plain

CURRENT: Final = "current"
SOURCES: Final = "sources"
#: Characters of a digest that name a release.
_LEAST: Final = 4


@click.command("diff")
@click.argument("before", default=CURRENT)
@click.argument("after", default=SOURCES)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of what is written.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option("--inferred", is_flag=True, help="Compare what follows, too.")
@click.option("--stat", "counts_only", is_flag=True, help="Write the counts alone.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context,
    invocation: Invocation,
    before: str,
    after: str,
    form: str,
    output: Path | None,
    inferred: bool,
    counts_only: bool,
    quiet: bool,
) -> None:
    """Compare BEFORE with AFTER: what was added, what is gone, what changed.

    Each is a release, by its digest or the beginning of it, by its folder, or as `current`; a
    revision of git, such as HEAD~3 or a tag, whose files are read as sources; or `sources`, the
    files as they stand. Without arguments the current release is compared with the sources.

    Exit code 0: nothing differs; 1: something does; 2: a side cannot be read.
    """
    settings = invocation.settings()
    with Steps(quiet=quiet) as steps, ExitStack() as stack:
        reader = _SideReader(settings, inferred, steps, stack, is_own=invocation.file is None)
        sides = reader.side(before), reader.side(after)
        steps("Comparing")
        found = compare(*sides, settings.evidence, inferred=inferred)
    with opened(output) as stream:
        stream.writelines(
            line.encode("utf8") for line in _written(found, settings, form, counts_only)
        )
    if not found.graphs:
        click.echo("nothing differs", err=True)
    ctx.exit(1 if found.graphs else 0)


def _written(found: Comparison, settings: Settings, form: str, counts_only: bool) -> Iterator[str]:
    if form == "text":
        return map(plain, comparison_text(found, settings.prefixes, counts_only=counts_only))
    told: dict[str, Any] = comparison_json(found, () if counts_only else None)
    return iter([json.dumps(told, ensure_ascii=False, indent=2), "\n"])


class _SideReader:
    """Finds what the arguments name."""

    def __init__(
        self,
        settings: Settings,
        inferred: bool,
        tell: Callable[[str], None],
        stack: ExitStack,
        *,
        is_own: bool,
    ) -> None:
        """Read sides of a graph; ``is_own`` says that its settings stand in its own folder."""
        self._settings = settings
        self._inferred = inferred
        self._tell = tell
        self._stack = stack
        self._is_own = is_own

    def side(self, name: str) -> Side:
        """Read a side; raise `UsageError` for what is neither a release nor a revision."""
        if name == SOURCES:
            self._tell("Reading the sources")
            state = GraphState(name=SOURCES)
            return sources_side(self._settings, state, inferred=self._inferred)
        if release := self._release(name):
            return release_side(release)
        if commit := commit_of(self._settings.root, name):
            return self._revision(name, commit)
        kept = ", ".join(one.digest[:12] for one in self._kept()) or "none"
        raise UsageError(
            f"{name}: no release and no revision of git; there are {CURRENT}, {SOURCES}, "
            f"and of releases {kept}"
        )

    def _release(self, name: str) -> Release | None:
        if name == CURRENT:
            return require_current(self._settings)
        if Path(name, MANIFEST).is_file():
            return open_release(Path(name))
        if len(name) < _LEAST:
            return None
        found = [one for one in self._kept() if one.digest.startswith(name.lower())]
        if len(found) > 1:
            raise UsageError(f"{name}: {len(found)} releases begin like this; write more of it")
        return found[0] if found else None

    def _kept(self) -> list[Release]:
        folder = self._settings.release.folder / RELEASES
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        found = (sound_release(path) for path in paths if not path.name.startswith("."))
        return [release for release in found if release]

    def _revision(self, name: str, commit: str) -> Side:
        self._tell(f"Reading {name}")
        folder = self._stack.enter_context(checked_out(self._settings.root, commit))
        settings = self._settings_in(folder)
        state = GraphState(name=name, commit=commit)
        return sources_side(settings, state, inferred=self._inferred)

    def _settings_in(self, folder: Path) -> Settings:
        """Return a revision's own settings, or those of now where it has none or they are named."""
        if self._is_own and is_root(folder):
            return load_settings(folder, environment=os.environ)
        return replace(self._settings, root=folder)
