"""The index of search as it is read: words in, ranked hits with their reasons out."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mcdgraph.errors import ReleaseError
from mcdgraph.search.hits import HitReader, StoredEntry
from mcdgraph.search.model import (
    SearchGroup,
    SearchHit,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from mcdgraph.search.question import SoughtText, SoughtWord, read_sought
from mcdgraph.search.ranking import FoldedName, NameMatch, Rank, rank_of
from mcdgraph.search.spelling import near_words
from mcdgraph.search.vocabulary import EntryKind, TextRole
from mcdgraph.search.words import WordAnalyzer
from mcdgraph.search.writing import VERSION

#: Hits that are ranked, and told; of more than `MAX_WEIGHED` none is weighed.
MAX_HITS: Final = 300
MAX_WEIGHED: Final = 20_000
#: Hits of each kind beside those of a page.
GROUPED: Final = 5
#: Where fewer have all the words, those with some of them are told, too.
FEW: Final = 5
#: Then words of up to so many letters, and of one in so many entries, do not count.
SHORT: Final = 2
MANY: Final = 12
#: How much a match counts in a name, another name or code, a summary, a note.
_WEIGHTS: Final = "10.0, 8.0, 3.0, 1.0"

_COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
_WEIGHED: Final = f"""
SELECT rowid, bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?
ORDER BY bm25(words, {_WEIGHTS}), rowid LIMIT ?
"""  # noqa: S608
_UNWEIGHED: Final = "SELECT rowid, 0.0 FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?"
_NAMES: Final = "{name alias} : "


_Ranked = tuple[Rank, StoredEntry]


@dataclass(kw_only=True, eq=False)
class _Found:
    """Entries that were found, in order, and what was looked for in the end."""

    sought: SoughtText
    ranked: Sequence[_Ranked] = ()
    capped: bool = False
    corrected: str = ""

    @property
    def whole(self) -> int:
        """How many entries have all the words."""
        return sum(not rank.partial for rank, _ in self.ranked)


@dataclass(kw_only=True, eq=False)
class SearchIndex:
    """An index that `write_index` wrote, opened to be read only; nothing in it changes.

    ``prefixes`` are those by which names may be asked for. A process that was forked calls
    `reopen` before its first search: two cannot read by one handle.
    """

    path: Path
    prefixes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    _connection: sqlite3.Connection = field(init=False)
    _languages: tuple[str, ...] = field(init=False)
    _size: int = field(init=False)
    _analyzer: WordAnalyzer = field(init=False, default_factory=WordAnalyzer)

    def __post_init__(self) -> None:
        """Open the file; raise `ReleaseError` where that is no index of this version."""
        self.reopen()

    def reopen(self) -> None:
        """Open the file anew."""
        try:
            self._connection = _connect(self.path)
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                raise ReleaseError(f"{self.path}: version {version} of the index, not {VERSION}")
            rows = self._connection.execute("SELECT tag FROM language ORDER BY position")
            self._languages = tuple(tag for (tag,) in rows)
            (self._size,) = self._connection.execute("SELECT count(*) FROM entry").fetchone()
        except sqlite3.Error as error:
            raise ReleaseError(f"{self.path}: not an index of search: {error}") from error

    def search(self, request: SearchRequest) -> SearchResults:
        """Find what has all the words of a request or, failing that, some of them."""
        sought = self._read(request.text)
        found = self._find(sought, request.language)
        reader = self._hits(found.sought, request.language)
        kinds: defaultdict[EntryKind, list[_Ranked]] = defaultdict(list)
        for ranked in found.ranked:
            kinds[ranked[1].kind].append(ranked)
        wanted = [r for r in found.ranked if request.kind in (None, r[1].kind)]
        page = wanted[(request.page - 1) * request.size : request.page * request.size]
        return SearchResults(
            request=request,
            hits=_told(reader, page),
            groups=tuple(
                SearchGroup(
                    kind=kind,
                    total=len(entries),
                    hits=_told(reader, entries[:GROUPED]),
                )
                for kind, entries in kinds.items()
            ),
            total=len(wanted),
            capped=found.capped,
            corrected=found.corrected,
            whole=found.whole,
            left_out=sought.left_out,
        )

    def suggest(self, text: str, language: str, size: int = 8) -> tuple[Suggestion, ...]:
        """List things by the beginning of a name, or by all words of one, as it is typed."""
        sought = self._read(text, typing=True)
        found = self._named(sought, language)
        if not found.ranked:
            meant, corrected = self._corrected(sought)
            found = self._named(meant, language) if corrected else found
        reader = self._hits(found.sought, language)
        return tuple(reader.suggestion(entry) for _, entry in found.ranked[:size])

    def find(self, iri: str, language: str) -> SearchHit | None:
        """Find the thing of an IRI."""
        entry = self._entry_of(iri)
        sought = SoughtText(text=iri, words=(), iri=iri)
        return self._hits(sought, language).hit(entry) if entry else None

    def _read(self, text: str, *, typing: bool = False) -> SoughtText:
        return read_sought(text, self._analyzer, self._languages, self.prefixes, typing=typing)

    def _hits(self, sought: SoughtText, language: str) -> HitReader:
        return HitReader(
            connection=self._connection,
            analyzer=self._analyzer,
            sought=sought,
            languages=(language, *self._languages),
        )

    def _find(self, sought: SoughtText, language: str) -> _Found:
        """Find by all words, else with what is meant by those that occur nowhere.

        Where that finds little, what has some of the words follows.
        """
        found = self._ranked(sought, _all_of(sought.words), language)
        corrected = ""
        if not found.ranked and sought.words:
            sought, corrected = self._corrected(sought)
            if corrected:
                found = self._ranked(sought, _all_of(sought.words), language)
        if len(found.ranked) < FEW and len(sought.words) > 1 and not sought.iri:
            telling = replace(sought, words=self._telling(sought.words))
            for match in (_all_of(telling.words), _any_of(telling.words)):
                if len(found.ranked) < FEW:
                    found = _together(found, self._ranked(telling, match, language))
        found.corrected = corrected if found.ranked else ""
        return found

    def _named(self, sought: SoughtText, language: str) -> _Found:
        """Find by names alone."""
        found = self._ranked(sought, _NAMES + _all_of(sought.words), language)
        last = NameMatch.HOLDS_BEGINNINGS
        found.ranked = [item for item in found.ranked if item[0].match <= last]
        return found

    def _corrected(self, sought: SoughtText) -> tuple[SoughtText, str]:
        """Put what may be meant in place of words that occur nowhere; return it as text, too."""
        words: list[SoughtWord] = []
        text, shift = sought.text, 0
        for word in sought.words:
            near = [] if self._occurs(word) else near_words(self._connection, word.folded)
            if not near or sought.iri:
                words.append(word)
                continue
            shown = near[0].shown
            words.append(word.meaning([item.word for item in near], shown))
            text = text[: word.start + shift] + shown + text[word.end + shift :]
            shift += len(shown) - (word.end - word.start)
        changed = text if text != sought.text else ""
        return replace(sought, words=tuple(words)), changed

    def _telling(self, words: Sequence[SoughtWord]) -> tuple[SoughtWord, ...]:
        """Leave out short words and those of many entries, which tell little; if others remain."""
        most = max(FEW, self._size // MANY)
        long = [word for word in words if len(word.folded) > SHORT]
        rare = [word for word in long if 0 < self._count(word.expression(), most + 1) <= most]
        return tuple(rare or long or words)

    def _occurs(self, word: SoughtWord) -> bool:
        return self._count(word.expression(), 1) > 0

    def _count(self, match: str, most: int) -> int:
        (count,) = self._connection.execute(_COUNT, (match, most)).fetchone()
        return int(count)

    def _ranked(self, sought: SoughtText, match: str, language: str) -> _Found:
        """Rank what an FTS5 expression finds, and before all the thing of the IRI asked for."""
        rows: list[tuple[int, float]] = []
        if sought.words:
            weighed = self._count(match, MAX_WEIGHED + 1) <= MAX_WEIGHED
            sql = _WEIGHED if weighed else _UNWEIGHED
            rows = self._connection.execute(sql, (match, MAX_HITS + 1)).fetchall()
        capped = len(rows) > MAX_HITS
        relevance = dict(rows[:MAX_HITS])
        entries = {entry.number: entry for entry in self._entries(relevance)}
        names = self._names(entries)
        ranked = [
            (self._rank(entry, sought, names.get(entry.number, ()), language, relevance), entry)
            for entry in entries.values()
        ]
        ranked.sort(key=lambda item: item[0])
        return _Found(sought=sought, ranked=self._with_asked(sought, ranked), capped=capped)

    @staticmethod
    def _rank(
        entry: StoredEntry,
        sought: SoughtText,
        names: Iterable[FoldedName],
        language: str,
        relevance: Mapping[int, float],
    ) -> Rank:
        return replace(
            rank_of(sought, names, language, relevance[entry.number]),
            deprecated=entry.deprecated,
            aside=entry.kind is EntryKind.SHAPE,
            number=entry.number,
        )

    def _with_asked(self, sought: SoughtText, ranked: list[_Ranked]) -> list[_Ranked]:
        entry = self._entry_of(sought.iri) if sought.iri else None
        if entry is None:
            return ranked
        first = Rank(match=NameMatch.IRI, number=entry.number)
        return [(first, entry), *(item for item in ranked if item[1].number != entry.number)]

    def _entry_of(self, iri: str) -> StoredEntry | None:
        sql = "SELECT id, iri, kind, type, deprecated FROM entry WHERE iri = ?"
        row = self._connection.execute(sql, (iri,)).fetchone()
        return StoredEntry.of(row) if row else None

    def _entries(self, numbers: Iterable[int]) -> list[StoredEntry]:
        ids = tuple(numbers)
        sql = f"SELECT id, iri, kind, type, deprecated FROM entry WHERE id IN ({_marks(ids)})"  # noqa: S608
        return [StoredEntry.of(row) for row in self._connection.execute(sql, ids)]

    def _names(self, numbers: Iterable[int]) -> Mapping[int, list[FoldedName]]:
        ids = tuple(numbers)
        sql = (
            "SELECT entry, role, language, folded FROM text "  # noqa: S608
            f"WHERE entry IN ({_marks(ids)}) AND role <= {int(TextRole.CODE)}"
        )
        found: defaultdict[int, list[FoldedName]] = defaultdict(list)
        for number, role, language, folded in self._connection.execute(sql, ids):
            words, code = tuple(folded.split()), role == TextRole.CODE
            found[number].append(FoldedName(words=words, language=language, code=code))
        return found


def _told(reader: HitReader, ranked: Iterable[_Ranked]) -> tuple[SearchHit, ...]:
    return tuple(replace(reader.hit(entry), partial=rank.partial) for rank, entry in ranked)


def _together(whole: _Found, some: _Found) -> _Found:
    """Put what has some of the words behind what has all of them."""
    known = {entry.number for _, entry in whole.ranked}
    partial = [
        (replace(rank, partial=True), entry)
        for rank, entry in some.ranked
        if entry.number not in known
    ]
    ranked = sorted([*whole.ranked, *partial], key=lambda item: item[0])
    return _Found(sought=some.sought, ranked=ranked[:MAX_HITS], capped=some.capped)


def _all_of(words: Sequence[SoughtWord]) -> str:
    return f"({' AND '.join(word.expression() for word in words)})"


def _any_of(words: Sequence[SoughtWord]) -> str:
    return f"({' OR '.join(word.expression() for word in words)})"


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes: without locks, journal or temporary files."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
