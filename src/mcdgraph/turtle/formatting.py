"""A Turtle file in canonical form, its comments and its own manner of naming with it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.columns.canonical import coloured_quads
from mcdgraph.errors import FormattingError, SyntaxProblems
from mcdgraph.positions import SourceText
from mcdgraph.turtle.annotations import NO_AXIOMS, AnnotationForm, fold
from mcdgraph.turtle.comments import comments_of, count_comments
from mcdgraph.turtle.line_writer import distinct
from mcdgraph.turtle.manner import Manner, manner_of
from mcdgraph.turtle.nesting import nesting
from mcdgraph.turtle.reader import Reading, read
from mcdgraph.turtle.writer import write_turtle


def format_turtle(
    source: SourceText,
    prefixes: Mapping[str, str],
    *,
    base: str,
    annotations: AnnotationForm | None = None,
) -> str:
    """Give the canonical text of a file.

    What the file says of its base and prefixes stays, and so do its relative IRIs, which
    ``base`` resolves where it declares none; ``prefixes`` name what is in a file without any.
    What stands behind its statements has the form of ``annotations``, or that which it has: that
    of annotations, once there is one.
    Raises `SyntaxProblems` where the file breaks its grammar, `FormattingError` where what
    would be written is not what was read.
    """
    columns, reading = _read(source, base)
    own = AnnotationForm.INLINE if reading.annotates else AnnotationForm.AXIOMS
    inline = (annotations or own) is AnnotationForm.INLINE
    written, axioms = fold(columns) if inline else (columns, NO_AXIOMS)
    comments = comments_of(source, written, nesting(distinct(written)))
    manner = manner_of(source, reading, base)
    named = _prefixes(manner, prefixes, source.text)
    text = "".join(write_turtle(written, named, comments=comments, manner=manner, axioms=axioms))
    if manner.crlf:
        text = text.replace("\n", "\r\n")
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


def _prefixes(manner: Manner, registry: Mapping[str, str], text: str) -> dict[str, str]:
    """Name namespaces as the file does; one that declares no prefix takes the registry's.

    Where the file has several prefixes for a namespace, the one that it uses most is written.
    """
    own = {one.name: one.iri for one in manner.directives if one.name is not None}
    if not own:
        return dict(registry)
    counts = Counter(own.values())
    usual: dict[str, str] = {}
    for name, iri in own.items():
        best = usual.setdefault(iri, name)
        if counts[iri] > 1 and _uses(name, text) > _uses(best, text):
            usual[iri] = name
    return {name: iri for iri, name in usual.items()}


def _uses(prefix: str, text: str) -> int:
    """Count what looks like a name with a prefix."""
    return len(re.findall(rf"(?<![\w:/.<-]){re.escape(prefix)}:", text))


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
