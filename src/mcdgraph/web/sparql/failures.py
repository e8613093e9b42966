"""Errors as HTTP tells them: the right status, and a sentence that says what to do.

Source: RFC 9110, clause 15; RFC 9457 (problem details).
"""

import json
from http import HTTPStatus
from typing import Final

from mcdgraph.errors import (
    QueryError,
    QueryNotAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
)
from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS, Format
from mcdgraph.sparql.screening import wrong_operation
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.sparql.messages import Headers, ProtocolRequest, Reply
from mcdgraph.web.sparql.parameters import UnsupportedMedia

_TEXT: Final = Format(name="text", title="Text", media_type="text/plain", suffix="txt")
_PROBLEM: Final = Format(
    name="problem",
    title="Problem details",
    media_type="application/problem+json",
    suffix="json",
    aliases=("application/json", "application/sparql-results+json", "application/ld+json"),
)
_RETRY_AFTER: Final = 2
_STATUSES: Final = (
    (QueryNotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (UnsupportedMedia, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (QueryTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT),
    (QueryUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
)


class Failures:
    """Writes errors, as text or as problem details."""

    def __init__(self, common: Headers) -> None:
        """Put ``common`` among the headers of each."""
        self._common = common

    def tell(self, error: QueryError, request: ProtocolRequest, text: str = "") -> Reply:
        """Tell a query's error; ``text`` is the query, where it was read."""
        if isinstance(error, QuerySyntaxError) and text:
            error = wrong_operation(text, error)
        status = next(status for kind, status in _STATUSES if isinstance(error, kind))
        more: Headers = ()
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            more = (("retry-after", str(_RETRY_AFTER)),)
        message = _offer(str(error)) if isinstance(error, QueryNotAcceptable) else str(error)
        return self.reply(status, message, request, more, error.line, error.column)

    def reply(
        self,
        status: int,
        message: str,
        request: ProtocolRequest,
        more: Headers = (),
        line: int | None = None,
        column: int | None = None,
    ) -> Reply:
        """Write an error in the form that the client prefers."""
        form = negotiate(request.lines("accept"), (_TEXT, _PROBLEM)) or _TEXT
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": int(status),
            "detail": message,
        }
        place = ""
        if line is not None:
            problem.update(line=line, column=column)
            place = f"line {line}, column {column}: "
        text = f"{problem['title']}: {place}{message}\n"
        body = json.dumps(problem, ensure_ascii=False) + "\n" if form is _PROBLEM else text
        headers = (("content-type", form.content_type), ("cache-control", "no-store"))
        return Reply(
            status=int(status),
            headers=(*headers, *more, *self._common),
            body=b"" if request.method == "HEAD" else body.encode("utf8", "replace"),
        )


def _offer(kind: str) -> str:
    """Say which formats there are for an answer of a kind that the client takes in none."""
    forms = GRAPH_FORMATS if kind == "graph" else RESULT_FORMATS
    names = ", ".join(form.media_type for form in forms)
    if kind in ("graph", "bindings", "boolean"):
        return f"the answer is a {kind.rstrip('s')}, and comes as {names}"
    graphs = ", ".join(form.media_type for form in GRAPH_FORMATS)
    return f"{kind}: results come as {names}; graphs as {graphs}"
