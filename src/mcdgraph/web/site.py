"""What the application serves, and the language and URLs of the request at hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

from flask import current_app, request

from mcdgraph.agents import AgentContext, McpServer, mcp_server
from mcdgraph.comparison import ReleaseHistory
from mcdgraph.errors import TermError
from mcdgraph.page_queries import PageQueries
from mcdgraph.pages.explanation import Explanations
from mcdgraph.pages.old_versions import OldVersion
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.overviews.index import OverviewIndex, read_overviews
from mcdgraph.pages.portrait import Portrait, portrait
from mcdgraph.pages.reader import Reader
from mcdgraph.questions import SavedQuery
from mcdgraph.release import Release
from mcdgraph.search import SearchIndex
from mcdgraph.settings import Settings
from mcdgraph.sparql import QueryService
from mcdgraph.web.addresses import Addresses
from mcdgraph.web.metrics import Metrics
from mcdgraph.web.negotiation import negotiate_language
from mcdgraph.web.parameters import LANGUAGE
from mcdgraph.web.static_files import StaticFile
from mcdgraph.web.texts import REFERENCE, Texts
from mcdgraph.web.urls import Urls

EXTENSION = "mcdgraph"
#: Where the environment of a request keeps the language of its answer.
_LANGUAGE: Final = "mcdgraph.language"


@dataclass(frozen=True, kw_only=True)
class UsedTerm:
    """A term that a query uses and the graph does not, and one that is like it, or nothing."""

    term: str
    suggestion: str = ""


def no_terms(_text: str) -> Sequence[UsedTerm]:
    """Find nothing: for a site that does not look."""
    return ()


@dataclass(frozen=True, kw_only=True)
class SiteContext:
    """One release and everything needed to show it."""

    release: Release
    releases: tuple[Release, ...]
    """Those that are kept, the one that is served first."""
    history: ReleaseHistory
    """What changed from each of them to the next."""
    versions: Mapping[str, OldVersion]
    """Ontologies as earlier of them had them, by version IRI."""
    settings: Settings
    reader: Reader
    explanations: Explanations
    service: QueryService
    questions: tuple[SavedQuery, ...]
    page_queries: PageQueries
    static: Mapping[str, StaticFile]
    metrics: Metrics
    search: SearchIndex
    outlines: Outlines
    texts: Mapping[str, Texts]
    """Language tag → the words of the pages."""
    unknown_terms: Callable[[str], Sequence[UsedTerm]] = no_terms
    """Finds the terms of a query that the graph does not use."""

    @cached_property
    def addresses(self) -> Addresses:
        """The paths of the graph's IRIs."""
        return Addresses(base_iri=self.settings.base_iri, others=self.settings.bases)

    @cached_property
    def agents(self) -> McpServer:
        """What answers programs by the Model Context Protocol."""
        return mcp_server(
            AgentContext(
                release=self.release,
                settings=self.settings,
                reader=self.reader,
                explanations=self.explanations,
                service=self.service,
                questions=self.questions,
                search=self.search,
                words=self.words,
            )
        )

    def words(self, language: str) -> Texts:
        """Return the words of a language, or of English where pages are not written in it."""
        return self.texts.get(language) or self.texts[REFERENCE]

    @cached_property
    def overviews(self) -> OverviewIndex:
        """The overviews that the graph has something for."""
        return read_overviews(self.reader, self.page_queries)

    @cached_property
    def portrait(self) -> Portrait:
        """What the graph as a whole is."""
        sizes = {graph.iri: graph.statements for graph in self.release.manifest.graphs}
        return portrait(self.reader, sizes)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages: those of the graph that pages are written in."""
        known = tuple(tag for tag in self.settings.languages if tag in self.texts)
        return known or (REFERENCE,)


def site() -> SiteContext:
    """Return the context of the application at hand."""
    return cast("SiteContext", current_app.extensions[EXTENSION])


def known(iri: str) -> bool:
    """Return whether the graph says anything of an IRI, or with it, or of its fragments.

    So it did of the version IRI of an ontology that an earlier release had.
    """
    reader = site().reader
    if iri in site().versions:
        return True
    try:
        return reader.store.mentions(iri) or reader.fragments.names(iri)
    except TermError:
        return False


def named_language() -> str | None:
    """Return the language that the URL names, where pages are written in it."""
    language = request.args.get(LANGUAGE, "")
    return language if language in site().languages else None


def language() -> str:
    """Return the language of the answer: named in the URL, or preferred by the client.

    A page asks for it very often, and a header may be long: it is read once for a request.
    """
    known_before: str | None = request.environ.get(_LANGUAGE)
    if known_before is None:
        accepted = request.headers.getlist("Accept-Language")
        known_before = named_language() or negotiate_language(accepted, site().languages)
        request.environ[_LANGUAGE] = known_before
    return known_before


def texts() -> Texts:
    """Return the words of the language of the answer."""
    return site().texts[language()]


def urls() -> Urls:
    """Return the URL builder of the request at hand."""
    here = site()
    return Urls(
        addresses=here.addresses,
        root=request.script_root,
        language=named_language(),
        static_files=here.static,
    )
