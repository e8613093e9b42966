"""The SPARQL endpoint as WSGI middleware, before the application that makes pages.

Flask makes pages, and what it does about each costs as much as a light query. So queries are
answered before it, as Flask has it for what needs no request of its own (its documentation,
"Using Middleware"). Source: PEP 3333.
"""

import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mcdgraph.errors import QueryError
from mcdgraph.release import Release
from mcdgraph.sparql import QueryService
from mcdgraph.web.metrics import counted_by_server
from mcdgraph.web.question_answers import Forwarding
from mcdgraph.web.sparql import PATHS, DatasetSummary, Endpoint, Operation
from mcdgraph.web.sparql.description import GraphCount
from mcdgraph.web.sparql.messages import Headers, ProtocolRequest, Reply, read_request, status_line

#: What answers of the endpoint are counted as.
PART: Final = "protocol"
#: An answer is held back until it has this many bytes, or took this long, so that one that
#: fails before can still be told as an error.
_HELD: Final = 512 * 1024
_HELD_SECONDS: Final = 0.05
#: Terms that an empty answer's head tells of, and characters for each.
_MOST_UNKNOWN: Final = 5
_MOST_TOLD: Final = 500


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
        forward: Forwarding = lambda _environ: None,
        count: Callable[[str, int, float], None] = lambda _part, _status, _seconds: None,
    ) -> None:
        """Stand before ``application``.

        ``forward`` makes of a request at another path the one that is answered here, if any;
        ``count`` is told part, status and seconds of each.
        """
        self._application = application
        self._endpoint = endpoint
        self._service = service
        self._paths = paths
        self._forward = forward
        self._count = count

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        asked = self._asked(environ)
        if asked is None:
            return self._application(environ, start)
        began = perf_counter()
        counted = counted_by_server(environ, PART)
        response = _Response(start)
        status = self._answer(asked, response)
        if not counted:
            self._count(PART, status, perf_counter() - began)
        return response.rest

    def _asked(self, environ: WSGIEnvironment) -> ProtocolRequest | None:
        """Return what is asked of the endpoint, if anything."""
        if environ["PATH_INFO"] in self._paths:
            return read_request(environ, self._endpoint.bounds.request_bytes)
        return self._forward(environ)

    def _answer(self, request: ProtocolRequest, response: "_Response") -> int:
        """Answer a request; return the status."""
        endpoint = self._endpoint
        plan = endpoint.plan(request)
        if isinstance(plan, Operation):
            if not plan.unchanged:
                return self._evaluate(plan, request, response)
            plan = endpoint.unchanged(plan)
        response.reply(plan)
        return plan.status

    def _evaluate(self, plan: Operation, request: ProtocolRequest, response: "_Response") -> int:
        try:
            evaluation = self._service.evaluate(plan.request, screened=True)
            form = evaluation.choose(plan.request.results, plan.request.graph)
            headers = self._endpoint.head(plan, form)
            response.prepare(Reply(HTTPStatus.OK, headers))
            write, coding = response.write, plan.request.coding
            if plan.body_wanted and self._service.write(evaluation, form, write, coding):
                response.prepare(Reply(HTTPStatus.OK, (*headers, *self._unknown_terms(plan.text))))
        except QueryError as error:
            if response.begun:
                raise
            response.reply(self._endpoint.failure(error, request, plan.text))
            return response.status
        response.finish()
        return response.status

    def _unknown_terms(self, text: str) -> Headers:
        """Tell the client of an empty answer which terms of its query occur nowhere."""
        prefixes = self._service.dialect.prefixes
        found = self._service.unknown_terms(text)[:_MOST_UNKNOWN]
        told = [term.told(prefixes).encode("ascii", "backslashreplace").decode() for term in found]
        return tuple(("mcdgraph-unknown-term", line[:_MOST_TOLD]) for line in told)


class _Response:
    """An answer of WSGI: held back while it is small, then written as it comes."""

    def __init__(self, start: StartResponse) -> None:
        self.rest: list[bytes] = []
        self.status = 0
        self.begun = False
        self._start = start
        self._send: Callable[[bytes], object] = self.rest.append
        self._head = Reply(HTTPStatus.OK)
        self._size = 0
        self._began = time.monotonic()

    def prepare(self, head: Reply) -> None:
        """Take the head of an answer whose body may still turn out to be an error."""
        self._head = head
        self.status = head.status

    def write(self, data: bytes) -> None:
        """Take a part of the body."""
        if self.begun:
            self._send(data)
            return
        self.rest.append(data)
        self._size += len(data)
        if self._size > _HELD or time.monotonic() - self._began > _HELD_SECONDS:
            self._send = self._start(status_line(self.status), list(self._head.headers))
            self.begun = True
            self._send(b"".join(self.rest))
            self.rest = []

    def finish(self) -> None:
        """Begin, where that was not done."""
        if not self.begun:
            self._start(status_line(self.status), list(self._head.headers))

    def reply(self, reply: Reply) -> None:
        """Answer all at once."""
        self.status = reply.status
        self._start(status_line(reply.status), list(reply.headers))
        self.rest = [reply.body]
