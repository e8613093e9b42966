"""Which IRIs a document names by its fragments: a sorted file of a release, searched in place.

A store finds statements by whole terms only; the terms of ``…/ontology`` are those IRIs that
begin with ``…/ontology#``.
"""

import mmap
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Kind
from mcdgraph.errors import ReleaseError

#: The name of the file in a release.
FRAGMENTS: Final = "fragments.txt"


class FragmentIndex:
    """The IRIs with a fragment that are subjects of statements, an IRI a line, by their bytes."""

    def __init__(self, data: bytes | mmap.mmap = b"") -> None:
        """Search ``data``, whose lines are sorted and end with a line feed."""
        self._data = data

    @classmethod
    def of(cls, columns: Columns) -> "FragmentIndex":
        """Index the subjects of some statements."""
        return cls(_lines(columns))

    @classmethod
    def open(cls, folder: Path) -> "FragmentIndex":
        """Open the file of a release; raise ReleaseError where it is missing."""
        try:
            with (folder / FRAGMENTS).open("rb") as file:
                empty = file.seek(0, 2) == 0
                return cls() if empty else cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except OSError as error:
            raise ReleaseError(f"{folder}: damaged release: {error}") from error

    def names(self, document: str) -> bool:
        """Return whether a document names anything by a fragment."""
        return next(self._below(document), None) is not None

    def terms(self, document: str, most: int) -> list[str]:
        """List the first IRIs that a document names by a fragment, in the order of their bytes."""
        return list(islice(self._below(document), most))

    def _below(self, document: str) -> Iterator[str]:
        mark = f"{document}#".encode("utf8", "surrogatepass")
        at = self._first(mark)
        while (line := self._line(at)).startswith(mark):
            yield line.decode("utf8")
            at += len(line) + 1

    def _first(self, mark: bytes) -> int:
        """Return where the first line that is not less than ``mark`` begins."""
        low, high = 0, len(self._data)
        while low < high:
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            line = self._line(middle)
            if line < mark:
                low = middle + len(line) + 1
            else:
                high = middle
        return low

    def _line(self, start: int) -> bytes:
        end = self._data.find(b"\n", start)
        return self._data[start:end] if end >= 0 else b""


def write_fragments(columns: Columns, folder: Path) -> None:
    """Write the file of a release; the same statements give the same bytes."""
    (folder / FRAGMENTS).write_bytes(_lines(columns))


def _lines(columns: Columns) -> bytes:
    terms, kinds = columns.terms, columns.terms.kinds()
    subjects = np.unique(columns.subject).tolist()
    iris = (terms.text(number) for number in subjects if kinds[number] == Kind.IRI)
    named = sorted(iri.encode("utf8") for iri in iris if "#" in iri)
    return b"".join(iri + b"\n" for iri in named)
