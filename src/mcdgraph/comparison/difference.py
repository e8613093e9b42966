"""Finds the statements that one side has and the other has not.

What has no blank node is merged as two streams, so that a comparison takes no more memory than
its outcome. What has one is read whole on each side, and named by what is said of the node (see
`mcdgraph.columns.canonical`) in the graphs that are compared: the names in a release depend on
its conclusions, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from mcdgraph.columns import Columns, ColumnsBuilder, TermTable
from mcdgraph.comparison.sides import Side
from mcdgraph.errors import ReleaseError
from mcdgraph.formats import N_QUADS
from mcdgraph.namespaces import MADE_GRAPHS
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.line_writer import write_lines

_INFERRED: Final = "inferred"
_GONE, _BOTH, _ADDED = -1, 0, 1

#: Subject, predicate, object and graph, as N-Quads writes them.
Line = tuple[str, str, str, str]


@dataclass(kw_only=True)
class Difference:
    """The lines that differ, as many as are kept; counts are of all, by graph.

    ``sides`` says of each subject that a line is kept of which sides have it, or both one line.
    """

    added: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    added_counts: Counter[str] = field(default_factory=Counter)
    gone_counts: Counter[str] = field(default_factory=Counter)
    sides: dict[str, set[int]] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many lines differ and were not kept."""
        counted = self.added_counts.total() + self.gone_counts.total()
        return counted - len(self.added) - len(self.gone)

    def is_new(self, subject: str) -> bool:
        """Return whether the side after alone has a subject."""
        return self.sides.get(subject) == {_ADDED}

    def is_gone(self, subject: str) -> bool:
        """Return whether the side before alone has a subject."""
        return self.sides.get(subject) == {_GONE}

    def take(self, subject: str, signs: Iterable[tuple[int, Line]], most: int) -> None:
        """Count the lines of a subject, and keep them until there are ``most``."""
        seen, kept = set[int](), subject in self.sides
        for sign, line in signs:
            seen.add(sign)
            if sign == _BOTH:
                continue
            (self.added_counts if sign == _ADDED else self.gone_counts)[line[3]] += 1
            if len(self.added) + len(self.gone) < most:
                kept = True
                (self.added if sign == _ADDED else self.gone).append(line)
        if kept:
            self.sides.setdefault(subject, set()).update(seen)


def difference(before: Side, after: Side, *, inferred: bool, most: int) -> Difference:
    """Compare what the sources of two sides say and, where asked, what follows.

    At most ``most`` lines are kept, of those with blank nodes half as many. Raises
    `ReleaseError` where a dump is not sorted as a release writes it.
    """
    found = Difference()
    # First, so that what has no blank node says of the subjects of these which side has them.
    blanks = (_renamed(_blank(_quads(side, inferred=False))) for side in (before, after))
    for subject, signs in groupby(_merged(*blanks), key=_subject):
        found.take(subject, signs, most // 2)
    grounds = (_ordered(_ground(_quads(side, inferred=inferred)), side) for side in (before, after))
    for subject, signs in groupby(_merged(*grounds), key=_subject):
        found.take(subject, signs, most)
    return found


def _subject(signed: tuple[int, Line]) -> str:
    return signed[1][0]


def columns_of(lines: Iterable[Line], terms: TermTable | None = None) -> Columns:
    """Read lines; raise `ReleaseError` where one breaks the grammar of N-Quads."""
    builder = ColumnsBuilder() if terms is None else ColumnsBuilder(terms=terms)
    text = "".join(f"{' '.join(line)} .\n" for line in lines)
    reading = read_lines(SourceText(path=PurePosixPath("dump"), text=text), builder, form=N_QUADS)
    if reading.problems:
        raise ReleaseError(f"damaged dump: {reading.problems[0].message}")
    return builder.freeze()


def _quads(side: Side, *, inferred: bool) -> Iterator[Line]:
    """Split the lines of the graphs that are compared."""
    left_out = frozenset(MADE_GRAPHS) - ({_INFERRED} if inferred else frozenset())
    passed = {f"<{iri}>" for iri, kind in side.kinds.items() if kind in left_out}
    try:
        yield from (line for line in map(_split, side.lines()) if line[3] not in passed)
    except OSError as error:
        raise ReleaseError(f"{side.state.name}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ReleaseError(f"{side.state.name}: damaged dump: {error}") from error


def _split(line: str) -> Line:
    """Split a line at its spaces: no term but a literal holds one.

    Raises `ValueError` for what is no statement in a named graph.
    """
    subject, _, rest = line.partition(" ")
    predicate, _, rest = rest.partition(" ")
    rest, _, end = rest.rpartition(" ")
    value, _, graph = rest.rpartition(" ")
    if not value or not graph.startswith(("<", "_:")) or end.rstrip("\n") != ".":
        raise ValueError(f"no statement in a named graph: {line[:100]!r}")
    return subject, predicate, value, graph


def _has_blank(line: Line) -> bool:
    return line[0].startswith("_:") or line[2].startswith("_:")


def _ground(lines: Iterator[Line]) -> Iterator[Line]:
    return (line for line in lines if not _has_blank(line))


def _blank(lines: Iterator[Line]) -> Iterator[Line]:
    return (line for line in lines if _has_blank(line))


def _ordered(lines: Iterator[Line], side: Side) -> Iterator[Line]:
    last: Line = ("", "", "", "")
    for line in lines:
        if line < last:
            raise ReleaseError(f"{side.state.name}: damaged dump: its lines are not sorted")
        yield line
        last = line


def _renamed(lines: Iterator[Line]) -> Iterator[Line]:
    """Name blank nodes by what the lines say of them; the lines come sorted again."""
    for chunk in write_lines(columns_of(lines)):
        yield from map(_split, chunk.split("\n")[:-1])


def _merged(before: Iterator[Line], after: Iterator[Line]) -> Iterator[tuple[int, Line]]:
    """Walk two sorted streams side by side; say of each line which has it."""
    left, right = next(before, None), next(after, None)
    while left is not None and right is not None:
        if left == right:
            yield _BOTH, left
            left, right = next(before, None), next(after, None)
        elif left < right:
            yield _GONE, left
            left = next(before, None)
        else:
            yield _ADDED, right
            right = next(after, None)
    if left is not None:
        yield _GONE, left
    if right is not None:
        yield _ADDED, right
    yield from ((_GONE, line) for line in before)
    yield from ((_ADDED, line) for line in after)
