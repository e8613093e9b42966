"""Finds the entries of a request in order: by all its words, what they may mean, or some."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mcdgraph.search.question import SoughtText, SoughtWord
from mcdgraph.search.ranking import NameMatch, Rank, rank_of
from mcdgraph.search.tables import IndexTables, StoredEntry
from mcdgraph.search.vocabulary import EntryKind

#: Entries that are ranked.
MAX_HITS: Final = 300
#: Where fewer have all the words, those with some of them follow.
FEW: Final = 5
#: Then words of up to so many letters, and of one in so many entries, do not count.
SHORT: Final = 2
MANY: Final = 12
#: A word of so few entries may be another that is used so many times as often.
SELDOM: Final = 3
USUAL: Final = 5

_IN_NAMES: Final = "{name alias} : "

RankedEntry = tuple[Rank, StoredEntry]


@dataclass(frozen=True, kw_only=True)
class FoundEntries:
    """Entries in order; ``capped`` where there are more, which are not ranked.

    ``sought`` is what was looked for in the end; ``corrected`` and ``meant`` are as
    `SearchResults` has them.
    """

    sought: SoughtText
    ranked: Sequence[RankedEntry] = field(default=())
    capped: bool = False
    corrected: str = ""
    meant: str = ""

    @property
    def whole(self) -> int:
        """How many entries have all the words."""
        return sum(not rank.partial for rank, _ in self.ranked)


@dataclass(frozen=True, kw_only=True)
class Finder:
    """Finds entries for a reader of ``language``."""

    tables: IndexTables
    language: str

    def find(self, sought: SoughtText) -> FoundEntries:
        """Find by all words, else with what is meant by those that occur nowhere.

        Where that finds little, what has some of the words follows.
        """
        if not sought.words:
            return FoundEntries(sought=sought, ranked=self._with_asked(sought, []))
        found = self._ranked(sought, _all_of(sought.words))
        corrected = ""
        if not found.ranked:
            sought, corrected = self._corrected(sought)
            found = self._ranked(sought, _all_of(sought.words)) if corrected else found
        if len(sought.words) > 1 and not sought.iri:
            found = self._with_partial(found, sought)
        if corrected:
            return replace(found, corrected=corrected if found.ranked else "")
        return replace(found, meant=self._more_usual(sought) if found.whole < FEW else "")

    def find_named(self, sought: SoughtText) -> FoundEntries:
        """Find by names alone, forgiving errors."""
        found = self._named(sought)
        if found.ranked:
            return found
        meant, corrected = self._corrected(sought)
        return self._named(meant) if corrected else found

    def _named(self, sought: SoughtText) -> FoundEntries:
        if not sought.words:
            return FoundEntries(sought=sought, ranked=self._with_asked(sought, []))
        found = self._ranked(sought, _IN_NAMES + _all_of(sought.words))
        named = [item for item in found.ranked if item[0].match < NameMatch.ELSEWHERE]
        return replace(found, ranked=named)

    def _with_partial(self, found: FoundEntries, sought: SoughtText) -> FoundEntries:
        """Add what has all the words that tell something or, failing that, some of them."""
        telling = replace(sought, words=self._telling(sought.words))
        for match in (_all_of(telling.words), _any_of(telling.words)):
            if len(found.ranked) < FEW:
                found = _together(found, self._ranked(telling, match))
        return found

    def _telling(self, words: Sequence[SoughtWord]) -> tuple[SoughtWord, ...]:
        """Leave out short words and those of many entries, if others remain."""
        most = max(FEW, self.tables.size // MANY)
        long = [word for word in words if len(word.folded) > SHORT]
        rare = [w for w in long if 0 < self.tables.count(w.expression(), most + 1) <= most]
        return tuple(rare or long or words)

    def _corrected(self, sought: SoughtText) -> tuple[SoughtText, str]:
        """Put what may be meant in place of words that occur nowhere; return it as text, too."""
        words, shown = list(sought.words), {}
        for n, word in enumerate(sought.words):
            if sought.iri or self.tables.count(word.expression(), 1):
                continue
            if near := self.tables.near(word.folded):
                words[n] = word.meaning([found.word for found in near])
                shown[n] = near[0].shown
        return replace(sought, words=tuple(words)), sought.with_words(shown) if shown else ""

    def _more_usual(self, sought: SoughtText) -> str:
        """Return the text with words in place of seldom ones that are like them; or nothing."""
        shown: dict[int, str] = {}
        for n, word in enumerate(sought.words):
            count = self.tables.count(word.expression(), SELDOM + 1)
            seldom = 0 < count <= SELDOM
            if seldom and (near := self.tables.near(word.folded, above=count * USUAL)):
                shown[n] = near[0].shown
        return sought.with_words(shown) if shown and not sought.iri else ""

    def _ranked(self, sought: SoughtText, match: str) -> FoundEntries:
        """Rank what an FTS5 expression finds, and before all the thing of the IRI asked for."""
        rows = self.tables.matching(match, MAX_HITS + 1)
        relevance = dict(rows[:MAX_HITS])
        names = self.tables.names(relevance)
        ranked = []
        for entry in self.tables.entries(relevance):
            number = entry.number
            rank = rank_of(sought, names.get(number, ()), self.language, relevance[number])
            shape = entry.kind is EntryKind.SHAPE
            rank = replace(rank, deprecated=entry.deprecated, aside=shape, number=number)
            ranked.append((rank, entry))
        ranked.sort(key=lambda item: item[0])
        ranked = self._with_asked(sought, ranked)
        return FoundEntries(sought=sought, ranked=ranked, capped=len(rows) > MAX_HITS)

    def _with_asked(self, sought: SoughtText, ranked: list[RankedEntry]) -> list[RankedEntry]:
        entry = self.tables.entry_of(sought.iri) if sought.iri else None
        if entry is None:
            return ranked
        first = Rank(match=NameMatch.IRI, number=entry.number)
        return [(first, entry), *(item for item in ranked if item[1].number != entry.number)]


def _together(whole: FoundEntries, some: FoundEntries) -> FoundEntries:
    """Put what has some of the words behind what has all of them."""
    known = {entry.number for _, entry in whole.ranked}
    new = [(replace(r, partial=True), e) for r, e in some.ranked if e.number not in known]
    ranked = sorted([*whole.ranked, *new], key=lambda item: item[0])
    return replace(some, ranked=ranked[:MAX_HITS])


def _all_of(words: Sequence[SoughtWord]) -> str:
    return f"({' AND '.join(word.expression() for word in words)})"


def _any_of(words: Sequence[SoughtWord]) -> str:
    return f"({' OR '.join(word.expression() for word in words)})"
