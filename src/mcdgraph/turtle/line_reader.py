"""Reads N-Triples and N-Quads, one statement a line, with the place of every term.

Source: RDF 1.1 N-Triples and RDF 1.1 N-Quads, W3C Recommendations of 25 February 2014.
"""

import re
from typing import Final

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.formats import N_QUADS, N_TRIPLES, Format
from mcdgraph.positions import SourceText
from mcdgraph.turtle import grammar
from mcdgraph.turtle.diagnosis import expected, string_fault
from mcdgraph.turtle.names import DocumentNames, Fault, decode
from mcdgraph.turtle.reader import MOST, Reading, lone_surrogate, problem

_SPACE: Final = r"[ \t]*+"
_NODE: Final = f"{grammar.IRI.pattern}|{grammar.BLANK}"
_STRING: Final = rf'"([^"\\\n\r]*+(?:{grammar.ESCAPE}[^"\\\n\r]*+)*+)"'
_SUFFIX: Final = rf"{grammar.TAG.pattern}|\^\^{grammar.IRI.pattern}"
_STATEMENT: Final = re.compile(
    rf"{_SPACE}(?:({_NODE}){_SPACE}({grammar.IRI.pattern}){_SPACE}"
    rf"(?:({_NODE})|{_STRING}({_SUFFIX})?+){_SPACE}({_NODE})?+{_SPACE}\.{_SPACE})?+"
    r"(?:#[^\r\n]*+)?+(?:[\r\n]++|\Z)"
)
_END: Final = re.compile(r"[\r\n]+|\Z")


def read_lines(
    source: SourceText,
    builder: ColumnsBuilder,
    *,
    form: Format = N_TRIPLES,
    graph: int = -1,
    number: int = -1,
    scope: str = "",
) -> Reading:
    """Read N-Triples or N-Quads into a builder; a text with problems adds no row.

    ``graph`` is the graph of statements that name none, ``number`` the source of every row.
    """
    rows = len(builder)
    builder.enter(graph, number)
    reader = _Reader(source.text, builder, DocumentNames(builder.terms, base=None, scope=scope))
    faults = reader.read(form is N_QUADS, graph, number)
    if faults:
        builder.forget(rows)
    problems = tuple(problem(source, fault) for fault in faults)
    return Reading(directives=(), base=None, problems=problems)


class _Reader:
    """Reads statements; a line that breaks the grammar is told and passed over."""

    def __init__(self, text: str, builder: ColumnsBuilder, names: DocumentNames) -> None:
        self.text = text
        self.builder = builder
        self.names = names

    def read(self, quads: bool, default: int, number: int) -> list[Fault]:
        if half := lone_surrogate(self.text):
            return [half]
        faults: list[Fault] = []
        text, match = self.text, _STATEMENT.match
        entered: str | None = None
        at, end = 0, len(text)
        while at < end and len(faults) < MOST:
            found = match(text, at)
            try:
                if found is None or (found[6] and not quads):
                    raise self._fault(at, quads)
                if found[6] != entered and found[1]:
                    entered = found[6]
                    self.builder.enter(self._graph(found, default), number)
                self._add(found)
                at = found.end()
            except Fault as fault:
                faults.append(fault)
                at = _END.search(text, max(at, fault.at)).end()  # type: ignore[union-attr]
        return faults

    def _graph(self, found: re.Match[str], default: int) -> int:
        return default if found[6] is None else self.names.number(found[6], found.start(6))

    def _add(self, found: re.Match[str]) -> None:
        """Add the statement of a line; an empty line and a comment have none."""
        subject, predicate, node, quoted, suffix, _ = found.groups()
        if subject is None:
            return
        names, known = self.names, self.names.tokens.get
        subject_at, predicate_at = found.start(1), found.start(2)
        s, p = known(subject), known(predicate)
        if s is None:
            s = names.number(subject, subject_at)
        if p is None:
            p = names.number(predicate, predicate_at)
        if node is not None:
            object_at = found.start(3)
            o = names.number(node, object_at)
        else:
            object_at = found.start(4) - 1
            lexical = decode(quoted, object_at + 1) if "\\" in quoted else quoted
            o = names.literal(lexical, suffix, found.start(5))
        self.builder.cells.extend((s, p, o, subject_at, predicate_at, object_at))

    def _fault(self, at: int, quads: bool) -> Fault:
        """Go through the line term by term and say where it stops being a statement."""
        text = self.text
        node = re.compile(_NODE)
        for what, pattern in (
            ("a subject: an IRI in angle brackets or a blank node", node),
            ("a predicate: an IRI in angle brackets", grammar.IRI),
            ("an object: an IRI in angle brackets, a blank node or a string in quotes", node),
        ):
            at = _after_space(text, at)
            if pattern is node and what.startswith("an object") and text[at : at + 1] == '"':
                found = re.compile(f"{_STRING}(?:{_SUFFIX})?+").match(text, at)
                if found is None:
                    return string_fault(text, at)
            else:
                found = pattern.match(text, at)
            if found is None:
                return expected(text, at, what)
            at = found.end()
        at = _after_space(text, at)
        if quads and (found := node.match(text, at)):
            at = _after_space(text, found.end())
        if text[at : at + 1] != ".":
            return expected(text, at, "the name of a graph or '.'" if quads else "'.'", after=True)
        return expected(text, _after_space(text, at + 1), "the end of the line")


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at
