"""The tables of an index, read."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from mcdgraph.errors import ReleaseError
from mcdgraph.search.model import SearchText
from mcdgraph.search.ranking import FoldedName
from mcdgraph.search.spelling import NearWord, near_words
from mcdgraph.search.vocabulary import EntryKind, TextRole
from mcdgraph.search.writing import VERSION

#: Of more matches than this none is weighed.
MAX_WEIGHED: Final = 20_000
#: How much a match counts in a name, another name or code, a summary, a note.
_WEIGHTS: Final = "10.0, 8.0, 3.0, 1.0"

_COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
_WEIGHED: Final = f"""
SELECT rowid, bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?
ORDER BY bm25(words, {_WEIGHTS}), rowid LIMIT ?
"""  # noqa: S608
_UNWEIGHED: Final = "SELECT rowid, 0.0 FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?"
_ENTRY: Final = "SELECT id, iri, kind, type, deprecated FROM entry WHERE"
_NAMES: Final = f"""
SELECT entry, iri = '', language, folded, role FROM text JOIN property ON property.id = property
WHERE role <= {int(TextRole.CODE)} AND entry IN
"""  # noqa: S608
_TEXTS: Final = """
SELECT role, iri, language, text, folded FROM text JOIN property ON property.id = property
WHERE entry = ? ORDER BY position
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """A thing as the index holds it, without its texts."""

    number: int
    iri: str
    kind: EntryKind
    type: str
    deprecated: bool

    @classmethod
    def of(cls, row: tuple[int, str, str, str, int]) -> Self:
        """Read a row of the table ``entry``."""
        number, iri, kind, type_, deprecated = row
        return cls(
            number=number, iri=iri, kind=EntryKind(kind), type=type_, deprecated=bool(deprecated)
        )


class IndexTables:
    """An index file, opened to be read only; what is asked of it is bounded in number."""

    def __init__(self, path: Path) -> None:
        """Open a file; raise `ReleaseError` where it is no index of this version."""
        try:
            self._connection = _connect(path)
            (version,) = self._row("PRAGMA user_version")
            if version != VERSION:
                raise ReleaseError(f"{path}: version {version} of the index, not {VERSION}")
            rows = self._connection.execute("SELECT tag FROM language ORDER BY position")
            self.languages: tuple[str, ...] = tuple(tag for (tag,) in rows)
            (self.size,) = self._row("SELECT count(*) FROM entry")
        except sqlite3.Error as error:
            raise ReleaseError(f"{path}: not an index of search: {error}") from error

    def count(self, match: str, most: int) -> int:
        """Count the entries that an FTS5 expression matches, up to a number."""
        (count,) = self._row(_COUNT, match, most)
        return int(count)

    def matching(self, match: str, most: int) -> list[tuple[int, float]]:
        """List entries that an FTS5 expression matches, the most relevant first, by BM25.

        The lower the number, the better; where there are too many to weigh it is 0, and they
        come in the order in which they were written.
        """
        weighed = self.count(match, MAX_WEIGHED + 1) <= MAX_WEIGHED
        return self._connection.execute(
            _WEIGHED if weighed else _UNWEIGHED, (match, most)
        ).fetchall()

    def near(self, word: str, above: int = 0) -> list[NearWord]:
        """List words that may be meant, as `near_words` does."""
        return near_words(self._connection, word, above)

    def entry_of(self, iri: str) -> StoredEntry | None:
        """Return the entry of an IRI."""
        row = self._connection.execute(f"{_ENTRY} iri = ?", (iri,)).fetchone()
        return StoredEntry.of(row) if row else None

    def entries(self, numbers: Iterable[int]) -> list[StoredEntry]:
        """Return entries by number."""
        marks, ids = _marks(numbers)
        return [
            StoredEntry.of(row) for row in self._connection.execute(f"{_ENTRY} id IN {marks}", ids)
        ]

    def names(self, numbers: Iterable[int]) -> Mapping[int, Sequence[FoldedName]]:
        """Return the names of entries by number, other names and codes among them."""
        marks, ids = _marks(numbers)
        found: defaultdict[int, list[FoldedName]] = defaultdict(list)
        for number, own, language, folded, role in self._connection.execute(_NAMES + marks, ids):
            name = FoldedName(
                words=tuple(folded.split()),
                language=language,
                own=bool(own),
                role=TextRole(role),
            )
            found[number].append(name)
        return found

    def texts(self, entry: StoredEntry) -> list[tuple[SearchText, str]]:
        """Return the texts of an entry, the most telling first.

        Names, other names and codes come with their folded words, and the rest with nothing.
        """
        return [
            (
                SearchText(role=TextRole(role), property=iri, language=language, text=text),
                folded or "",
            )
            for role, iri, language, text, folded in self._connection.execute(
                _TEXTS, (entry.number,)
            )
        ]

    def _row(self, sql: str, *values: object) -> tuple[int, ...]:
        found: tuple[int, ...] = self._connection.execute(sql, values).fetchone()
        return found


def _marks(values: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    """Return what stands for values in a statement, and the values."""
    ids = tuple(values)
    return f"({', '.join('?' * len(ids))})", ids


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes: without locks, journal or temporary files."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
