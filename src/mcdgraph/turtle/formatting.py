"""A Turtle file in canonical form, its comments and its own manner of naming with it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.columns.canonical import coloured_quads
from mcdgraph.errors import FormattingError, SyntaxProblems
from mcdgraph.positions import SourceText
from mcdgraph.turtle.abbreviation import RelativeIris
from mcdgraph.turtle.comments import comments_of, count_comments
from mcdgraph.turtle.iris import resolve
from mcdgraph.turtle.line_writer import distinct
from mcdgraph.turtle.nesting import nesting
from mcdgraph.turtle.reader import Reading, read
from mcdgraph.turtle.writer import write_turtle


def format_turtle(source: SourceText, prefixes: Mapping[str, str], *, base: str) -> str:
    """Give the canonical text of a file.

    The file's own prefixes come before those of the registry ``prefixes``; its base and its
    relative IRIs, which ``base`` resolves where it declares none, are written as they were.
    Raises `SyntaxProblems` where the file breaks its grammar, `FormattingError` where what
    would be written is not what was read.
    """
    columns, reading = _read(source, base)
    comments = comments_of(source, columns, nesting(distinct(columns)))
    relative = _relative(reading, base)
    named = _prefixes(reading, prefixes)
    text = "".join(write_turtle(columns, named, comments=comments, relative=relative))
    _prove(source, text, columns, base)
    return text


def _read(
    source: SourceText, base: str, builder: ColumnsBuilder | None = None, scope: str = ""
) -> tuple[Columns, Reading]:
    builder = ColumnsBuilder() if builder is None else builder
    reading = read(source, builder, base=base, number=0, scope=scope)
    if reading.problems:
        raise SyntaxProblems(reading.problems)
    return builder.freeze(), reading


def _relative(reading: Reading, base: str) -> RelativeIris:
    """Keep the relative IRIs that still mean the same below the first base of the file."""
    against = reading.declared_base or base
    kept = {
        iri: reference
        for iri, reference in reading.references.items()
        if resolve(against, reference) == iri
    }
    return RelativeIris(base=reading.declared_base, references=kept)


def _prefixes(reading: Reading, registry: Mapping[str, str]) -> dict[str, str]:
    """Name namespaces as the file does, then as the registry does."""
    own = {declaration.name: declaration.iri for declaration in reading.prefixes}
    named = set(own.values())
    others = {name: iri for name, iri in registry.items() if iri not in named and name not in own}
    return {**others, **own}


def _prove(source: SourceText, text: str, columns: Columns, base: str) -> None:
    """Read the result and compare: a formatter that lost a statement would be worse than none."""
    written = SourceText(path=source.path, text=text)
    try:
        again, _ = _read(written, base, ColumnsBuilder(terms=columns.terms), scope="again-")
    except SyntaxProblems as error:
        raise FormattingError(f"{source.path}: left as it is: {error}") from error
    said, found = (
        coloured_quads(replace(part, graph=np.full(len(part), -1, np.int32)))
        for part in (columns, again)
    )
    if not np.array_equal(said, found):
        raise FormattingError(f"{source.path}: left as it is: its canonical form is another graph")
    if count_comments(text) != count_comments(source.text):
        raise FormattingError(f"{source.path}: left as it is: a comment would be lost")
