"""Hits as they are told: what a thing is called, and the text by which it was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mcdgraph.search.model import SearchHit, SearchText, Suggestion
from mcdgraph.search.question import SoughtText
from mcdgraph.search.ranking import NameMatch, match_name
from mcdgraph.search.snippets import TextMatcher
from mcdgraph.search.tables import IndexTables, StoredEntry
from mcdgraph.search.vocabulary import TextRole
from mcdgraph.search.words import WordAnalyzer


@dataclass(kw_only=True, eq=False)
class HitReader:
    """Reads the texts of entries for one request; ``languages`` are the reader's, then others."""

    tables: IndexTables
    analyzer: WordAnalyzer
    sought: SoughtText
    languages: Sequence[str]
    matcher: TextMatcher = field(init=False)

    def __post_init__(self) -> None:
        """Look for the words of the request."""
        self.matcher = TextMatcher(words=self.sought.words, analyzer=self.analyzer)

    def hit(self, entry: StoredEntry) -> SearchHit:
        """Return an entry with its name and the reason why it was found."""
        texts = [text for text, _ in self.tables.texts(entry)]
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
            name=self.matcher.snippet(name),
            role=reason.role if reason else None,
            property=reason.property if reason else "",
            reason=self.matcher.snippet(reason) if reason else None,
            summary=self.matcher.snippet(summary) if summary and told else None,
        )

    def suggestion(self, entry: StoredEntry) -> Suggestion:
        """Return an entry with the name that matches best."""
        texts = self.tables.texts(entry)
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
            name=self.matcher.snippet(given),
            called=self.matcher.snippet(name) if given is not name else None,
        )

    def _name(self, texts: Sequence[SearchText]) -> SearchText:
        """Return what a thing is called: every entry has at least the name in its IRI."""
        return min(texts, key=lambda text: (text.role, self._language(text)))

    def _reason(self, texts: Sequence[SearchText], name: SearchText) -> SearchText | None:
        """Return the text that holds the most of what is looked for, the most telling of those."""
        best, least = None, (0, 0, False, 0)
        for text in texts:
            held = len(self.matcher.matched(text))
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
