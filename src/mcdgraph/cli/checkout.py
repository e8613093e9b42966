"""Tells what a folder of RDF without ``mcdgraph.toml`` is taken for."""

from pathlib import Path

import click

from mcdgraph.cli.progress import Steps
from mcdgraph.discovery import describe_folder, summary
from mcdgraph.settings import is_root


def settings_file(root: Path, *, anew: bool) -> Path | None:
    """Return the file of settings that was guessed for a folder; None where it has its own.

    Looks at the folder where it was not looked at before, or ``anew``, and says what it sees.
    """
    if is_root(root):
        return None
    with Steps() as steps:
        described = describe_folder(root, steps, anew=anew)
    if described.guess is not None:
        where = described.file.parent
        click.echo(summary(described.guess), err=True)
        click.echo(
            f"  settings and releases in {where}; `mcdgraph init` writes them here", err=True
        )
    return described.file
