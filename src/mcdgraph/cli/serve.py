"""``mcdgraph serve`` publishes the release on a port."""

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.releases import require_current, require_fresh
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.web.publications import ReleasePublication
from mcdgraph.web.server import publish, require_free

ADDRESSES = (
    ("", "the pages"),
    ("sparql", "the SPARQL endpoint, and a query page for browsers"),
    ("ontology", "the reference of classes and properties"),
    ("dumps/", "the whole graph to download"),
)


@click.command("serve")
@click.option("-p", "--port", type=int, help="Port to listen on; 8000 unless set.")
@click.option("--host", help="Address to listen on; 127.0.0.1 unless set.")
@click.option(
    "--build/--no-build",
    default=True,
    help="Check and build first where the sources have changed; otherwise serve what is there.",
)
@pass_invocation
def command(invocation: Invocation, port: int | None, host: str | None, build: bool) -> None:
    """Publish the graph: pages, documents, SPARQL, downloads.

    Ctrl-C stops the server once the requests under way are answered.
    """
    settings = invocation.settings(server__port=port, server__host=host)
    require_free(settings.server.host, settings.server.port)
    release = require_fresh(settings) if build else require_current(settings)
    publish(
        ReleasePublication(settings),
        settings,
        ready=lambda: click.echo(announcement(release, settings)),
    )


def announcement(release: Release, settings: Settings) -> str:
    """List the addresses to open."""
    host = settings.server.host
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{shown}:{settings.server.port}/"
    title = settings.named(settings.title, settings.languages[0]) or settings.base_iri
    width = max(len(path) for path, _ in ADDRESSES) + len(base) + 2
    lines = [f"  {base + path:<{width}}{what}" for path, what in ADDRESSES]
    return "\n".join(
        [f"Serving “{title}”, release {release.digest[:12]}:", *lines, "Ctrl-C stops the server."]
    )
