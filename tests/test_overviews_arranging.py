"""Tables of overviews: narrowed by words, values and times, and sorted, within bounds."""

import datetime as dt
from dataclasses import dataclass

import pytest

from mcdgraph.pages.labels import Label
from mcdgraph.pages.overviews.arranging import (
    CHOICES,
    TableColumn,
    TableLayout,
    TableRequest,
    arrange,
)
from mcdgraph.snapshots import UNKNOWN, Interval


@dataclass(frozen=True, kw_only=True)
class Ship:
    """A row of the table of these tests."""

    name: str
    flags: tuple[str, ...] = ()
    size: int | None = None
    time: Interval = UNKNOWN


def years(first: int | None, last: int | None) -> Interval:
    """Return the days of some years."""
    return Interval(
        earliest=dt.date(first, 1, 1) if first else None,
        latest=dt.date(last, 12, 31) if last else None,
    )


LAYOUT: TableLayout[Ship] = TableLayout(
    columns=(
        TableColumn(name="name", order=lambda ship: ship.name),
        TableColumn(
            name="flag",
            values=lambda ship: [(flag, Label(text=flag, language=None)) for flag in ship.flags],
        ),
        TableColumn(name="size", order=lambda ship: ship.size),
    ),
    words=lambda ship: (ship.name, *ship.flags),
    time=lambda ship: ship.time,
)
FLEET = (
    Ship(name="Été", flags=("FR",), size=3, time=years(2010, 2012)),
    Ship(name="Swan", flags=("FR", "GB"), size=20, time=years(2016, 2020)),
    Ship(name="Heron", flags=("GB",), time=years(None, 2014)),
    Ship(name="Gull", flags=("NO",), size=1),
)


@pytest.mark.parametrize(
    ("request_", "names", "possible"),
    [
        (TableRequest(), ["Été", "Swan", "Heron", "Gull"], 0),
        (TableRequest(words="ete"), ["Été"], 0),
        (TableRequest(words="GB  swan"), ["Swan"], 0),
        (TableRequest(words="nothing"), [], 0),
        (TableRequest(words="?"), ["Été", "Swan", "Heron", "Gull"], 0),
        (TableRequest(choices={"flag": "GB"}), ["Swan", "Heron"], 0),
        (TableRequest(choices={"flag": "XX"}), [], 0),
        (TableRequest(choices={"none": "GB"}), ["Été", "Swan", "Heron", "Gull"], 0),
        (TableRequest(time=years(2015, None)), ["Swan", "Gull"], 1),
        (TableRequest(time=years(None, 2013)), ["Été", "Heron", "Gull"], 2),
        (TableRequest(time=years(2015, None), choices={"flag": "FR"}), ["Swan"], 0),
        (TableRequest(sort="size"), ["Gull", "Été", "Swan", "Heron"], 0),
        (TableRequest(sort="size", descending=True), ["Swan", "Été", "Gull", "Heron"], 0),
        (TableRequest(sort="flag"), ["Été", "Swan", "Heron", "Gull"], 0),
    ],
)
def test_rows_are_narrowed_and_sorted(
    request_: TableRequest, names: list[str], possible: int
) -> None:
    """What has no value stands last; what may speak of a time is kept, and counted."""
    table = arrange(FLEET, LAYOUT, request_)
    assert [ship.name for ship in table.rows] == names
    assert (table.total, table.possible) == (4, possible)


def test_values_are_counted_among_what_else_is_asked() -> None:
    """A value that is chosen does not hide the others of its column."""
    asked = TableRequest(choices={"flag": "GB"}, time=years(2015, None))
    (facet,) = arrange(FLEET, LAYOUT, asked).facets
    assert [(choice.value, choice.count) for choice in facet.choices] == [
        ("FR", 1),
        ("GB", 1),
        ("NO", 1),
    ]
    assert facet.chosen
    assert facet.chosen.value == "GB"


@pytest.mark.parametrize(("number", "listed"), [(1, False), (2, True), (CHOICES + 1, False)])
def test_a_column_has_few_values_to_choose_among(number: int, listed: bool) -> None:
    """One value tells nothing apart, and a list of hundreds is no choice."""
    rows = [Ship(name=f"s{n}", flags=(f"f{n}",)) for n in range(number)]
    assert bool(arrange(rows, LAYOUT, TableRequest()).facets) is listed


def test_many_rows_are_arranged() -> None:
    """As many as are looked at; a page shows the first ones."""
    rows = [Ship(name=f"s{n:05}") for n in range(20_000)]
    table = arrange(rows, LAYOUT, TableRequest(sort="name", descending=True))
    assert table.rows[0].name == "s19999"
