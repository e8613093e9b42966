"""Things and the documents about them.

Source: Cool URIs for the Semantic Web, clause 4.2 (303 from the thing to its document).
"""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, HTML, Format, by_suffix
from mcdgraph.pages.description import describe
from mcdgraph.pages.entity import entity_page
from mcdgraph.serialization import serialize
from mcdgraph.web.addresses import SPACES
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import known, language, site, urls

things = Blueprint("things", __name__)


@things.get(f"/<any({','.join(SPACES)}):space>/<path:tail>")
def thing(space: str, tail: str) -> Redirection:
    """Lead from a thing, which cannot be sent, to the document about it."""
    query = request.query_string.decode("latin-1")
    candidates = site().addresses.candidates(f"{space}/{tail}", query)
    iri = next((iri for iri in candidates if known(iri)), None)
    if iri is None:
        raise UnknownResource(site().addresses.base_iri + f"{space}/{tail}")
    response = redirect(urls().of(iri), code=303)
    response.headers["Link"] = f'<{urls().of(iri)}>; rel="describedby"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@things.get("/doc/<path:tail>")
def document(tail: str) -> Response:
    """Give the document about a thing, negotiated or in the form that a suffix names."""
    readings = site().addresses.documents(tail)
    for iri, form in readings:
        if known(iri):
            return respond(_document(iri), form)
    raise UnknownResource(readings[-1][0])


@things.get("/resource")
@things.get("/resource.<suffix>")
def resource(suffix: str = "") -> Response | Redirection:
    """Give the document about any IRI that the graph mentions."""
    iri = request.args.get("iri", "")
    if not iri:
        raise BadRequest("The parameter iri is missing: /resource?iri=https://…")
    form = by_suffix(suffix) if suffix else None
    if suffix and form not in DOCUMENT_FORMATS:
        raise UnknownResource(f"{iri} as .{suffix}")
    if not known(iri):
        raise UnknownResource(iri)
    own = site().addresses.path(iri)
    if not own.startswith("/resource?") and form is None:
        return redirect(urls().of(iri), code=303)
    return respond(_document(iri), form)


def _document(iri: str) -> Document:
    builder, here = urls(), site()
    canonical = here.addresses.canonical(iri)

    def write(form: Format) -> bytes | str:
        if form == HTML:
            page = request.args.get("page", 1, int)
            entity = entity_page(here.reader, iri, language(), page)
            return render_template("entity.html", page=entity)
        columns = describe(here.reader, iri, canonical)
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=DOCUMENT_FORMATS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=canonical,
        links=(("describedby", builder.plain("/dataset")), ("describes", iri)),
    )
