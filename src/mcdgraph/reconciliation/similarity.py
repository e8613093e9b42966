"""How alike two names are: the letters in threes that they share, word by word.

Source: the coefficient of Dice (1945) over trigrams; case, accents and ligatures are folded
before, and the order of the words does not count.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

#: From this on two texts are taken to say the same.
HOLDS: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class WantedWords:
    """Folded words with which others are compared."""

    words: tuple[str, ...]

    def likeness(self, other: Sequence[str]) -> float:
        """Return from 0 to 1 how alike other words are; 1 for the same words."""
        if self._sorted == sorted(other):
            return 1.0 if other else 0.0
        threes = _threes(other)
        shared = (self._counted & threes).total()
        return 2 * shared / (self._counted.total() + threes.total()) if shared else 0.0

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.words)

    @cached_property
    def _counted(self) -> Counter[str]:
        return _threes(self.words)


def _threes(words: Sequence[str]) -> Counter[str]:
    """Count the letters in threes of words, each with its beginning and end marked."""
    marked = (f"<<{word}>>" for word in words)
    return Counter(text[i : i + 3] for text in marked for i in range(len(text) - 2))
