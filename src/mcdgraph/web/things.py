"""Things and the documents about them.

Source: Cool URIs for the Semantic Web, clause 4.2 (303 from the thing to its document).
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, HTML, Format, by_suffix
from mcdgraph.pages.contents import conveyed, described
from mcdgraph.pages.description import describe
from mcdgraph.pages.entity import entity_page, values_page
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import ListPage
from mcdgraph.serialization import serialize
from mcdgraph.web.addresses import decode
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import page_number, parameter, require_page
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import known, language, site, urls
from mcdgraph.web.targets import sent_path

things = Blueprint("things", __name__)

#: Reads a page of a list of a thing, given its IRI and a language.
ListReader = Callable[[Reader, str, str, int], ListPage[Any]]
#: Name of a list of a thing → what reads a page of it.
LISTS: Final[Mapping[str, ListReader]] = MappingProxyType(
    {"conveys": conveyed, "describes": described}
)


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
            return respond(thing_document(iri), form)
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
    return respond(thing_document(iri), form)


def thing_document(iri: str) -> Document:
    """Return the document about one thing, whose page may be one of a list of it."""
    builder, here = urls(), site()
    canonical = here.addresses.canonical(iri)
    page = page_number()

    def write(form: Format) -> bytes | str:
        if form == HTML:
            return write_thing_page(iri, page)
        columns = describe(here.reader, iri, canonical)
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=DOCUMENT_FORMATS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=canonical,
        links=(("describedby", builder.plain("/dataset")), ("describes", iri)),
    )


def wants_list() -> bool:
    """Return whether a list of a thing is asked for, and not its page."""
    return any(map(parameter, ("property", "inverse", "list")))


def write_thing_page(iri: str, page: int) -> str:
    """Write the page of a thing, or a page of the one of its lists that is asked for."""
    name = parameter("list")
    if parameter("property") or parameter("inverse"):
        return _write_values(iri, page)
    if name:
        return _write_list(iri, name, page)
    require_page(page, 1)
    entity = entity_page(site().reader, iri, language())
    return render_template("entity.html", page=entity)


def _write_values(iri: str, page: int) -> str:
    inverse = parameter("inverse")
    asked = inverse or parameter("property")
    found = values_page(site().reader, iri, asked, language(), page, inverse=bool(inverse))
    if found is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_values", iri, asked)
    require_page(page, found.statements.pages)
    return render_template("values.html", page=found)


def _write_list(iri: str, name: str, page: int) -> str:
    read = LISTS.get(name)
    if read is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_list", name, ", ".join(LISTS))
    reader = site().reader
    found = read(reader, iri, language(), page)
    require_page(page, found.pages)
    label = reader.labels.label(iri, language())
    return render_template("list.html", iri=iri, label=label, name=name, found=found)
