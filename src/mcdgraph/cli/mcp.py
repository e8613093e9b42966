"""``mcdgraph mcp`` answers programs that speak the Model Context Protocol.

Source: MCP 2026-07-28, stdio: a message a line; only messages go to standard output.
"""

import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import click

from mcdgraph.agents import McpServer
from mcdgraph.agents.json_rpc import (
    INVALID_REQUEST,
    failure,
    write_message,
)
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.application import local_mcp_server
from mcdgraph.cli.bounded_call import call_bounded
from mcdgraph.cli.releases import require_current
from mcdgraph.errors import McdgraphError, ProtocolError
from mcdgraph.settings import QuerySettings

_TOO_LONG: Final = "a message has at most {} bytes"


@click.command("mcp")
@pass_invocation
def command(invocation: Invocation) -> None:
    """Answer an agent by the Model Context Protocol, on standard input and output.

    Tools: search, describe, ask (a saved question), sparql, explain (a proof) and passage (what
    a source says). All only read the current release, within the bounds of [query]. A client
    starts this command itself; the server answers the same at /mcp.

    \b
    {"mcpServers": {"graph": {"command": "mcdgraph", "args": ["-C", "FOLDER", "mcp"]}}}
    """
    settings = invocation.settings()
    server, reopen = local_mcp_server(require_current(settings), settings)
    for line in _lines(sys.stdin.buffer, settings.query.request_bytes):
        answer = _answered(server, line, settings.query, reopen)
        if answer:
            sys.stdout.buffer.write(answer + b"\n")
            sys.stdout.buffer.flush()


def _lines(stream: BinaryIO, most: int) -> Iterator[bytes | None]:
    """Yield each line, None for one that is too long, of which no more is kept."""
    while line := stream.readline(most + 1):
        if len(line) <= most:
            if line.strip():
                yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(most + 1)
        yield None


def _answered(
    server: McpServer, line: bytes | None, bounds: QuerySettings, reopen: Callable[[], None]
) -> bytes:
    """Answer a line in a process of its own; nothing for a notification."""
    if line is None:
        error = ProtocolError(INVALID_REQUEST, _TOO_LONG.format(bounds.request_bytes))
        return write_message(failure(error))

    def work() -> bytes:
        reopen()
        message = server.answer(line).message
        return b"" if message is None else write_message(message)

    try:
        return call_bounded(work, bounds)
    except McdgraphError as error:
        return write_message(server.refusal(line, str(error)))
