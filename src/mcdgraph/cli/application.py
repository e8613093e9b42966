"""The web application of a release in this process: its pages and its SPARQL endpoint."""

from wsgiref.types import WSGIApplication

from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app
from mcdgraph.web.publications import release_service


def local_application(release: Release, settings: Settings) -> WSGIApplication:
    """Answer as the server does, without its workers: queries run here, without a bound."""
    store = Store.open(release.store)
    service = release_service(release, store, settings, None)
    return create_app(release, store, service, settings)
