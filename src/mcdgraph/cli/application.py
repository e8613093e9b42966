"""The web application of a release in this process: its pages and its SPARQL endpoint."""

from wsgiref.types import WSGIApplication

from mcdgraph.queries import LocalService
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.store import Store
from mcdgraph.web.publications import ReleasePublication


def local_application(release: Release, settings: Settings) -> WSGIApplication:
    """Answer as the server does, without its workers: queries run here, without a bound."""
    store = Store.open(release.store)
    content = ReleasePublication(settings).content(str(release.path), store)
    service = LocalService(store, base=settings.base_iri, prefixes=settings.prefixes)
    return content.make_pages(store, service)
