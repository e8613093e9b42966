"""The transcript of docs/agents.md is what an agent is answered today."""

import json
import re
from dataclasses import dataclass

import anyio
import pytest
from conftest import ROOT
from mcp.client.client import Client

PAGE = ROOT / "docs" / "agents.md"
CALL = re.compile(r"```json\n(\{[^\n]*\})\n```\n\n````markdown\n(.*?)\n````", re.DOTALL)
#: What every edit of the graph changes: the digest of the release, and lines of files.
MOVING = re.compile(r"(?<=Release )[0-9a-f]{64}|(?<=\.ttl):\d+:\d+")
GAP = "[…]"


@dataclass(frozen=True, kw_only=True)
class ToolCall:
    """One call of the transcript, and the text that it shows as the answer."""

    name: str
    arguments: dict[str, str]
    shown: str


def written_calls() -> list[ToolCall]:
    """Read the calls of the page."""
    found = CALL.findall(PAGE.read_text(encoding="utf8"))
    return [ToolCall(**json.loads(call), shown=shown) for call, shown in found]


def fits(shown: str, answered: str) -> bool:
    """Tell whether an answer is what is shown, any lines standing for a gap."""
    parts = [re.escape(MOVING.sub("", part)) for part in shown.split(f"{GAP}\n")]
    return re.fullmatch("(?:.*\n)*".join(parts), MOVING.sub("", answered).rstrip("\n")) is not None


@pytest.mark.parametrize(
    ("shown", "answered", "good"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\n[…]\nb", "a\nx\ny\nb\n", True),
        ("a\n[…]\nb", "a\nb\n", True),
        ("a\n[…]\nb", "a\nx\n", False),
        ("a\nb", "a\nx\nb\n", False),
        ("at x.ttl:1:2", "at x.ttl:30:4\n", True),
        ("at x.ttl:1:2", "at y.ttl:1:2\n", False),
    ],
)
def test_answers_are_compared_line_by_line(shown: str, answered: str, good: bool) -> None:
    """A gap stands for whole lines, a place for any line of its file."""
    assert fits(shown, answered) is good


def test_the_transcript_is_true(shipped: str) -> None:
    """Each call is answered as the page shows, with passage, proof and release."""
    calls = written_calls()
    assert [call.name for call in calls] == ["search", "ask", "ask", "explain", "passage"]

    async def ask() -> list[str]:
        async with Client(shipped + "/mcp") as client:
            found = [await client.call_tool(call.name, call.arguments) for call in calls]
            return [answer.content[0].text for answer in found]

    for call, answered in zip(calls, anyio.run(ask), strict=True):
        assert fits(call.shown, answered), (
            f"{call.name}: the page shows another answer than\n{answered}"
        )
        assert call.shown.count("Release ") == 1
