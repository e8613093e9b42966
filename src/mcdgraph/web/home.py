"""The first page."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, HTML
from mcdgraph.pages.home import home_page
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import language, site, urls

home = Blueprint("home", __name__)


@home.get("/")
def first() -> Response | Redirection:
    """Say what the graph is, and show its shape; who asks for data is led to its description."""
    wanted = negotiate(request.headers.getlist("Accept"), DOCUMENT_FORMATS)
    if wanted not in (None, HTML):
        response = redirect(urls().plain("/dataset"), code=303)
        response.vary.add("Accept")
        return response
    page = respond_page(_write)
    page.vary.add("Accept")
    page.headers.add("Link", f'<{urls().plain("/sparql")}>; rel="service-desc"')
    return page


def _write() -> str:
    here = site()
    page = home_page(here.reader, here.page_queries, language())
    return render_template(
        "home.html", page=page, manifest=here.release.manifest, questions=here.questions
    )
