"""Reads the header of saved queries, and names every fault with its place.

The header's form is described in ``docs/queries.md``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems
from mcdgraph.positions import SourceText, SyntaxProblem
from mcdgraph.questions.parameter_header import (
    LABEL,
    PARAMETER_KEYS,
    ParameterEntries,
    names_of,
)
from mcdgraph.questions.saved_query import Expectation, ExpectedAnswer, Origin, SavedQuery

LANGUAGES: Final = ("fr", "en")
#: The folder of questions, below that of all queries.
QUESTIONS: Final = "questions"

_ENTRY: Final = re.compile(
    r"#(?P<key>[a-z-]+)(?: (?P<language>[A-Za-z-]+))?:(?:[ \t]+(?P<text>.*))?$"
)
_TABLE: Final = re.compile(r"#\|[ \t]?(?P<text>.*)$")
_COUNT: Final = re.compile(r"(?P<count>\d+) rows?$")
_VARIABLES: Final = re.compile(r"(?:\?\w+)(?:[ \t]+\?\w+)*$")

_TRANSLATED: Final = ("title", "description", LABEL)
_PARAMETER: Final = "param"
_KEYS: Final = ("title", "description", "kind", "expect", "plant", _PARAMETER, *PARAMETER_KEYS)


@dataclass(kw_only=True)
class _Header:
    """The entries of one header as they are read, and what was wrong with them."""

    source: SourceText
    texts: dict[tuple[str, str | None], str] = field(default_factory=dict)
    table: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[SyntaxProblem] = field(default_factory=list)
    parameters: ParameterEntries = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no parameter."""
        self.parameters = ParameterEntries(blame=self.blame)

    def blame(self, line: int, message: str) -> None:
        """Keep a problem at a line counted from 1."""
        place = self.source.position(self.source.line_starts[line - 1])
        self.problems.append(SyntaxProblem(position=place, message=message))

    def read(self) -> None:
        """Read the comment lines before the query's first line."""
        for number, line in enumerate(self.source.text.splitlines(), 1):
            if line and not line.startswith("#"):
                return
            if row := _TABLE.match(line):
                self.table.append(row["text"].strip())
            elif entry := _ENTRY.match(line):
                self.add(number, entry)
        self.blame(1, "there is no query after the header")

    def add(self, number: int, entry: re.Match[str]) -> None:
        """Keep one entry; a repeated one continues the first."""
        key, language, text = entry["key"], entry["language"], (entry["text"] or "").strip()
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint = f"; did you mean #{near[0]}:?" if near else f"; known are {', '.join(_KEYS)}"
            self.blame(number, f"unknown header entry #{key}:{hint}")
        elif (language is not None) != (key in _TRANSLATED):
            wanted = f"needs a language, as in #{key} en:" if key in _TRANSLATED else "takes none"
            self.blame(number, f"#{key}: {wanted}")
        elif not text:
            self.blame(number, f"#{key}: says nothing")
        elif key == _PARAMETER:
            self.parameters.declare(number, text)
        elif key in PARAMETER_KEYS:
            self.parameters.add(number, key, language, text)
        else:
            glue = "\n" if key == "plant" else " "
            before = self.texts.get((key, language))
            self.texts[key, language] = f"{before}{glue}{text}" if before else text
            self.lines.setdefault(key, number)

    def translations(self, key: str, languages: Sequence[str]) -> Mapping[str, str]:
        """Give a translated entry by language: all languages or, but for the title, none."""
        found = {tag: text for (k, tag), text in self.texts.items() if k == key and tag}
        if found or key == "title":
            for language in languages:
                if language not in found:
                    self.blame(self.lines.get(key, 1), f"#{key} {language}: is missing")
        return MappingProxyType(found)

    def origins(self) -> tuple[Origin, ...]:
        """Give the kinds, separated by commas in the header."""
        words = [w.strip() for w in self.texts.get(("kind", None), "").split(",") if w.strip()]
        known = {origin.value for origin in Origin}
        for word in words:
            if word not in known:
                known_words = ", ".join(sorted(known))
                self.blame(self.lines["kind"], f"unknown kind {word!r}; known are {known_words}")
        if not words:
            self.blame(1, "#kind: is missing")
        return tuple(Origin(word) for word in words if word in known)

    def expectation(self) -> Expectation:
        """Give the expected answer, and its table where there is one."""
        text = self.texts.get(("expect", None), "")
        line = self.lines.get("expect", 1)
        if text == ExpectedAnswer.ROWS:
            return self.table_of_rows(line)
        if self.table:
            self.blame(line, "a table (#|) stands only under #expect: rows")
        if count := _COUNT.match(text):
            return Expectation(answer=ExpectedAnswer.COUNT, line=line, count=int(count["count"]))
        if text in (ExpectedAnswer.YES, ExpectedAnswer.NO, ExpectedAnswer.NONE):
            answer = ExpectedAnswer(text)
            none = 0 if answer is ExpectedAnswer.NONE else None
            return Expectation(answer=answer, line=line, count=none)
        self.blame(line, f"#expect: {text or 'is missing'}; known are yes, no, none, N rows, rows")
        return Expectation(answer=ExpectedAnswer.NONE, count=0)

    def table_of_rows(self, line: int) -> Expectation:
        """Give the expected rows; the table's first line names the variables."""
        if len(self.table) < 2 or not _VARIABLES.match(self.table[0]):
            self.blame(line, "#expect: rows needs a table: #| ?variables, then #| terms")
            return Expectation(answer=ExpectedAnswer.ROWS, count=0)
        names, *rows = self.table
        return Expectation(
            answer=ExpectedAnswer.ROWS,
            line=line,
            count=len(rows),
            variables=tuple(names.split()),
            rows=tuple(rows),
        )

    def saved_query(self, languages: Sequence[str]) -> SavedQuery:
        """Give the saved query, noting what its header lacks."""
        expectation = self.expectation()
        plant = self.texts.get(("plant", None), "")
        if expectation.answer in (ExpectedAnswer.NONE, ExpectedAnswer.NO) and not plant:
            line = self.lines.get("expect", 1)
            self.blame(line, "an expected empty answer needs #plant: triples that would fill it")
        query = SavedQuery(
            name=self.source.path.stem,
            path=self.source.path,
            titles=self.translations("title", languages),
            descriptions=self.translations("description", languages),
            origins=self.origins(),
            expectation=expectation,
            plant=plant,
            text=self.source.text,
        )
        names = names_of(query.prologue)
        return replace(query, parameters=self.parameters.parameters(query.text, names, languages))


