"""Where in a query an error stands: its line, marked."""

from dataclasses import dataclass
from typing import Final

from mcdgraph.errors import QuerySyntaxError

#: Characters of a line that are shown on each side of the error.
_SIDE: Final = 60


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A line of a query: what stands before the error, the place of it, and what follows."""

    line: int
    column: int
    before: str
    marked: str
    after: str


def excerpt(text: str, error: QuerySyntaxError) -> Excerpt | None:
    """Return the line of an error; None where the error does not say where it is."""
    if error.line is None or error.column is None:
        return None
    lines = text.split("\n")
    if not 1 <= error.line <= len(lines):
        return None
    line = lines[error.line - 1].rstrip("\r")
    at = min(max(error.column - 1, 0), len(line))
    start, end = max(0, at - _SIDE), at + _SIDE
    return Excerpt(
        line=error.line,
        column=error.column,
        before=("…" if start else "") + line[start:at],
        marked=line[at : at + 1] or " ",
        after=line[at + 1 : end] + ("…" if end < len(line) else ""),
    )
