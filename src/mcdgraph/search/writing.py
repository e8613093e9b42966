"""Writes the index of search: one SQLite file, the same bytes for the same entries.

Source: SQLite FTS5 (https://sqlite.org/fts5.html), of which the full-text tables keep no text
of their own.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mcdgraph.search.model import SearchEntry, SearchText
from mcdgraph.search.spelling import MIN_LENGTH, padded
from mcdgraph.search.vocabulary import TextRole
from mcdgraph.search.words import STEMMED, WordAnalyzer, fold, local_name, parts_of_name

#: Counts up when the tables change.
VERSION: Final = 1
#: What writes the file, which shapes its bytes.
SQLITE_VERSION: Final = sqlite3.sqlite_version
#: Words that may be meant by a misspelt one: the most used of a vocabulary.
MAX_VOCABULARY: Final = 200_000
#: Languages in which a question is stemmed, the most used.
MAX_LANGUAGES: Final = 6

_SCHEMA: Final = f"""
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA encoding = 'UTF-8';
PRAGMA user_version = {VERSION};
CREATE TABLE language (position INTEGER PRIMARY KEY, tag TEXT NOT NULL);
CREATE TABLE property (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
  deprecated INTEGER NOT NULL
);
CREATE TABLE text (
  entry INTEGER NOT NULL, position INTEGER NOT NULL, role INTEGER NOT NULL,
  property INTEGER NOT NULL, language TEXT, text TEXT NOT NULL, folded TEXT,
  PRIMARY KEY (entry, position)
) WITHOUT ROWID;
CREATE TABLE vocabulary (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL, shown TEXT NOT NULL, uses INTEGER NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
  name, alias, summary, note,
  content = '', prefix = '1 2 3',
  tokenize = "unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE near USING fts5 (
  word, content = '', tokenize = "trigram case_sensitive 1"
);
"""
_FINISH: Final = """
CREATE INDEX entry_iri ON entry (iri);
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO near (near) VALUES ('optimize');
"""
#: Role of a text → the column of ``words`` that holds its words.
_COLUMN: Final = {
    TextRole.NAME: 0,
    TextRole.ALIAS: 1,
    TextRole.CODE: 1,
    TextRole.SUMMARY: 2,
    TextRole.NOTE: 3,
}
_COLUMNS: Final = 4


def write_index(entries: Iterable[SearchEntry], path: Path) -> None:
    """Write the index of ``entries``, in the order in which equally good ones are found."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        _IndexWriter(connection=connection).write(entries)
        connection.execute("COMMIT")
        connection.executescript(_FINISH)
        connection.execute("VACUUM")


@dataclass(kw_only=True, eq=False)
class _IndexWriter:
    """Fills the tables, and counts words and languages on the way."""

    connection: sqlite3.Connection
    analyzer: WordAnalyzer = field(default_factory=WordAnalyzer)
    properties: dict[str, int] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    spellings: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def write(self, entries: Iterable[SearchEntry]) -> None:
        """Write all rows."""
        for number, entry in enumerate(entries, start=1):
            self._write_entry(number, entry)
        self._insert("property", 2, ((n, iri) for iri, n in self.properties.items()))
        self._insert("language", 2, enumerate(self._chosen_languages(), start=1))
        self._write_vocabulary()

    def _insert(self, table: str, width: int, rows: Iterable[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * width)
        self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def _write_entry(self, number: int, entry: SearchEntry) -> None:
        row = (number, entry.iri, entry.kind.value, entry.type, int(entry.deprecated))
        self._insert("entry", 5, [row])
        columns: list[dict[str, None]] = [{} for _ in range(_COLUMNS)]
        rows = []
        for position, text in enumerate(entry.texts):
            tokens, folded = self._tokens(text)
            columns[_COLUMN[text.role]].update(dict.fromkeys(tokens))
            named = folded if text.role <= TextRole.CODE else None
            known = self.properties.setdefault(text.property, len(self.properties))
            rows.append((number, position, int(text.role), known, text.language, text.text, named))
        columns[_COLUMN[TextRole.CODE]].update(dict.fromkeys(_name_tokens(entry.iri)))
        self._insert("text", 7, rows)
        sql = "INSERT INTO words (rowid, name, alias, summary, note) VALUES (?, ?, ?, ?, ?)"
        self.connection.execute(sql, (number, *(" ".join(tokens) for tokens in columns)))

    def _tokens(self, text: SearchText) -> tuple[list[str], str]:
        """Return the words of a text with their stems, and its words alone."""
        tokens: list[str] = []
        folded: list[str] = []
        if text.language:
            self.languages[text.language.lower().partition("-")[0]] += 1
        for word in self.analyzer.words(text.text):
            written = text.text[word.start : word.end]
            folded.append(word.folded)
            tokens += (word.folded, *self.analyzer.stems(written, text.language))
            if len(word.folded) >= MIN_LENGTH and word.folded.isalpha():
                self.spellings[word.folded][written] += 1
        return tokens, " ".join(folded)

    def _chosen_languages(self) -> list[str]:
        """Return the languages that have stems, the most used first."""
        found = [item for item in self.languages.items() if item[0] in STEMMED]
        return [tag for tag, _ in sorted(found, key=lambda item: (-item[1], item[0]))][
            :MAX_LANGUAGES
        ]

    def _write_vocabulary(self) -> None:
        """Write the words, the most used first, each in its most usual spelling."""
        counted = [(word, spelt, spelt.total()) for word, spelt in self.spellings.items()]
        counted.sort(key=lambda item: (-item[2], item[0]))
        for number, (word, spelt, uses) in enumerate(counted[:MAX_VOCABULARY], start=1):
            shown = min(spelt, key=lambda spelling: (-spelt[spelling], spelling.swapcase()))
            self._insert("vocabulary", 4, [(number, word, shown, uses)])
            self.connection.execute(
                "INSERT INTO near (rowid, word) VALUES (?, ?)", (number, padded(word))
            )


def _name_tokens(iri: str) -> Iterator[str]:
    """Yield the words within the name of an IRI, such as those of ``CooperantPost``."""
    for part in parts_of_name(local_name(iri)):
        yield fold(part)
