"""The Model Context Protocol by HTTP, at ``/mcp``: one message in, one answer out.

Source: MCP 2026-07-28, Streamable HTTP.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from werkzeug.exceptions import Forbidden, MethodNotAllowed, RequestEntityTooLarge

from mcdgraph.agents import RoutingHeaders
from mcdgraph.agents.json_rpc import write_message
from mcdgraph.web.site import site

agents = Blueprint("agents", __name__)

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@agents.post("/mcp")
def mcp() -> Response:
    """Answer one message; there is no session, and no stream."""
    _check_origin(request.headers.get("Origin"))
    bound = site().settings.query.request_bytes
    if (request.content_length or 0) > bound:
        raise RequestEntityTooLarge(f"a message has at most {bound} bytes.")
    headers = request.headers
    routing = RoutingHeaders(
        version=headers.get("MCP-Protocol-Version"),
        method=headers.get("Mcp-Method"),
        name=headers.get("Mcp-Name"),
    )
    reply = site().agents.answer(request.get_data(), routing)
    response = Response(status=reply.status)
    if reply.message is not None:
        response.set_data(write_message(reply.message))
        response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response


@agents.route("/mcp", methods=["GET", "DELETE"], provide_automatic_options=False)
def no_stream() -> Response:
    """Refuse to open a stream, or to end a session (Streamable HTTP, Backward Compatibility)."""
    raise MethodNotAllowed(valid_methods=["POST", "OPTIONS"])


def _check_origin(origin: str | None) -> None:
    """Refuse pages of other sites, which may have come here by a name of their own making."""
    if origin is None:
        return
    settings = site().settings
    named = (settings.base_iri, *settings.bases)
    if _host(origin) not in {*map(_host, named), *_LOOPBACK}:
        raise Forbidden("pages of other sites are not answered here.")


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return None
