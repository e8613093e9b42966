"""``mcdgraph fmt`` writes Turtle files in canonical form."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path, PurePosixPath

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.errors import (
    EnvironmentProblem,
    FindingsError,
    FormattingError,
    MissingInputError,
    SyntaxProblems,
)
from mcdgraph.settings import Settings
from mcdgraph.sources import graph_iri, read_bytes, turtle_files, turtle_sources
from mcdgraph.turtle.annotations import AnnotationForm
from mcdgraph.turtle.formatting import format_turtle
from mcdgraph.turtle.reader import decode_source


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--annotations",
    type=click.Choice(AnnotationForm, case_sensitive=False),
    help="Write what stands behind statements inline, in {| … |}, or as axioms; "
    "otherwise as each file does.",
)
@pass_invocation
def command(
    invocation: Invocation,
    paths: tuple[Path, ...],
    check: bool,
    diff: bool,
    annotations: AnnotationForm | None,
) -> None:
    """Write the Turtle files of the graph, or only PATHS, in canonical form.

    A folder stands for all Turtle files in it, - for standard input, which goes to standard
    output. Subjects, predicates and objects get one order and one layout, so that the same
    graph is the same text. The file's directives stay in their order and form, and so do
    relative IRIs and the ends of its lines. Comments stay above what they stand above, or move
    above the statement that they stand in.
    """
    settings = invocation.settings()
    if paths == (Path("-"),):
        _pipe(settings, annotations)
        return
    problems: list[object] = []
    changed = total = 0
    for path in _files(paths, settings):
        total += 1
        file = _formatted(path, settings, annotations)
        if not isinstance(file, _File):
            problems.extend(file)
        elif not file.is_canonical:
            changed += 1
            _tell(file, check=check, diff=diff)
    for problem in problems:
        click.echo(str(problem), err=True)
    would = "would change" if check or diff else "changed"
    click.echo(f"{_count(total)} read, {changed} {would}", err=True)
    if problems:
        raise click.exceptions.Exit(SyntaxProblems.exit_code)
    if check and changed:
        raise click.exceptions.Exit(FindingsError.exit_code)


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file as it stands and as it should."""

    path: Path
    data: bytes
    before: str
    after: str

    @property
    def is_canonical(self) -> bool:
        return self.data == self.after.encode("utf8")


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _files(paths: tuple[Path, ...], settings: Settings) -> Iterator[Path]:
    """Give every Turtle file that is meant; raise where a path gives none."""
    if not paths:
        yield from (
            settings.root / path for path in turtle_sources(settings.root, settings.sources)
        )
    for path in paths:
        if path.is_dir():
            yield from turtle_files(path)
        elif path.is_file():
            yield path
        else:
            raise MissingInputError(f"{path}: no such file or folder")


def _formatted(
    path: Path, settings: Settings, annotations: AnnotationForm | None
) -> _File | Sequence[object]:
    """Format a file, or say what is wrong with it."""
    data = read_bytes(path)
    base = _base(path.resolve(), settings)
    try:
        source = decode_source(data, PurePosixPath(os.path.relpath(path)))
        text = format_turtle(source, settings.prefixes, base=base, annotations=annotations)
    except SyntaxProblems as error:
        return error.problems
    except FormattingError as error:
        return [error]
    return _File(path=path, data=data, before=source.text, after=text)


def _base(path: Path, settings: Settings) -> str:
    """Give what a file's relative IRIs are relative to: its graph, or else the file itself."""
    root = settings.root.resolve()
    if not path.is_relative_to(root):
        return path.as_uri()
    return graph_iri(PurePosixPath(path.relative_to(root).as_posix()), settings.base_iri)


def _tell(file: _File, *, check: bool, diff: bool) -> None:
    """Show or write one file that is not canonical."""
    shown = os.path.relpath(file.path)
    if diff:
        before, after = (text.splitlines(keepends=True) for text in (file.before, file.after))
        lines = unified_diff(before, after, shown, f"{shown} (canonical)")
        click.echo("".join(lines), nl=False)
    elif check:
        click.echo(f"{shown}: not in canonical form")
    else:
        _replace(file)
        click.echo(shown)


def _replace(file: _File) -> None:
    """Put the new text in the file's place, whole or not at all."""
    target = file.path.resolve()
    beside = target.with_name(f".{target.name}.fmt")
    try:
        beside.write_text(file.after, encoding="utf8", newline="\n")
        beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise EnvironmentProblem(f"{file.path}: cannot be written: {error.strerror}") from error


def _pipe(settings: Settings, annotations: AnnotationForm | None) -> None:
    source = decode_source(sys.stdin.buffer.read(), PurePosixPath("<stdin>"))
    text = format_turtle(source, settings.prefixes, base=settings.base_iri, annotations=annotations)
    sys.stdout.buffer.write(text.encode("utf8"))
