"""Which saved question an address asks, with which values and in which form.

What a program asks for is answered by the endpoint, before pages are made: so an answer has the
tag, the bounds and the errors that it has at `/sparql`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Request

from mcdgraph.errors import ParameterError
from mcdgraph.formats import HTML, MARKDOWN, RESULT_FORMATS, Format
from mcdgraph.questions import SavedQuery, WrittenNames, read_values
from mcdgraph.store import Store
from mcdgraph.web.faults import PageFault
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.parameters import check
from mcdgraph.web.sparql.messages import EnvironHeaders, ProtocolRequest

SPARQL_QUERY: Final = Format(
    name="sparql", title="SPARQL", media_type="application/sparql-query", suffix="rq"
)
#: The forms of a saved question: its page, its answer, its text, all of it in Markdown.
FORMS: Final = (HTML, *RESULT_FORMATS, SPARQL_QUERY, MARKDOWN)
#: The path below which questions are.
FOLDER: Final = "/queries/"

#: Makes of a request one to the endpoint; None for what the endpoint does not answer.
Forwarding = Callable[[WSGIEnvironment], ProtocolRequest | None]


def form_named(name: str) -> Format | None:
    """Find a form by its name or its suffix."""
    return next((form for form in FORMS if name in (form.name, form.suffix)), None)


def find_question(
    questions: Sequence[SavedQuery], name: str
) -> tuple[SavedQuery | None, Format | None]:
    """Find a question by its name, or by its name with the suffix of a form."""
    by_name = {saved.name: saved for saved in questions}
    if name in by_name:
        return by_name[name], None
    stem, _, suffix = name.rpartition(".")
    form = form_named(suffix)
    return (by_name.get(stem), form) if form else (None, None)


@dataclass(frozen=True, kw_only=True)
class QuestionAnswers:
    """Leads requests for the answers of saved questions to the endpoint."""

    questions: Sequence[SavedQuery]
    names: WrittenNames
    store: Store

    def forward(self, environ: WSGIEnvironment) -> ProtocolRequest | None:
        """Return the request of the endpoint that answers; None for pages, texts and faults."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or not environ["PATH_INFO"].startswith(FOLDER):
            return None
        request = Request(environ)
        saved, form = find_question(self.questions, request.path.removeprefix(FOLDER))
        form = form or _form_asked(request)
        text = self._text(saved, request) if saved and form in RESULT_FORMATS else None
        if text is None or form is None:
            return None
        asked = urlencode({"query": text, "format": form.name})
        return ProtocolRequest(method, asked, EnvironHeaders(environ))

    def _text(self, saved: SavedQuery, request: Request) -> str | None:
        """Return the query with the values given; None where they are told to be wrong."""
        try:
            check(request)
            return saved.asked(read_values(saved, request.args, self.names, self.store))
        except (PageFault, ParameterError):
            return None


def _form_asked(request: Request) -> Format | None:
    if name := request.args.get("format", ""):
        return form_named(name)
    return negotiate(request.headers.getlist("Accept"), FORMS)
