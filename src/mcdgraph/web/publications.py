"""What can be published: the releases of a graph, or files as they are."""

from pathlib import Path
from wsgiref.types import WSGIApplication

from mcdgraph.errors import ReleaseError
from mcdgraph.queries import QueryService
from mcdgraph.release import current_release, open_release
from mcdgraph.settings import Settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app, make_metrics
from mcdgraph.web.front.process import Content
from mcdgraph.web.sparql.description import DatasetSummary, GraphCount


class ReleasePublication:
    """The release that ``current`` points to, and any that takes its place."""

    def __init__(self, settings: Settings) -> None:
        """Publish the graph of ``settings``."""
        self._settings = settings
        self._metrics = make_metrics()

    def current(self) -> str:
        """Give the folder of the current release."""
        release = current_release(self._settings)
        if release is None:
            raise ReleaseError(f"{self._settings.release.folder}: no release was built yet")
        return str(release.path)

    def open_store(self, key: str) -> Store:
        """Open a release's dataset."""
        return Store.open(open_release(Path(key)).store)

    def content(self, key: str, store: Store) -> Content:
        """Give a release with its pages."""
        release = open_release(Path(key))
        manifest = release.manifest
        graphs = tuple(
            GraphCount(iri=graph.iri, triples=graph.statements) for graph in manifest.graphs
        )

        def make_pages(pages_store: Store, service: QueryService) -> WSGIApplication:
            return create_app(release, pages_store, service, self._settings, self._metrics)

        return Content(
            summary=DatasetSummary(
                digest=release.digest, triples=manifest.statements, graphs=graphs
            ),
            store=store,
            make_pages=make_pages,
        )
