"""Where a text stops being SPARQL, and what is said of it."""

import pyoxigraph as ox
import pytest

from mcdgraph.bridges.sparql_fault import LONGEST, find_fault
from mcdgraph.errors import QuerySyntaxError

PREFIXES = {"ex": "https://example.org/"}


def fault(text: str) -> QuerySyntaxError:
    """Have the engine refuse a text, and find why."""
    with pytest.raises(SyntaxError) as refused:
        ox.Store().query(text, prefixes=PREFIXES)
    return find_fault(refused.value, text, prefixes=PREFIXES)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELEKT ?x {}", (1, 1), "found 'SELEKT'; did you mean SELECT?"),
        ("SELECT ?x\n{ ?x ?p ?y .\n FILTR(?y) }", (3, 2), "found 'FILTR'; did you mean FILTER?"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", (1, 29), "found '?s'; expected BY"),
        ("SELECT ?s WHERE ?s ?p ?o", (1, 17), "found '?s'; expected '{'"),
        ("SELECT * { ?s ?p ?o } LIMIT x", (1, 29), "found 'x'; expected a number"),
        ("ASK { ?s a foo:Bar }", (1, 12), "the prefix foo: is not declared"),
        ("ASK { ?s a <a b> }", (1, 12), "<a b> is not an IRI"),
        ('ASK { ?s ?p "abc }', (1, 13), "this string is never closed on its line"),
        ('ASK { ?s ?p "é" . ?x }', (1, 22), "found '}'; expected '(', a variable, an IRI"),
        ("PREFIX x <urn:x>", (1, 8), "found 'x'; expected a prefix such as ex:"),
    ],
)
def test_a_fault_is_placed_at_its_token(text: str, place: tuple[int, int], message: str) -> None:
    """Line and column count characters from 1; the message names what stands there."""
    found = fault(text)
    assert ((found.line, found.column), str(found)) == (place, message)


def test_what_may_come_is_a_short_list() -> None:
    """At the end of a query that goes on, marks, kinds of terms and words, and no more."""
    found = fault("SELECT * { ?s a ex:Ship ")
    assert (found.line, found.column) == (1, 24)
    assert str(found).startswith("found the end of the query; expected '{', '}', '.', ';', ','")
    assert str(found).endswith(", …")


def test_a_text_of_good_grammar_that_is_no_query() -> None:
    """It is said in a sentence; it has no one place."""
    found = fault("SELECT * { ?x ?p ?y } GROUP BY ?x")
    assert str(found) == "SELECT * cannot stand with GROUP BY: list the variables"
    assert found.line is None


@pytest.mark.parametrize(
    ("text", "variable", "column"),
    [
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", "?x", 8),
        ("SELECT ?p ?x (COUNT(?y) AS ?n) { ?x ?p ?y } GROUP BY ?p", "?x", 11),
        ("SELECT (STR($x) AS ?z) { $x ?p ?y } GROUP BY ?p", "$x", 13),
        ("SELECT (MAX(?y) AS ?m) (?m + 1 AS ?k) ?y { ?x ?p ?y } GROUP BY ?p", "?y", 39),
        ("SELECT ?k ?x { ?x ?p ?y } GROUP BY (STR(?x) AS ?k)", "?x", 11),
        ("SELECT ?x { { SELECT ?x (MIN(?y) AS ?m) { ?x ?p ?y } } }", "?x", 22),
    ],
)
def test_an_ungrouped_variable_is_named_at_its_place(text: str, variable: str, column: int) -> None:
    """Neither grouped by nor in an aggregate (SPARQL 1.1, 11.4): which one, and where."""
    found = fault(text)
    assert str(found).startswith(f"{variable} is neither in GROUP BY")
    assert (found.line, found.column) == (1, column)


@pytest.mark.parametrize("text", ["", "#", "ASK { ?s ?p 1e }", "\N{BYTE ORDER MARK}", "ASK {} }"])
def test_no_message_speaks_of_character_classes(text: str) -> None:
    """The engine's own grammar is kept to itself."""
    assert "[" not in str(fault(text))


def test_a_long_text_is_not_parsed_again() -> None:
    """Above the bound the engine's place must do."""
    found = fault("ASK { " + "?s ?p ?o . " * (LONGEST // 10) + "} }")
    assert found.line == 1
    assert str(found) == "not SPARQL at or before this place"
