"""The first page, the guide to the site, and what is for machines that read sites."""

import json
from typing import Final
from xml.sax.saxutils import escape

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirection

from mcdgraph.documents.xml import legal
from mcdgraph.formats import DOCUMENT_FORMATS, HTML, MARKDOWN
from mcdgraph.pages.bounds import shorten
from mcdgraph.pages.home import graph_places, home_page
from mcdgraph.pages.place_maps import place_map
from mcdgraph.pages.places import feature_collection
from mcdgraph.pages.portrait import title
from mcdgraph.pages.sitemap import things
from mcdgraph.reconciliation import FeatureName
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.compression import ACCEPT_ENCODING, coded, coding
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.overviews import heading
from mcdgraph.web.packages import schema_org
from mcdgraph.web.parameters import numbers, parameter
from mcdgraph.web.representation import respond_page, respond_text
from mcdgraph.web.site import known, language, site, texts, urls

home = Blueprint("home", __name__)

#: Pages that every graph has.
PAGES: Final = ("/", "/dataset", "/queries/", "/query", "/dumps/", "/guide")
#: Characters of the names of a search (OpenSearch 1.1, "ShortName" and "LongName").
SHORT_NAME: Final = 16
LONG_NAME: Final = 48
#: Places in one answer.
PLACES: Final = 10_000
#: What is made anew for each question, and worth nothing to a search engine.
UNLISTED: Final = (
    *("/sparql", "/explain", "/search", "/reconcile", "/query?*query=", "/query?*saved="),
)


@home.get("/", strict_slashes=False)
def first() -> Response | Redirection:
    """Say what the graph is, and show its shape; who asks for data is led to its description."""
    wanted = negotiate(request.headers.getlist("Accept"), DOCUMENT_FORMATS)
    if wanted not in (None, HTML):
        response = redirect(urls().plain("/dataset"), code=303)
        response.headers["Cache-Control"] = "public, no-cache"
        response.vary.add("Accept")
        return response
    page = respond_page(_write)
    page.vary.add("Accept")
    builder = urls()
    page.headers.add("Link", f'<{builder.plain("/sparql")}>; rel="service-desc"')
    guide = builder.page("/llms.txt")
    page.headers.add("Link", f'<{guide}>; rel="alternate"; type="{MARKDOWN.media_type}"')
    return page


@home.get("/guide")
def guide() -> Response:
    """Say how programs and people use the site."""
    return respond_page(
        lambda: render_template("guide.html", base=_base(), features=[*FeatureName])
    )


@home.get("/places.geojson")
def places() -> Response:
    """Return the places of the graph as points (RFC 7946)."""
    if "places" not in site().page_queries:
        raise NotFound("This graph has no places.")
    return respond_text(_places, "application/geo+json", "places", spoken=True)


@home.get("/robots.txt")
def robots() -> Response:
    """Say what is not worth a visit, and where the list of pages is (RFC 9309)."""
    return respond_text(_robots, "text/plain; charset=utf-8", "robots")


@home.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages, by their addresses below the base IRI (sitemaps.org, protocol 0.9)."""
    return respond_text(_sitemap, "application/xml", "sitemap")


@home.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search for browsers and other clients (OpenSearch 1.1, draft 6)."""
    media_type = "application/opensearchdescription+xml"
    return respond_text(_opensearch, media_type, "opensearch", spoken=True)


@home.get("/favicon.ico")
def favicon() -> Response:
    """Return the mark, for clients that look for it here."""
    return _send_static("mark.svg", "")


def static_file(name: str) -> Response:
    """Send a static file: kept for good at the address that names its content."""
    return _send_static(name, parameter("v"))


def _opensearch() -> str:
    here = site()
    name = title(here.reader, here.portrait.header, language()).text
    address = _base() + "/search"
    return legal(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(shorten(name, SHORT_NAME))}</ShortName>\n"
        f"<LongName>{escape(shorten(name, LONG_NAME))}</LongName>\n"
        f"<Description>{escape(texts().search_more)}</Description>\n"
        f'<Image type="image/svg+xml">{escape(_base())}/favicon.ico</Image>\n'
        f'<Url type="text/html" template="{escape(address)}?q={{searchTerms}}&amp;'
        'page={startPage?}"/>\n'
        f'<Url type="application/json" template="{escape(address)}.json?q={{searchTerms}}&amp;'
        'page={startPage?}"/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" template="'
        f'{escape(_base())}/opensearch.xml"/>\n'
        f"<Language>{language()}</Language>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        "<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    )


def _places() -> str:
    here = site()
    found = graph_places(here.reader, here.page_queries, language(), PLACES)
    return json.dumps(feature_collection(found), ensure_ascii=False, separators=(",", ":"))


def _robots() -> str:
    lines = ["User-agent: *", *(f"Disallow: {urls().plain(path)}" for path in UNLISTED)]
    lines += ["", f"Sitemap: {_base()}/sitemap.xml"]
    return "\n".join(lines) + "\n"


def _sitemap() -> str:
    here = site()
    paths = [*PAGES, *(f"/queries/{saved.name}" for saved in here.questions)]
    paths += [f"/overviews/{name}" for name in here.overviews.names]
    own = [here.settings.base_iri + name for name in VOCABULARIES]
    iris = [*filter(known, own), *things(here.reader)]
    found = [*(_base() + path for path in paths), *map(here.addresses.canonical, iris)]
    entries = "".join(
        f"<url><loc>{escape(address)}</loc></url>\n" for address in dict.fromkeys(found)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )


def _send_static(name: str, mark: str) -> Response:
    file = site().static.get(name)
    if file is None:
        raise NotFound(f"There is no static file {name}.")
    found = coding()
    response = Response(file.bodies[found], content_type=file.content_type)
    if found:
        response.headers["Content-Encoding"] = found
    response.vary.add(ACCEPT_ENCODING)
    response.headers["Cache-Control"] = file.caching(mark)
    response.set_etag(coded(file.mark))
    response.make_conditional(request)
    return response


def _write() -> str:
    here, folded = site(), numbers("folded")
    page = home_page(here.reader, here.page_queries, here.portrait.header, language(), folded)
    return render_template(
        "home.html",
        page=page,
        folded=folded,
        fold=lambda number: _fold(folded, number),
        map=place_map(page.places.entries, here.outlines),
        manifest=here.release.manifest,
        questions=here.questions,
        overviews=here.overviews.names,
        heading=heading,
        data=schema_org(),
    )


def _fold(folded: frozenset[int], number: int) -> str:
    """Return the address of the page with one box of its charts folded, or unfolded, besides."""
    others = ".".join(map(str, sorted(folded ^ {number})))
    path = urls().page("/", folded=others) if others else urls().page("/")
    return f"{path}#hierarchy"


def _base() -> str:
    return site().settings.base_iri.rstrip("/")
