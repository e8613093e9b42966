"""The table of an answer holds what a page can show, whatever was asked."""

import pytest
from conftest import Harbour

from mcdgraph.errors import QueryRefused, QuerySyntaxError
from mcdgraph.pages.answers import (
    CELL_CHARACTERS,
    CELLS,
    CHARACTERS,
    COLUMNS,
    ROWS,
    AnswerPage,
    answer_page,
)
from mcdgraph.pages.values import Resource, Text
from mcdgraph.sparql.release_service import release_service


def ask(harbour: Harbour, text: str) -> AnswerPage:
    """Ask as the page does, in French."""
    settings = harbour.settings
    service = release_service(harbour.release, harbour.store, settings, settings.query)
    return answer_page(harbour.reader, service, text, "fr")


def values(name: str, count: int) -> str:
    """Write rows of numbers."""
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


def test_a_table_has_labels_and_gaps(harbour: Harbour) -> None:
    """Things come with their labels, literals with their language, unbound cells as None."""
    answer = ask(harbour, 'SELECT ?t ?l ?n { VALUES (?t ?l) { (id:pilot "é"@fr) } }')
    assert answer.table
    assert answer.table.variables == ("t", "l", "n")
    ((thing, literal, nothing),) = answer.table.rows
    assert isinstance(thing, Resource)
    assert thing.label.text == "Pilote"
    assert literal == Text(text="é", language="fr")
    assert nothing is None
    assert not answer.cut


def test_a_truth_and_a_graph(harbour: Harbour) -> None:
    """ASK gives a boolean, CONSTRUCT Turtle."""
    assert ask(harbour, "ASK {}").truth is True
    turtle = ask(harbour, 'CONSTRUCT { id:pilot rdfs:label "x" } WHERE {}').turtle
    assert turtle is not None
    assert 'id:pilot rdfs:label "x"' in turtle


CUT = [
    (f"SELECT * {{ {values('x', ROWS + 1)} }}", ROWS, 1),
    (f"SELECT * {{ {values('x', 1000)} {values('y', 1000)} }}", ROWS, 2),
    ("SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(2000)) + " {}", 1, COLUMNS),
    (
        f"SELECT {' '.join(f'(1 AS ?v{i})' for i in range(90))} {{ {values('x', 1000)} }}",
        CELLS // 90,
        90,
    ),
]


@pytest.mark.parametrize(("text", "rows", "columns"), CUT, ids=["rows", "product", "wide", "cells"])
def test_what_is_too_much_is_cut(harbour: Harbour, text: str, rows: int, columns: int) -> None:
    """Rows, columns and cells are bounded, and the page says that there is more."""
    answer = ask(harbour, text)
    assert answer.table
    assert answer.cut
    assert (len(answer.table.rows), len(answer.table.variables)) == (rows, columns)


def test_long_cells_are_cut(harbour: Harbour) -> None:
    """A literal of a mebibyte shows its beginning; many of them end the table."""
    doubled = "".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(20))
    answer = ask(harbour, f'SELECT ?x20 {{ BIND("a" AS ?x0) {doubled} {values("n", 900)} }}')
    assert answer.table
    assert answer.cut
    texts = [cell.text for row in answer.table.rows for cell in row if isinstance(cell, Text)]
    assert texts
    assert max(map(len, texts)) <= CELL_CHARACTERS + 1
    assert sum(map(len, texts)) < CHARACTERS + 2 * CELL_CHARACTERS


def test_a_long_graph_is_cut(harbour: Harbour) -> None:
    """Of a graph the page shows a beginning."""
    answer = ask(
        harbour,
        f"CONSTRUCT {{ ?s rdfs:label ?x }} {{ {values('x', 9000)} "
        "BIND(IRI(CONCAT('http://example.org/', STR(?x))) AS ?s) }",
    )
    assert answer.cut
    assert answer.turtle
    assert 0 < len(answer.turtle) <= CHARACTERS


def test_what_is_refused_is_raised(harbour: Harbour) -> None:
    """Pages are screened as the endpoint is."""
    with pytest.raises(QueryRefused, match=r"SERVICE .*is (off|not allowed) here"):
        ask(harbour, "ASK { SERVICE <http://127.0.0.1/> {} }")
    with pytest.raises(QuerySyntaxError):
        ask(harbour, "SELECT * {")
