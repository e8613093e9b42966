"""Errors as HTTP tells them: the right status, and a sentence that says what to do.

Source: RFC 9110, clause 15; RFC 9457 (problem details).
"""

from http import HTTPStatus

from mcdgraph.errors import QueryError, QueryNotAcceptable, QuerySyntaxError
from mcdgraph.formats import GRAPH_FORMATS, PLAIN, RESULT_FORMATS
from mcdgraph.problem_details import PROBLEM, RETRY_AFTER, status_of, write_problem
from mcdgraph.sparql.screening import wrong_operation
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.sparql.messages import Headers, ProtocolRequest, Reply


class Failures:
    """Writes errors, as text or as problem details."""

    def __init__(self, common: Headers) -> None:
        """Put ``common`` among the headers of each."""
        self._common = common

    def tell(self, error: QueryError, request: ProtocolRequest, text: str = "") -> Reply:
        """Tell a query's error; ``text`` is the query, where it was read."""
        if isinstance(error, QuerySyntaxError) and text:
            error = wrong_operation(text, error)
        status = status_of(error)
        more: Headers = ()
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            more = (("retry-after", RETRY_AFTER),)
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
        form = negotiate(request.lines("accept"), (PLAIN, PROBLEM)) or PLAIN
        place = {} if line is None else {"line": line, "column": column}
        if form is PROBLEM:
            body = write_problem(status, message, **place)
        else:
            where = f"line {line}, column {column}: " if place else ""
            body = f"{HTTPStatus(status).phrase}: {where}{message}\n"
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
