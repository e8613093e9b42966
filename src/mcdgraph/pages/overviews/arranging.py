"""A table that readers narrow and sort: by words, by values of its columns, by a time.

All is done in one walk through the rows for the columns, whatever is asked, and one sort.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from mcdgraph.pages.labels import Label
from mcdgraph.pages.order import folded
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import UNKNOWN, Interval, Meeting

#: Values of a column that a reader can choose among; a column with more of them has no list.
CHOICES: Final = 100
#: Rows on one page.
PAGE: Final = 200

Row = TypeVar("Row")
#: A value by which rows are narrowed: how it stands in an address, and what it is called.
ColumnValue = tuple[str, Label]
#: What sorts rows; all of one column are of one type.
Order = str | int | tuple[dt.date, dt.date]


@dataclass(frozen=True, kw_only=True)
class TableColumn(Generic[Row]):
    """A column, named as in addresses: the values that it narrows by, and what it sorts by.

    Either may be missing; what has no order stands last in both directions.
    """

    name: str
    values: Callable[[Row], Iterable[ColumnValue]] | None = None
    order: Callable[[Row], Order | None] | None = None


@dataclass(frozen=True, kw_only=True)
class TableLayout(Generic[Row]):
    """The columns of a table, the words of a row in which others are looked for, and its time."""

    columns: tuple[TableColumn[Row], ...]
    words: Callable[[Row], Iterable[str]]
    time: Callable[[Row], Interval] | None = None


@dataclass(frozen=True, kw_only=True)
class TableRequest:
    """What a reader asks of a table: words, a value by the name of a column, a time, an order."""

    words: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    time: Interval = UNKNOWN
    sort: str = ""
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """True where rows may be left out."""
        return bool(self.words or self.choices or self.time != UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class TableChoice:
    """A value of a column, and how many rows there are with it and all else that is asked."""

    value: str
    label: Label
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class TableFacet:
    """The values of a column, in the order of their names."""

    name: str
    choices: tuple[TableChoice, ...]

    @property
    def chosen(self) -> TableChoice | None:
        """The value that is asked for."""
        return next((choice for choice in self.choices if choice.chosen), None)


@dataclass(frozen=True, kw_only=True)
class ArrangedTable(Generic[Row]):
    """The rows that are asked for, in order, of ``total``; ``possible`` may speak of the time.

    ``timed`` tells that rows have a time to ask for.
    """

    request: TableRequest
    rows: tuple[Row, ...]
    total: int
    possible: int
    facets: tuple[TableFacet, ...]
    sortable: frozenset[str]
    timed: bool

    @property
    def unlisted(self) -> tuple[tuple[str, str], ...]:
        """The values that are asked for and in no list, by column: rows are left out by them."""
        listed = {facet.name for facet in self.facets if facet.chosen}
        return tuple((n, v) for n, v in self.request.choices.items() if n not in listed)


def arrange(
    rows: Sequence[Row], layout: TableLayout[Row], request: TableRequest
) -> ArrangedTable[Row]:
    """Narrow and sort rows as a request says; a column that it does not know changes nothing."""
    judged = [_judged(row, layout, request) for row in rows]
    kept = [one for one in judged if not one.missed]
    facets = (_facet(column, judged, request) for column in layout.columns if column.values)
    return ArrangedTable(
        request=request,
        rows=_sorted([one.row for one in kept], layout, request),
        total=len(rows),
        possible=sum(one.meeting is Meeting.POSSIBLE for one in kept),
        facets=tuple(facet for facet in facets if facet),
        sortable=frozenset(column.name for column in layout.columns if column.order),
        timed=layout.time is not None,
    )


def thing_value(resource: Resource | None) -> list[ColumnValue]:
    """Return a thing as the one value of a column; none where there is none."""
    return [(resource.iri, resource.label)] if resource else []


def name_order(resource: Resource | None) -> str | None:
    """Return what sorts things by their names, accents and case aside."""
    return folded(resource.label.text) if resource else None


@dataclass(frozen=True, kw_only=True)
class _Judged(Generic[Row]):
    """A row with its values by column, and the names of what is asked and not met."""

    row: Row
    values: Mapping[str, Mapping[str, Label]]
    missed: frozenset[str]
    meeting: Meeting


def _judged(row: Row, layout: TableLayout[Row], request: TableRequest) -> _Judged[Row]:
    values = {c.name: dict(c.values(row)) for c in layout.columns if c.values}
    missed = {
        name
        for name, wanted in request.choices.items()
        if name in values and wanted not in values[name]
    }
    meeting = Meeting.CERTAIN
    if layout.time and request.time != UNKNOWN:
        meeting = _meeting(layout.time(row), request.time)
    if meeting is Meeting.NONE:
        missed.add("")
    if request.words:
        text = folded(" ".join(layout.words(row)))
        if not all(word in text for word in folded(request.words).split()):
            missed.add("")
    return _Judged(row=row, values=values, missed=frozenset(missed), meeting=meeting)


def _meeting(time: Interval, asked: Interval) -> Meeting:
    """Say whether a time meets one that is asked, an open end of which is no unknown one."""
    first, last = asked.earliest or dt.date.min, asked.latest or dt.date.max
    if (time.earliest or dt.date.min) >= first and (time.latest or dt.date.max) <= last:
        return Meeting.CERTAIN
    return time.meets(Interval(earliest=first, latest=last))


def _facet(
    column: TableColumn[Row], judged: Iterable[_Judged[Row]], request: TableRequest
) -> TableFacet | None:
    """Count the values of a column among the rows that meet all else; None for one or too many."""
    counts: Counter[str] = Counter()
    labels: dict[str, Label] = {}
    for one in judged:
        for value, label in one.values[column.name].items():
            labels.setdefault(value, label)
            counts[value] += one.missed <= {column.name}
    if not 1 < len(labels) <= CHOICES:
        return None
    chosen = request.choices.get(column.name, "")
    choices = [
        TableChoice(value=value, label=label, count=counts[value], chosen=value == chosen)
        for value, label in labels.items()
        if counts[value] or value == chosen
    ]
    choices.sort(key=lambda choice: (folded(choice.label.text), choice.value))
    return TableFacet(name=column.name, choices=tuple(choices))


def _sorted(rows: list[Row], layout: TableLayout[Row], request: TableRequest) -> tuple[Row, ...]:
    order = next((c.order for c in layout.columns if c.name == request.sort), None)
    if order is None:
        return tuple(rows)
    keyed = [(order(row), row) for row in rows]
    known = [(key, row) for key, row in keyed if key is not None]
    known.sort(key=lambda pair: pair[0], reverse=request.descending)
    return tuple(row for _, row in known) + tuple(row for key, row in keyed if key is None)
