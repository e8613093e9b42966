"""Errors in the form the client asked for.

Source: RFC 9457 (problem details), RFC 9110, clause 15.5.
"""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, NotAcceptable, NotFound

from mcdgraph.documents.xml import legal
from mcdgraph.errors import PageQueryError, TermError
from mcdgraph.formats import (
    HTML,
    N_QUADS,
    N_TRIPLES,
    PLAIN,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
)
from mcdgraph.problem_details import PROBLEM, write_problem
from mcdgraph.web.faults import PageFault
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.site import site
from mcdgraph.web.texts import REFERENCE

#: Graphs in whose grammar a comment is a whole, empty document.
_COMMENTED = (TURTLE, N_TRIPLES, TRIG, N_QUADS)
_OFFERED = (PROBLEM, HTML, PLAIN, *_COMMENTED, RDF_XML)


class UnknownResource(NotFound):
    """An IRI of which the graph says nothing."""

    def __init__(self, iri: str) -> None:
        """Name the IRI."""
        super().__init__(f"The graph says nothing of {iri}.")
        self.iri = iri


class NotAcceptableForm(NotAcceptable):
    """None of the forms of a document is one the client takes."""

    def __init__(self, offered: Mapping[Format, str]) -> None:
        """List the forms there are, with the URL of each."""
        names = ", ".join(form.media_type for form in offered)
        super().__init__(f"This comes as {names}; the Accept header takes none of them.")
        self.offered = offered


def register_errors(app: Flask) -> None:
    """Answer every error of HTTP in the form asked for."""
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(TermError, answer_unwritable)
    app.register_error_handler(PageQueryError, answer_page_query)


def answer_unwritable(error: TermError) -> Response:
    """Say that the form asked for cannot hold the document, such as RDF/XML some predicates."""
    return answer_error(NotAcceptable(f"{error}; ask for another form, such as Turtle."))


def answer_page_query(error: PageQueryError) -> Response:
    """Say that a query of the graph's own, behind a page, cannot be answered, and why."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answer_error(PageFault(status, "fault_page_query", error.place, error))


def answer_error(error: HTTPException) -> Response:
    """Report an error: as problem details, a page, text, or a comment in the graph's format."""
    form = negotiate(request.headers.getlist("Accept"), _OFFERED) or PROBLEM
    response = Response(_body(error, form), error.code)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    response.headers["Content-Type"] = form.content_type
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    if isinstance(error, NotAcceptableForm):
        for offer, url in error.offered.items():
            response.headers.add("Link", f'<{url}>; rel="alternate"; type="{offer.media_type}"')
    return response


def _body(error: HTTPException, form: Format) -> str:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    title = status.phrase
    detail = _detail(error) or title
    offered = error.offered if isinstance(error, NotAcceptableForm) else {}
    if form == HTML:
        return render_template("error.html", error=error, phrase=title, offered=offered)
    if form == PROBLEM:
        return _problem(status, detail, offered)
    lines = [f"{error.code} {title}: {detail}"]
    lines += [f"{offer.media_type}  {url}" for offer, url in offered.items()]
    if form == RDF_XML:
        return _empty_rdf_xml(lines)
    mark = "" if form == PLAIN else "# "
    return "".join(f"{mark}{' '.join(line.split())}\n" for line in lines)


def _detail(error: HTTPException) -> str:
    """Return what is wrong in English, for programs."""
    if isinstance(error, PageFault):
        return error.words(site().texts[REFERENCE])
    return error.description or ""


def _problem(status: HTTPStatus, detail: str, offered: Mapping[Format, str]) -> str:
    links = [{"type": offer.media_type, "url": url} for offer, url in offered.items()]
    return write_problem(status, detail, offered=links) if links else write_problem(status, detail)


def _empty_rdf_xml(lines: list[str]) -> str:
    """Return a graph without a statement; a comment in XML cannot hold two hyphens in a row."""
    text = legal(" ".join(lines)).replace("--", "- -").rstrip("-")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- {text} -->\n<rdf:RDF xmlns:rdf="{rdf}"/>\n'
    )
