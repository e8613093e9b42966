"""The Flask application: one release, its pages and its documents."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication

from flask import Flask, Response, request

from mcdgraph.comparison import history_of
from mcdgraph.formats import DOCUMENT_FORMATS, MARKDOWN, PACKAGE_FORMATS, Format
from mcdgraph.namespaces import RDF, STANDARD, shorten
from mcdgraph.page_queries import read_page_queries
from mcdgraph.pages.description import graph_statements
from mcdgraph.pages.explanation import Explanations
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.old_versions import old_versions
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.reader import PlaceFinder, Reader
from mcdgraph.passages import published_digests, read_copies
from mcdgraph.questions import WrittenNames, read_questions
from mcdgraph.release import FragmentIndex, Release
from mcdgraph.release.reading import kept_releases
from mcdgraph.search import SearchIndex
from mcdgraph.serialization import serialize
from mcdgraph.settings import Settings
from mcdgraph.sparql import QueryService
from mcdgraph.store import Store
from mcdgraph.web.agents import agents
from mcdgraph.web.api import api
from mcdgraph.web.asking import asking
from mcdgraph.web.changes import changes
from mcdgraph.web.completing import completing
from mcdgraph.web.compression import register_compression
from mcdgraph.web.datasets import datasets
from mcdgraph.web.errors import register_errors
from mcdgraph.web.explain import explain
from mcdgraph.web.home import home, static_file
from mcdgraph.web.hosts import register_hosts
from mcdgraph.web.llms import llms
from mcdgraph.web.members import members
from mcdgraph.web.metrics import Metrics
from mcdgraph.web.operations import operations, watch
from mcdgraph.web.overviews import overviews
from mcdgraph.web.parameters import register_parameters
from mcdgraph.web.policies import content_policy
from mcdgraph.web.protocol import PART, EndpointMiddleware, summary_of
from mcdgraph.web.question_answers import QuestionAnswers
from mcdgraph.web.questions import questions
from mcdgraph.web.reconciliation import reconciliation
from mcdgraph.web.releases import releases
from mcdgraph.web.rendering import register_rendering
from mcdgraph.web.search import search
from mcdgraph.web.site import EXTENSION, SiteContext, UsedTerm
from mcdgraph.web.sparql import Endpoint
from mcdgraph.web.static_files import read_static_files
from mcdgraph.web.texts import read_texts
from mcdgraph.web.things import things
from mcdgraph.web.vocabularies import vocabularies
from mcdgraph.web.warming import warm_up

PARTS = (
    overviews,
    *(home, things, vocabularies, datasets, releases, changes, asking, questions, completing),
    *(members, explain, search, agents, api, llms, reconciliation, operations),
)
EXPOSED = "Allow, Content-Language, Content-Location, ETag, Link, Retry-After, Vary"
#: Pages that are made before the first request.
_WARM = (
    "/overviews",
    *("/", "/ontology", "/ontology?q=a", "/shapes", "/dataset", "/dumps/", "/queries.json"),
    *("/queries/", "/query?query=ASK{}", "/query?query=ASK{", "/none", "/id/none", "/guide"),
    *("/robots.txt", "/sitemap.xml", "/favicon.ico", "/static/site.css", "/dumps/SHA256SUMS"),
    *("/releases/", "/releases.json", "/releases.atom", "/releases/0...1"),
    *("/search", "/search?q=a", "/search?q=serach", "/search.json?q=serach", "/search?q=x&kind=y"),
    *("/-/ready", "/-/version", "/-/metrics", "/doc/none.ttl", "/resource", "/explain?s=x"),
    *("/complete.json", "/openapi.json", "/api", "/opensearch.xml", "/llms.txt"),
    "/queries.md",
    *("/reconcile", "/reconcile/1.0-draft", "/reconcile?queries={%22q%22:{%22query%22:%22a%22}}"),
    *("/reconcile/suggest/entity?prefix=a", "/reconcile/suggest/type", "/reconcile/preview"),
    *("/reconcile/suggest/property?prefix=a", "/reconcile/extend/propose"),
)
#: The folder of what pages are shown with.
STATIC: Final = Path(__file__).parent / "static"
#: A message of programs that is answered before the first request.
_PING = b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}'


def create_app(
    release: Release,
    store: Store,
    service: QueryService,
    settings: Settings,
    metrics: Metrics | None = None,
    fragments: FragmentIndex | None = None,
) -> Flask:
    """Make the application that serves one release.

    ``store`` is the release's, for look-ups of the pages; ``service`` answers the queries of
    visitors. Neither is closed here. ``fragments`` are those of the store's statements, the
    release's own where they are not given. ``metrics`` are shared by processes where they were made
    before the processes parted.
    """
    app = Flask("mcdgraph.web", static_folder=None, template_folder="templates")
    app.url_map.merge_slashes = False
    fragments = fragments or FragmentIndex.open(release.path)
    here = _context(release, store, service, settings, metrics or make_metrics(), fragments)
    app.extensions[EXTENSION] = here
    _register(app)
    app.wsgi_app = _with_endpoint(app.wsgi_app, here, store)  # type: ignore[method-assign, assignment]
    return app


def _context(
    release: Release,
    store: Store,
    service: QueryService,
    settings: Settings,
    metrics: Metrics,
    fragments: FragmentIndex,
) -> SiteContext:
    """Read what is shown of a release beside its store."""
    explanations, kept = Explanations(release, settings), kept_releases(release)
    reader = _with_copies(_reader(store, settings, fragments, explanations.position), settings)
    return SiteContext(
        release=release,
        releases=kept,
        history=history_of(kept, settings.evidence),
        versions=old_versions(kept, reader),
        settings=settings,
        reader=reader,
        explanations=explanations,
        service=service,
        questions=read_questions(release.queries, settings.languages),
        page_queries=read_page_queries(release.queries),
        static=read_static_files(STATIC),
        metrics=metrics,
        search=SearchIndex(path=release.search, prefixes=settings.prefixes),
        outlines=Outlines.read(),
        texts=read_texts(settings.locale),
        unknown_terms=partial(_unknown_terms, service, settings),
    )


def _register(app: Flask) -> None:
    """Give the application its routes, and what is done before and after each."""
    watch(app)
    register_parameters(app)
    register_hosts(app)
    for blueprint in PARTS:
        app.register_blueprint(blueprint)
    register_errors(app)
    register_rendering(app)
    app.after_request(_secure)
    register_compression(app)
    app.add_url_rule("/static/<name>", "static", static_file)


def _with_endpoint(
    application: WSGIApplication, here: SiteContext, store: Store
) -> EndpointMiddleware:
    """Answer queries, and questions as data, before an application."""
    names = WrittenNames(base=here.settings.base_iri, prefixes=here.settings.prefixes)
    answers = QuestionAnswers(questions=here.questions, names=names, store=store)
    return EndpointMiddleware(
        application,
        _endpoint(here.release, here.reader, here.settings),
        here.service,
        forward=answers.forward,
        count=here.metrics.count,
    )


def prepare(app: Flask) -> None:
    """Read and make once what a process needs which can open no file, and may be forked.

    Templates are compiled, the release is reasoned over where that is not too much, and each
    kind of page is made, with what it remembers.
    """
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    here: SiteContext = app.extensions[EXTENSION]
    here.explanations.load()
    here.agents.answer(_PING)
    warm_up(app, _WARM, _in_every_form(here), here.languages)


def _in_every_form(here: SiteContext) -> Iterator[str]:
    """Yield the addresses of a document, a proof and a question, in each form that they have.

    The document is a small one that every release has: a large one would only take longer.
    """
    iri = here.settings.base_iri + "catalogue"
    statement = urlencode({"s": iri, "p": RDF + "type", "o": STANDARD["dcat"] + "Catalog"})
    for form in DOCUMENT_FORMATS:
        yield f"/resource.{form.suffix}?{urlencode({'iri': iri})}"
        yield f"/explain.{form.suffix}?{statement}"
    for form in PACKAGE_FORMATS:
        yield f"/dataset.{form.suffix}"
    yield f"/dataset.{MARKDOWN.suffix}"
    yield f"/explain?{statement}"
    things = urlencode({"iri": STANDARD["dcat"] + "Dataset"})
    for suffix in ("", ".csv", ".rq", ".md"):
        yield f"/class{suffix}?{things}"
    yield f"/explain.json?{statement}"
    yield from (f"/overviews/{name}" for name in here.overviews.names)
    for question in here.questions[:1]:
        for suffix in ("", ".rq", ".json", ".csv", ".tsv", ".xml", ".md"):
            yield f"/queries/{question.name}{suffix}"


def make_metrics() -> Metrics:
    """Make the counters of an application, or of all that one server starts."""
    return Metrics([*(part.name for part in PARTS), PART, "static", "none"])


def _endpoint(release: Release, reader: Reader, settings: Settings) -> Endpoint:
    return Endpoint(
        summary_of(release),
        settings.query,
        settings.base_iri + "sparql",
        partial(_description, release, reader, settings),
    )


def _description(release: Release, reader: Reader, settings: Settings, form: Format) -> bytes:
    """Describe the service by the catalogue: its graphs, counts, prefixes and questions."""
    graphs = [graph.iri for graph in release.manifest.graphs if graph.kind == "catalogue"]
    return serialize(graph_statements(reader, graphs), form, settings.prefixes)


def _reader(
    store: Store, settings: Settings, fragments: FragmentIndex, place: PlaceFinder
) -> Reader:
    labels = Labels(store, settings.prefixes, settings.languages)
    return Reader(store=store, labels=labels, settings=settings, fragments=fragments, place=place)


def _with_copies(reader: Reader, settings: Settings) -> Reader:
    """Read the source documents that are at hand, of those whose digest the graph publishes."""
    wanted = published_digests(reader, settings.evidence)
    return replace(reader, copies=read_copies(settings.documents, wanted))


def _unknown_terms(service: QueryService, settings: Settings, text: str) -> list[UsedTerm]:
    """List the terms of a query that the graph does not use, with what may be meant."""
    return [
        UsedTerm(
            term=found.name,
            suggestion=shorten(f"<{found.meant[0]}>", settings.prefixes) if found.meant else "",
        )
        for found in service.unknown_terms(text)
    ]


def _secure(response: Response) -> Response:
    """Add what every answer carries: for readers elsewhere, and against misuse."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Access-Control-Allow-Origin", "*")
    headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
    if request.method == "OPTIONS":
        headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET"))
        headers.setdefault("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type")
        headers.setdefault("Access-Control-Max-Age", "86400")
    return response
