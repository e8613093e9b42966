"""The Model Context Protocol of a server that only answers, for any transport.

Clients of two eras are served: those that say their version with each request, and those that
agree on one first. Nothing is remembered between two messages.

Source: MCP 2026-07-28, Versioning, Streamable HTTP (server validation) and Tools; MCP 2025-11-25,
Lifecycle and Transports.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from mcdgraph.agents.json_rpc import (
    HEADER_MISMATCH,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    UNSUPPORTED_VERSION,
    RpcCall,
    failure,
    read_call,
    result,
    shown,
)
from mcdgraph.agents.resources import Resources
from mcdgraph.agents.tool import Tool, ToolAnswer
from mcdgraph.errors import McdgraphError, ProtocolError, QueryError

#: The version that each request names, and those that a client and a server agree on first.
STATELESS: Final = "2026-07-28"
HANDSHAKE: Final = ("2025-11-25", "2025-06-18")
VERSIONS: Final = (STATELESS, *HANDSHAKE)

_META: Final = "io.modelcontextprotocol/"
_CAPABILITIES: Final[dict[str, Any]] = {"tools": {}, "resources": {}}
#: For how long, in milliseconds, a client may keep what a release decides.
_FRESH: Final = 60_000
#: Methods whose results a client may keep.
_KEPT: Final = frozenset(
    ("server/discover", "tools/list", "resources/list", "resources/templates/list")
) | {"resources/read"}
#: The parameter that names what a request is about, which a header repeats.
_NAMED: Final = {"tools/call": "name", "resources/read": "uri"}
_STATUSES: Final = {METHOD_NOT_FOUND: HTTPStatus.NOT_FOUND}
#: Errors about a message itself, which are no answer of a method.
_MALFORMED: Final = (PARSE_ERROR, INVALID_REQUEST, UNSUPPORTED_VERSION)


@dataclass(frozen=True, kw_only=True)
class RoutingHeaders:
    """What the headers of HTTP repeat of a message; None for a header that is not there."""

    version: str | None
    method: str | None
    name: str | None


@dataclass(frozen=True, kw_only=True)
class McpReply:
    """A response and the status that HTTP gives it; a notification has none."""

    status: int
    message: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True, eq=False)
class McpServer:
    """Answers messages about one release."""

    title: str
    version: str
    instructions: str
    tools: Sequence[Tool]
    resources: Resources

    def answer(self, body: bytes, headers: RoutingHeaders | None = None) -> McpReply:
        """Answer one message; ``headers`` are None where the transport has none."""
        call: RpcCall | None = None
        stateless = False
        try:
            call = read_call(body)
            stateless = _is_stateless(call, headers)
            if headers is not None:
                _check_version(headers)
            if call.id is None:
                return McpReply(status=HTTPStatus.ACCEPTED, message=None)
            if stateless:
                _check_envelope(call, headers)
            found = self._call(call, stateless=stateless)
        except ProtocolError as error:
            return McpReply(
                status=_status(error, stateless=stateless), message=failure(error, call)
            )
        return McpReply(status=HTTPStatus.OK, message=result(call, found))

    def refusal(self, body: bytes, reason: str) -> dict[str, Any]:
        """Return the response to a message whose answer passed a bound."""
        error = ProtocolError(INTERNAL_ERROR, reason)
        try:
            return failure(error, read_call(body))
        except ProtocolError:
            return failure(error)

    def _call(self, call: RpcCall, *, stateless: bool) -> dict[str, Any]:
        method = self._methods(stateless=stateless).get(call.method)
        if method is None:
            raise ProtocolError(METHOD_NOT_FOUND, f"there is no method {shown(call.method)}")
        found = method(call.params)
        if not stateless:
            return found
        kept = {"ttlMs": _FRESH, "cacheScope": "public"} if call.method in _KEPT else {}
        return {
            "resultType": "complete",
            **found,
            **kept,
            "_meta": {_META + "serverInfo": self._info},
        }

    def _methods(
        self, *, stateless: bool
    ) -> Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        common = {
            "tools/list": lambda _: {"tools": [tool.to_json() for tool in self.tools]},
            "tools/call": self._use,
            "resources/list": lambda _: {"resources": self.resources.listed()},
            "resources/templates/list": lambda _: {"resourceTemplates": self.resources.templates()},
            "resources/read": self._read,
        }
        if stateless:
            return common | {"server/discover": self._discover}
        return common | {"initialize": self._initialize, "ping": lambda _: {}}

    @property
    def _info(self) -> dict[str, Any]:
        return {"name": "mcdgraph", "title": self.title, "version": self.version}

    def _discover(self, _params: dict[str, Any]) -> dict[str, Any]:
        return {
            "supportedVersions": list(VERSIONS),
            "capabilities": _CAPABILITIES,
            "instructions": self.instructions,
        }

    def _initialize(self, params: dict[str, Any]) -> dict[str, Any]:
        """Agree on the version that the client names, or offer the last that is agreed on."""
        wanted = params.get("protocolVersion")
        return {
            "protocolVersion": wanted if wanted in HANDSHAKE else HANDSHAKE[0],
            "capabilities": _CAPABILITIES,
            "serverInfo": self._info,
            "instructions": self.instructions,
        }

    def _use(self, params: dict[str, Any]) -> dict[str, Any]:
        name, given = params.get("name"), params.get("arguments") or {}
        tool = next((tool for tool in self.tools if tool.name == name), None)
        if tool is None:
            names = ", ".join(tool.name for tool in self.tools)
            raise ProtocolError(INVALID_PARAMS, f"no tool {shown(str(name))}; there are {names}")
        if not isinstance(given, dict):
            raise ProtocolError(INVALID_PARAMS, "arguments are an object")
        try:
            return tool.call(tool.read(given)).to_json()
        except McdgraphError as error:
            return _told(error).to_json()

    def _read(self, params: dict[str, Any]) -> dict[str, Any]:
        uri = params.get("uri")
        found = self.resources.read(uri) if isinstance(uri, str) else None
        if found is None:
            message = f"there is no resource {shown(str(uri))}"
            raise ProtocolError(INVALID_PARAMS, message, {"uri": shown(str(uri))})
        return {"contents": [found]}


def _told(error: McdgraphError) -> ToolAnswer:
    """Tell a model what was wrong with its call, so that it can mend it."""
    data: dict[str, Any] = {"message": str(error)}
    place = ""
    if isinstance(error, QueryError) and error.line is not None:
        data |= {"line": error.line, "column": error.column}
        place = f"line {error.line}, column {error.column}: "
    return ToolAnswer(text=f"{place}{error}", data={"error": data}, failed=True)


def _is_stateless(call: RpcCall, headers: RoutingHeaders | None) -> bool:
    """Tell the era of a request: a stateless one names its version itself."""
    if headers is not None and headers.version == STATELESS:
        return True
    meta = call.params.get("_meta")
    return isinstance(meta, dict) and _META + "protocolVersion" in meta


def _check_version(headers: RoutingHeaders) -> None:
    """Refuse a version that is not spoken; without the header, a client is of before it."""
    if headers.version is not None and headers.version not in VERSIONS:
        raise _unsupported(headers.version)


def _check_envelope(call: RpcCall, headers: RoutingHeaders | None) -> None:
    """Check what a stateless request says of itself, and that its headers say the same."""
    meta = call.params.get("_meta")
    version = meta.get(_META + "protocolVersion") if isinstance(meta, dict) else None
    if headers is not None:
        _check_headers(call, headers, version)
    if version != STATELESS:
        raise _unsupported(version)
    if not isinstance(meta, dict) or not isinstance(meta.get(_META + "clientCapabilities"), dict):
        raise ProtocolError(INVALID_PARAMS, f"_meta lacks {_META}clientCapabilities")


def _check_headers(call: RpcCall, headers: RoutingHeaders, version: object) -> None:
    pairs = [
        ("MCP-Protocol-Version", headers.version, version),
        ("Mcp-Method", headers.method, call.method),
    ]
    if named := _NAMED.get(call.method):
        pairs.append(("Mcp-Name", _decoded(headers.name), call.params.get(named)))
    for name, told, said in pairs:
        if told is None or told != said:
            raise ProtocolError(
                HEADER_MISMATCH,
                f"Header mismatch: {name} {shown(repr(told))}, the body has {shown(repr(said))}",
            )


def _decoded(value: str | None) -> str | None:
    """Return what a header's value stands for (Streamable HTTP, Value Encoding)."""
    if value is None or not (value.startswith("=?base64?") and value.endswith("?=")):
        return value
    try:
        return base64.b64decode(value[9:-2], validate=True).decode("utf8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _unsupported(version: object) -> ProtocolError:
    data: dict[str, object] = {"supported": list(VERSIONS), "requested": shown(str(version))}
    return ProtocolError(UNSUPPORTED_VERSION, "Unsupported protocol version", data)


def _status(error: ProtocolError, *, stateless: bool) -> int:
    """Return the status of an error; with a handshake it is that of the exchange alone."""
    if stateless or error.code in _MALFORMED:
        return _STATUSES.get(error.code, HTTPStatus.BAD_REQUEST)
    return HTTPStatus.OK
