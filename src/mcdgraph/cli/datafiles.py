"""The options of commands that take any RDF files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path, PurePosixPath
from typing import Final

import click

from mcdgraph.documents.json import Contexts
from mcdgraph.errors import InputError, UsageError
from mcdgraph.sources.globs import is_rdf_name, walk
from mcdgraph.store import DataFile, data_file

UNION: Final = "union"

_OPTIONS: Final = (
    click.option(
        "--default-graph",
        type=click.Choice([UNION, "default"]),
        default=UNION,
        show_default=True,
        help="For FILES: what the default graph holds, everything or what is in no named graph.",
    ),
    click.option(
        "--base-iri",
        default="",
        metavar="IRI",
        help="For FILES: what relative IRIs of files and queries are relative to.",
    ),
    click.option(
        "--context",
        "contexts",
        multiple=True,
        envvar="MCDGRAPH_CONTEXT",
        metavar="IRI=FILE",
        help="For FILES: the file that stands for a context that JSON-LD names; may be repeated. "
        "Contexts are never fetched.",
    ),
    click.option(
        "--skip-broken",
        is_flag=True,
        help="For FILES: name those that cannot be read with their faults, and go on without them.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class DataOptions:
    """How files that belong to no graph are read: what the options of `data_options` say.

    ``union`` tells that the default graph holds everything, ``base`` is what relative IRIs are
    relative to, ``skip`` tells that what is broken is left out.
    """

    union: bool
    base: str
    contexts: tuple[str, ...]
    skip: bool

    def find(self, paths: Sequence[Path]) -> list[DataFile]:
        """Tell the forms of files; a folder stands for the files of RDF in it.

        Where broken ones are skipped, what is no RDF is told and left out. Raises `InputError`
        where nothing is left, `UsageError` where a context names no IRI or no file.
        """
        contexts, found = read_contexts(self.contexts), list[DataFile]()
        for path in _files(paths):
            try:
                found.append(data_file(path, contexts))
            except InputError as error:
                if not self.skip:
                    raise
                tell_skipped(error)
        if not found:
            raise InputError("there is no file of RDF to read")
        return found

    @property
    def skipped(self) -> Callable[[InputError], None] | None:
        """What tells of a file that is left out; None where none is."""
        return tell_skipped if self.skip else None


def data_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of files that belong to no graph, as one argument ``data``."""

    @wraps(command)
    def collected(
        *args: object,
        default_graph: str,
        base_iri: str,
        contexts: tuple[str, ...],
        skip_broken: bool,
        **given: object,
    ) -> None:
        data = DataOptions(
            union=default_graph == UNION, base=base_iri, contexts=contexts, skip=skip_broken
        )
        command(*args, data=data, **given)

    for option in reversed(_OPTIONS):
        collected = option(collected)
    return collected


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (path / name for name in walk(path, PurePosixPath()) if is_rdf_name(name))
        else:
            yield path


def tell_skipped(error: InputError) -> None:
    """Say on standard error which file is left out, and why."""
    click.echo(f"mcdgraph: left out: {error}", err=True)


def read_contexts(pairs: tuple[str, ...]) -> Contexts:
    """Read what ``--context`` was given; raise `UsageError` where it names no IRI or no file."""
    files = {}
    for pair in pairs:
        iri, _, name = pair.rpartition("=")
        if not iri or not Path(name).is_file():
            raise UsageError(f"--context {pair}: expected IRI=FILE, and a file that is there")
        files[iri] = Path(name)
    return Contexts(files=files)
