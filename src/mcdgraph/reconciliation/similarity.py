"""How alike two names are: the letters in threes that they share, word by word.

Source: the coefficient of Dice (1945) over trigrams; case, accents and ligatures are folded
before, and the order of the words does not count.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

#: From this on two texts are taken to say the same.
HOLDS: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class ComparedWords:
    """Folded words that are compared with others, counted when they first are."""

    words: tuple[str, ...]

    def likeness(self, other: "ComparedWords") -> float:
        """Return from 0 to 1 how alike others are; 1 for the same words."""
        if self._sorted == other._sorted:
            return 1.0 if self.words else 0.0
        ours, theirs = self._threes, other._threes
        shared = sum(min(count, theirs[three]) for three, count in ours.items() if three in theirs)
        return 2 * shared / (self._total + other._total) if shared else 0.0

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.words)

    @cached_property
    def _threes(self) -> Counter[str]:
        """The letters in threes of the words, each with its beginning and end marked."""
        marked = (f"<<{word}>>" for word in self.words)
        return Counter(text[i : i + 3] for text in marked for i in range(len(text) - 2))

    @cached_property
    def _total(self) -> int:
        return self._threes.total()
