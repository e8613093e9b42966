"""The index of search as it is used: words in, ranked hits with their reasons out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mcdgraph.search.finder import MAX_HITS, Finder, RankedEntry
from mcdgraph.search.hits import HitReader
from mcdgraph.search.lookup import NamedThing, NameLookup
from mcdgraph.search.model import (
    SearchGroup,
    SearchHit,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from mcdgraph.search.question import MAX_CHARACTERS, SoughtText, read_sought
from mcdgraph.search.ranking import FoldedName, NameMatch
from mcdgraph.search.tables import IndexTables, StoredEntry
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

    def suggest(
        self,
        text: str,
        language: str,
        size: int = SUGGESTED,
        wanted: Callable[[StoredEntry], bool] = lambda _entry: True,
    ) -> tuple[Suggestion, ...]:
        """List things by the beginning of a name, or by all words of one, as it is typed."""
        sought = self._read(text, typing=True)
        found = Finder(tables=self._tables, language=language).find_named(sought)
        reader = self._hits(found.sought, language)
        entries = (entry for _, entry in found.ranked if wanted(entry))
        return tuple(reader.suggestion(entry) for entry in islice(entries, size))

    def look_up(
        self, text: str, language: str, wanted: Callable[[StoredEntry], bool], size: int
    ) -> NameLookup:
        """Find the things that a name may stand for, with all that each is called.

        They are those that `search` finds and that are ``wanted``: the first ``size`` of them.
        """
        sought = self._read(text)
        found = Finder(tables=self._tables, language=language).find(sought)
        ranked = [(rank, entry) for rank, entry in found.ranked if wanted(entry)]
        names = self._tables.names(entry.number for _, entry in ranked[:size])
        return NameLookup(
            words=self.folded(text),
            asked=sought.iri,
            things=tuple(
                NamedThing(
                    iri=entry.iri,
                    deprecated=entry.deprecated,
                    names=tuple(names.get(entry.number, ())),
                    holds=not rank.partial and rank.match <= NameMatch.HOLDS,
                )
                for rank, entry in ranked[:size]
            ),
            whole=not (found.corrected or sought.left_out or found.whole >= MAX_HITS)
            and all(rank.partial or rank.match > NameMatch.SAME for rank, _ in ranked[size:]),
        )

    def folded(self, text: str) -> tuple[str, ...]:
        """Return the words of a text as search compares them."""
        return tuple(word.folded for word in self._analyzer.words(text[:MAX_CHARACTERS]))

    def names_of(self, iri: str) -> tuple[FoldedName, ...]:
        """Return what a thing is called, other names and codes among them."""
        entry = self._tables.entry_of(iri)
        return tuple(self._tables.names([entry.number])[entry.number]) if entry else ()

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
