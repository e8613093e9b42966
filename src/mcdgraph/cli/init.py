"""``mcdgraph init`` writes down what a folder of RDF is taken for."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from mcdgraph import __version__
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.progress import Steps
from mcdgraph.discovery import discover, new_settings_text, settings_text, summary
from mcdgraph.errors import EnvironmentProblem, UsageError
from mcdgraph.settings import FILE_NAME

WORKFLOW = ".github/workflows/graph.yml"
HOOKS = ".pre-commit-config.yaml"


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@click.option("--ci", is_flag=True, help=f"Write a workflow for GitHub too, {WORKFLOW}.")
@click.option("--hook", is_flag=True, help=f"Write hooks for pre-commit too, {HOOKS}.")
@pass_invocation
def command(
    invocation: Invocation, folder: Path | None, dry_run: bool, ci: bool, hook: bool
) -> None:
    """Write mcdgraph.toml for FOLDER: what its files are, and what they say of the whole.

    The files are read, whatever they are called: which hold an ontology, shapes, concepts,
    data; the IRIs below which they name things; titles, makers, licence and version as headers
    give them. What cannot be told is a comment with the reason. A file that is there already
    is never written over.
    """
    folder = folder or invocation.root or Path()
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    texts = dict(_texts(folder, ci=ci, hook=hook))
    taken = [name for name in texts if (folder / name).exists()]
    if taken and not dry_run:
        raise UsageError(f"{folder / taken[0]}: is there already, and is not written over")
    for name, text in texts.items():
        if dry_run:
            click.echo(f"--- {folder / name}\n{text}", nl=False)
        else:
            _write(folder / name, text)
            click.echo(f"{folder / name}: written")


def _texts(folder: Path, *, ci: bool, hook: bool) -> Iterator[tuple[str, str]]:
    """Give the files to write, by their paths in the folder."""
    yield FILE_NAME, _settings(folder)
    if ci:
        yield WORKFLOW, (files("mcdgraph") / "workflows" / "github.yml").read_text(encoding="utf8")
    if hook:
        yield HOOKS, _hooks()


def _settings(folder: Path) -> str:
    if not any(path.name != ".git" for path in folder.iterdir()):
        click.echo("The folder is empty; these are settings to begin with.", err=True)
        return new_settings_text()
    with Steps() as steps:
        guess = discover(folder, steps)
    click.echo(summary(guess), err=True)
    return settings_text(guess)


def _hooks() -> str:
    lines = (
        "# OWNER is where mcdgraph is kept.",
        "repos:",
        "  - repo: https://github.com/OWNER/mcdgraph",
        f"    rev: v{__version__}",
        "    hooks:",
        "      - id: mcdgraph-check",
    )
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a file that is not there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf8") as file:
            file.write(text)
    except OSError as error:
        raise EnvironmentProblem(f"{path}: cannot be written: {error.strerror}") from error
