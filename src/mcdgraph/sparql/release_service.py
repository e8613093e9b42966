"""What answers queries over a release."""

from mcdgraph.release import Release
from mcdgraph.settings import QuerySettings, Settings
from mcdgraph.sparql.service import QueryService
from mcdgraph.store import Dialect, Store


def release_service(
    release: Release, store: Store, settings: Settings, bounds: QuerySettings | None
) -> QueryService:
    """Return what evaluates queries over a release, without ``bounds`` for its owner."""
    dialect = Dialect(base=settings.base_iri, prefixes=settings.prefixes)
    graphs = frozenset(graph.iri for graph in release.manifest.graphs)
    return QueryService(store, dialect, bounds, graphs)
