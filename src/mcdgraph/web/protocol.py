"""The SPARQL endpoint as WSGI middleware, for servers without the front's short way.

Flask makes pages, and what it does about each costs as much as a light query. So queries are
answered before it, as Flask has it for what needs no request of its own (its documentation,
"Using Middleware"): with the same headers as by the short way. Source: PEP 3333.
"""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from time import perf_counter
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import get_input_stream

from mcdgraph.errors import QueryError
from mcdgraph.queries import QueryAnswer, QueryService
from mcdgraph.release import Release
from mcdgraph.web.http import Reply, Request
from mcdgraph.web.http.messages import IN_ENVIRON
from mcdgraph.web.sparql import PATHS, DatasetSummary, Endpoint, Operation
from mcdgraph.web.sparql.description import GraphCount

#: What answers of the endpoint are counted as.
PART: Final = "protocol"
_BODY: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")


def summary_of(release: Release) -> DatasetSummary:
    """Say what a release serves, as its manifest counts it."""
    manifest = release.manifest
    graphs = tuple(GraphCount(iri=graph.iri, triples=graph.statements) for graph in manifest.graphs)
    return DatasetSummary(digest=release.digest, triples=manifest.statements, graphs=graphs)


class EndpointMiddleware:
    """Answers SPARQL at some paths, and leaves all else to an application."""

    def __init__(
        self,
        application: WSGIApplication,
        endpoint: Endpoint,
        service: QueryService,
        *,
        paths: tuple[str, ...] = PATHS,
        count: Callable[[int, float], None] = lambda _status, _seconds: None,
    ) -> None:
        """Stand before ``application``; ``count`` is told each status and the seconds it took."""
        self._application = application
        self._endpoint = endpoint
        self._service = service
        self._paths = paths
        self._count = count

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] not in self._paths:
            return self._application(environ, start)
        began = perf_counter()
        found = self._answer(environ)
        if isinstance(found, Reply):
            start(_status(found.status), list(found.headers))
            self._count(found.status, perf_counter() - began)
            return [found.body]
        operation, answer = found
        start(_status(HTTPStatus.OK), list(self._endpoint.head(operation, answer.form)))
        self._count(HTTPStatus.OK, perf_counter() - began)
        return Body(answer, wanted=operation.body_wanted)

    def _answer(self, environ: WSGIEnvironment) -> Reply | tuple[Operation, QueryAnswer]:
        endpoint = self._endpoint
        request = _request(environ, endpoint.bounds.request_bytes)
        plan = endpoint.plan(request)
        if isinstance(plan, Reply):
            return plan
        if plan.unchanged:
            return endpoint.unchanged(plan)
        try:
            return plan, self._service.answer(plan.request)
        except QueryError as error:
            return endpoint.failure(error, request, plan.text)


class Body:
    """The body of an answer; whoever iterates over it also closes it."""

    def __init__(self, answer: QueryAnswer, *, wanted: bool) -> None:
        """Give the bytes of ``answer`` where they are wanted."""
        self._answer = answer
        self._wanted = wanted

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes; raise a `QueryError` where the query fails after it began."""
        return iter(self._answer if self._wanted else ())

    def close(self) -> None:
        """Stop the query."""
        self._answer.close()


def _status(number: int) -> str:
    status = HTTPStatus(number)
    return f"{status.value} {status.phrase}"


def _request(environ: WSGIEnvironment, bound: int) -> Request:
    """Give the request that an environment was made of, or else what it tells of one."""
    given: Request | None = environ.get(IN_ENVIRON)
    if given is not None:
        return given
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): [str(value)]
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in _BODY and value)
    }
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"],
        query_string=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=get_input_stream(environ).read(bound + 1),
    )
