"""The official client of the Model Context Protocol drives both transports, in both eras."""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from conftest import HARBOUR, Harbour
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

BASE = "https://example.org/harbour/"
TOOLS = {"search", "describe", "ask", "sparql", "explain", "passage"}
#: Tool, arguments, what stands in its text.
CALLS = [
    ("search", {"text": "pilot", "language": "en"}, BASE + "id/pilot"),
    ("describe", {"iri": "id:pilot", "language": "en"}, BASE + "id/pilot"),
    ("ask", {"question": "q1-posts"}, "## Query"),
    ("ask", {"question": "q3-under-a-post", "parameters": "tongue=fr"}, "## Query"),
    ("sparql", {"query": "ASK { ?s ?p ?o }"}, "Yes"),
    ("sparql", {"query": "CONSTRUCT WHERE { id:pilot ?p ?o }"}, "```turtle"),
    ("explain", {"s": "id:pilot", "p": "a", "o": "ex:Post"}, "```text"),
    ("passage", {"passage": BASE + "id/source/s1"}, "## What this passage says"),
]
#: Tool, arguments, what its error says.
FAULTS = [
    ("describe", {"iri": "id:pilo"}, "the graph says nothing of"),
    ("describe", {"iri": "pilot"}, "is one of these meant?"),
    ("ask", {"question": "posts"}, "there is no question posts"),
    ("ask", {"question": "q1-posts", "parameters": "x=1"}, "has no parameter 'x'; it has none"),
    ("sparql", {"query": "SELECT * { ?s foo:x ?o }"}, "line 1, column 15: the prefix foo:"),
    ("sparql", {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, "read-only"),
    ("explain", {"s": "id:pilot", "p": "a", "o": "ex:Harbour"}, "neither written nor concluded"),
    ("search", {"text": "x" * 3000}, "more than 2000 characters"),
    ("search", {"txt": "x"}, "did you mean text?"),
    ("search", {}, "lacks the argument text"),
    ("search", {"text": "x", "kind": "ship"}, "is one of thing, concept"),
]


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    """Name the era that the client speaks: of messages alone, or with a handshake."""
    return str(request.param)


def driven(server: Any, mode: str, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """Do some work with a client of a server."""

    async def run() -> Any:
        async with Client(server, mode=mode) as client:
            return await work(client)

    return anyio.run(run)


def stdio(harbour: Harbour) -> Any:
    """Return the transport that starts the command."""
    return stdio_client(
        StdioServerParameters(
            command=sys.executable,
            args=["-m", "mcdgraph", "-C", str(HARBOUR), "mcp"],
            env={"MCDGRAPH_RELEASE_FOLDER": str(harbour.settings.release.folder)},
        )
    )


async def call_all(client: Client) -> None:
    """Use all that there is; the client holds structured answers against their schemas."""
    listed = (await client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    assert all(tool.output_schema and tool.annotations for tool in listed)
    for name, arguments, told in CALLS:
        found = await client.call_tool(name, arguments)
        text = found.content[0].text
        assert not found.is_error, text
        assert told in text
        release = found.structured_content["release"]["digest"]
        assert f"Release {release}" in text
        assert all(piece["id"] for piece in found.structured_content["evidence"])
    for name, arguments, told in FAULTS:
        found = await client.call_tool(name, arguments)
        assert found.is_error
        assert told in found.content[0].text


async def read_all(client: Client) -> None:
    """Read each resource, and the query of a question."""
    listed = (await client.list_resources()).resources
    assert [resource.name for resource in listed] == ["ontology", "shapes", "queries"]
    for resource in listed:
        found = (await client.read_resource(resource.uri)).contents[0]
        assert found.mime_type == resource.mime_type
        assert found.text
    questions = json.loads(found.text)["questions"]
    assert {"q1-posts", "q3-under-a-post"} <= {question["name"] for question in questions}
    templates = (await client.list_resource_templates()).resource_templates
    address = templates[0].uri_template.replace("{name}", "q1-posts")
    assert "SELECT" in (await client.read_resource(address)).contents[0].text


def test_a_client_uses_every_tool_by_http(address: str, mode: str) -> None:
    """Each answers in text and in data that fits its schema, and errors say what to do."""
    driven(address + "/mcp", mode, call_all)


def test_a_client_uses_every_tool_by_stdio(harbour: Harbour, mode: str) -> None:
    """The command answers as the server does."""
    driven(stdio(harbour), mode, call_all)


def test_a_client_reads_every_resource(address: str, mode: str) -> None:
    """The ontology, the shapes, the questions, and one question's query."""
    driven(address + "/mcp", mode, read_all)
