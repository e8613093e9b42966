"""The web application of a release in this process: its pages and its SPARQL endpoint."""

from collections.abc import Callable
from wsgiref.types import WSGIApplication

from mcdgraph.agents import McpServer
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app
from mcdgraph.web.site import EXTENSION, SiteContext


def local_application(release: Release, settings: Settings) -> WSGIApplication:
    """Answer as the server does, without its workers: queries run here, without a bound."""
    store = Store.open(release.store)
    service = release_service(release, store, settings, None)
    return create_app(release, store, service, settings)


def local_mcp_server(release: Release, settings: Settings) -> tuple[McpServer, Callable[[], None]]:
    """Return what answers agents in this process, and what a forked one calls first.

    Queries have the bounds of the server's; what they take of time and memory the caller bounds.
    """
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    context: SiteContext = create_app(release, store, service, settings).extensions[EXTENSION]
    context.explanations.load()

    def reopen() -> None:
        store.reopen()
        context.search.reopen()

    return context.agents, reopen
