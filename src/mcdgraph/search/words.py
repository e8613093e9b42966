"""Words as search compares them: without case or accents, with their stems.

Stemming is that of Snowball (https://snowballstem.org/), by the language of a text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import Stemmer

#: Characters of a word that count.
MAX_WORD: Final = 64
#: Words that an analyzer remembers.
_CACHED: Final = 50_000

#: Primary language tag → Snowball's name for it.
STEMMED: Final = MappingProxyType(
    {
        "ar": "arabic",
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hi": "hindi",
        "hu": "hungarian",
        "hy": "armenian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "nb": "norwegian",
        "ne": "nepali",
        "nl": "dutch",
        "nn": "norwegian",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sr": "serbian",
        "sv": "swedish",
        "ta": "tamil",
        "tr": "turkish",
    }
)

#: Ideographs and syllables that are written without spaces: each is a word.
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
#: Marks that belong to the letter before them, of Latin, Hebrew and Arabic.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0655"
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}](?:[^\W_{_ALONE}]|[{_MARKS}])*")
#: The words within a name such as ``hasPostIn`` or ``VAVBox2``.
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedWord:
    """A word of a text: as it is compared, and where it stands (code points)."""

    folded: str
    start: int
    end: int


class WordAnalyzer:
    """Splits texts into words, folds them and finds their stems; remembers what it found."""

    def __init__(self) -> None:
        """Begin with no word."""
        self._stemmers: dict[str, Stemmer.Stemmer] = {}
        self._stems: dict[tuple[str, str], tuple[str, ...]] = {}
        self._folded: dict[str, str] = {}

    def words(self, text: str) -> Iterator[FoldedWord]:
        """Yield the words of a text in order; in linear time."""
        for found in _WORD.finditer(text):
            if folded := self._fold(found[0]):
                yield FoldedWord(folded=folded, start=found.start(), end=found.end())

    def _fold(self, word: str) -> str:
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) >= _CACHED:
                self._folded.clear()
            known = self._folded[word[: 2 * MAX_WORD]] = fold(word)
        return known

    def stems(self, word: str, language: str | None) -> tuple[str, ...]:
        """Return the stems of a word as it is written, folded; none for other languages.

        There are two where the accents of the word, which a reader may leave out, decide.
        """
        primary = (language or "").lower().partition("-")[0]
        if primary not in STEMMED or len(word) > MAX_WORD:
            return ()
        known = self._stems.get((primary, word))
        if known is None:
            if len(self._stems) >= _CACHED:
                self._stems.clear()
            known = self._stems[primary, word] = self._find_stems(word.casefold(), primary)
        return known

    def _find_stems(self, word: str, primary: str) -> tuple[str, ...]:
        stemmer = self._stemmers.get(primary)
        if stemmer is None:
            stemmer = self._stemmers[primary] = Stemmer.Stemmer(STEMMED[primary])
        forms = dict.fromkeys((word, fold(word)))
        return tuple(dict.fromkeys(fold(stemmer.stemWord(form)) for form in forms if form))


def fold(text: str) -> str:
    """Return the letters and digits of a word without case, accents and ligatures."""
    if text.isascii():
        return "".join(filter(str.isalnum, text[:MAX_WORD].lower()))
    plain = unicodedata.normalize("NFKD", text[:MAX_WORD].casefold().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())[:MAX_WORD]


def local_name(iri: str) -> str:
    """Return what stands behind an IRI's last mark."""
    return iri.rstrip("/#").replace("#", "/").replace(":", "/").rpartition("/")[2]


def parts_of_name(name: str) -> list[str]:
    """Split a name such as ``CooperantPost`` into its words; none where it is one word."""
    parts = _HUMP.findall(name[:MAX_WORD])
    return parts if len(parts) > 1 else []


def folded_text(analyzer: WordAnalyzer, text: str) -> str:
    """Return a text as its folded words with a space between them."""
    return " ".join(word.folded for word in analyzer.words(text))
