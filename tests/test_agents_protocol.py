"""Messages of the Model Context Protocol that no good client sends, and the headers of HTTP."""

import base64
import io
import json
import time
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import HARBOUR, Harbour
from flask.testing import FlaskClient

from mcdgraph.cli import main
from mcdgraph.cli.bounded_call import call_bounded
from mcdgraph.errors import QueryTimeout, QueryUnavailable
from mcdgraph.settings import QuerySettings

STATELESS = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": STATELESS,
    "io.modelcontextprotocol/clientCapabilities": {},
}
PING = b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}'


def posted(client: FlaskClient, body: bytes, **headers: str) -> tuple[int, Any]:
    """Post a message; return status and answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.post("/mcp", data=body, headers={"Content-Type": "application/json", **named})
    return response.status_code, response.get_json(silent=True)


def stateless(method: str, meta: object = META, **params: object) -> bytes:
    """Write a request that names its version."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
    return json.dumps(message).encode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"\xff", -32700),
        (b"{", -32700),
        (b"[" * 500_000, -32700),
        (b'{"jsonrpc": "2.0", "id": ' + b"9" * 500_000 + b"}", -32700),
        (b'{"jsonrpc": "2.0", "id": NaN, "method": "ping"}', -32700),
        (b"[" + PING + b"]", -32600),
        (b"[]", -32600),
        (b"null", -32600),
        (b'{"id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "result": {}}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32600),
    ],
)
def test_what_is_no_message_is_refused(client: FlaskClient, body: bytes, code: int) -> None:
    """Status 400, with an error that names no more of it than a line."""
    status, answer = posted(client, body)
    assert status == 400
    assert answer["error"]["code"] == code
    assert len(answer["error"]["message"]) < 300


@pytest.mark.parametrize(
    ("tool", "argument"),
    [("search", "text"), ("sparql", "query"), ("passage", "passage"), ("ask", "parameters")],
)
def test_half_a_character_is_told_by_the_argument(
    client: FlaskClient, tool: str, argument: str
) -> None:
    """JSON can write a surrogate alone, which no text of a graph holds."""
    given = {"question": "q1-posts"} if tool == "ask" else {}
    params = {"name": tool, "arguments": {**given, argument: "x \ud800"}}
    message = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}
    status, answer = posted(client, json.dumps(message).encode())
    assert status == 200
    told = answer["result"]["content"][0]["text"]
    assert told == f"the argument {argument} holds a surrogate, which is no character"


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("passage", {"passage": "id:pilot"}, "id/pilot is no passage of a document; the tool desc"),
        ("passage", {"passage": "id:nobody"}, "the graph says nothing of"),
        (
            "ask",
            {"question": "q3-under-a-post", "parameters": "above"},
            "a line of parameters takes NAME=VALUE, not 'above'",
        ),
        ("ask", {"question": "q3-under-a-post", "parameters": "=x"}, "has no parameter ''"),
    ],
)
def test_what_a_tool_cannot_answer_says_why(
    client: FlaskClient, name: str, arguments: dict[str, str], told: str
) -> None:
    """A thing is not shown as a passage without words, nor a name taken for a value."""
    call = {"name": name, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": call}
    _, answer = posted(client, json.dumps(message).encode())
    assert answer["result"]["isError"]
    assert told in answer["result"]["content"][0]["text"]


@pytest.mark.parametrize(
    ("tongue", "told"), [("en", "Nothing was found."), ("fr", "Rien n’a été trouvé.")]
)
def test_tools_speak_the_language_asked_for(client: FlaskClient, tongue: str, told: str) -> None:
    """Also where they find nothing."""
    call = {"name": "search", "arguments": {"text": "xyzzy", "language": tongue}}
    message = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": call}
    _, answer = posted(client, json.dumps(message).encode())
    assert answer["result"]["content"][0]["text"].startswith(told)


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("x" * 100_000, {}, -32601),
        ("server/discover", {}, -32601),
        ("tools/call", {"name": "drop"}, -32602),
        ("tools/call", {"name": ["ask"]}, -32602),
        ("tools/call", {"name": "ask", "arguments": 1}, -32602),
        ("resources/read", {"uri": "file:///etc/passwd"}, -32602),
        ("resources/read", {"uri": "https://example.org/harbour/queries/../../x"}, -32602),
        ("resources/read", {"uri": "ontology"}, -32602),
        ("resources/read", {"uri": "queries/"}, -32602),
        ("resources/read", {"uri": "https://example.org/harbour/q1-posts"}, -32602),
        ("resources/read", {"uri": "https://example.org/harbour/queries/queries/q1-posts"}, -32602),
        ("resources/read", {"uri": 1}, -32602),
        ("resources/read", {}, -32602),
    ],
)
def test_what_there_is_not_is_an_error_of_the_method(
    client: FlaskClient, method: str, params: dict[str, object], code: int
) -> None:
    """With a handshake, that is an answer like others."""
    message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    status, answer = posted(client, json.dumps(message).encode())
    assert status == 200
    assert answer["id"] == 7
    assert answer["error"]["code"] == code
    assert len(answer["error"]["message"]) < 300


