"""In which order what was found is told: by how its names match, then by all that it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from mcdgraph.search.question import SoughtText
from mcdgraph.search.vocabulary import TextRole


class NameMatch(IntEnum):
    """How a name matches what is looked for, the best first."""

    IRI = 0
    SAME = 1
    SAME_FORMS = 2
    BEGINS = 3
    HOLDS = 4
    HOLDS_BEGINNINGS = 5
    ELSEWHERE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedName:
    """A name of a thing as its folded words, with its language.

    ``role`` tells names from other names and codes. ``own`` is the name in its IRI, which
    nobody need have meant to be read.
    """

    words: tuple[str, ...]
    language: str | None
    own: bool = False
    role: TextRole = TextRole.NAME


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Rank:
    """The place of a hit; the least is told first.

    What is in use comes before the deprecated, what has all the words before what has some,
    what is described before the shapes that describe. Then counts how the best name matches,
    whether that is in the reader's language, how much of it is not looked for, the relevance
    of all texts (BM25, the lower the better), and last the number.
    """

    deprecated: bool = False
    partial: bool = False
    aside: bool = False
    match: NameMatch = NameMatch.ELSEWHERE
    other_language: bool = True
    rest: int = 0
    relevance: float = 0.0
    number: int = 0


def rank_of(
    sought: SoughtText, names: Iterable[FoldedName], language: str, relevance: float
) -> Rank:
    """Rank a thing by its names and the relevance of all its texts."""
    best = min((_rank_name(sought, name, language) for name in names), default=Rank())
    return replace(best, relevance=relevance)


def _rank_name(sought: SoughtText, name: FoldedName, language: str) -> Rank:
    match = match_name(sought, name.words)
    if match is NameMatch.ELSEWHERE:
        return Rank()
    if name.own:
        match = max(match, NameMatch.HOLDS if len(name.words) > 1 else NameMatch.SAME_FORMS)
    tag = (name.language or "").partition("-")[0].lower()
    return Rank(
        match=match,
        other_language=tag not in ("", language),
        rest=len(name.words) - len(sought.words),
    )


def match_name(sought: SoughtText, words: Sequence[str]) -> NameMatch:
    """Tell how the words of a name match what is looked for."""
    wanted = sought.folded
    if tuple(words) == wanted:
        return NameMatch.SAME
    forms = all(word.is_form(given) for word, given in zip(sought.words, words, strict=False))
    if forms and len(words) >= len(wanted):
        return NameMatch.SAME_FORMS if len(words) == len(wanted) else NameMatch.BEGINS
    if all(any(word.is_form(given) for given in words) for word in sought.words):
        return NameMatch.HOLDS
    if all(any(word.matches(given) for given in words) for word in sought.words):
        return NameMatch.HOLDS_BEGINNINGS
    return NameMatch.ELSEWHERE
