"""The index of search as it is used: words in, ranked hits with their reasons out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mcdgraph.search.finder import Finder, RankedEntry
from mcdgraph.search.hits import HitReader
from mcdgraph.search.model import (
    SearchGroup,
    SearchHit,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from mcdgraph.search.question import SoughtText, read_sought
from mcdgraph.search.tables import IndexTables
from mcdgraph.search.vocabulary import EntryKind
from mcdgraph.search.words import WordAnalyzer

#: Hits of each kind beside those of a page.
GROUPED: Final = 5
#: Things that are suggested.
SUGGESTED: Final = 8


@dataclass(kw_only=True, eq=False)
class SearchIndex:
    """An index that `write_index` wrote; raises `ReleaseError` where it is no such file.

    ``prefixes`` are those by which names may be asked for. A process that was forked calls
    `reopen` before its first search: two cannot read by one handle.
    """

    path: Path
    prefixes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    _tables: IndexTables = field(init=False)
    _analyzer: WordAnalyzer = field(init=False, default_factory=WordAnalyzer)

    def __post_init__(self) -> None:
        """Open the file."""
        self.reopen()

    def reopen(self) -> None:
        """Open the file anew."""
        self._tables = IndexTables(self.path)

    def search(self, request: SearchRequest) -> SearchResults:
        """Find what has all the words of a request or, failing that, some of them."""
        sought = self._read(request.text)
        found = Finder(tables=self._tables, language=request.language).find(sought)
        reader = self._hits(found.sought, request.language)
        kinds: defaultdict[EntryKind, list[RankedEntry]] = defaultdict(list)
        for item in found.ranked:
            kinds[item[1].kind].append(item)
        wanted = kinds.get(request.kind, []) if request.kind else found.ranked
        page = wanted[(request.page - 1) * request.size : request.page * request.size]
        groups = (
            SearchGroup(kind=kind, total=len(items), hits=_told(reader, items[:GROUPED]))
            for kind, items in kinds.items()
        )
        return SearchResults(
            request=request,
            hits=_told(reader, page),
            groups=tuple(groups),
            total=len(wanted),
            capped=found.capped,
            corrected=found.corrected,
            meant=found.meant,
            whole=found.whole,
            left_out=sought.left_out,
            asked=sought.iri,
        )

    def suggest(self, text: str, language: str, size: int = SUGGESTED) -> tuple[Suggestion, ...]:
        """List things by the beginning of a name, or by all words of one, as it is typed."""
        sought = self._read(text, typing=True)
        found = Finder(tables=self._tables, language=language).find_named(sought)
        reader = self._hits(found.sought, language)
        return tuple(reader.suggestion(entry) for _, entry in found.ranked[:size])

    def _read(self, text: str, *, typing: bool = False) -> SoughtText:
        languages = self._tables.languages
        return read_sought(text, self._analyzer, languages, self.prefixes, typing=typing)

    def _hits(self, sought: SoughtText, language: str) -> HitReader:
        return HitReader(
            tables=self._tables,
            analyzer=self._analyzer,
            sought=sought,
            languages=(language, *self._tables.languages),
        )


def _told(reader: HitReader, ranked: Iterable[RankedEntry]) -> tuple[SearchHit, ...]:
    return tuple(replace(reader.hit(entry), partial=rank.partial) for rank, entry in ranked)
