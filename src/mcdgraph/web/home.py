"""The first page, the guide to the site, and what is for machines that read sites."""

from typing import Final
from xml.sax.saxutils import escape

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, HTML
from mcdgraph.pages.home import home_page
from mcdgraph.pages.sitemap import things
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.packages import schema_org
from mcdgraph.web.representation import etag_of, respond_page
from mcdgraph.web.site import known, language, site, urls

home = Blueprint("home", __name__)

#: Pages that every graph has.
PAGES: Final = ("/", "/dataset", "/queries/", "/query", "/dumps/", "/guide")
#: What is made anew for each question, and worth nothing to a search engine.
UNLISTED: Final = ("/sparql", "/explain", "/search", "/query?")


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
    page.headers.add("Link", f'<{urls().plain("/sparql")}>; rel="service-desc"')
    return page


@home.get("/guide")
def guide() -> Response:
    """Say how programs and people use the site."""
    return respond_page(lambda: render_template("guide.html", base=_base()))


@home.get("/robots.txt")
def robots() -> Response:
    """Say what is not worth a visit, and where the list of pages is (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {urls().plain(path)}" for path in UNLISTED)]
    lines += ["", f"Sitemap: {_base()}/sitemap.xml"]
    return _kept("\n".join(lines) + "\n", "text/plain; charset=utf-8", "robots")


@home.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages, by their addresses below the base IRI (sitemaps.org, protocol 0.9)."""
    here = site()
    paths = [*PAGES, *(f"/queries/{saved.name}" for saved in here.questions)]
    own = [here.settings.base_iri + name for name in VOCABULARIES]
    iris = [*filter(known, own), *things(here.reader)]
    found = [*(_base() + path for path in paths), *map(here.addresses.canonical, iris)]
    entries = "".join(
        f"<url><loc>{escape(address)}</loc></url>\n" for address in dict.fromkeys(found)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )
    return _kept(body, "application/xml", "sitemap")


@home.get("/favicon.ico")
def favicon() -> Response:
    """Return the mark, for clients that look for it here."""
    response = current_app.send_static_file("mark.svg")
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _write() -> str:
    here = site()
    page = home_page(here.reader, here.page_queries, here.portrait.header, language())
    return render_template(
        "home.html",
        page=page,
        manifest=here.release.manifest,
        questions=here.questions,
        data=schema_org(),
    )


def _base() -> str:
    return site().settings.base_iri.rstrip("/")


def _kept(body: str, content_type: str, name: str) -> Response:
    """Answer with what changes with the release only."""
    response = make_response(body)
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(etag_of(name))
    response.make_conditional(request)
    return response
