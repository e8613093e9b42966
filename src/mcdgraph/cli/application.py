"""The web application of a release in this process: its pages and its SPARQL endpoint."""

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mcdgraph.errors import QueryError
from mcdgraph.queries import LocalService
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.store import Store
from mcdgraph.web.http import Reply, Request
from mcdgraph.web.publications import ReleasePublication
from mcdgraph.web.sparql import Endpoint, Operation

PATH = "/sparql"
BODY_HEADERS = ("CONTENT_TYPE", "CONTENT_LENGTH")


class LocalApplication:
    """Answers as the server does, without its workers: queries run here, without a bound."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Open the release."""
        store = Store.open(release.store)
        content = ReleasePublication(settings).content(str(release.path), store)
        self.service = LocalService(store, base=settings.base_iri, prefixes=settings.prefixes)
        self.endpoint = Endpoint(content.summary, settings.query)
        self.pages: WSGIApplication = content.make_pages(store, self.service)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ["PATH_INFO"] != PATH:
            return self.pages(environ, start)
        reply = self._sparql(request_of(environ))
        status = HTTPStatus(reply.status)
        start(f"{status.value} {status.phrase}", list(reply.headers))
        return [reply.body]

    def _sparql(self, request: Request) -> Reply:
        plan = self.endpoint.plan(request)
        if isinstance(plan, Reply):
            return plan
        if plan.unchanged:
            return self.endpoint.unchanged(plan)
        try:
            return self._answer(plan)
        except QueryError as error:
            return self.endpoint.failure(error, request, plan.request.text)

    def _answer(self, operation: Operation) -> Reply:
        answer = self.service.answer(operation.request)
        body = b"".join(answer) if operation.body_wanted else b""
        headers = self.endpoint.head(operation, answer.form)
        return Reply(status=HTTPStatus.OK, headers=headers, body=body)


def request_of(environ: WSGIEnvironment) -> Request:
    """Give the terms of the SPARQL protocol for those of WSGI."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): [str(value)]
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in BODY_HEADERS and value)
    }
    return Request(
        method=environ["REQUEST_METHOD"],
        path=PATH,
        query_string=environ["QUERY_STRING"],
        headers=headers,
        body=environ["wsgi.input"].read(),
    )
