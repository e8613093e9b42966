"""Messages of JSON-RPC 2.0, as the Model Context Protocol restricts them.

Source: JSON-RPC 2.0, clauses 4 and 5; MCP 2026-07-28, Base Protocol (no batch, no null id).
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.errors import ProtocolError

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
HEADER_MISMATCH: Final = -32020
UNSUPPORTED_VERSION: Final = -32022

#: Characters of a text of the client that a message repeats.
_REPEATED: Final = 100


@dataclass(frozen=True, kw_only=True)
class RpcCall:
    """A request, or a notification, whose ``id`` is None."""

    id: int | str | None
    method: str
    params: dict[str, Any]


def read_call(body: bytes) -> RpcCall:
    """Read one message; raise `ProtocolError` for what is none, in time linear in its bytes."""
    try:
        message = json.loads(body.decode("utf8"), parse_constant=_refuse)
    except RecursionError:
        raise ProtocolError(PARSE_ERROR, "the message is nested too deep") from None
    except ValueError as error:
        raise ProtocolError(PARSE_ERROR, f"the message is not JSON: {shown(str(error))}") from None
    if isinstance(message, list):
        raise ProtocolError(INVALID_REQUEST, "a batch is not answered; send each message alone")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(INVALID_REQUEST, 'expected an object with "jsonrpc": "2.0"')
    return _call(message)


def result(call: RpcCall, value: dict[str, Any]) -> dict[str, Any]:
    """Return the response that carries a result."""
    return {"jsonrpc": "2.0", "id": call.id, "result": value}


def failure(error: ProtocolError, call: RpcCall | None = None) -> dict[str, Any]:
    """Return the response that carries an error; its id is null where that is not known."""
    told: dict[str, Any] = {"code": error.code, "message": str(error)}
    if error.data is not None:
        told["data"] = error.data
    return {"jsonrpc": "2.0", "id": call.id if call else None, "error": told}


def write_message(message: dict[str, Any]) -> bytes:
    """Write a message on one line, without a line break in it."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf8", "replace")


def shown(text: str) -> str:
    """Return as much of a client's text as a message repeats."""
    return text if len(text) <= _REPEATED else text[:_REPEATED] + "…"


def _call(message: dict[str, Any]) -> RpcCall:
    method, params = message.get("method"), message.get("params", {})
    if not isinstance(method, str):
        raise ProtocolError(INVALID_REQUEST, "expected a request or a notification with a method")
    identifier = message.get("id")
    if "id" in message and (isinstance(identifier, bool) or not isinstance(identifier, int | str)):
        raise ProtocolError(INVALID_REQUEST, "an id is a string or an integer")
    if not isinstance(params, dict):
        raise ProtocolError(INVALID_REQUEST, "params are an object")
    return RpcCall(id=identifier, method=method, params=params)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