def _parsed(source: SourceText, languages: Sequence[str]) -> tuple[SavedQuery, list[SyntaxProblem]]:
    header = _Header(source=source)
    header.read()
    query = header.saved_query(languages)
    return query, sorted(header.problems, key=lambda problem: problem.position)


def parse_saved_query(source: SourceText, languages: Sequence[str] = LANGUAGES) -> SavedQuery:
    """Read one saved query; raises SyntaxProblems that names every fault of its header."""
    query, problems = _parsed(source, languages)
    if problems:
        raise SyntaxProblems(problems)
    return query


def _sources(folder: Path, root: Path) -> Iterator[SourceText]:
    for path in sorted(folder.glob("*.rq")):
        try:
            text = path.read_text(encoding="utf8")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error
        yield SourceText(path=PurePosixPath(path.relative_to(root).as_posix()), text=text)


def read_saved_queries(
    folder: Path, languages: Sequence[str] = LANGUAGES, *, root: Path | None = None
) -> tuple[SavedQuery, ...]:
    """Read every ``*.rq`` file of a folder, by name.

    Paths are told from ``root``, or else from the folder above. Raises MissingInputError where
    there is no file, and SyntaxProblems that names every fault of every file.
    """
    sources = _sources(folder, root or folder.parent)
    parsed = [_parsed(source, languages) for source in sources]
    if not parsed:
        raise MissingInputError(f"no saved query (*.rq) in {folder}")
    if problems := [problem for _, found in parsed for problem in found]:
        raise SyntaxProblems(problems)
    return tuple(query for query, _ in parsed)


def read_questions(
    queries: Path, languages: Sequence[str], *, root: Path | None = None
) -> tuple[SavedQuery, ...]:
    """Read the questions of a graph, which stand in a folder of their own among its queries.

    A graph need not have any. Raises as `read_saved_queries` does where there is the folder.
    """
    folder = queries / QUESTIONS
    return read_saved_queries(folder, languages, root=root) if folder.is_dir() else ()
