"""Where in a source file a thing stands."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """A range in a file; lines and columns count code points from 1, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        """Give the form that editors and compilers share: ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True)
class SyntaxProblem:
    """A place where a file breaks its grammar, and what was expected there."""

    position: Position
    message: str

    def __str__(self) -> str:
        """Give ``path:line:column: message``."""
        return f"{self.position}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A source file as read: its path relative to the graph's root, and its text."""

    path: PurePosixPath
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets, in code points, at which each line begins."""
        starts = [0]
        found = self.text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.text.find("\n", found + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """Turn a line and a column, from 1, into an offset; one behind the end is the end."""
        if line > len(self.line_starts):
            return len(self.text)
        return min(self.line_starts[line - 1] + column - 1, len(self.text))

    def position(self, start: int, end: int | None = None) -> Position:
        """Turn offsets in code points, [start, end), into a place."""
        line = bisect_right(self.line_starts, start)
        column = start - self.line_starts[line - 1] + 1
        if end is None:
            return Position(path=str(self.path), line=line, column=column)
        end_line = bisect_right(self.line_starts, end)
        return Position(
            path=str(self.path),
            line=line,
            column=column,
            end_line=end_line,
            end_column=end - self.line_starts[end_line - 1] + 1,
        )

    def line(self, number: int) -> str:
        """Give the text of one line, counted from 1, without its end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")
