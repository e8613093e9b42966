"""Pages to ask the graph: an editor, and the saved questions with their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.errors import (
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.formats import HTML, RESULT_FORMATS, Format
from mcdgraph.pages.answers import Answer, Table, answer_page
from mcdgraph.pages.bar_charts import BarChart, bar_chart
from mcdgraph.pages.excerpts import Excerpt, excerpt
from mcdgraph.pages.point_maps import PointMap, point_map
from mcdgraph.pages.tables import in_language
from mcdgraph.questions import Origin, SavedQuery
from mcdgraph.sparql.screening import screen
from mcdgraph.web.errors import NotAcceptableForm
from mcdgraph.web.faults import PageFault
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import etag_of, respond_page
from mcdgraph.web.site import UsedTerm, language, site, urls
from mcdgraph.web.things import lead_to_document

asking = Blueprint("asking", __name__)

#: What the editor holds when nothing is asked yet.
EXAMPLE: Final = "SELECT ?thing ?label {\n  ?thing rdfs:label ?label .\n} LIMIT 20\n"
#: Characters of a query that links of a page repeat.
MOST_LINKED: Final = 2_000

SPARQL_QUERY: Final = Format(
    name="sparql", title="SPARQL", media_type="application/sparql-query", suffix="rq"
)
#: The forms of a saved question: its page, its answer, its text.
FORMS: Final = (HTML, *RESULT_FORMATS, SPARQL_QUERY)

_STATUS: Final = (
    (QuerySyntaxError, HTTPStatus.BAD_REQUEST),
    (QueryRefused, HTTPStatus.BAD_REQUEST),
    (QueryTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT),
    (QueryUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query and what came of it: an answer, or an error with its HTTP status.

    ``volatile`` is True for an answer that may differ the next time. ``excerpt`` shows where an
    error of syntax stands; ``unknown_terms`` may say why an answer is empty.
    """

    text: str
    answer: Answer | None = None
    error: QueryError | None = None
    status: int = 200
    volatile: bool = False
    excerpt: Excerpt | None = None
    unknown_terms: Sequence[UsedTerm] = ()

    @property
    def _table(self) -> Table | None:
        return self.answer.table if self.answer else None

    @property
    def chart(self) -> BarChart | None:
        """The rows as bars, where they have amounts."""
        return bar_chart(self._table) if self._table else None

    @property
    def map(self) -> PointMap | None:
        """The rows as dots on a map, where they have coordinates."""
        return point_map(self._table) if self._table else None

    @property
    def linked(self) -> bool:
        """True for a query short enough to stand in links."""
        return len(self.text) <= MOST_LINKED


@asking.get("/query")
def editor() -> Response:
    """Show the editor, and the answer to the query it holds."""
    name = parameter("saved")
    saved = _saved(name) if name else None
    text = parameter("query") or (saved.query if saved else "")
    asked = ask(text) if text.strip() and not saved else Asked(text=text or EXAMPLE)
    return _respond(asked, "query.html", questions=site().questions)


@asking.get("/queries")
def questions_without_slash() -> Redirection:
    """Lead to the list, relative to where the server is."""
    return redirect(urls().page("/queries/"), code=HTTPStatus.PERMANENT_REDIRECT)


@asking.get("/queries/")
def questions() -> Response:
    """List the saved questions, by where their answers come from."""
    words = parameter("q")
    found = [saved for saved in site().questions if _holds(saved, words)]
    groups = [
        (origin, [saved for saved in found if saved.origins[0] == origin]) for origin in Origin
    ]
    return respond_page(lambda: render_template("questions.html", groups=groups, words=words))


@asking.get("/queries/<name>")
def question(name: str) -> Response | Redirection:
    """Show a saved question with its answer, or lead to the answer in the form asked for."""
    saved, form = _saved_form(name)
    if saved is None:
        return lead_to_document()
    chosen = form or _chosen(saved)
    if chosen == SPARQL_QUERY:
        return query_as_text(saved.query)
    if chosen != HTML:
        return _answer_at_endpoint(saved, chosen)
    asked = ask(saved.query)
    response = _respond(
        asked, "question.html", question=saved, table=_table(asked), forms=FORMS[1:]
    )
    response.vary.add("Accept")
    return response


def ask(text: str) -> Asked:
    """Put a query to the service; what it refuses is returned, not raised."""
    here = site()
    try:
        graphs = {graph.iri for graph in here.release.manifest.graphs}
        volatile = screen(text, here.settings.query, graphs)
        answer = answer_page(here.reader, here.service, text, language())
    except QueryError as error:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
        place = excerpt(text, error) if isinstance(error, QuerySyntaxError) else None
        return Asked(text=text, error=error, status=status, excerpt=place)
    empty = answer.table is not None and not answer.table.rows
    unknown = here.unknown_terms(text) if empty or answer.truth is False else ()
    return Asked(text=text, answer=answer, volatile=volatile, unknown_terms=unknown)


def _respond(asked: Asked, template: str, **values: object) -> Response:
    """Show what came of a query; an error, and what may differ, is never kept by a cache."""
    if asked.error is None and not asked.volatile:
        return respond_page(lambda: render_template(template, asked=asked, **values))
    response = make_response(render_template(template, asked=asked, **values), asked.status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language()
    return response


def _table(asked: Asked) -> object:
    table = asked.answer.table if asked.answer else None
    return in_language(table, language(), site().languages) if table else None


def _chosen(saved: SavedQuery) -> Format:
    """Return the form that is asked for by parameter or by header."""
    if name := parameter("format"):
        form = _form(name)
        if form is None:
            names = ", ".join(form.name for form in FORMS)
            raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_form", names, name)
        return form
    chosen = negotiate(request.headers.getlist("Accept"), FORMS)
    if chosen is None:
        builder = urls()
        raise NotAcceptableForm(
            {form: builder.plain(f"/queries/{saved.name}.{form.suffix}") for form in FORMS}
        )
    return chosen


def _answer_at_endpoint(saved: SavedQuery, form: Format) -> Redirection:
    """Lead to the endpoint, which answers like everything that is asked there."""
    location = urls().plain("/sparql", query=saved.query, format=form.name)
    response = redirect(location, code=HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    return response


def query_as_text(text: str) -> Response:
    """Answer with a query itself, which changes with the release only."""
    response = make_response(text)
    response.headers["Content-Type"] = "application/sparql-query; charset=utf-8"
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(etag_of("rq"))
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


def _saved_form(name: str) -> tuple[SavedQuery | None, Format | None]:
    """Find a question by its name, or by its name with the suffix of a form."""
    if found := _find(name):
        return found, None
    stem, _, suffix = name.rpartition(".")
    form = _form(suffix)
    return (_find(stem), form) if form else (None, None)


def _form(name: str) -> Format | None:
    """Find a form by its name or its suffix."""
    return next((form for form in FORMS if name in (form.name, form.suffix)), None)


def _find(name: str) -> SavedQuery | None:
    return next((saved for saved in site().questions if saved.name == name), None)


def _saved(name: str) -> SavedQuery:
    found = _find(name)
    if found is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_question", name)
    return found


def _holds(saved: SavedQuery, words: str) -> bool:
    """Return whether a question holds every word of a filter."""
    text = f"{saved.name} {saved.title(language())} {saved.description(language())}".casefold()
    return all(word in text for word in words.casefold().split())
