"""Comments of a Turtle file: found, and tied to what they stand above.

In canonical Turtle a comment stands on a line of its own: above a subject, above a predicate,
above the prefixes, or at the end. One behind something on its line, or inside of objects, moves
above the statement that it stands in.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Columns
from mcdgraph.positions import SourceText
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
    """Tie each comment of a file to its place.

    ``columns`` are the rows read from the file, with their offsets.
    """
    tying = _Tying(source, columns, places)
    for at, lines, following in _comments(source.text):
        tying.tie(at, lines, following)
    return Comments(
        header=tuple(tying.header),
        subjects=tying.of_subjects,
        predicates=tying.of_predicates,
        footer=tuple(tying.footer),
    )


class _Tying:
    """Looks up what stands at an offset, and collects the comments above it."""

    def __init__(self, source: SourceText, columns: Columns, places: Nesting) -> None:
        self.source = source
        self.header: list[str] = []
        self.footer: list[str] = []
        self.of_subjects: dict[int, tuple[str, ...]] = {}
        self.of_predicates: dict[tuple[int, int], tuple[str, ...]] = {}
        offsets = columns.subject_at.tolist()
        self._subjects = {
            at: subject
            for at, subject in zip(offsets, columns.subject.tolist(), strict=True)
            if subject not in places.parents
        }
        # The cells of a list have no predicate of their own in the text.
        written = columns.take(columns.predicate_at != columns.object_at)
        self._written_subjects = set(written.subject_at.tolist())
        pairs = zip(written.subject.tolist(), written.predicate.tolist(), strict=True)
        self._predicates = dict(zip(written.predicate_at.tolist(), pairs, strict=True))
        # A cell that has statements of its own in the text may yet be written in a list.
        self._cells = {o: (s, p) for s, p, o, _ in columns.numbers() if o in places.cells}
        self._starts: list[int] = sorted({*self._subjects, *self._predicates})

    def tie(self, at: int, lines: list[str], following: int) -> None:
        """Put a comment where it belongs by the token that follows it, or by what is before it."""
        text = self.source.text
        alone = _stands_alone(text, at)
        if alone and following >= len(text):
            self.footer += lines
        elif alone and DIRECTIVE.match(text, following):
            self.header += lines
        elif alone and (following in self._predicates or following in self._subjects):
            self._put(following, lines)
        elif alone and following in self._written_subjects:
            self._put(self._starts[bisect_left(self._starts, following)], lines)
        elif (before := self._before(at)) is not None:
            self._put(before, lines)
        else:
            self.header += lines

    def _before(self, at: int) -> int | None:
        """Find what a comment inside or behind a statement is about.

        That is the subject where it stands on the same line, else the predicate.
        """
        place = bisect_left(self._starts, at) - 1
        if place < 0:
            return None
        found = self._starts[place]
        line = _line_start(self.source.text, at)
        while place > 0 and found not in self._subjects and self._starts[place - 1] >= line:
            place -= 1
            found = self._starts[place]
        return found

    def _put(self, at: int, lines: list[str]) -> None:
        pair, subject = self._predicates.get(at), self._subjects.get(at)
        while pair is not None and pair[0] in self._cells:
            pair = self._cells[pair[0]]
        if pair is not None:
            self.of_predicates[pair] = (*self.of_predicates.get(pair, ()), lines[-1])
        elif subject is not None:
            self.of_subjects[subject] = (*self.of_subjects.get(subject, ()), lines[-1])


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
    return not text[_line_start(text, at) : at].strip(" \t")


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
