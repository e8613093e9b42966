"""The release that a command works on: the current one, or one of the sources as they are."""

import subprocess
import sys

import click

from mcdgraph.errors import FindingsError, InputError, UsageError
from mcdgraph.release import Release, current_release, find_fresh, last_release
from mcdgraph.settings import Settings


def require_current(settings: Settings) -> Release:
    """Open the current release; raise UsageError where none was built."""
    release = current_release(settings)
    if release is None:
        raise UsageError(f"{settings.root}: no release yet; run `mcdgraph build` first")
    return release


def require_fresh(settings: Settings) -> Release:
    """Open the release of the sources as they stand, building it where there is none.

    The build runs in a process of its own, so that its memory and libraries are gone before
    anything is served.
    """
    release = find_fresh(settings)
    if release is not None and release == last_release(settings):
        click.echo(f"Release {release.digest[:12]} is up to date.", err=True)
        return release
    where = ["--root", str(settings.root), "--settings", str(settings.file)]
    command = [sys.executable, "-P", "-m", "mcdgraph", *where, "build"]
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode  # noqa: S603
    if code:
        kind = FindingsError if code == FindingsError.exit_code else InputError
        raise kind(_refusal(settings))
    return require_current(settings)


def _refusal(settings: Settings) -> str:
    """Say what is left when a build fails: the release before it, if there was one."""
    before = last_release(settings)
    if before is None:
        return "nothing to serve: the graph was not built"
    return f"the graph was not built; --no-build serves the release before, {before.digest[:12]}"
