"""What can be published: the releases of a graph, or files as they are."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from wsgiref.types import WSGIApplication

from mcdgraph.errors import ReleaseError
from mcdgraph.namespaces import STANDARD
from mcdgraph.queries import QueryService
from mcdgraph.release import current_release, open_release
from mcdgraph.settings import Settings
from mcdgraph.store import DataFile, Dialect, Store, digest_of, load_files
from mcdgraph.web.application import SHORT, create_app, make_metrics
from mcdgraph.web.bare import BarePages
from mcdgraph.web.front.process import Content
from mcdgraph.web.protocol import PART, summary_of
from mcdgraph.web.sparql.description import DatasetSummary, GraphCount


class ReleasePublication:
    """The release that ``current`` points to, and any that takes its place."""

    def __init__(self, settings: Settings) -> None:
        """Publish the graph of ``settings``."""
        self._settings = settings
        self._metrics = make_metrics()

    @property
    def dialect(self) -> Dialect:
        """The graph's base IRI and prefixes."""
        return Dialect(base=self._settings.base_iri, prefixes=self._settings.prefixes)

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

        def make_pages(pages_store: Store, service: QueryService) -> WSGIApplication:
            return create_app(release, pages_store, service, self._settings, self._metrics)

        return Content(
            summary=summary_of(release),
            store=store,
            make_pages=make_pages,
            short=SHORT,
            count=partial(self._metrics.count, PART),
        )


class FilesPublication:
    """RDF files as they were when the server started: no ontology, no shapes, no checks."""

    def __init__(
        self, files: Sequence[DataFile], *, endpoint: str, base: str = "", union: bool = True
    ) -> None:
        """Publish ``files``; see `load_files` for ``base`` and ``union``.

        Without ``base``, IRIs in queries are relative to the ``endpoint`` (SPARQL 1.1
        Protocol, clause 2.1.4 and RFC 3986, clause 5.1.4).
        """
        self._files = files
        self._endpoint = endpoint
        self._base = base
        self._union = union
        self._digest = digest_of(files, base, str(union))

    @property
    def dialect(self) -> Dialect:
        """The base IRI, and the prefixes that any graph may use."""
        return Dialect(base=self._base or self._endpoint, prefixes=STANDARD)

    def current(self) -> str:
        """Give the digest of the files."""
        return self._digest

    def open_store(self, key: str) -> Store:  # noqa: ARG002 - there is one key
        """Load the files."""
        return load_files(self._files, base=self._base, union=self._union)

    def content(self, key: str, store: Store) -> Content:
        """Give the dataset with a page that says what it is."""
        sizes = store.sizes()
        graphs = tuple(
            GraphCount(iri=iri, triples=count) for iri, count in sorted(sizes.items()) if iri
        )
        summary = DatasetSummary(digest=key, triples=sizes[""], graphs=graphs)
        return Content(summary=summary, store=store, make_pages=lambda *_: BarePages(summary))
