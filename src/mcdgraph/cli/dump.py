"""``mcdgraph dump`` writes the graph, or some of its named graphs, in a format."""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

import click
import numpy as np

from mcdgraph.catalogue import Scope
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.releases import require_current
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.errors import EnvironmentProblem, UsageError
from mcdgraph.formats import GRAPH_FORMATS, Format
from mcdgraph.release import Release
from mcdgraph.release.selection import read_graphs
from mcdgraph.serialization import write

FORMS = {form.name: form for form in GRAPH_FORMATS}


@click.command("dump")
@click.option(
    "-f",
    "--format",
    "name",
    type=click.Choice(list(FORMS)),
    default="turtle",
    show_default=True,
    help="Format to write; trig and n-quads keep the named graphs apart.",
)
@click.option(
    "-g",
    "--graph",
    "graphs",
    multiple=True,
    help="A named graph, by its IRI or its path, such as inferred; may be repeated. "
    "Otherwise the whole graph.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option("-l", "--list", "listed", is_flag=True, help="List the named graphs instead.")
@pass_invocation
def command(
    invocation: Invocation, name: str, graphs: tuple[str, ...], output: Path | None, listed: bool
) -> None:
    """Write the current release, or some of its named graphs.

    Lexical forms are those of the sources.
    """
    settings = invocation.settings()
    release = require_current(settings)
    if listed:
        click.echo(listing(release))
        return
    form = FORMS[name]
    chosen = [resolve(graph, release) for graph in graphs]
    with opened(output) as stream:
        if chosen:
            stream.writelines(selected(release, chosen, form, settings.prefixes))
        else:
            copy_dump(release, form, stream)


def listing(release: Release) -> str:
    """List the named graphs with their numbers of statements."""
    width = max(len(graph.iri) for graph in release.manifest.graphs)
    return "\n".join(
        f"{graph.iri:<{width}}  {graph.statements:>9,}  {graph.kind}"
        for graph in release.manifest.graphs
    )


def resolve(name: str, release: Release) -> str:
    """Find a named graph by its IRI, or by its path with or without ``graph:`` before it."""
    known = {graph.iri for graph in release.manifest.graphs}
    path = name.removeprefix("graph:")
    iri = f"{release.manifest.base_iri}graph/{path}"
    if name in known or iri in known:
        return name if name in known else iri
    near = get_close_matches(iri, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"{name}: no such graph{hint} (--list names them all)")


def selected(
    release: Release, graphs: Sequence[str], form: Format, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Write some graphs; a format without named graphs gets their union."""
    columns = read_graphs(release, graphs)
    if not form.quads:
        columns = replace(columns, graph=np.full_like(columns.graph, DEFAULT_GRAPH))
    return (text.encode("utf8") for text in write(columns, form, prefixes))


def copy_dump(release: Release, form: Format, stream: BinaryIO) -> None:
    """Copy the release's own file of a format."""
    dumps = [d for d in release.manifest.dumps if d.form == form and d.scope is not Scope.CATALOGUE]
    if not dumps:
        omitted = (d for d in release.manifest.omitted if d.format == form.name)
        reasons = ", ".join(f"{dump.name} was left out: {dump.reason}" for dump in omitted)
        raise UsageError(f"the release has no {form.title}: {reasons}")
    dump = dumps[0]
    with (release.dumps / dump.name).open("rb") as source:
        shutil.copyfileobj(source, stream)


@contextmanager
def opened(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file to write, or standard output."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise EnvironmentProblem(f"{path}: cannot be written: {error.strerror}") from error
