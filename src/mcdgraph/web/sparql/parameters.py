"""The parameters of a SPARQL request, wherever the protocol lets them stand.

Source: SPARQL 1.1 Protocol, clauses 2.1.1 to 2.1.4; RFC 10008, HTTP QUERY.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from mcdgraph.characters import control_in
from mcdgraph.errors import QueryRefused, QueryTooLarge, UnsupportedMedia
from mcdgraph.web.sparql.choice import first_known
from mcdgraph.web.sparql.messages import ProtocolRequest

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
#: What most requests ask by, and nothing else: a query.
_ALONE: Final = "query="


class Parameters(NamedTuple):
    """What was asked; ``query`` is None where there was none.

    ``form`` is the first value of ``format`` that names one, which clients may send several of.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


def read_parameters(request: ProtocolRequest, bound: int) -> Parameters:
    """Read a GET, a POST of a form, a POST of a query, or a QUERY.

    Parameters in the URL count for every method. ``bound`` is the greatest number of bytes of
    body and of query string. Raises `QueryRefused`
    (400), `UnsupportedMedia` (415) or `QueryTooLarge` (413).
    """
    if len(request.body) > bound or len(request.query_string) > bound:
        raise too_large(bound)
    query_string = request.query_string
    if request.method in ("GET", "HEAD"):
        if query_string.startswith(_ALONE) and "&" not in query_string:
            return Parameters(_decoded(query_string.removeprefix(_ALONE)))
        return _parameters(_pairs(query_string))
    pairs = _pairs(query_string)
    if _content_type(request) == FORM:
        return _parameters(pairs + _pairs(_text(request.body, "body")))
    return _parameters([*pairs, ("query", _text(request.body, "query"))])


def too_large(bound: int) -> QueryTooLarge:
    """Say that a request is too large."""
    return QueryTooLarge(f"the request has more than {bound} bytes")


def _content_type(request: ProtocolRequest) -> str:
    value = request.value("content-type")
    name, _, rest = value.partition(";")
    name = name.strip().lower()
    if name == UPDATE:
        raise UnsupportedMedia("an update cannot be done here: this graph is read-only")
    if name not in (FORM, QUERY):
        given = f"not {name}" if name else "and a Content-Type that says which"
        raise UnsupportedMedia(f"expected a body of {QUERY} or {FORM}, {given}")
    for parameter in rest.split(";"):
        key, _, charset = parameter.strip().partition("=")
        if key.lower() == "charset" and charset.strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedMedia(f"expected UTF-8, not {charset}")
    if request.value("content-encoding").lower() not in ("", "identity"):
        raise UnsupportedMedia("a body with a Content-Encoding is not read here")
    return name


def _parameters(pairs: Sequence[tuple[str, str]]) -> Parameters:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if found := control_in(name) or (name != "query" and control_in(value)):
            raise QueryRefused(f"a parameter holds a control character, {found}")
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise QueryRefused("an update cannot be done here: this graph is read-only")
    if len(values.get("query", ())) > 1:
        raise QueryRefused("the parameter query is given more than once")
    return Parameters(
        query=values["query"][0] if "query" in values else None,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        form=first_known(values.get("format", ())),
    )


def _pairs(encoded: str) -> list[tuple[str, str]]:
    """Split ``application/x-www-form-urlencoded``; strict about UTF-8, unlike `parse_qsl`."""
    pairs = []
    for part in encoded.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((_decoded(name), _decoded(value)))
    return pairs


def _decoded(text: str) -> str:
    return _text(_unquoted(text.replace("+", " ")), "query string")


def _unquoted(text: str) -> bytes:
    """Undo percent-encoding, by the codec of escapes: ten times as fast as `unquote_to_bytes`.

    What that codec would refuse, such as a percent sign of its own, is left to the library.
    """
    if "%" not in text:
        return text.encode()
    try:
        escaped = text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"%", b"\\x")
        return escaped.decode("unicode_escape").encode("latin-1")
    except UnicodeError:
        return unquote_to_bytes(text)


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise QueryRefused(f"the {what} is not UTF-8 at byte {error.start}") from error
