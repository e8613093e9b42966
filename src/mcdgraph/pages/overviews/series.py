"""Figures of one thing and one measure over time, each with what says it; nothing is joined."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.pages.overviews.rows import bounded, iri_in, resource_in, text_in, time_in
from mcdgraph.pages.overviews.times import TimeLine, TimeSpan, order_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import Interval
from mcdgraph.store import Solution

#: Height of a drawing, and of what is above its greatest number, in pixels.
HEIGHT: Final = 200.0
_TOP: Final = 12.0
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,9})?\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class FigurePoint:
    """A figure: its number as it is written, its time, and what says it.

    ``span`` is None where its time is unknown; ``y`` is in pixels from the top.
    """

    figure: Resource
    written: str
    number: Decimal
    qualifier: Resource | None
    time: Interval
    span: TimeSpan | None
    y: float
    version: Resource | None
    evidence: Resource | None


@dataclass(frozen=True, kw_only=True)
class ScaleMark:
    """A round number beside a drawing, and where it stands."""

    number: str
    y: float


@dataclass(frozen=True, kw_only=True)
class FigureSeries:
    """The figures of one thing, measure and unit from early to late.

    ``line`` is None where there is nothing to draw: fewer than two figures whose times are known.
    """

    of: Resource
    measure: Resource | None
    unit: Resource | str
    points: tuple[FigurePoint, ...]
    line: TimeLine | None
    marks: tuple[ScaleMark, ...]


_Key = tuple[str, str, str]


def figure_series(
    reader: Reader, rows: Iterable[Solution], language: str, *, of: str = ""
) -> list[FigureSeries]:
    """Read rows of ?figure ?of ?value; those of most figures come first.

    Optional are ?measure ?unit ?from ?to ?qualifier ?version ?evidence. What is no number is
    left out; only what is ``of`` one thing is told where it is named.
    """
    found: dict[_Key, dict[tuple[str, str], Solution]] = {}
    for row in bounded(rows):
        thing, figure, number = iri_in(row, "of"), iri_in(row, "figure"), text_in(row, "value")
        if thing and figure and of in ("", thing) and _NUMBER.match(number):
            key = (thing, iri_in(row, "measure") or "", _unit(row))
            said = (figure, iri_in(row, "version") or "")
            found.setdefault(key, {}).setdefault(said, row)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [_series(reader, list(said.values()), language) for _, said in ordered]


def _unit(row: Solution) -> str:
    return iri_in(row, "unit") or text_in(row, "unit")


def _series(reader: Reader, rows: list[Solution], language: str) -> FigureSeries:
    times = [time_in(row, "from", "to") for row in rows]
    line = TimeLine.of(times)
    drawn = sum(1 for time in times if time.earliest or time.latest) > 1
    greatest = _above(max(Decimal(text_in(row, "value")) for row in rows))
    points = [
        _point(reader, row, time, line if drawn else None, greatest, language)
        for row, time in zip(rows, times, strict=True)
    ]
    unit = rows[0].get("unit")
    return FigureSeries(
        of=reader.resource(iri_in(rows[0], "of") or "", language),
        measure=resource_in(reader, rows[0], "measure", language),
        unit=text_in(rows[0], "unit")
        if unit is None or isinstance(unit, Literal)
        else reader.resource(_unit(rows[0]), language),
        points=tuple(sorted(points, key=lambda p: (*order_of(p.time), p.number, p.figure.iri))),
        line=line if drawn else None,
        marks=tuple(
            ScaleMark(number=f"{greatest * part / 2:f}", y=_height(greatest * part / 2, greatest))
            for part in (0, 1, 2)
        ),
    )


def _point(
    reader: Reader,
    row: Solution,
    time: Interval,
    line: TimeLine | None,
    greatest: Decimal,
    language: str,
) -> FigurePoint:
    number = Decimal(text_in(row, "value"))
    return FigurePoint(
        figure=reader.resource(iri_in(row, "figure") or "", language),
        written=text_in(row, "value"),
        number=number,
        qualifier=resource_in(reader, row, "qualifier", language),
        time=time,
        span=line.span(time) if line else None,
        y=_height(number, greatest),
        version=resource_in(reader, row, "version", language),
        evidence=resource_in(reader, row, "evidence", language),
    )


def _height(number: Decimal, greatest: Decimal) -> float:
    """Return where a number stands; what is below 0 stands at 0."""
    part = max(Decimal(0), number) / greatest
    return round(_TOP + (HEIGHT - 2 * _TOP) * float(1 - part), 1)


def _above(number: Decimal) -> Decimal:
    """Return the least of 2, 4, 6, 10, 20, … that is not below a number."""
    if number <= 2:
        return Decimal(2)
    power = Decimal(10) ** floor(log10(number))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= number)
