"""The statements that a release was reasoned from, each with the place it is written at.

They are kept as N-Quads, a statement a line, with the place as a comment behind it: what the
server needs to explain, and what a person can search with grep.
"""

import gzip
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import BlankNode, Columns, Term
from mcdgraph.errors import ReleaseError, SyntaxProblems
from mcdgraph.explanation.explaining import Placing
from mcdgraph.formats import N_QUADS
from mcdgraph.positions import Position, SourceText

__all__ = ["PLACES", "Places", "Placing", "placing_of", "write_places"]

#: The name of the file in a release.
PLACES = "places.nq.gz"
_MARK = " # "


def write_places(columns: Columns, placing: Placing, path: Path) -> None:
    """Write every row with its place; the same rows give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        for line in _lines(columns, placing):
            file.write(line.encode("utf8"))


def _lines(columns: Columns, placing: Placing) -> Iterator[str]:
    for row, quad in enumerate(columns.quads()):
        statement = " ".join(str(term) for term in quad if term is not None)
        yield f"{statement} .{_MARK}{placing(row) or ''}\n"


def placing_of(columns: Columns, files: Sequence[SourceText]) -> Placing:
    """Place the object of each row of columns in the files that they were read from."""

    def place(row: int) -> Position | None:
        source = int(columns.source[row])
        if source < 0:
            return None
        return files[source].position(max(int(columns.object_at[row]), 0))

    return place


class Places:
    """The statements of a release, and where each is written."""

    def __init__(self, path: Path) -> None:
        """Read the file; raise ReleaseError where it is missing or damaged."""
        try:
            data = gzip.decompress(path.read_bytes())
            self.columns = parse(data, N_QUADS)
        except (OSError, EOFError, gzip.BadGzipFile, SyntaxProblems) as error:
            raise ReleaseError(f"{path}: damaged release: {error}") from error
        self._places = [line.rpartition(_MARK)[2] for line in data.decode("utf8").splitlines()]
        if len(self._places) != len(self.columns):
            raise ReleaseError(f"{path}: damaged release: a line is not one statement")

    def find(self, subject: Term, predicate: Term, object_: Term) -> Position | None:
        """Place a statement where it stands first; None where no file says it.

        One with a blank node is not found, whose label means something in its file only.
        """
        terms = (subject, predicate, object_)
        if any(isinstance(term, BlankNode) for term in terms):
            return None
        numbers = [self.columns.terms.find(term) for term in terms]
        if min(numbers) < 0:
            return None
        first, end = 0, len(self._order)
        for column, number in zip(self._sorted, numbers, strict=True):
            low, high = np.searchsorted(column[first:end], [number, number + 1]).tolist()
            first, end = first + low, first + high
        rows = self._order[first:end]
        return self.position(int(rows.min())) if len(rows) else None

    def sort(self) -> None:
        """Order the rows now, rather than when the first is looked for."""
        _ = self._sorted

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        """The rows, by subject, predicate and object."""
        c = self.columns
        return np.lexsort((c.object, c.predicate, c.subject))

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int32], ...]:
        c = self.columns
        return tuple(column[self._order] for column in (c.subject, c.predicate, c.object))

    def position(self, row: int) -> Position | None:
        """Place a row."""
        path, _, rest = self._places[row].partition(":")
        line, _, column = rest.partition(":")
        if not line:
            return None
        return Position(path=path, line=int(line), column=int(column))
