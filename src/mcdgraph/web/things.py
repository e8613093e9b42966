"""Things and the documents about them.

Source: Cool URIs for the Semantic Web, clause 4.2 (303 from the thing to its document).
"""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, by_suffix
from mcdgraph.web.addresses import decode
from mcdgraph.web.documents import document_of
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import respond
from mcdgraph.web.site import known, site, urls
from mcdgraph.web.targets import sent_path

things = Blueprint("things", __name__)


@things.get("/<path:tail>")
def thing(tail: str) -> Redirection:  # noqa: ARG001 - the path as it was sent counts
    """Lead from a thing, which cannot be sent, to the document about it."""
    return lead_to_document()


def lead_to_document(unknown: str = "") -> Redirection:
    """Answer 303 for the thing whose IRI the request names, wherever it stands below the base.

    An IRI may have a query, of which any parameter is a part; so no cache may keep the answer.
    Raises `UnknownResource`, which names ``unknown`` where it is given.
    """
    addresses, sent = site().addresses, sent_path(request.environ)[1:]
    candidates = addresses.candidates(sent, request.query_string.decode("latin-1"))
    iri = next((iri for iri in candidates if known(iri)), None)
    if iri is None:
        raise UnknownResource(unknown or addresses.base_iri + decode(sent))
    return lead_to(iri)


def lead_to(iri: str) -> Redirection:
    """Answer 303 with the address of the document about an IRI."""
    location = urls().page(site().addresses.path(iri))
    response = redirect(location, code=303)
    response.headers["Link"] = f'<{location}>; rel="describedby"'
    response.headers["Cache-Control"] = "no-store"
    return response


@things.get("/doc/<path:tail>")
def document(tail: str) -> Response | Redirection:  # noqa: ARG001 - the path as it was sent counts
    """Return the document about a thing, negotiated or in the form that a suffix names."""
    sent = sent_path(request.environ).removeprefix("/doc/")
    readings = site().addresses.documents(sent)
    for iri, form in readings:
        if known(iri):
            return respond(document_of(iri), form)
    named = next((iri for iri, form in readings if form), readings[0][0])
    return lead_to_document(named)


@things.get("/resource")
@things.get("/resource.<suffix>")
def resource(suffix: str = "") -> Response | Redirection:
    """Return the document about any IRI that the graph mentions."""
    iri = parameter("iri")
    if not iri:
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_no_iri")
    form = by_suffix(suffix) if suffix else None
    if suffix and form not in DOCUMENT_FORMATS:
        raise UnknownResource(f"{iri} as .{suffix}")
    if not known(iri):
        raise UnknownResource(iri)
    own = site().addresses.path(iri)
    if not own.startswith("/resource?") and form is None:
        return lead_to(iri)
    return respond(document_of(iri), form)
