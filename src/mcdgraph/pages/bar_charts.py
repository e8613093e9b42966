"""A table as a bar chart: one bar a row, where a column has amounts and another says of what."""

from dataclasses import dataclass
from math import isfinite
from typing import Final

from mcdgraph.namespaces import XSD
from mcdgraph.pages.answers import Cell, Table
from mcdgraph.pages.point_maps import is_coordinate
from mcdgraph.pages.values import Resource, Text

#: Bars that are drawn; the table has every row.
BARS: Final = 50

_NUMBERS: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger"),
        *("int", "long", "short", "unsignedInt", "unsignedLong"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row: what it is of, its amount as it is written, and its length in per cent."""

    of: Resource | Text
    amount: str
    length: float


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars in the order of the rows, as long as their amounts are to the greatest.

    ``measure`` is the variable of the amounts; ``cut`` is True where there are more rows.
    """

    measure: str
    bars: tuple[Bar, ...]
    cut: bool


def bar_chart(table: Table) -> BarChart | None:
    """Return the chart of a table; None where it has no amounts, or they say nothing drawn.

    The amounts are the last column of numbers from 0, of which one is greater, and which is not
    called like degrees; what they are of is the first column of anything else.
    """
    columns = list(zip(*table.rows, strict=True))
    amounts = {
        n: found
        for n, cells in enumerate(columns)
        if not is_coordinate(table.variables[n]) and (found := _amounts(cells))
    }
    names = [n for n, cells in enumerate(columns) if n not in amounts and None not in cells]
    if len(table.rows) < 2 or not names or not amounts:
        return None
    at = max(amounts)
    return BarChart(
        measure=table.variables[at],
        bars=tuple(_bars(columns[names[0]], columns[at], amounts[at]))[:BARS],
        cut=len(table.rows) > BARS,
    )


def _amounts(cells: tuple[Cell, ...]) -> list[float]:
    """Return the numbers of a column; none where one is missing, negative, or no number."""
    found = [_amount(cell) for cell in cells]
    numbers = [number for number in found if number is not None]
    return numbers if len(numbers) == len(cells) and max(numbers, default=0) > 0 else []


def _amount(cell: Cell) -> float | None:
    if not isinstance(cell, Text) or cell.datatype is None or cell.datatype.iri not in _NUMBERS:
        return None
    try:
        number = float(cell.text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


def _bars(names: tuple[Cell, ...], written: tuple[Cell, ...], amounts: list[float]) -> list[Bar]:
    greatest = max(amounts)
    return [
        Bar(of=name, amount=cell.text, length=round(100 * amount / greatest, 2))
        for name, cell, amount in zip(names, written, amounts, strict=True)
        if name is not None and isinstance(cell, Text)
    ]
