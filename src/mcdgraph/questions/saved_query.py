"""A saved query: what is asked in several languages, the SPARQL, and what must come back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from mcdgraph.questions.binding import bind
from mcdgraph.questions.question_parameter import ParameterValue, QuestionParameter

_PROLOGUE: Final = re.compile(r"[ \t]*(?:PREFIX|BASE)\b.*$", re.IGNORECASE)


class Origin(StrEnum):
    """Where the statements that answer a question come from."""

    STATED = "stated"
    RECORDED = "recorded"
    INFERRED = "inferred"
    EDITORIAL = "editorial"
    EXTERNAL = "external"
    ABSENT = "absent"


class ExpectedAnswer(StrEnum):
    """The form of an expected answer."""

    YES = "yes"
    NO = "no"
    NONE = "none"
    COUNT = "count"
    ROWS = "rows"


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a saved query must answer.

    ``count`` is the number of rows where the answer is one of SELECT; ``variables`` and
    ``rows`` hold the table, each row as written: SPARQL terms, or UNDEF where nothing is
    bound (SPARQL 1.1 Query, clause 10.2). ``line`` is where the header says so, from 1.
    """

    answer: ExpectedAnswer
    line: int = 1
    count: int | None = None
    variables: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def values_query(self, prologue: str) -> str:
        """Give a query that answers with the expected rows: the table as a VALUES block."""
        names = " ".join(self.variables)
        rows = "\n".join(f"  ({row})" for row in self.rows)
        return f"{prologue}\nSELECT {names} {{ VALUES ({names}) {{\n{rows}\n}} }}"


@dataclass(frozen=True, kw_only=True)
class SavedQuery:
    """A question of the graph: its text in several languages, its query, its answer.

    ``name`` is the file's name without suffix; ``plant`` holds triples in Turtle that make
    an expected empty answer full when they are added: the proof that it is not empty because
    the query asks for something that cannot be. ``parameters`` are variables that may be given
    values.
    """

    name: str
    path: PurePosixPath
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    origins: tuple[Origin, ...]
    expectation: Expectation
    plant: str
    text: str = field(repr=False)
    parameters: tuple[QuestionParameter, ...] = ()

    def title(self, language: str) -> str:
        """Give the question in a language, or in the first one there is."""
        return self.titles.get(language) or next(iter(self.titles.values()))

    def description(self, language: str) -> str:
        """Give the remark on the answer in a language, or nothing where there is none."""
        return self.descriptions.get(language, "")

    @property
    def prologue(self) -> str:
        """The PREFIX and BASE lines of the query."""
        return "\n".join(line for line in self.text.splitlines() if _PROLOGUE.match(line))

    @property
    def query(self) -> str:
        """The query without its header: what a page shows and a reader may copy."""
        return _without_header(self.text)

    def bound(self, values: Mapping[str, ParameterValue] | None = None) -> str:
        """Return the whole text with values for its parameters, or else their defaults.

        A parameter with neither stays a variable: the query asks of all its values.
        """
        defaults = {p.name: p.default for p in self.parameters if p.default is not None}
        return bind(self.text, {**defaults, **(values or {})})

    def asked(self, values: Mapping[str, ParameterValue] | None = None) -> str:
        """Return the query as it is asked, without its header; see `bound`."""
        return _without_header(self.bound(values))

    @property
    def planted_update(self) -> str:
        """A SPARQL update that adds the planted triples."""
        return f"{self.prologue}\nINSERT DATA {{\n{self.plant}\n}}"


def _without_header(text: str) -> str:
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line and line[0] != "#")
    return "\n".join(lines[start:]) + "\n"
