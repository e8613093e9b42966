"""The things of each class: a page to browse, and the same table as data."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.agents.markdown_pages import members_markdown
from mcdgraph.formats import HTML, MARKDOWN, Format
from mcdgraph.pages.members import (
    MembersRequest,
    members_page,
    query_for_members,
)
from mcdgraph.pages.members_query import MemberChoice
from mcdgraph.pages.trail import trail
from mcdgraph.web.errors import NotAcceptableForm, UnknownResource
from mcdgraph.web.faults import PageFault
from mcdgraph.web.markdown import markdown_writer
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.parameters import page_number, parameter, parameters, require_page
from mcdgraph.web.question_answers import FORMS, SPARQL_QUERY
from mcdgraph.web.questions import query_as_text
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import known, language, site, urls

members = Blueprint("members", __name__)

#: Values that things can be narrowed by at a time.
MOST_CHOICES: Final = 4


@members.get("/class")
@members.get("/class.<suffix>")
def things_of_class(suffix: str = "") -> Response | Redirection:
    """Show the things of a class, or lead to the table of them in the form asked for."""
    asked = _asked()
    form = _form(suffix)
    if form.spoken:
        page = _page(asked) if form == HTML else _text(asked)
        page.vary.add("Accept")
        return page
    text = query_for_members(site().reader, asked, language())
    if form == SPARQL_QUERY:
        return query_as_text(text)
    location = urls().plain("/sparql", query=text, format=form.name)
    response = redirect(location, code=HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    response.vary.add("Accept-Language")
    return response


def _page(asked: MembersRequest) -> Response:
    page = members_page(site().reader, asked, language())
    require_page(asked.page, page.rows.pages)
    return respond_page(
        lambda: render_template(
            "members.html",
            page=page,
            trail=trail(site().reader, asked.class_iri, language()),
            asked=asked,
            forms=FORMS[1:],
            form_url=_form_url,
            label_of=lambda iri: site().reader.labels.label(iri, language()).text,
            sorted_url=lambda name: _sorted_url(asked, name),
            narrowed_url=lambda name, value: _narrowed_url(asked, name, value),
        )
    )


def _text(asked: MembersRequest) -> Response:
    page = members_page(site().reader, asked, language())
    require_page(asked.page, page.rows.pages)
    return respond_page(lambda: members_markdown(markdown_writer(), page), MARKDOWN, "/class.md")


def _asked() -> MembersRequest:
    """Read which things are asked for; 400 for what is malformed, 404 for an unknown class."""
    iri = parameter("iri")
    if not iri:
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_no_class")
    sort = parameter("sort")
    choices = _choices(parameter("where"))
    named = [sort.removeprefix("-"), *(iri for c in choices for iri in (c.property, c.value))]
    unknown = next((name for name in (iri, *filter(None, named)) if not known(name)), None)
    if unknown is not None:
        raise UnknownResource(unknown)
    return MembersRequest(
        class_iri=iri,
        choices=choices,
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=page_number(),
    )


def _choices(text: str) -> tuple[MemberChoice, ...]:
    """Read pairs of a property and a value, all with spaces between them."""
    words = text.split()
    if len(words) % 2 or len(words) > 2 * MOST_CHOICES:
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_where", MOST_CHOICES)
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple(MemberChoice(property=name, value=value) for name, value in pairs)


def _form(suffix: str) -> Format:
    if suffix:
        form = next((form for form in FORMS if form.suffix == suffix), None)
        if form is None:
            names = ", ".join(form.suffix for form in FORMS)
            raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_form", names, suffix)
        return form
    chosen = negotiate(request.headers.getlist("Accept"), FORMS)
    if chosen is None:
        raise NotAcceptableForm({form: _form_url(form) for form in FORMS})
    return chosen


def _form_url(form: Format) -> str:
    """Return the URL of the things at hand in another form, in the language of the page."""
    kept = {name: value for name, value in parameters().items() if name in ("iri", "where")}
    return urls().plain(f"/class.{form.suffix}", lang=language(), **kept)


def _sorted_url(asked: MembersRequest, name: str) -> str:
    """Return the URL of the same things in another order, turned round where it is this one."""
    turned = asked.sort == name and not asked.descending
    return _url(asked.choices, asked.class_iri, f"-{name}" if turned else name)


def _narrowed_url(asked: MembersRequest, name: str, value: str) -> str:
    """Return the URL with a choice, or without it where it is made; empty for one too many."""
    choice = MemberChoice(property=name, value=value)
    kept = tuple(other for other in asked.choices if other != choice)
    if len(kept) < len(asked.choices):
        return _url(kept, asked.class_iri, _sort(asked))
    if len(kept) == MOST_CHOICES:
        return ""
    return _url((*kept, choice), asked.class_iri, _sort(asked))


def _sort(asked: MembersRequest) -> str:
    return f"-{asked.sort}" if asked.descending else asked.sort


def _url(choices: tuple[MemberChoice, ...], class_iri: str, sort: str) -> str:
    where = " ".join(f"{choice.property} {choice.value}" for choice in choices)
    named = {"sort": sort, "where": where}
    return urls().members(class_iri, **{name: value for name, value in named.items() if value})
