"""What can be published: the releases of a graph, or files as they are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from mcdgraph.bases import Bases
from mcdgraph.errors import ReleaseError, SyntaxProblems
from mcdgraph.namespaces import STANDARD
from mcdgraph.questions import SavedQuery
from mcdgraph.release import current_release, open_release
from mcdgraph.search import SearchIndex
from mcdgraph.serving import Content
from mcdgraph.settings import QuerySettings, Settings
from mcdgraph.sparql import QueryService
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import DataFile, Dialect, Store, digest_of, load_files
from mcdgraph.web.application import create_app, make_metrics, prepare
from mcdgraph.web.bare import BarePages
from mcdgraph.web.parameters import ALL
from mcdgraph.web.protocol import EndpointMiddleware
from mcdgraph.web.site import EXTENSION, SiteContext
from mcdgraph.web.sparql import DatasetSummary, Endpoint
from mcdgraph.web.sparql.description import GraphCount
from mcdgraph.web.warming import warm_up

#: The query parameters that the endpoint uses (SPARQL 1.1 Protocol, clause 2.1).
_PROTOCOL: Final = frozenset(("query", "default-graph-uri", "named-graph-uri", "format", "update"))


class ReleasePublication:
    """The release that ``current`` points to, and any that takes its place."""

    def __init__(self, settings: Settings) -> None:
        """Publish the graph of ``settings``."""
        self._settings = settings
        self._metrics = make_metrics()

    def current(self) -> str:
        """Return the folder of the current release."""
        release = current_release(self._settings)
        if release is None:
            raise ReleaseError(f"{self._settings.release.folder}: no release was built yet")
        return str(release.path)

    def load(self, key: str) -> Content:
        """Load a release, with all that its pages will need to read."""
        release = open_release(Path(key))
        settings = self._settings
        store = Store.open(release.store)
        service = release_service(release, store, settings, settings.query)
        application = create_app(release, store, service, settings, self._metrics)
        application.config["USE_X_SENDFILE"] = True
        prepare(application)
        context: SiteContext = application.extensions[EXTENSION]
        index = context.search
        return Content(
            application=application,
            parameters=_PROTOCOL | ALL | _parameters_of(context.questions),
            hosts=Bases(base_iri=settings.base_iri, others=settings.bases).hosts,
            files=tuple(one.dumps for one in context.releases),
            after_fork=lambda: _after_fork(store, service, index),
            sealed=_is_sealed(store, settings.query),
            count=self._metrics.count,
        )


class FilesPublication:
    """RDF files as they were when the server started: no ontology, no shapes, no checks."""

    def __init__(
        self,
        files: Sequence[DataFile],
        *,
        endpoint: str,
        base: str = "",
        union: bool = True,
        skipped: Callable[[SyntaxProblems], None] | None = None,
        bounds: QuerySettings,
    ) -> None:
        """Publish ``files``; see `load_files` for ``base``, ``union`` and ``skipped``.

        Without ``base``, IRIs in queries are relative to the ``endpoint`` (SPARQL 1.1
        Protocol, clause 2.1.4 and RFC 3986, clause 5.1.4).
        """
        self._files = files
        self._endpoint = endpoint
        self._base = base
        self._union = union
        self._skipped = skipped
        self._bounds = bounds
        self._digest = digest_of(files, base, str(union))
        self._metrics = make_metrics()

    def current(self) -> str:
        """Return the digest of the files."""
        return self._digest

    def load(self, key: str) -> Content:
        """Load the files, with a page that says what they hold."""
        store = load_files(self._files, base=self._base, union=self._union, skipped=self._skipped)
        sizes = store.sizes()
        graphs = tuple(
            GraphCount(iri=iri, triples=count) for iri, count in sorted(sizes.items()) if iri
        )
        summary = DatasetSummary(digest=key, triples=sizes[""], graphs=graphs)
        dialect = Dialect(base=self._base or self._endpoint, prefixes=STANDARD)
        names = frozenset(graph.iri for graph in graphs)
        service = QueryService(store, dialect, self._bounds, names)
        endpoint = Endpoint(summary, self._bounds, self._endpoint)
        application = EndpointMiddleware(
            BarePages(summary), endpoint, service, count=self._metrics.count
        )
        warm_up(application, ("/", "/none"), (), ("en",))
        return Content(
            application=application,
            parameters=_PROTOCOL,
            after_fork=lambda: _after_fork(store, service),
            sealed=_is_sealed(store, self._bounds),
            count=self._metrics.count,
        )


def _parameters_of(questions: Sequence[SavedQuery]) -> frozenset[str]:
    """Return the names of all parameters of saved questions."""
    return frozenset(found.name for saved in questions for found in saved.parameters)


def _is_sealed(store: Store, bounds: QuerySettings) -> bool:
    """Return whether a worker needs to open neither a file nor a connection."""
    return store.disk is None and not bounds.service


def _after_fork(store: Store, service: QueryService, index: SearchIndex | None = None) -> None:
    """Make a worker ready: databases are opened anew."""
    store.reopen()
    if index is not None:
        index.reopen()
    service.sealed = _is_sealed(store, service.bounds)
