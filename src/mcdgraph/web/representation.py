"""One answer in the form a client asked for, with the headers that belong to it.

Source: RFC 9110, clauses 8.7 (Content-Location), 8.8.3 (ETag), 12.5.5 (Vary), 13.1.2
(If-None-Match); RFC 8288 (Link).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Response, request
from werkzeug.urls import iri_to_uri

from mcdgraph.formats import HTML, Format
from mcdgraph.web.compression import coded
from mcdgraph.web.errors import NotAcceptableForm
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.parameters import LANGUAGE, parameters
from mcdgraph.web.site import language, named_language, site, urls
from mcdgraph.web.targets import sent_path
from mcdgraph.web.urls import Urls

#: How much of the release's digest stands in an ETag.
DIGEST = 16
#: Characters of an address in a header; longer ones are left out.
MOST_LOCATION = 2_000


@dataclass(frozen=True, kw_only=True)
class Document:
    """What can be had at an address: forms, where each stands by itself, and how to write one.

    ``locations`` gives the URL of each form; ``canonical`` the address below the base IRI;
    ``links`` further pairs of relation and URL.
    """

    forms: Sequence[Format]
    write: Callable[[Format], bytes | str]
    locations: Callable[[Format], str]
    canonical: str
    links: tuple[tuple[str, str], ...] = field(default=())


def respond(document: Document, form: Format | None = None) -> Response:
    """Answer with a document in a form, or in the one that the client prefers."""
    chosen = form or negotiate(request.headers.getlist("Accept"), document.forms)
    if chosen is None:
        offered = {known: document.locations(known) for known in document.forms}
        raise NotAcceptableForm(offered)
    etag = _etag(chosen)
    fresh = request.if_none_match.contains_weak(etag)
    response = Response(status=304) if fresh else Response(_body(document, chosen))
    response.set_etag(etag)
    _describe(response, document, chosen, by_suffix=form is not None)
    return response


def respond_page(write: Callable[[], str], form: Format = HTML, place: str = "") -> Response:
    """Answer with a page that people read, whose other forms are elsewhere.

    ``place`` is the path at which it stands by itself: the one that was asked, unless given.
    """
    here, path = urls(), sent_path(request.environ)
    document = Document(
        forms=(form,),
        write=lambda _form: write(),
        locations=lambda _form: here.plain(place or path),
        canonical=site().settings.base_iri.rstrip("/") + here.with_parameters(path, parameters()),
        links=(("describedby", here.plain("/dataset")),),
    )
    return respond(document, form)


def respond_text(
    write: Callable[[], str], content_type: str, name: str, *, spoken: bool = False
) -> Response:
    """Answer with a text that changes with the release only; ``spoken``: with the language too.

    It is not written for a client that has it, by the tag that ``name`` gives it.
    """
    response = Response(content_type=content_type)
    response.headers["Cache-Control"] = "public, no-cache"
    if spoken:
        _say_language(response)
    response.set_etag(etag_of(f"{name}-{language()}" if spoken else name))
    response.make_conditional(request)
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response.set_data(write())
    return response


def _body(document: Document, form: Format) -> bytes:
    written = document.write(form)
    return written.encode("utf8") if isinstance(written, str) else written


def etag_of(name: str) -> str:
    """Return the tag of what changes with the release and with the coding only."""
    return coded(f"{site().release.digest[:DIGEST]}-{name}")


def _etag(form: Format) -> str:
    """Return the tag of a form; pages and proofs also change with the copies at hand.

    What changed from one release to another changes with the releases that are kept.
    """
    marks = (site().reader.copies.digest[:DIGEST], site().history.mark)
    name = f"{form.suffix}-{language()}" if form.spoken else form.suffix
    return etag_of("-".join([name, *filter(None, marks)]))


def _describe(response: Response, document: Document, form: Format, *, by_suffix: bool) -> None:
    headers = response.headers
    headers["Content-Type"] = form.content_type
    location = _located(document, form)
    if len(location) <= MOST_LOCATION:
        headers["Content-Location"] = location
    headers["Cache-Control"] = "public, no-cache"
    if not by_suffix:
        response.vary.add("Accept")
    if form.spoken:
        _say_language(response)
    for link in _links(document, form):
        headers.add("Link", link)


def _say_language(response: Response) -> None:
    response.headers["Content-Language"] = language()
    if named_language() is None:
        response.vary.add("Accept-Language")


def _located(document: Document, form: Format) -> str:
    """Return the address of what is sent; that of what people read names its language."""
    location = document.locations(form)
    if not form.spoken:
        return location
    named = {pair.partition("=")[0] for pair in location.partition("?")[2].split("&")}
    given = {name: value for name, value in parameters().items() if name not in named}
    return Urls.with_parameters(location, {**given, LANGUAGE: language()})


def _links(document: Document, form: Format) -> list[str]:
    """Return links to what belongs to a document, but for those too long for a header."""
    links = [
        (document.locations(other), _described_link(other))
        for other in document.forms
        if other != form
    ]
    links.append((document.canonical, 'rel="canonical"'))
    links.append((urls().plain("/openapi.json"), 'rel="service-desc"; type="application/json"'))
    links += [(iri_to_uri(url), f'rel="{relation}"') for relation, url in document.links]
    if licence := site().settings.licence:
        links.append((iri_to_uri(licence), 'rel="license"'))
    return [f"<{url}>; {what}" for url, what in links if len(url) <= MOST_LOCATION]


def _described_link(form: Format) -> str:
    """Return the parameters of a link to another form (RFC 8288; RFC 6906 for the profile)."""
    profile = f'; profile="{form.profile}"' if form.profile else ""
    return f'rel="alternate"; type="{form.media_type}"{profile}'
