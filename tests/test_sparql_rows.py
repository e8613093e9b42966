"""Rows are counted as the bytes of an answer go by, wherever these are parted."""

import pyoxigraph as ox
import pytest

from mcdgraph.formats import RESULT_FORMATS, TURTLE, Format
from mcdgraph.sparql.rows import RowCounter
from mcdgraph.store.evaluation import RESULT_FORMATS as ENGINE_FORMATS

ROWS = "SELECT ?n ?m { VALUES (?n ?m) { %s } }"


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("rows", [1, 2, 3, 100])
@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_rows_are_counted_in_every_form(form: Format, rows: int, size: int) -> None:
    """The count is that of the rows, with no row more for a head or less for an end."""
    values = " ".join(f'({n} "a, b; {n} }}}},{{")' for n in range(rows))
    body = ox.Store().query(ROWS % values).serialize(format=ENGINE_FORMATS[form])
    counter = RowCounter(form)
    counts = [counter.count(body[at : at + size]) for at in range(0, len(body), size)]
    marks = rows if form.name == "json" else 0
    assert rows <= counts[-1] <= rows + marks


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize(("values", "empty"), [("", True), ("(1 '\"bindings\":[]')", False)])
def test_results_without_a_row_are_told(form: Format, values: str, *, empty: bool) -> None:
    """In every form, whatever literals hold."""
    body = ox.Store().query(ROWS % values).serialize(format=ENGINE_FORMATS[form])
    assert RowCounter(form).is_empty(body) is empty


def test_a_graph_is_not_counted_here() -> None:
    """Who writes a graph counts its statements."""
    assert RowCounter(TURTLE).count(b"<a:a> <a:b> <a:c> .\n") == 0
