"""What programs that reason in words are given: tools, resources and texts of one release."""

from mcdgraph.agents.context import AgentContext
from mcdgraph.agents.protocol import McpReply, McpServer, RoutingHeaders
from mcdgraph.agents.server import mcp_server

__all__ = ["AgentContext", "McpReply", "McpServer", "RoutingHeaders", "mcp_server"]
