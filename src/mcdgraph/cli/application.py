"""The web application of a release, as ``serve`` and ``get`` both need it."""

from wsgiref.types import WSGIApplication

from mcdgraph.queries import LocalService
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app


def local_application(release: Release, settings: Settings) -> WSGIApplication:
    """Make the application, with queries answered in this process."""
    store = Store.open(release.store)
    service = LocalService(store, base=settings.base_iri, prefixes=settings.prefixes)
    return create_app(release, store, service, settings)
