"""Pieces of texts that show why something was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.search.model import SearchText, Snippet
from mcdgraph.search.question import SoughtWord
from mcdgraph.search.words import WordAnalyzer

#: Characters of a piece, and of them those before its first match.
LENGTH: Final = 200
_LEAD: Final = 60
#: Places that are marked.
_MAX_MARKS: Final = 20


@dataclass(frozen=True, kw_only=True)
class TextMatcher:
    """Finds the words of a request in texts; each word that it meets is looked at once."""

    words: Sequence[SoughtWord]
    analyzer: WordAnalyzer
    _known: dict[str, frozenset[int]] = field(default_factory=dict)

    def matched(self, text: SearchText) -> frozenset[int]:
        """Return which of the words looked for a text holds, by position."""
        return frozenset().union(*(self._which(w.folded) for w in self.analyzer.words(text.text)))

    def snippet(self, text: SearchText) -> Snippet:
        """Return the piece of a text around its first match, or its beginning without one."""
        written = text.text
        marks = self._marks(written)
        start = _start(written, marks[0][0]) if marks and len(written) > LENGTH else 0
        end = _end(written, start + LENGTH)
        inside = [(a - start, b - start) for a, b in marks if a >= start and b <= end]
        return Snippet(
            text=written[start:end],
            language=text.language,
            marks=tuple(inside[:_MAX_MARKS]),
            before=start > 0,
            after=end < len(written),
        )

    def _marks(self, text: str) -> list[tuple[int, int]]:
        return [(w.start, w.end) for w in self.analyzer.words(text) if self._which(w.folded)]

    def _which(self, folded: str) -> frozenset[int]:
        known = self._known.get(folded)
        if known is None:
            found = (n for n, word in enumerate(self.words) if word.matches(folded))
            known = self._known[folded] = frozenset(found)
        return known


def _start(text: str, match: int) -> int:
    """Return where a piece begins: at a word, a little before its match."""
    if match <= _LEAD:
        return 0
    space = text.find(" ", match - _LEAD, match)
    return match if space < 0 else space + 1


def _end(text: str, most: int) -> int:
    """Return where a piece ends: behind a word, if there is a space near."""
    if most >= len(text):
        return len(text)
    space = text.rfind(" ", most - _LEAD, most)
    return most if space < 0 else space