@pytest.mark.parametrize(
    ("wanted", "agreed"),
    [
        ("2025-11-25", "2025-11-25"),
        ("2025-06-18", "2025-06-18"),
        ("2024-11-05", "2025-11-25"),
        (None, "2025-11-25"),
        ({}, "2025-11-25"),
    ],
)
def test_a_version_is_agreed_on(client: FlaskClient, wanted: object, agreed: str) -> None:
    """The client's where it is spoken, else the last one."""
    params = {"protocolVersion": wanted}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    _, answer = posted(client, json.dumps(message).encode())
    assert answer["result"]["protocolVersion"] == agreed


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (stateless("server/discover"), {"Mcp_Method": "server/discover"}, 200, None),
        (stateless("server/discover"), {}, 400, -32020),
        (stateless("server/discover"), {"Mcp_Method": "ping"}, 400, -32020),
        (stateless("ping"), {"Mcp_Method": "ping"}, 404, -32601),
        (stateless("tools/list", {}), {"Mcp_Method": "tools/list"}, 400, -32020),
        (
            stateless("tools/list", {"io.modelcontextprotocol/protocolVersion": STATELESS}),
            {"Mcp_Method": "tools/list"},
            400,
            -32602,
        ),
        (stateless("tools/call", name="ask"), {"Mcp_Method": "tools/call"}, 400, -32020),
        (
            stateless("tools/call", name="drop"),
            {"Mcp_Method": "tools/call", "Mcp_Name": "drop"},
            400,
            -32602,
        ),
        (
            stateless("tools/call", name="é"),
            {
                "Mcp_Method": "tools/call",
                "Mcp_Name": f"=?base64?{base64.b64encode('é'.encode()).decode()}?=",
            },
            400,
            -32602,
        ),
        (
            stateless("tools/call", name="é"),
            {"Mcp_Method": "tools/call", "Mcp_Name": "=?base64?!?="},
            400,
            -32020,
        ),
    ],
)
def test_headers_say_what_the_body_says(
    client: FlaskClient, body: bytes, headers: dict[str, str], status: int, code: int | None
) -> None:
    """Streamable HTTP, Server Validation; and an unknown method is 404."""
    found, answer = posted(client, body, MCP_Protocol_Version=STATELESS, **headers)
    assert found == status
    assert answer.get("error", {}).get("code") == code


def test_a_version_that_is_not_spoken_is_refused(client: FlaskClient) -> None:
    """With those that are (Versioning, Protocol Version Negotiation)."""
    status, answer = posted(client, PING, MCP_Protocol_Version="1900-01-01")
    assert status == 400
    assert answer["error"]["code"] == -32022
    assert STATELESS in answer["error"]["data"]["supported"]


def test_a_notification_has_no_answer(client: FlaskClient) -> None:
    """Status 202, without a body."""
    body = b'{"jsonrpc": "2.0", "method": "notifications/initialized"}'
    assert posted(client, body) == (202, None)


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT"])
def test_only_post_is_answered(client: FlaskClient, method: str) -> None:
    """There is no stream to open and no session to end."""
    response = client.open("/mcp", method=method)
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://example.org", 200),
        ("http://localhost:6274", 200),
        ("http://[::1]:1", 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://[", 403),
        ("", 403),
    ],
)
def test_pages_of_other_sites_are_refused(client: FlaskClient, origin: str, status: int) -> None:
    """A name that leads to this machine does not help them (DNS rebinding)."""
    assert posted(client, PING, Origin=origin)[0] == status


def test_a_message_has_a_bound(client: FlaskClient) -> None:
    """The same as any request."""
    assert posted(client, b" " * (2**20 + 1))[0] == 413


def test_the_command_goes_on_after_any_line(harbour: Harbour) -> None:
    """A line too long, one that is no message, a notification, a blank one, then a good one."""
    notification = b'{"jsonrpc": "2.0", "method": "notifications/cancelled"}'
    lines = [b"[" * (2**20 + 5), b"nonsense", notification, b"  ", PING]
    command = ["-C", str(HARBOUR), "mcp"]
    folder = {"MCDGRAPH_RELEASE_FOLDER": str(harbour.settings.release.folder)}
    result = CliRunner().invoke(main, command, input=b"\n".join(lines) + b"\n", env=folder)
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in io.StringIO(result.stdout)]
    assert [answer.get("error", {}).get("code") for answer in answers] == [-32600, -32700, None]


def test_what_takes_too_long_is_ended() -> None:
    """The process of the request ends, and who asked is told."""

    def work() -> bytes:
        time.sleep(60)
        return b""

    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 seconds"):
        call_bounded(work, QuerySettings(deadline=0.2))


def test_what_takes_too_much_memory_is_ended() -> None:
    """The process of the request dies of it, and who asked is told."""
    with pytest.raises(QueryUnavailable, match="more memory"):
        call_bounded(lambda: bytes(2**31), QuerySettings(memory=16))


def test_what_is_well_is_returned_whole() -> None:
    """Beyond what a pipe holds at once."""
    assert len(call_bounded(lambda: bytes(2**20), QuerySettings())) == 2**20
