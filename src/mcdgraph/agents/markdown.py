"""The pieces of documents in Markdown: values, statements, evidence, answers, sections.

Source: CommonMark 0.31; tables by GitHub Flavored Markdown, clause 4.10.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from mcdgraph.agents.values import evidence_id
from mcdgraph.pages.answers import AnswerPage, Cell
from mcdgraph.pages.labels import Label
from mcdgraph.pages.numbers import grouped
from mcdgraph.pages.values import (
    Fact,
    Group,
    Listed,
    Nested,
    Resource,
    Statement,
    StatementEvidence,
    Text,
    Value,
)

#: What Markdown would read as more than a character.
_MARKS: Final = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]<>|#~"})
#: What would be read as a reference to a character (clause 2.5).
_REFERENCE: Final = re.compile(r"&(?=#?[0-9A-Za-z]{1,40};)")
#: How a list, a line across or the line below a heading begins (clauses 4.1, 4.3 and 5.2).
_BLOCK: Final = re.compile(r"[-+](?: |\Z)|(?:- ?){3,}\Z|=+\Z")
_NUMBERED: Final = re.compile(r"([0-9]{1,9})(?=[.)](?: |\Z))", re.ASCII)
#: What ends the address of a link, or cannot stand in one.
_IN_ADDRESS: Final = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "<>\n\r \\"})
#: How an address begins that only leads somewhere; others may be programs (``javascript:``).
_LINKED: Final = ("https://", "http://", "urn:", "/")


class PageWords(Protocol):
    """The words of one language, each by its name."""

    def __getattr__(self, name: str) -> str: ...

    def status(self, status: str) -> str:
        """Return the words for an assertion status."""
        ...

    def origin(self, origin: str) -> str:
        """Return the words for where the answer to a question comes from."""
        ...

    def kind_of(self, kind: str) -> str:
        """Return the words for what a named graph is for."""
        ...


def escape(text: str) -> str:
    """Return a text on one line that Markdown shows as it is (CommonMark 0.31, clause 2.4)."""
    shown = _REFERENCE.sub(r"\\&", " ".join(text.split()).translate(_MARKS))
    if numbered := _NUMBERED.match(shown):
        return f"{numbered[1]}\\{shown[numbered.end() :]}"
    return f"\\{shown}" if _BLOCK.match(shown) else shown


def link(resource: Resource) -> str:
    """Return a link to a thing; its address is that of the thing itself."""
    return linked(resource.label.text, resource.iri)


def linked(text: str, address: str) -> str:
    """Return a text that leads to an address (CommonMark 0.31, clause 6.3).

    An address that may do more than lead somewhere is only shown.
    """
    if not address.startswith(_LINKED):
        return f"{escape(text)} ({escape(address)})"
    place = _REFERENCE.sub("&amp;", address.translate(_IN_ADDRESS))
    return f"[{escape(text)}](<{place}>)"


def pointed(address: str) -> str:
    """Return an address as a link to itself, where it is one (CommonMark 0.31, clause 6.5)."""
    if not address.startswith(_LINKED[:-1]):
        return escape(address)
    return f"<{address.translate(_IN_ADDRESS)}>"


def fenced(text: str, language: str) -> str:
    """Return a text as a block of code, whatever is in it (CommonMark 0.31, clause 4.5)."""
    longest = max((len(line) - len(line.lstrip("`")) for line in _lines(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines())


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a section, where it has a line."""
    found = list(lines)
    if found:
        yield f"## {title}\n"
        yield from found
        yield ""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table, whose cells are written already."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield "|" + " --- |" * len(names)
    yield from (f"| {' | '.join(row)} |" for row in rows)


