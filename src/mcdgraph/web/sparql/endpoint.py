"""The SPARQL endpoint: what a request asks, and what is replied to it.

Source: SPARQL 1.1 Protocol, clause 2.1; RFC 9110 for conditional requests, negotiation and
methods; RFC 10008, HTTP QUERY; the Fetch standard for CORS.
"""

from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple
from urllib.parse import urlencode

from mcdgraph.errors import QueryError, QueryNotAcceptable, QueryRefused
from mcdgraph.formats import Format
from mcdgraph.queries import QueryRequest
from mcdgraph.queries.screening import check_graph, screen
from mcdgraph.queries.wire import encode_request
from mcdgraph.settings import QuerySettings
from mcdgraph.web.http.messages import Headers, Reply, Request
from mcdgraph.web.http.writing import lines
from mcdgraph.web.sparql.choice import Choice, Preferences
from mcdgraph.web.sparql.codings import choose_coding
from mcdgraph.web.sparql.description import DatasetSummary, describe_service
from mcdgraph.web.sparql.failures import Failures
from mcdgraph.web.sparql.parameters import FORM, QUERY, Parameters, read_parameters

__all__ = ["PATHS", "DatasetSummary", "Endpoint", "Operation"]

#: Where the endpoint is.
PATHS: Final = ("/sparql", "/sparql/")
METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
#: An answer may be shown again for this long without asking; then its ETag is asked after.
MAX_AGE: Final = 60
_KEY_BYTES: Final = 16
_CACHED: Final = f"public, max-age={MAX_AGE}"

_COMMON: Final[Headers] = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "Content-Location, ETag, Link, Retry-After"),
    ("vary", "Accept, Accept-Encoding"),
    ("x-content-type-options", "nosniff"),
)
_OPTIONS: Final[Headers] = (
    *_COMMON,
    ("allow", ", ".join(METHODS)),
    ("accept-query", f"{QUERY}, {FORM}"),
    ("access-control-allow-methods", ", ".join(METHODS)),
    ("access-control-allow-headers", "Accept, Accept-Encoding, Content-Type, If-None-Match"),
    ("access-control-max-age", "86400"),
)


class Operation(NamedTuple):
    """A query to be answered, and all that decides the bytes of its answer.

    ``message`` is the request as workers are sent it. ``key`` names the answer's bytes: it is
    made of the release and the message. It is empty where the answer may differ from one time
    to the next, which is then neither kept nor validated.
    """

    request: QueryRequest
    message: bytes
    key: bytes
    body_wanted: bool
    conditional: str

    @property
    def text(self) -> str:
        """The query."""
        return self.request.text

    @property
    def etag(self) -> str:
        """The entity tag of the answer; empty where it has none."""
        return f'"{self.key.hex()}"' if self.key else ""

    @property
    def unchanged(self) -> bool:
        """True when the client has the answer already (RFC 9110, clause 13.1.2)."""
        if not self.conditional or not self.key:
            return False
        tags = [tag.strip().removeprefix("W/") for tag in self.conditional.split(",")]
        return "*" in tags or self.etag in tags


class Endpoint:
    """The protocol over one release; knows neither the server nor who evaluates."""

    def __init__(self, summary: DatasetSummary, bounds: QuerySettings) -> None:
        """Speak for the dataset of ``summary``."""
        self.summary = summary
        self.bounds = bounds
        self._graphs = frozenset(graph.iri for graph in summary.graphs)
        self._release = sha256(summary.digest.encode() + b"\0")
        self._failures = Failures(_COMMON)
        self._preferences = Preferences()

    def plan(self, request: Request) -> Operation | Reply:
        """Say what a request asks: a query to be answered, or a reply that is there already."""
        if request.method == "OPTIONS":
            return Reply(204, _OPTIONS)
        if request.method not in METHODS:
            text = f"{request.method} is not answered here; {', '.join(METHODS)} are"
            return self._failures.reply(405, text, request, (("allow", ", ".join(METHODS)),))
        try:
            return self._plan(request)
        except QueryError as error:
            return self.failure(error, request)

    def failure(self, error: QueryError, request: Request, text: str = "") -> Reply:
        """Tell an error; ``text`` is the query that it is about."""
        return self._failures.tell(error, request, text)

    def head(self, operation: Operation, form: Format) -> Headers:
        """Give the headers of an answer in a form."""
        shared = _shared_headers(form, operation.request.coding, kept=bool(operation.key))
        return (*shared, ("etag", operation.etag)) if operation.key else shared

    def lines(self, operation: Operation, form: Format) -> bytes:
        """Give the same headers in bytes."""
        shared = _shared_lines(form, operation.request.coding, kept=bool(operation.key))
        return (
            b'%betag: "%b"\r\n' % (shared, operation.key.hex().encode())
            if operation.key
            else shared
        )

    def unchanged(self, operation: Operation) -> Reply:
        """Say that the client's copy is still right."""
        headers = (("etag", operation.etag), ("cache-control", _CACHED), *_COMMON)
        return Reply(status=304, headers=headers)

    def _plan(self, request: Request) -> Operation | Reply:
        parameters = read_parameters(request, self.bounds.request_bytes)
        accept = request.lines("accept")
        choice = self._preferences.of(accept, parameters.form)
        if request.method in ("GET", "HEAD") and choice.page:
            return _page(parameters)
        if parameters.query is None:
            if request.method in ("GET", "HEAD"):
                return self._description(request, choice)
            raise QueryRefused("the parameter query is missing")
        if not choice.acceptable:
            raise QueryNotAcceptable("the Accept header takes none of the formats")
        return self._operation(request, parameters, parameters.query, choice)

    def _operation(
        self, request: Request, parameters: Parameters, query: str, choice: Choice
    ) -> Operation:
        for iri in (*parameters.default_graphs, *parameters.named_graphs):
            check_graph(iri, self._graphs)
        volatile = screen(query, self.bounds, self._graphs)
        asked = QueryRequest(
            query,
            parameters.default_graphs,
            parameters.named_graphs,
            choice.results,
            choice.graph,
            choose_coding(request.lines("accept-encoding")),
        )
        message = encode_request(asked)
        key = b""
        if not volatile:
            digest = self._release.copy()
            digest.update(message)
            key = digest.digest()[:_KEY_BYTES]
        conditional = "" if request.method == "POST" else request.value("if-none-match")
        return Operation(asked, message, key, request.method != "HEAD", conditional)

    def _description(self, request: Request, choice: Choice) -> Reply:
        """Describe the service (SPARQL 1.1 Service Description, clause 2)."""
        form = choice.graph
        if form is None:
            raise QueryNotAcceptable("graph")
        body = describe_service(self.summary, request.url, form)
        headers = (("content-type", form.content_type), ("cache-control", "no-cache"), *_COMMON)
        return Reply(status=200, headers=headers, body=body)


def _shared_headers(form: Format, coding: str, *, kept: bool) -> Headers:
    """Give the headers that all answers in a form and a coding have."""
    return (
        ("content-type", form.content_type),
        ("cache-control", _CACHED if kept else "no-store"),
        *((("content-encoding", coding),) if coding else ()),
        *_COMMON,
    )


@cache
def _shared_lines(form: Format, coding: str, *, kept: bool) -> bytes:
    return lines(_shared_headers(form, coding, kept=kept))


def _page(parameters: Parameters) -> Reply:
    """Send a browser to the page that has an editor and shows the answer."""
    query = f"?{urlencode({'query': parameters.query})}" if parameters.query else ""
    return Reply(status=303, headers=(("location", f"/query{query}"), *_COMMON))
