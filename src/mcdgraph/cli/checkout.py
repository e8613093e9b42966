"""A folder of RDF without ``mcdgraph.toml``: what it is taken for, written down beside it.

Nothing is written into the folder. The settings, and the releases, are kept in the user's cache,
under a name that is made of the folder's path.
"""

from pathlib import Path

import click

from mcdgraph.cli.progress import Steps
from mcdgraph.discovery import discover, settings_text, summary
from mcdgraph.errors import EnvironmentProblem, MissingInputError, UsageError
from mcdgraph.settings import FILE_NAME, checkout_cache, is_root


def settings_file(root: Path, *, anew: bool) -> Path | None:
    """Give the file of settings that was guessed for a folder; None where it has its own.

    Looks at the folder where it was not looked at before, or ``anew``, and says what it sees.
    """
    if is_root(root):
        return None
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder")
    cache = checkout_cache(root)
    file = cache / FILE_NAME
    if file.is_file() and not anew:
        return file
    with Steps() as steps:
        try:
            guess = discover(root, steps)
        except MissingInputError as error:
            said = str(error).removeprefix(f"{root}: ")
            raise MissingInputError(f"{root}: no {FILE_NAME}, {said}") from error
    click.echo(summary(guess), err=True)
    _write(file, settings_text(guess, releases=cache))
    click.echo(f"  settings and releases in {cache}; `mcdgraph init` writes them here", err=True)
    return file


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf8")
    except OSError as error:
        raise EnvironmentProblem(
            f"{file}: cannot be written: {error.strerror}; XDG_CACHE_HOME names another folder"
        ) from error
