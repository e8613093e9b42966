"""The query parameters that each route uses: all others change no answer.

A cache may leave out of its key whatever is not in `ALL` and is no parameter of a saved question,
and no page may repeat it.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Flask, g, request
from werkzeug.wrappers import Request

from mcdgraph.bases import MOST_PATH
from mcdgraph.characters import control_in
from mcdgraph.web.faults import PageFault

#: The language of a page, which an error has too.
LANGUAGE: Final = "lang"
_THING: Final = frozenset({"property", "inverse", "list", "page"})
_DOCUMENT: Final = _THING | {"term", "q"}
#: Columns by whose values overviews are narrowed.
TABLE_COLUMNS: Final = frozenset(
    {"about", "asked", "basis", "complete", "domain", "kind", "measure", "overlap", "place"}
    | {"quality", "status"}
)
#: What is refused wherever reconciliation is asked.
_CALLBACK: Final = frozenset({"callback"})

#: Endpoint → the parameters that its answer may depend on, beside the language.
PARAMETERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "home.first": frozenset({"folded"}),
        "home.guide": frozenset(),
        "home.robots": frozenset(),
        "home.sitemap": frozenset(),
        "home.favicon": frozenset(),
        "home.places": frozenset(),
        "things.thing": frozenset(),
        "things.document": _DOCUMENT,
        "things.resource": _DOCUMENT | {"iri"},
        "vocabularies.vocabulary": _DOCUMENT,
        "vocabularies.vocabulary_form": _DOCUMENT,
        "datasets.dataset": _THING,
        "datasets.void": _THING,
        "datasets.crate": frozenset(),
        "datasets.dumps": frozenset(),
        "datasets.dumps_without_slash": frozenset(),
        "datasets.dump": frozenset(),
        "releases.without_slash": frozenset(),
        "releases.kept": frozenset(),
        "releases.kept_as_json": frozenset(),
        "releases.one": frozenset(),
        "releases.file": frozenset(),
        "changes.between": frozenset({"iri", "page"}),
        "changes.between_as_json": frozenset({"iri", "page"}),
        "changes.feed": frozenset(),
        "agents.mcp": frozenset(),
        "agents.no_stream": frozenset(),
        "asking.editor": frozenset({"query", "saved"}),
        "questions.listed": frozenset({"q"}),
        "questions.listed_as_data": frozenset({"q"}),
        "questions.listed_as_text": frozenset({"q"}),
        "llms.guide": frozenset(),
        "questions.listed_without_slash": frozenset(),
        "questions.question": frozenset({"format"}),
        "api.described": frozenset(),
        "api.page": frozenset(),
        "completing.complete": frozenset({"class", "q"}),
        "explain.explained": frozenset({"s", "p", "o", "snapshot"}),
        "members.things_of_class": frozenset({"iri", "sort", "where", "page"}),
        "overviews.listed": frozenset(),
        "overviews.overview": TABLE_COLUMNS
        | {"iri", "from", "to", "on", "page", "q", "since", "sort", "until"},
        "operations.health": frozenset(),
        "operations.ready": frozenset(),
        "operations.version": frozenset(),
        "operations.metrics": frozenset(),
        "home.opensearch": frozenset(),
        "reconciliation.service": _CALLBACK | {"queries", "extend"},
        "reconciliation.draft": _CALLBACK,
        "reconciliation.posted": _CALLBACK,
        "reconciliation.matched": _CALLBACK,
        "reconciliation.extended": _CALLBACK,
        "reconciliation.properties": _CALLBACK | {"type", "limit"},
        "reconciliation.suggest": _CALLBACK | {"prefix", "limit", "offset", "cursor"},
        "reconciliation.flyout": _CALLBACK | {"id"},
        "reconciliation.view": _CALLBACK | {"id"},
        "reconciliation.preview": _CALLBACK | {"id"},
        "search.page": frozenset({"q", "kind", "page"}),
        "search.answer": frozenset({"q", "kind", "page"}),
        "static": frozenset({"v"}),
    }
)
#: Every parameter of any route.
ALL: Final = frozenset({LANGUAGE}).union(*PARAMETERS.values())

#: Characters of a parameter, at most; a query has the bound of a request.
LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(ALL - {"query"}, 200)
    | dict.fromkeys(("q", "iri", "property", "inverse", "term"), 2_000)
    | dict.fromkeys(("class", "sort", "s", "p", "from", "to"), 2_000)
    | dict.fromkeys(("id", "type", "prefix"), 2_000)
    | dict.fromkeys(("queries", "extend"), 8_000)
    | dict.fromkeys(TABLE_COLUMNS, 2_000)
    | {"o": 4_000, "where": 4_000, "folded": 1_000}
)
#: Parameters of one request, and characters of its path.
MOST_PARAMETERS: Final = 100

_NUMBERS: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5})*\Z", re.ASCII)
_PAGE: Final = re.compile(r"[1-9][0-9]{0,8}\Z", re.ASCII)


def register_parameters(app: Flask) -> None:
    """Refuse what no page can be asked for, before any is made."""
    app.before_request(lambda: check(request))


def declare(names: Iterable[str]) -> None:
    """Add parameters that the answer at hand may depend on, beside those of its route."""
    g.declared = frozenset(names)


def declared() -> frozenset[str]:
    """Return the parameters that the answer at hand may depend on."""
    own: frozenset[str] = g.get("declared", frozenset())
    return PARAMETERS.get(request.endpoint or "", frozenset()) | own | {LANGUAGE}


def parameter(name: str) -> str:
    """Return a parameter that the route declares, empty where it is not given."""
    if name not in declared():
        raise LookupError(f"{request.endpoint} does not declare the parameter {name}")
    return request.args.get(name, "")


def parameters() -> dict[str, str]:
    """Return the declared parameters that were given, by name, but for the language."""
    names = sorted(declared() - {LANGUAGE})
    return {name: value for name in names if (value := request.args.get(name, ""))}


def page_number() -> int:
    """Return the page of a list that is asked for, from 1; 400 for what is no number."""
    text = parameter("page")
    if text and not _PAGE.match(text):
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_page")
    return int(text or "1")


def numbers(name: str) -> frozenset[int]:
    """Return whole numbers that a parameter lists with dots; 400 for what is none."""
    text = parameter(name)
    if text and not _NUMBERS.match(text):
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_numbers", name)
    return frozenset(map(int, filter(None, text.split("."))))


def require_page(page: int, pages: int) -> None:
    """Answer 404 where a list does not have the page that is asked for."""
    if page > pages:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_page", page, pages)


def check(asked: Request) -> None:
    """Refuse control characters, and more than a bound of anything; in linear time."""
    wrong = HTTPStatus.BAD_REQUEST
    if asked.query_string.count(b"&") >= MOST_PARAMETERS:
        raise PageFault(wrong, "fault_many_parameters", MOST_PARAMETERS)
    if len(asked.path) > MOST_PATH:
        raise PageFault(HTTPStatus.REQUEST_URI_TOO_LONG, "fault_long_path", MOST_PATH)
    if found := control_in(asked.path):
        raise PageFault(wrong, "fault_path_control", found)
    for name, values in asked.args.lists():
        if found := control_in(name):
            raise PageFault(wrong, "fault_name_control", found)
        for value in values:
            if found := control_in(value, lines=True):
                raise PageFault(wrong, "fault_value_control", name[:50], found)
            if len(value) > LENGTHS.get(name, len(value)):
                raise PageFault(wrong, "fault_long_value", name, LENGTHS[name])
