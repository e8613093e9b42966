"""The SPARQL endpoint inside the Flask application, for servers without the front's short way."""

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from flask import Blueprint, Flask, Response, current_app, request

from mcdgraph.errors import QueryError
from mcdgraph.release import Release
from mcdgraph.settings import QuerySettings
from mcdgraph.web.http import Headers, Reply, Request
from mcdgraph.web.http.messages import IN_ENVIRON
from mcdgraph.web.http.writing import BODILESS
from mcdgraph.web.site import site
from mcdgraph.web.sparql import DatasetSummary, Endpoint, Operation
from mcdgraph.web.sparql.description import GraphCount

protocol = Blueprint("protocol", __name__)

#: Where the application keeps its `Endpoint`.
ENDPOINT = "mcdgraph.endpoint"
_METHODS = ["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"]


def register_endpoint(app: Flask, release: Release, bounds: QuerySettings) -> None:
    """Let the application answer SPARQL over a release."""
    app.extensions[ENDPOINT] = Endpoint(summary_of(release), bounds)
    app.register_blueprint(protocol)


def summary_of(release: Release) -> DatasetSummary:
    """Say what a release serves, as its manifest counts it."""
    manifest = release.manifest
    graphs = tuple(GraphCount(iri=graph.iri, triples=graph.statements) for graph in manifest.graphs)
    return DatasetSummary(digest=release.digest, triples=manifest.statements, graphs=graphs)


class EndpointResponse(Response):
    """An answer with the headers of the endpoint; the application may add others to them."""

    default_mimetype = None

    def __init__(self, body: Iterable[bytes] | bytes, status: int, headers: Headers) -> None:
        """Answer; ``headers`` are complete, with names in lower case."""
        super().__init__(body, status)
        self._own = headers

    def get_wsgi_response(
        self, environ: WSGIEnvironment
    ) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Give the body, the status, and the headers as they are: Werkzeug would look them over.

        What it says of the length is left out where no body is sent (RFC 9110, clause 8.6).
        """
        own = {name for name, _ in self._own}
        if self.status_code in BODILESS or environ["REQUEST_METHOD"] == "HEAD":
            own.add("content-length")
        added = [(name, value) for name, value in self.headers if name.lower() not in own]
        return self.get_app_iter(environ), self.status, [*self._own, *added]


@protocol.route("/sparql", methods=_METHODS, provide_automatic_options=False)
def sparql() -> Response:
    """Answer one request of the SPARQL 1.1 Protocol."""
    endpoint: Endpoint = current_app.extensions[ENDPOINT]
    asked = _request(endpoint.bounds.request_bytes)
    plan = endpoint.plan(asked)
    if isinstance(plan, Reply):
        return _response(plan)
    if plan.unchanged:
        return _response(endpoint.unchanged(plan))
    try:
        return _answer(endpoint, plan)
    except QueryError as error:
        return _response(endpoint.failure(error, asked, plan.text))


def _answer(endpoint: Endpoint, operation: Operation) -> Response:
    answer = site().service.answer(operation.request)
    body = iter(answer) if operation.body_wanted else b""
    response = EndpointResponse(body, HTTPStatus.OK, endpoint.head(operation, answer.form))
    response.call_on_close(answer.close)
    return response


def _request(bound: int) -> Request:
    given: Request | None = request.environ.get(IN_ENVIRON)
    if given is not None:
        return given
    lines: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        lines.setdefault(name.lower(), []).append(value)
    return Request(
        method=request.method,
        path=request.path,
        query_string=request.query_string.decode("latin-1"),
        headers=lines,
        body=request.stream.read(bound + 1),
    )


def _response(reply: Reply) -> Response:
    return EndpointResponse(reply.body, reply.status, reply.headers)
