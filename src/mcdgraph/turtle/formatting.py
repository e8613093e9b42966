"""A Turtle file in canonical form, its comments with it."""

from collections.abc import Mapping

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import FormattingError, SyntaxProblems
from mcdgraph.positions import SourceText
from mcdgraph.turtle.comments import comments_of, count_comments
from mcdgraph.turtle.line_writer import distinct, write_lines
from mcdgraph.turtle.nesting import nesting
from mcdgraph.turtle.reader import Reading, read
from mcdgraph.turtle.writer import write_turtle


def format_turtle(source: SourceText, prefixes: Mapping[str, str], *, base: str | None) -> str:
    """Give the canonical text of a file.

    The file's own prefixes are kept where the registry ``prefixes`` has no other name for
    them. Raises `SyntaxProblems` where the file breaks its grammar, `CommentProblems` where a
    comment has no place in the canonical form, `FormattingError` where what would be written
    is not what was read.
    """
    columns, reading = _read(source, base)
    declared = {declaration.name: declaration.iri for declaration in reading.prefixes}
    known = set(prefixes.values())
    own = {name: iri for name, iri in declared.items() if iri not in known}
    comments = comments_of(source, columns, nesting(distinct(columns)))
    text = "".join(write_turtle(columns, {**own, **prefixes}, comments=comments))
    _prove(source, text, columns, base)
    return text


def _read(source: SourceText, base: str | None) -> tuple[Columns, Reading]:
    builder = ColumnsBuilder()
    reading = read(source, builder, base=base, number=0)
    if reading.problems:
        raise SyntaxProblems(reading.problems)
    return builder.freeze(), reading


def _prove(source: SourceText, text: str, columns: Columns, base: str | None) -> None:
    """Read the result and compare: a formatter that lost a statement would be worse than none."""
    again, _ = _read(SourceText(path=source.path, text=text), base)
    if list(write_lines(again)) != list(write_lines(columns)):
        raise FormattingError(f"{source.path}: left as it is: its canonical form is another graph")
    if count_comments(text) != count_comments(source.text):
        raise FormattingError(f"{source.path}: left as it is: a comment would be lost")
