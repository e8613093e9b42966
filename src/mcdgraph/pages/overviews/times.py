"""Times on a line from left to right, in per cent of its length, and as they are written."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from mcdgraph.snapshots import Interval

#: Years between two marks of a line, of which the first is taken that needs few marks.
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
_MARKS: Final = 8
#: Length of what stands for a bound that nobody knows, and least length of a span, in per cent.
_OPEN: Final = 6.0
_LEAST: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class YearMark:
    """A year on a line, and where it begins."""

    year: int
    at: float


@dataclass(frozen=True, kw_only=True)
class TimeSpan:
    """A time on a line: where it begins, how long it is, and which of its ends nobody knows."""

    at: float
    length: float
    open_start: bool
    open_end: bool

    @property
    def middle(self) -> float:
        """Where its middle is."""
        return round(self.at + self.length / 2, 2)

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.at + self.length, 2)


@dataclass(frozen=True, kw_only=True)
class TimeLine:
    """A line of whole years, the last one not included; there is one at least."""

    first: int
    last: int

    @classmethod
    def of(cls, times: Iterable[Interval]) -> Self | None:
        """Return the line that some times need; None where nothing is known of any."""
        years = [day.year for t in times for day in (t.earliest, t.latest) if day]
        return cls(first=min(years), last=max(years) + 1) if years else None

    @property
    def marks(self) -> tuple[YearMark, ...]:
        """Round years, so many that they can be read."""
        step = next((s for s in _STEPS if (self.last - self.first) / s <= _MARKS), _STEPS[-1])
        begin = -(-self.first // step) * step
        return tuple(
            YearMark(year=year, at=self._at(year)) for year in range(begin, self.last, step)
        )

    def place(self, day: dt.date) -> float:
        """Return where a day is."""
        return self._at(day.year + (day.timetuple().tm_yday - 1) / 366)

    def span(self, time: Interval) -> TimeSpan | None:
        """Return where a time is; None where nothing is known of it."""
        start, end = time.earliest, time.latest
        if start is None and end is None:
            return None
        left = self.place(start) if start else max(0.0, self.place(end or dt.date.max) - _OPEN)
        right = self.place(end) if end else min(100.0, self.place(start or dt.date.min) + _OPEN)
        return TimeSpan(
            at=left,
            length=round(max(_LEAST, right - left), 2),
            open_start=start is None,
            open_end=end is None,
        )

    def _at(self, years: float) -> float:
        """Leave some room at both ends, for what stands for an unknown bound."""
        inner = 100 - 2 * _OPEN
        return round(_OPEN + inner * (years - self.first) / (self.last - self.first), 2)


def order_of(time: Interval) -> tuple[dt.date, dt.date]:
    """Return the key that sorts times from early to late, those of which nothing is known last."""
    return time.earliest or time.latest or dt.date.max, time.latest or dt.date.max


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """How a language writes dates: its months, and patterns of a month, a day and a first day.

    That of a month is filled with its name and the year, others with the day before these.
    """

    months: tuple[str, ...]
    month: str
    day: str
    first_day: str

    def of_month(self, day: dt.date) -> str:
        """Return the month of a day, with its year."""
        return self.month.format(self.months[day.month - 1], day.year)

    def of_day(self, day: dt.date) -> str:
        """Return a day."""
        pattern = self.first_day if day.day == 1 else self.day
        return pattern.format(day.day, self.months[day.month - 1], day.year)


def written_bounds(time: Interval, words: DateWords) -> tuple[str, ...]:
    """Return the known bounds of a time, as short as they can be: a year, a month or a day each.

    There is one where both are the same; none where nothing is known.
    """
    start, end = time.earliest, time.latest
    if start is None or end is None:
        day = start or end
        return (_bound(day, words, begins=start is not None),) if day else ()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        bounds = str(start.year), str(end.year)
    elif start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        bounds = words.of_month(start), words.of_month(end)
    else:
        bounds = words.of_day(start), words.of_day(end)
    return tuple(dict.fromkeys(bounds))


def written(time: Interval, words: DateWords) -> str:
    """Return the known bounds of a time on one line; empty where nothing is known."""
    bounds = written_bounds(time, words)
    years = all(map(str.isdecimal, bounds))
    return ("\u2013" if years else " \u2013 ").join(bounds)


def _bound(day: dt.date, words: DateWords, *, begins: bool) -> str:
    whole = (1, 1) if begins else (12, 31)
    return str(day.year) if (day.month, day.day) == whole else words.of_day(day)
