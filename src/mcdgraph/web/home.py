"""The first page."""

from flask import Blueprint, Response, render_template

from mcdgraph.formats import HTML, Format
from mcdgraph.pages.home import home_page
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import language, site, urls

home = Blueprint("home", __name__)


@home.get("/")
def first() -> Response:
    """Say what the graph is, and show its shape."""
    here, builder = site(), urls()

    def write(_form: Format) -> str:
        page = home_page(here.reader, here.page_queries, language())
        return render_template(
            "home.html", page=page, manifest=here.release.manifest, questions=here.questions
        )

    document = Document(
        forms=(HTML,),
        write=write,
        locations=lambda _form: builder.plain("/"),
        canonical=here.settings.base_iri,
        links=(
            ("describedby", builder.plain("/dataset")),
            ("service-desc", builder.plain("/sparql")),
        ),
    )
    return respond(document, HTML)
