"""``mcdgraph serve`` publishes the release on a port."""

import logging
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.datafiles import DataOptions, data_options
from mcdgraph.cli.releases import require_current, require_fresh
from mcdgraph.errors import UsageError
from mcdgraph.release import Release
from mcdgraph.serving import require_free
from mcdgraph.serving import serve as serve_publication
from mcdgraph.settings import Settings
from mcdgraph.web.publications import FilesPublication, ReleasePublication

ADDRESSES = (
    ("", "the pages"),
    ("sparql", "the SPARQL endpoint, and a query page for browsers"),
    ("ontology", "the reference of classes and properties"),
    ("dumps/", "the whole graph to download"),
)

#: How a line of the log is written: on a terminal, and elsewhere.
_ON_TERMINAL: Final = "mcdgraph: %(message)s"
_ELSEWHERE: Final = "%(asctime)s %(levelname)s mcdgraph[%(process)d]: %(message)s"


@click.command("serve")
@click.argument("files", nargs=-1, metavar="[FOLDER | FILES]", type=click.Path(path_type=Path))
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), help="Port to listen on; 8000 unless set."
)
@click.option("--host", help="Address to listen on; 127.0.0.1 unless set.")
@click.option(
    "--build/--no-build",
    default=True,
    help="Check and build first where the sources have changed; otherwise serve what is there.",
)
@data_options
@pass_invocation
def command(
    invocation: Invocation,
    files: tuple[Path, ...],
    port: int | None,
    host: str | None,
    build: bool,
    data: DataOptions,
) -> None:
    """Publish the graph: pages, documents, SPARQL, downloads.

    With a FOLDER, publish the graph in it, as with -C. One without mcdgraph.toml is looked at:
    what it is taken for is told, built and served; nothing is written into it.

    With FILES, serve any RDF files by SPARQL instead, as they are: Turtle, TriG, N-Triples,
    N-Quads, RDF/XML, JSON-LD, gzipped or not; without ontology, shapes or checks.

    Ctrl-C stops the server once the requests under way are answered.
    """
    log_to_standard_error()
    flags = {"server__port": port, "server__host": host}
    if len(files) == 1 and files[0].is_dir():
        invocation, files = replace(invocation, root=files[0], file=None), ()
    for path in files:
        if path.is_dir():
            raise UsageError(f"{path}: a folder is served alone, without files beside it")
    if files:
        _serve_files(files, data, invocation.settings_without_graph(**flags))
    else:
        _serve_graph(invocation.settings(look=build, **flags), build=build)


def _serve_files(files: tuple[Path, ...], data: DataOptions, settings: Settings) -> None:
    settings = with_port(settings)
    publication = FilesPublication(
        data.find(files),
        endpoint=address(settings) + "sparql",
        base=data.base,
        union=data.union,
        skipped=data.skipped,
        bounds=settings.query,
    )
    serve_publication(publication, settings, on_ready=lambda: click.echo(announce_files(settings)))


def _serve_graph(settings: Settings, *, build: bool) -> None:
    require_free(settings.server.host, settings.server.port)
    release = require_fresh(settings) if build else require_current(settings)
    settings = with_port(settings)
    serve_publication(
        ReleasePublication(settings),
        settings,
        on_ready=lambda: click.echo(announcement(release, settings)),
    )


def with_port(settings: Settings) -> Settings:
    """Name the port that is listened on, where any free one was asked for."""
    port = require_free(settings.server.host, settings.server.port)
    return replace(settings, server=replace(settings.server, port=port))


def log_to_standard_error() -> None:
    """Have what happens written in lines: with time (UTC) and process where nobody watches."""
    handler = logging.StreamHandler()
    form = _ON_TERMINAL if sys.stderr.isatty() else _ELSEWHERE
    handler.setFormatter(logging.Formatter(form, "%Y-%m-%dT%H:%M:%SZ"))
    assert handler.formatter is not None
    handler.formatter.converter = time.gmtime
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def announce_files(settings: Settings) -> str:
    """Say where files are served."""
    return f"Serving SPARQL at {address(settings)}sparql\nCtrl-C stops the server."


def address(settings: Settings) -> str:
    """Give the URL that the server answers at."""
    host = settings.server.host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.server.port}/"


def announcement(release: Release, settings: Settings) -> str:
    """List the addresses to open."""
    base = address(settings)
    title = settings.named(settings.title, settings.languages[0]) or settings.base_iri
    width = max(len(path) for path, _ in ADDRESSES) + len(base) + 2
    lines = [f"  {base + path:<{width}}{what}" for path, what in ADDRESSES]
    return "\n".join(
        [f"Serving “{title}”, release {release.digest[:12]}:", *lines, "Ctrl-C stops the server."]
    )
