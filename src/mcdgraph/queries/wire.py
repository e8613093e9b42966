"""What a server process and the worker that evaluates for it say to each other.

Over a socket pair, in frames: a type (one byte), a length (four bytes, little-endian), and
that many bytes. To each REQUEST of the server the worker answers WHOLE, or HEAD, any number of
DATA, and END, or FAILURE at any time. FORGET holds a number (one byte): to so many requests right
before it no answer is waited for. The worker leaves out those that it has not begun, and says
FORGOTTEN when it is past all of them. Both ends are the same program on the same machine.
"""

import json
import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, NamedTuple

from mcdgraph import errors
from mcdgraph.errors import QueryError, QuerySyntaxError
from mcdgraph.formats import GRAPH_FORMATS, RESULT_FORMATS, Format
from mcdgraph.queries.codings import CODINGS
from mcdgraph.queries.requests import AnswerKind, QueryRequest

PREAMBLE: Final = struct.Struct("<BI")
FORMS: Final = (*RESULT_FORMATS, *GRAPH_FORMATS)
KINDS: Final = tuple(AnswerKind)
_REQUEST: Final = struct.Struct("<BIBBB")
_NONE: Final = 255
_FORM_NUMBERS: Final[dict[Format | None, int]] = {
    None: _NONE,
    **{form: number for number, form in enumerate(FORMS)},
}
_CODINGS: Final = ("", *CODINGS)
#: What is before a query that chooses no graphs.
_ALL_GRAPHS: Final = "\0\0"


class FrameType(IntEnum):
    """What a frame holds."""

    REQUEST = 0
    WHOLE = 1
    HEAD = 2
    DATA = 3
    END = 4
    FAILURE = 5
    FORGET = 6
    FORGOTTEN = 7


FRAME_TYPES: Final = tuple(FrameType)


class Head(NamedTuple):
    """What an answer is, before its bytes."""

    kind: AnswerKind
    form: Format


_HEADS: Final = {
    bytes((kind_number, form_number)): Head(kind=kind, form=form)
    for kind_number, kind in enumerate(KINDS)
    for form_number, form in enumerate(FORMS)
}
_HEAD_BYTES: Final = {head: data for data, head in _HEADS.items()}


def frame(kind: FrameType, *payload: bytes) -> bytes:
    """Put a payload, which may come in pieces, in a frame."""
    return b"".join((PREAMBLE.pack(kind, sum(map(len, payload))), *payload))


def whole_frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give type, start and end of each frame that is all there; what begins after it is not."""
    start = 0
    while len(data) - start >= PREAMBLE.size:
        kind, length = PREAMBLE.unpack_from(data, start)
        end = start + PREAMBLE.size + length
        if end > len(data):
            return
        yield kind, start, end
        start = end


def forget(number: int) -> bytes:
    """Give a FORGET frame for the last so many requests."""
    return frame(FrameType.FORGET, bytes((number,)))


def encode_request(request: QueryRequest) -> bytes:
    """Give a REQUEST frame; raise `QuerySyntaxError` for text that UTF-8 cannot hold."""
    text = f"{_ALL_GRAPHS}{request.text}"
    if request.default_graphs or request.named_graphs:
        graphs = "\n".join(request.default_graphs), "\n".join(request.named_graphs)
        text = "\0".join((*graphs, request.text))
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise QuerySyntaxError("the query holds half of a surrogate pair") from error
    results, graph = _FORM_NUMBERS[request.results], _FORM_NUMBERS[request.graph]
    coding = _CODINGS.index(request.coding)
    return _REQUEST.pack(FrameType.REQUEST, len(data) + 3, results, graph, coding) + data


def decode_request(payload: bytes) -> QueryRequest:
    """Read a REQUEST; whose client it is stays with the server."""
    asked = payload[3:].decode()
    results, graph, coding = _form(payload[0]), _form(payload[1]), _CODINGS[payload[2]]
    if asked.startswith(_ALL_GRAPHS):
        return QueryRequest(asked[len(_ALL_GRAPHS) :], (), (), results, graph, coding)
    default_graphs, named_graphs, text = asked.split("\0", 2)
    return QueryRequest(
        text,
        tuple(default_graphs.split("\n")) if default_graphs else (),
        tuple(named_graphs.split("\n")) if named_graphs else (),
        results,
        graph,
        coding,
    )


def encode_head(head: Head) -> bytes:
    """Give the two bytes that HEAD and WHOLE begin with."""
    return _HEAD_BYTES[head]


def decode_head(payload: bytes) -> Head:
    """Read the two bytes that HEAD and WHOLE begin with."""
    return _HEADS[payload[:2]]


def encode_failure(error: QueryError) -> bytes:
    """Give a FAILURE frame."""
    place = (error.line, error.column) if isinstance(error, QuerySyntaxError) else (None, None)
    return frame(FrameType.FAILURE, json.dumps([type(error).__name__, str(error), *place]).encode())


def decode_failure(payload: bytes) -> QueryError:
    """Read a FAILURE back into the error that it was."""
    name, message, line, column = json.loads(payload)
    if name == QuerySyntaxError.__name__:
        return QuerySyntaxError(message, line, column)
    kind: type[QueryError] = getattr(errors, name)
    return kind(message)


def _form(number: int) -> Format | None:
    return None if number == _NONE else FORMS[number]
