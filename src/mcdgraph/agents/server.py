"""The server of one release: its tools, its resources, and how to use them."""

from mcdgraph import __version__
from mcdgraph.agents.context import AgentContext
from mcdgraph.agents.declarations import offered_tools
from mcdgraph.agents.protocol import McpServer
from mcdgraph.agents.resources import Resources
from mcdgraph.agents.tools import GraphTools


def mcp_server(context: AgentContext) -> McpServer:
    """Make the server of a release."""
    settings = context.settings
    title = settings.title.get("en") or next(iter(settings.title.values()), settings.base_iri)
    return McpServer(
        title=title,
        version=__version__,
        instructions=_instructions(title, context),
        tools=offered_tools(GraphTools(context=context)),
        resources=Resources(context=context),
    )


def _instructions(title: str, context: AgentContext) -> str:
    return (
        f"A knowledge graph to read: {title}. Find things and saved questions with search; prefer "
        f"ask, whose {len(context.questions)} questions have tested answers, to sparql. describe "
        "tells of a thing, explain proves a statement, passage shows what says it. Cite the "
        "evidence and the release that each answer carries, and say nothing that no answer says."
    )
