"""The very words of a passage, in their context, cut out of a copy of the document."""

from dataclasses import dataclass
from typing import Final

#: Code points of a passage that are quoted, and of the context on each side of it.
MOST_QUOTED: Final = 1_200
CONTEXT: Final = 160
#: Words of a passage that a link finds it by, on each side.
_WORDS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """What stands before the passage, the passage itself, and what follows; ellipses where cut."""

    before: str
    exact: str
    after: str

    @property
    def first_words(self) -> str:
        """The words by which a link finds the passage: all of them where they are few."""
        words = self.exact.split()
        return " ".join(words if len(words) <= 2 * _WORDS else words[:_WORDS])

    @property
    def last_words(self) -> str:
        """The words at which the passage ends; none where the first are all."""
        words = self.exact.split()
        return "" if len(words) <= 2 * _WORDS else " ".join(words[-_WORDS:])


def quotation(text: str, start: int, end: int) -> Quotation | None:
    """Quote the code points [start, end) of a text; None where it has none there."""
    if not fits(text, start, end):
        return None
    exact = text[start : min(end, start + MOST_QUOTED)]
    return Quotation(
        before=_before(text, start),
        exact=exact if start + MOST_QUOTED >= end else exact.rstrip() + "…",
        after=_after(text, end),
    )


def fits(text: str, start: int, end: int) -> bool:
    """Return whether offsets cut more than blanks out of a text."""
    return 0 <= start < end <= len(text) and text[start:end].strip() != ""


def _before(text: str, start: int) -> str:
    if start <= CONTEXT:
        return text[:start]
    found = text[start - CONTEXT : start]
    return "…" + (found[found.find(" ") + 1 :] if " " in found else found)


def _after(text: str, end: int) -> str:
    if len(text) - end <= CONTEXT:
        return text[end:]
    found = text[end : end + CONTEXT]
    return (found[: found.rfind(" ")] if " " in found else found) + "…"
