"""Hits as they are told: what a thing is called, and the text by which it was found."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from mcdgraph.search.model import SearchHit, SearchText, Snippet, Suggestion
from mcdgraph.search.question import SoughtText
from mcdgraph.search.ranking import NameMatch, match_name
from mcdgraph.search.snippets import matched, snippet_of
from mcdgraph.search.vocabulary import EntryKind, TextRole
from mcdgraph.search.words import WordAnalyzer

#: Characters of a name.
_NAME: Final = 200

_TEXTS: Final = """
SELECT role, iri, language, text, folded FROM text JOIN property ON property.id = property
WHERE entry = ? ORDER BY position
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """A thing as the index holds it, without its texts."""

    number: int
    iri: str
    kind: EntryKind
    type: str
    deprecated: bool

    @classmethod
    def of(cls, row: tuple[int, str, str, str, int]) -> Self:
        """Read a row of the table ``entry``."""
        number, iri, kind, type_, deprecated = row
        return cls(
            number=number,
            iri=iri,
            kind=EntryKind(kind),
            type=type_,
            deprecated=bool(deprecated),
        )


@dataclass(kw_only=True, eq=False)
class HitReader:
    """Reads the texts of entries for one request; ``languages`` are the reader's, then others."""

    connection: sqlite3.Connection
    analyzer: WordAnalyzer
    sought: SoughtText
    languages: Sequence[str]

    def hit(self, entry: StoredEntry) -> SearchHit:
        """Return an entry with its name and the reason why it was found."""
        texts = [text for text, _ in self._texts(entry)]
        name = self._name(texts)
        reason = self._reason(texts, name)
        summaries = [text for text in texts if text.role is TextRole.SUMMARY]
        summary = min(summaries, key=self._language, default=None)
        told = reason is None or reason.role < TextRole.SUMMARY
        return SearchHit(
            iri=entry.iri,
            kind=entry.kind,
            type=entry.type,
            deprecated=entry.deprecated,
            name=self._snippet(name, _NAME),
            role=reason.role if reason else None,
            property=reason.property if reason else "",
            reason=self._snippet(reason) if reason else None,
            summary=self._snippet(summary) if summary and told else None,
        )

    def suggestion(self, entry: StoredEntry) -> Suggestion:
        """Return an entry with the name that matches best."""
        texts = self._texts(entry)
        name = self._name([text for text, _ in texts])
        match, _, best = min(
            (
                (match_name(self.sought, folded.split()), self._language(text), n)
                for n, (text, folded) in enumerate(texts)
                if folded
            ),
            default=(NameMatch.ELSEWHERE, 0, -1),
        )
        told = match_name(self.sought, [w.folded for w in self.analyzer.words(name.text)])
        named = told is not NameMatch.ELSEWHERE or match is NameMatch.ELSEWHERE
        given = name if named else texts[best][0]
        return Suggestion(
            iri=entry.iri,
            kind=entry.kind,
            type=entry.type,
            deprecated=entry.deprecated,
            name=self._snippet(given, _NAME),
            called=self._snippet(name, _NAME) if given is not name else None,
        )

    def _texts(self, entry: StoredEntry) -> list[tuple[SearchText, str]]:
        """Return the texts of an entry, the most telling first, each with its folded words."""
        rows = self.connection.execute(_TEXTS, (entry.number,))
        return [
            (
                SearchText(role=TextRole(role), property=iri, language=language, text=text),
                folded or "",
            )
            for role, iri, language, text, folded in rows
        ]

    def _name(self, texts: Sequence[SearchText]) -> SearchText:
        """Return what a thing is called: every entry has at least the name in its IRI."""
        return min(texts, key=lambda text: (text.role, self._language(text)))

    def _reason(self, texts: Sequence[SearchText], name: SearchText) -> SearchText | None:
        """Return the text that holds the most of what is looked for, the most telling of those."""
        best, least = None, (0, 0, False, 0)
        for text in texts:
            held = len(matched(text, self.sought.words, self.analyzer))
            key = (-held, int(text.role), text is not name, self._language(text))
            if held and key < least:
                best, least = text, key
        return best

    def _language(self, text: SearchText) -> int:
        """Return the place of a text's language in the order that the reader prefers."""
        if text.language is None:
            return len(self.languages)
        tag = text.language.lower().partition("-")[0]
        return self.languages.index(tag) if tag in self.languages else len(self.languages) + 1

    def _snippet(self, text: SearchText, length: int = 200) -> Snippet:
        return snippet_of(text, self.sought.words, self.analyzer, length)
