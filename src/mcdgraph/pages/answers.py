"""The answer to a query as a table for people, no longer than a page can be."""

from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import BlankNode, Literal, Term
from mcdgraph.errors import QueryError
from mcdgraph.formats import RESULTS_JSON, TURTLE
from mcdgraph.pages.answer_passages import Row, passages_behind
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource, StatementEvidence, Text
from mcdgraph.sparql import QueryRequest, QueryService
from mcdgraph.store import AnswerKind, Evaluation

#: What a page shows at most, of rows, columns, cells, characters of a cell, and of all cells;
#: the endpoint gives all of it.
ROWS: Final = 500
COLUMNS: Final = 100
CELLS: Final = 10_000
CELL_CHARACTERS: Final = 2_000
CHARACTERS: Final = 200_000

Cell = Resource | Text | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of values; a cell is None where the variable is not bound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """What a query gave: a table, a truth, or a graph in Turtle; ``cut`` where there is more.

    ``passages`` are those behind the rows of a table.
    """

    table: Table | None = None
    truth: bool | None = None
    turtle: str | None = None
    cut: bool = False
    passages: tuple[StatementEvidence, ...] = ()


def answer_page(reader: Reader, service: QueryService, text: str, language: str) -> AnswerPage:
    """Ask the service, and keep as much as a page shows; raise its `QueryError`s."""
    evaluation = service.evaluate(QueryRequest(text, results=RESULTS_JSON, graph=TURTLE))
    if evaluation.kind is AnswerKind.GRAPH:
        return _turtle(service, evaluation)
    if evaluation.kind is AnswerKind.BOOLEAN:
        return AnswerPage(truth=evaluation.truth)
    return _table(reader, evaluation, language)


class _Enough(QueryError):
    """Ends the writing of a graph of which the page shows no more."""


def _turtle(service: QueryService, evaluation: Evaluation) -> AnswerPage:
    body = bytearray()

    def take(chunk: bytes) -> None:
        body.extend(chunk)
        if len(body) > CHARACTERS:
            raise _Enough("the page is full")

    try:
        service.write(evaluation, TURTLE, take)
    except _Enough:
        return AnswerPage(turtle=body[:CHARACTERS].decode("utf8", "ignore"), cut=True)
    return AnswerPage(turtle=body.decode("utf8"))


def _table(reader: Reader, evaluation: Evaluation, language: str) -> AnswerPage:
    variables = evaluation.variables
    shown = variables[:COLUMNS]
    most = min(ROWS, CELLS // max(1, len(shown)))
    rows: list[tuple[Cell, ...]] = []
    terms: list[Row] = []
    characters = 0
    cut = len(shown) < len(variables)
    for solution in evaluation.rows():
        if len(rows) == most or characters > CHARACTERS:
            cut = True
            break
        row = tuple(_cell(reader, term, language) for term in solution[: len(shown)])
        characters += sum(len(cell.text) for cell in row if isinstance(cell, Text))
        rows.append(row)
        terms.append(solution[: len(shown)])
    return AnswerPage(
        table=Table(variables=shown, rows=tuple(rows)),
        cut=cut,
        passages=passages_behind(reader, terms, language),
    )


def _cell(reader: Reader, term: Term | None, language: str) -> Cell:
    if term is None:
        return None
    if isinstance(term, BlankNode):
        return Text(text=str(term))
    if isinstance(term, Literal) and len(term.lexical) > CELL_CHARACTERS:
        term = Literal(term.lexical[:CELL_CHARACTERS] + "…", term.datatype, term.language)
    value = reader.value(term, language)
    return value if isinstance(value, Resource | Text) else Text(text=str(term))
