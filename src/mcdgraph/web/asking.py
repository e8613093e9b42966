"""Pages to ask the graph: an editor, and the saved questions with their answers."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from mcdgraph.errors import (
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.pages.answers import Answer, answer_page
from mcdgraph.questions import SavedQuery
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import language, site

asking = Blueprint("asking", __name__)

#: What the editor holds when nothing is asked yet.
EXAMPLE = "SELECT ?thing ?label {\n  ?thing rdfs:label ?label .\n} LIMIT 20\n"

_STATUS = (
    (QuerySyntaxError, HTTPStatus.BAD_REQUEST),
    (QueryRefused, HTTPStatus.BAD_REQUEST),
    (QueryTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT),
    (QueryUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query and what came of it: an answer, or an error with its HTTP status."""

    text: str
    answer: Answer | None = None
    error: QueryError | None = None
    status: int = 200


@asking.get("/query")
def editor() -> Response:
    """Show the editor, and the answer to the query it holds."""
    saved = _saved(request.args["saved"]) if request.args.get("saved") else None
    text = request.args.get("query") or (saved.query if saved else "")
    asked = ask(text) if text.strip() and not saved else Asked(text=text or EXAMPLE)
    return _respond(asked, "query.html", questions=site().questions)


@asking.get("/queries/")
def questions() -> Response:
    """List the saved questions."""
    return respond_page(lambda: render_template("questions.html", questions=site().questions))


@asking.get("/queries/<name>")
def question(name: str) -> Response:
    """Show a saved question with its answer."""
    saved = _saved(name)
    return _respond(ask(saved.query), "question.html", question=saved)


def _respond(asked: Asked, template: str, **values: object) -> Response:
    """Show what came of a query; an error is never kept by a cache."""
    if asked.error is None:
        return respond_page(lambda: render_template(template, asked=asked, **values))
    response = make_response(render_template(template, asked=asked, **values), asked.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def ask(text: str) -> Asked:
    """Put a query to the service; what it refuses is told, not raised."""
    here = site()
    try:
        answer = answer_page(here.reader, here.service, text, language())
    except QueryError as error:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
        return Asked(text=text, error=error, status=status)
    return Asked(text=text, answer=answer)


def _saved(name: str) -> SavedQuery:
    found = next((saved for saved in site().questions if saved.name == name), None)
    if found is None:
        raise NotFound(f"There is no saved question {name}; /queries/ lists those there are.")
    return found
