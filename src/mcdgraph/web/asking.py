"""The page with the editor of queries, and what comes of a query on any page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, render_template

from mcdgraph.errors import (
    QueryError,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.formats import HTML, Format
from mcdgraph.pages.answers import AnswerPage, Table, answer_page
from mcdgraph.pages.bar_charts import BarChart, bar_chart
from mcdgraph.pages.excerpts import Excerpt, excerpt
from mcdgraph.pages.point_maps import PointMap, point_map
from mcdgraph.problem_details import status_of
from mcdgraph.questions import SavedQuery
from mcdgraph.sparql.screening import screen
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import UsedTerm, language, site

asking = Blueprint("asking", __name__)

#: What the editor holds when nothing is asked yet.
EXAMPLE: Final = "SELECT ?thing ?label {\n  ?thing rdfs:label ?label .\n} LIMIT 20\n"
#: Characters of a query that links of a page repeat.
MOST_LINKED: Final = 2_000

#: What people read of an error in their language, before the words of the program.
_REASONS: Final = (
    (QuerySyntaxError, "query_not_sparql"),
    (QueryTooLarge, "query_too_large"),
    (QueryTimeout, "query_timeout"),
    (QueryUnavailable, "query_unavailable"),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query and what came of it: an answer, or an error with its HTTP status.

    ``volatile`` is True for an answer that may differ the next time. ``excerpt`` shows where an
    error of syntax stands; ``unknown_terms`` may say why an answer is empty.
    """

    text: str
    answer: AnswerPage | None = None
    error: QueryError | None = None
    status: int = 200
    volatile: bool = False
    excerpt: Excerpt | None = None
    unknown_terms: Sequence[UsedTerm] = ()

    @property
    def reason(self) -> str:
        """The name of the words for an error."""
        names = (name for kind, name in _REASONS if isinstance(self.error, kind))
        return next(names, "query_refused")

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
        return point_map(self._table, site().outlines) if self._table else None

    @property
    def linked(self) -> bool:
        """True for a query short enough to stand in links."""
        return len(self.text) <= MOST_LINKED


@asking.get("/query")
def editor() -> Response:
    """Show the editor, and the answer to the query it holds."""
    name = parameter("saved")
    saved = _saved(name) if name else None
    text = parameter("query") or (saved.asked() if saved else "")
    asked = ask(text) if text.strip() and not saved else Asked(text=text or EXAMPLE)
    return respond_asked(asked, "query.html", questions=site().questions)


def ask(text: str) -> Asked:
    """Put a query to the service; what it refuses is returned, not raised."""
    here = site()
    try:
        graphs = {graph.iri for graph in here.release.manifest.graphs}
        volatile = screen(text, here.settings.query, graphs)
        answer = answer_page(here.reader, here.service, text, language())
    except QueryError as error:
        place = excerpt(text, error) if isinstance(error, QuerySyntaxError) else None
        return Asked(text=text, error=error, status=status_of(error), excerpt=place)
    empty = answer.table is not None and not answer.table.rows
    unknown = here.unknown_terms(text) if empty or answer.truth is False else ()
    return Asked(text=text, answer=answer, volatile=volatile, unknown_terms=unknown)


def respond_asked(asked: Asked, template: str, **values: object) -> Response:
    """Show what came of a query; an error, and what may differ, is never kept by a cache."""
    return respond_written(asked, lambda: render_template(template, asked=asked, **values), HTML)


def respond_written(
    asked: Asked, write: Callable[[], str], form: Format, place: str = ""
) -> Response:
    """Answer with what came of a query, in a form that people read; see `respond_page`."""
    if asked.error is None and not asked.volatile:
        return respond_page(write, form, place)
    response = make_response(write(), asked.status)
    response.headers["Content-Type"] = form.content_type
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language()
    return response


def _saved(name: str) -> SavedQuery:
    found = next((saved for saved in site().questions if saved.name == name), None)
    if found is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_question", name)
    return found
