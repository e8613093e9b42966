"""Pieces of texts that show why something was found."""

from collections.abc import Sequence
from typing import Final

from mcdgraph.search.model import SearchText, Snippet
from mcdgraph.search.question import SoughtWord
from mcdgraph.search.words import WordAnalyzer

#: Characters of a piece, and of them those before its first match.
_LENGTH: Final = 200
_LEAD: Final = 60
#: Places that are marked.
_MAX_MARKS: Final = 20


def snippet_of(
    text: SearchText, words: Sequence[SoughtWord], analyzer: WordAnalyzer, length: int = _LENGTH
) -> Snippet:
    """Return the piece of a text around its first match, or its beginning where it has none."""
    written = text.text
    marks = [(start, end) for start, end, _ in _matches(written, words, analyzer)]
    start = _start(written, marks[0][0]) if marks and len(written) > length else 0
    end = _end(written, start + length)
    return Snippet(
        text=written[start:end],
        language=text.language,
        marks=tuple((a - start, b - start) for a, b in marks if a >= start and b <= end)[
            :_MAX_MARKS
        ],
        before=start > 0,
        after=end < len(written),
    )


def matched(
    text: SearchText, words: Sequence[SoughtWord], analyzer: WordAnalyzer
) -> frozenset[int]:
    """Return which of the words looked for a text holds, by position."""
    return frozenset(n for _, _, found in _matches(text.text, words, analyzer) for n in found)


def _matches(
    text: str, words: Sequence[SoughtWord], analyzer: WordAnalyzer
) -> list[tuple[int, int, tuple[int, ...]]]:
    """List the places of a text that match, each with the positions of the words it matches."""
    found = []
    for word in analyzer.words(text):
        which = tuple(n for n, sought in enumerate(words) if sought.matches(word.folded))
        if which:
            found.append((word.start, word.end, which))
    return found


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
