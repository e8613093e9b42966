"""The SPARQL endpoint: what a request asks, and what is replied to it.

Source: SPARQL 1.1 Protocol, clause 2.1; RFC 9110 for conditional requests, negotiation and
methods; RFC 10008, HTTP QUERY; the Fetch standard for CORS.
"""

from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from typing import Final, NamedTuple
from urllib.parse import urlencode

from mcdgraph.errors import QueryError, QueryNotAcceptable, QueryRefused
from mcdgraph.formats import Format
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql import QueryRequest
from mcdgraph.sparql.screening import check_graph, refuse_control, screen
from mcdgraph.web.sparql.choice import FormChoice, choose
from mcdgraph.web.sparql.codings import choose_coding
from mcdgraph.web.sparql.description import DatasetSummary, describe_service
from mcdgraph.web.sparql.failures import Failures
from mcdgraph.web.sparql.messages import Headers, ProtocolRequest, Reply
from mcdgraph.web.sparql.parameters import FORM, QUERY, Parameters, read_parameters

__all__ = ["PATHS", "DatasetSummary", "Endpoint", "Operation"]

#: Where the endpoint is.
PATHS: Final = ("/sparql", "/sparql/")
METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
#: An answer may be shown again for this long without asking; then its ETag is asked after.
MAX_AGE: Final = 60
#: Characters of a query that the address of a page may hold; a longer one is answered as data.
MOST_SHOWN: Final = 4000
#: Digits of an entity tag.
_TAG: Final = 32
_CACHED: Final = f"public, max-age={MAX_AGE}"

_COMMON: Final[Headers] = (
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "Content-Location, ETag, Link, Mcdgraph-Unknown-Term, Retry-After",
    ),
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

    ``etag`` is the entity tag of the answer: it is made of the release and the request. It is
    empty where the answer may differ from one time to the next.
    """

    request: QueryRequest
    etag: str
    body_wanted: bool
    conditional: str

    @property
    def text(self) -> str:
        """The query."""
        return self.request.text

    @property
    def unchanged(self) -> bool:
        """True when the client has the answer already (RFC 9110, clause 13.1.2)."""
        if not self.conditional or not self.etag:
            return False
        tags = [tag.strip().removeprefix("W/") for tag in self.conditional.split(",")]
        return "*" in tags or self.etag in tags


class Endpoint:
    """The protocol over one release; knows neither the server nor who evaluates."""

    def __init__(
        self,
        summary: DatasetSummary,
        bounds: QuerySettings,
        url: str,
        describe: Callable[[Format], bytes] | None = None,
    ) -> None:
        """Speak for the dataset of ``summary``, at ``url`` as its description says.

        ``describe`` writes the service description in a form, once each; by default it is made
        of ``summary``.
        """
        self.summary = summary
        self.bounds = bounds
        self._describe = cache(describe or partial(describe_service, summary, url))
        self._graphs = frozenset(graph.iri for graph in summary.graphs)
        self._release = sha256(summary.digest.encode() + b"\0")
        self._failures = Failures(_COMMON)

    def plan(self, request: ProtocolRequest) -> Operation | Reply:
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

    def failure(self, error: QueryError, request: ProtocolRequest, text: str = "") -> Reply:
        """Tell an error; ``text`` is the query that it is about."""
        return self._failures.tell(error, request, text)

    def head(self, operation: Operation, form: Format) -> Headers:
        """Return the headers of an answer in a form."""
        etag, coding = operation.etag, operation.request.coding
        return (
            ("content-type", form.content_type),
            ("cache-control", _CACHED if etag else "no-store"),
            *((("content-encoding", coding),) if coding else ()),
            *((("etag", etag),) if etag else ()),
            *_COMMON,
        )

    def unchanged(self, operation: Operation) -> Reply:
        """Say that the client's copy is still right."""
        headers = (("etag", operation.etag), ("cache-control", _CACHED), *_COMMON)
        return Reply(status=304, headers=headers)

    def _plan(self, request: ProtocolRequest) -> Operation | Reply:
        parameters = read_parameters(request, self.bounds.request_bytes)
        choice = choose(tuple(request.lines("accept")), parameters.form)
        query = parameters.query or ""
        shown = len(query) <= MOST_SHOWN
        if request.method in ("GET", "HEAD") and choice.page and shown:
            refuse_control(query)
            return _page(parameters)
        if parameters.query is None:
            if request.method in ("GET", "HEAD"):
                return self._description(choice)
            raise QueryRefused("the parameter query is missing")
        if not choice.acceptable:
            raise QueryNotAcceptable("the Accept header takes none of the formats")
        return self._operation(request, parameters, parameters.query, choice)

    def _operation(
        self, request: ProtocolRequest, parameters: Parameters, query: str, choice: FormChoice
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
        conditional = "" if request.method == "POST" else request.value("if-none-match")
        etag = "" if volatile else self._etag(asked)
        return Operation(asked, etag, request.method != "HEAD", conditional)

    def _etag(self, asked: QueryRequest) -> str:
        """Name the bytes of an answer: by the release, and by all that was asked."""
        forms = [form.name if form else "" for form in (asked.results, asked.graph)]
        graphs = ["\n".join(asked.default_graphs), "\n".join(asked.named_graphs)]
        digest = self._release.copy()
        digest.update("\0".join((*forms, asked.coding, *graphs, asked.text)).encode())
        return f'"{digest.hexdigest()[:_TAG]}"'

    def _description(self, choice: FormChoice) -> Reply:
        """Describe the service (SPARQL 1.1 Service Description, clause 2)."""
        form = choice.graph
        if form is None:
            raise QueryNotAcceptable("graph")
        body = self._describe(form)
        headers = (("content-type", form.content_type), ("cache-control", "no-cache"), *_COMMON)
        return Reply(status=200, headers=headers, body=body)


def _page(parameters: Parameters) -> Reply:
    """Send a browser to the page that has an editor and shows the answer."""
    query = f"?{urlencode({'query': parameters.query})}" if parameters.query else ""
    return Reply(status=303, headers=(("location", f"/query{query}"), *_COMMON))
