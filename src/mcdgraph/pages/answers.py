"""The answer to a query as a table for people.

Source: SPARQL 1.1 Query Results JSON Format, clauses 3 and 4.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.formats import RESULTS_JSON, TURTLE
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource, Text
from mcdgraph.queries import AnswerKind, QueryRequest, QueryService

#: Rows that a page shows; the endpoint gives them all.
ROWS: Final = 500
#: Characters of a graph in Turtle that a page shows.
CHARACTERS: Final = 200_000

Cell = Resource | Text | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of values; a cell is None where the variable is not bound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a query gave: a table, a truth, or a graph in Turtle; ``cut`` where there is more."""

    table: Table | None = None
    truth: bool | None = None
    turtle: str | None = None
    cut: bool = False


def answer_page(reader: Reader, service: QueryService, text: str, language: str) -> Answer:
    """Ask the service, and keep as much as a page shows; raise its `QueryError`s."""
    answer = service.answer(QueryRequest(text=text, results=RESULTS_JSON, graph=TURTLE))
    try:
        if answer.kind is AnswerKind.GRAPH:
            return _turtle(answer)
        if answer.kind is AnswerKind.BOOLEAN:
            return Answer(truth=bool(json.loads(b"".join(answer))["boolean"]))
        return _table(reader, answer, language)
    finally:
        answer.close()


def _turtle(chunks: Iterable[bytes]) -> Answer:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > CHARACTERS:
            break
    cut = len(body) > CHARACTERS
    return Answer(turtle=body[:CHARACTERS].decode("utf8", "ignore"), cut=cut)


def _table(reader: Reader, chunks: Iterable[bytes], language: str) -> Answer:
    stream = _ResultStream(chunks)
    names = stream.variables()
    rows: list[tuple[Cell, ...]] = []
    for binding in stream.bindings():
        if len(rows) == ROWS:
            return Answer(table=Table(variables=names, rows=tuple(rows)), cut=True)
        rows.append(tuple(_cell(reader, binding.get(name), language) for name in names))
    return Answer(table=Table(variables=names, rows=tuple(rows)))


class _ResultStream:
    """Reads JSON results row by row, so that the rest need not be waited for."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._text = ""
        self._rest = b""

    def variables(self) -> tuple[str, ...]:
        self._past('"head":')
        return tuple(self._value().get("vars", ()))

    def bindings(self) -> Iterator[dict[str, Any]]:
        self._past('"bindings":')
        self._past("[")
        while (mark := self._next_mark()) != "]":
            if mark == ",":
                self._text = self._text[1:]
            yield self._value()

    def _more(self) -> None:
        self._rest += next(self._chunks)
        text = self._rest.decode("utf8", "ignore")
        self._rest = self._rest[len(text.encode("utf8")) :]
        self._text += text

    def _past(self, mark: str) -> None:
        while mark not in self._text:
            self._more()
        self._text = self._text.partition(mark)[2]

    def _next_mark(self) -> str:
        while not self._text.lstrip():
            self._more()
        self._text = self._text.lstrip()
        return self._text[0]

    def _value(self) -> Any:
        decoder = json.JSONDecoder()
        while True:
            try:
                value, end = decoder.raw_decode(self._text.lstrip())
            except ValueError:
                self._more()
                continue
            self._text = self._text.lstrip()[end:]
            return value


def _cell(reader: Reader, binding: dict[str, Any] | None, language: str) -> Cell:
    if binding is None:
        return None
    term = _term(binding)
    value = Text(text=str(term)) if isinstance(term, BlankNode) else reader.value(term, language)
    return value if isinstance(value, Resource | Text) else Text(text=str(term))


def _term(binding: dict[str, Any]) -> Term:
    value = str(binding["value"])
    if binding["type"] == "uri":
        return Iri(value)
    if binding["type"] == "bnode":
        return BlankNode(value)
    if "xml:lang" in binding:
        return Literal(value, RDF_LANG_STRING, binding["xml:lang"])
    return Literal(value, binding.get("datatype", XSD_STRING))