@dataclass(frozen=True, kw_only=True)
class MarkdownWriter:
    """Writes what pages show, in the words of one language."""

    words: PageWords

    def value(self, value: Value) -> str:
        """Return a value on one line."""
        if isinstance(value, Resource):
            return link(value)
        if isinstance(value, Listed):
            items = ", ".join(map(self.value, value.items))
            return f"({items}{', …' if value.cut else ''})"
        if isinstance(value, Nested):
            parts = [
                f"{link(group.property)} {self.value(statement.value)}"
                for group in value.groups
                for statement in group.statements
            ]
            return "(" + "; ".join(parts) + ("; …" if value.cut else "") + ")"
        return _text(value)

    def evidence(self, evidence: StatementEvidence) -> str:
        """Return evidence on one line: how it says it, where, what, and the way there."""
        name, words = escape(evidence.name), self.words
        if evidence.sentence:
            name = link(_named(evidence.sentence, evidence.name))
        status = escape(words.status(evidence.status)) if evidence.status else ""
        parts = [": ".join(filter(None, (status, name)))]
        if evidence.document:
            parts.append(words.within.format(link(evidence.document)))
        if evidence.start is not None and evidence.end is not None:
            parts.append(words.characters.format(evidence.start, evidence.end))
        note = evidence.note
        if note and note.locator:
            parts.append(escape(note.locator))
        if note and note.gloss:
            parts.append(words.which_says.format(escape(note.gloss.text)))
        if note and note.quotation:
            parts.append(words.in_its_words.format(escape(note.quotation.exact)))
        if note and note.link:
            parts.append(pointed(note.link))
        return ", ".join(filter(None, parts))

    def evidence_section(self, evidence: Iterable[StatementEvidence]) -> Iterator[str]:
        """Yield the lines that say what the statements above rest on."""
        lines = (f"- {self.evidence(found)}" for found in evidence)
        yield from section(self.words.evidence, lines)

    def groups(self, groups: Iterable[Group]) -> Iterator[str]:
        """Yield the values of properties as lines of a list, each with its evidence."""
        for group in groups:
            name = link(group.property)
            for statement in group.statements:
                yield f"- {name}: {self.statement(statement)}"
            if group.cut:
                yield f"- {name}: … ({self.total(group.total, more=group.more_than_total)})"

    def statement(self, statement: Statement) -> str:
        """Return the value of a statement, and what it rests on."""
        if statement.inferred:
            return f"{self.value(statement.value)} ({self.words.follows})"
        names = [e.name or self.words.status(e.status) for e in statement.evidence]
        basis = f" [{', '.join(map(escape, names))}]" if names else ""
        return self.value(statement.value) + basis

    def fact(self, fact: Fact) -> str:
        """Return a whole statement as a line of a list."""
        status = f" ({escape(self.words.status(fact.status))})" if fact.status else ""
        return f"- {link(fact.subject)} {link(fact.property)} {self.value(fact.value)}{status}"

    def answer(self, answer: AnswerPage) -> str:
        """Return the answer to a query as a table, a word, or a block of Turtle."""
        words = self.words
        if answer.truth is not None:
            return f"{words.yes if answer.truth else words.no}\n"
        if answer.table is None:
            return fenced(answer.turtle or "", "turtle") + (
                f"\n{words.cut}\n" if answer.cut else ""
            )
        rows = answer.table.rows
        if not rows:
            return f"{words.no_rows}\n"
        found = table(map(escape, answer.table.variables), (map(self._cell, row) for row in rows))
        more = f"\n{words.truncated.format(len(rows))}\n" if answer.cut else ""
        return "\n".join(found) + "\n" + more

    def turn(self, page: int, pages: int) -> Iterator[str]:
        """Yield which page of a list it is, where there are several."""
        if pages > 1:
            yield self.words.page_of.format(page, pages) + ".\n"

    def total(self, number: int, *, more: bool) -> str:
        """Return how many there are, or of how many there are more."""
        return self.words.more_than.format(grouped(number)) if more else grouped(number)

    def _cell(self, cell: Cell) -> str:
        return "" if cell is None else self.value(cell)


def evidence_of(groups: Iterable[Group]) -> tuple[StatementEvidence, ...]:
    """Return what stands behind the statements of a page, each piece once."""
    found = (e for group in groups for statement in group.statements for e in statement.evidence)
    return tuple({evidence_id(e): e for e in found if evidence_id(e)}.values())


def _text(text: Text) -> str:
    cut = f" … ({grouped(text.length)})" if text.length is not None else ""
    tag = f" ({text.language})" if text.language else ""
    return escape(text.text) + cut + tag


def _named(resource: Resource, name: str) -> Resource:
    return replace(resource, label=Label(text=name)) if name else resource
