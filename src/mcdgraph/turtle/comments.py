"""Comments of a Turtle file: found, and tied to what they stand above.

Only a comment on a line of its own has a place in canonical Turtle: above a subject, above
a predicate, above the prefixes, or at the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Columns
from mcdgraph.errors import CommentProblems
from mcdgraph.positions import SourceText, SyntaxProblem
from mcdgraph.turtle.grammar import DIRECTIVE, IRI, SPACE, STRING
from mcdgraph.turtle.nesting import Nesting

#: What may hold a number sign that begins no comment, and then comments themselves.
_COMMENT: Final = re.compile(
    rf"(?:{STRING.pattern}|{IRI.pattern}|\\.)|(?P<comment>#[^\r\n]*+)", re.S
)


@dataclass(frozen=True, kw_only=True)
class Comments:
    """Comments by what they stand above, in lines; an empty line keeps two groups apart."""

    header: tuple[str, ...] = ()
    subjects: dict[int, tuple[str, ...]]
    predicates: dict[tuple[int, int], tuple[str, ...]]
    footer: tuple[str, ...] = ()


NO_COMMENTS: Final = Comments(subjects={}, predicates={})


def comments_of(source: SourceText, columns: Columns, places: Nesting) -> Comments:
    """Tie each comment of a file to its place; raise `CommentProblems` where one has none.

    ``columns`` are the rows read from the file, with their offsets.
    """
    subjects = dict(zip(columns.subject_at.tolist(), columns.subject.tolist(), strict=True))
    predicates = {
        at: (subject, predicate)
        for at, subject, predicate, object_at in zip(
            columns.predicate_at.tolist(),
            columns.subject.tolist(),
            columns.predicate.tolist(),
            columns.object_at.tolist(),
            strict=True,
        )
        if at != object_at
    }
    header: list[str] = []
    footer: list[str] = []
    of_subjects: dict[int, tuple[str, ...]] = {}
    of_predicates: dict[tuple[int, int], tuple[str, ...]] = {}
    problems: list[SyntaxProblem] = []
    for at, lines, following in _comments(source.text):
        if not _stands_alone(source.text, at):
            problems.append(_problem(source, at, "it stands behind something on its line"))
        elif following >= len(source.text):
            footer += lines
        elif DIRECTIVE.match(source.text, following):
            header += lines
        elif following in predicates:
            key = predicates[following]
            of_predicates[key] = (*of_predicates.get(key, ()), lines[-1])
        elif following in subjects and subjects[following] not in places.parents:
            subject = subjects[following]
            of_subjects[subject] = (*of_subjects.get(subject, ()), lines[-1])
        else:
            problems.append(
                _problem(source, at, "it stands neither above a subject nor a predicate")
            )
    if problems:
        raise CommentProblems(problems)
    return Comments(
        header=tuple(header),
        subjects=of_subjects,
        predicates=of_predicates,
        footer=tuple(footer),
    )


def count_comments(text: str) -> int:
    """Count the comments of a Turtle text."""
    return sum(found["comment"] is not None for found in _COMMENT.finditer(text))


def _comments(text: str) -> Iterator[tuple[int, list[str], int]]:
    """Give each comment: where it begins, its lines, and where the next token begins.

    Its lines are one, or an empty one and itself where a line was left empty above it.
    """
    last = len(text)
    for found in _COMMENT.finditer(text):
        if found["comment"] is not None:
            gap = text[last : found.start()]
            apart = not gap.strip() and gap.count("\n") > 1
            after = SPACE.match(text, found.end())
            last = found.end()
            lines = ["", found["comment"].rstrip()] if apart else [found["comment"].rstrip()]
            yield found.start(), lines, after.end() if after else last


def _stands_alone(text: str, at: int) -> bool:
    line = text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
    return not line.strip(" \t\ufeff")


def _problem(source: SourceText, at: int, why: str) -> SyntaxProblem:
    message = f"this comment cannot be kept: {why}; put it on a line above the statement"
    return SyntaxProblem(position=source.position(at), message=message)
