"""What somebody looks for, as words and what each may match: never a piece of a language.

Every word reaches the index as a quoted string of letters and digits (SQLite FTS5, clause 3.1),
so that no operator of a user's is one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mcdgraph.search.words import WordAnalyzer

#: Words that count, and characters among which they are looked for.
MAX_WORDS: Final = 12
MAX_CHARACTERS: Final = 400
#: From this length on the beginning of a word will do.
_PREFIX: Final = 3
#: Letters by which a word may be longer than its stem, and be a form of it.
_ENDING: Final = 3
_STEM: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtWord:
    """A word that is looked for.

    ``forms`` are what it matches, folded: the word itself and its stems or, where it occurs
    nowhere, words that may be meant. ``open`` tells whether its beginning will do. ``start``
    and ``end`` are where it stands in the text (code points).
    """

    folded: str
    forms: tuple[str, ...]
    open: bool
    start: int = 0
    end: int = 0
    stems: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the forms that are long enough to be the beginning of others."""
        object.__setattr__(self, "stems", tuple(f for f in self.forms if len(f) >= _STEM))

    def expression(self) -> str:
        """Return the FTS5 expression of what it matches."""
        found = [f'"{form}"' for form in self.forms]
        if self.open:
            found.append(f'"{self.folded}"*')
        return f"({' OR '.join(found)})"

    def matches(self, word: str) -> bool:
        """Return whether a folded word is one that is looked for."""
        return self.is_form(word) or (self.open and word.startswith(self.folded))

    def is_form(self, word: str) -> bool:
        """Return whether a folded word is the one looked for, or another form of it."""
        if word in self.forms:
            return True
        return word.startswith(self.stems) and any(
            word.startswith(stem) and len(word) - len(stem) <= _ENDING for stem in self.stems
        )

    def meaning(self, forms: Sequence[str]) -> "SoughtWord":
        """Return the word with what is meant by it."""
        return replace(self, folded=forms[0], forms=tuple(forms), open=False)


@dataclass(frozen=True, kw_only=True)
class SoughtText:
    """What is looked for: its words, or an IRI that names a thing.

    ``left_out`` counts the words that are too many, or 1 where the text itself is too long.
    """

    text: str
    words: tuple[SoughtWord, ...]
    iri: str = ""
    left_out: int = 0

    @property
    def folded(self) -> tuple[str, ...]:
        """The words, folded."""
        return tuple(word.folded for word in self.words)

    def with_words(self, shown: Mapping[int, str]) -> str:
        """Return the text with other words in place of some, by their position."""
        pieces, at = [], 0
        for n, word in enumerate(self.words):
            pieces += [self.text[at : word.start], shown.get(n, self.text[word.start : word.end])]
            at = word.end
        return "".join([*pieces, self.text[at:]])


def read_sought(
    text: str,
    analyzer: WordAnalyzer,
    languages: Iterable[str],
    prefixes: Mapping[str, str],
    *,
    typing: bool = False,
) -> SoughtText:
    """Read what is looked for; stemmed in each of ``languages``, since it does not say its own.

    While one is ``typing``, any beginning of the last word will do.
    """
    text = text.strip()
    iri = _iri(text, prefixes)
    looked_at = text[:MAX_CHARACTERS] if not iri else text[-MAX_CHARACTERS:]
    tags = tuple(languages)
    found = list(_words(looked_at, analyzer, tags))
    words = found[-1:] if iri else found[:MAX_WORDS]
    if typing and words:
        words[-1] = replace(words[-1], open=True)
    left_out = 0 if iri else len(found) - len(words) + (len(text) > MAX_CHARACTERS)
    return SoughtText(text=text, words=tuple(words), iri=iri, left_out=left_out)


def _words(text: str, analyzer: WordAnalyzer, languages: tuple[str, ...]) -> Iterator[SoughtWord]:
    for word in analyzer.words(text):
        written = text[word.start : word.end]
        stems = (stem for tag in languages for stem in analyzer.stems(written, tag))
        forms = tuple(dict.fromkeys(form for form in (word.folded, *stems) if form))
        yield SoughtWord(
            folded=word.folded,
            forms=forms,
            open=len(word.folded) >= _PREFIX,
            start=word.start,
            end=word.end,
        )


def _iri(text: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a text is, whole or as a prefixed name; empty where it is none."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix, colon, local = bare.partition(":")
    if not colon or any(c.isspace() or c in '<>"{}|^`\\' for c in bare):
        return ""
    if local.startswith("//") or prefix in ("urn", "mailto", "tel"):
        return bare
    return prefixes[prefix] + local if prefix in prefixes else ""
