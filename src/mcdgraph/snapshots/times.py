"""The time that a document or a statement speaks of: days, either end of which may be unknown.

Source of the lexical forms: XML Schema 1.1 Part 2, clauses 3.3.7 to 3.3.11 and 3.3.9.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.namespaces import XSD

_LEXICAL: Final = re.compile(
    r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2})(T[0-9:.]+)?)?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)
DAY_DATATYPES: Final = frozenset(
    XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")
)


class Meeting(StrEnum):
    """Whether two times have a day in common."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NONE = "none"


class DayRelation(StrEnum):
    """Where a time stands to a day; ``unknown`` where a bound that would tell is missing."""

    BEFORE = "before"
    THEN = "then"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The days from ``earliest`` to ``latest``, both included; None for an unknown bound."""

    earliest: dt.date | None = None
    latest: dt.date | None = None

    @classmethod
    def between(cls, starts: Iterable["Interval"], ends: Iterable["Interval"]) -> "Interval":
        """Return the widest time from one of the ``starts`` to one of the ``ends``.

        A bound that none of them knows is unknown.
        """
        first = (one.earliest for one in starts if one.earliest is not None)
        last = (one.latest for one in ends if one.latest is not None)
        return cls(earliest=min(first, default=None), latest=max(last, default=None))

    @property
    def is_whole(self) -> bool:
        """True where both bounds are known."""
        return self.earliest is not None and self.latest is not None

    def meets(self, other: "Interval") -> Meeting:
        """Say whether another time has a day in common with this one."""
        if _ends_before(self, other) or _ends_before(other, self):
            return Meeting.NONE
        return Meeting.CERTAIN if self.is_whole and other.is_whole else Meeting.POSSIBLE

    def stands_to(self, day: dt.date) -> DayRelation:
        """Say whether this time is before a day, holds it, or is after it."""
        if self.latest is not None and self.latest < day:
            return DayRelation.BEFORE
        if self.earliest is not None and self.earliest > day:
            return DayRelation.AFTER
        return DayRelation.THEN if self.is_whole else DayRelation.UNKNOWN


#: Nothing is known.
UNKNOWN: Final = Interval()


def _ends_before(one: Interval, other: Interval) -> bool:
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def days_of(literal: Literal) -> Interval:
    """Read a date, a time, a month or a year as the days that it covers.

    What is of another datatype, no such form, or outside the years 1 to 9999 is unknown.
    """
    found = _LEXICAL.match(literal.lexical) if literal.datatype in DAY_DATATYPES else None
    if found is None:
        return UNKNOWN
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    assert year is not None
    try:
        first = dt.date(year, month or 1, day or 1)
        last = first if day else dt.date(year, month or 12, _last_day(year, month or 12))
    except (ValueError, calendar.IllegalMonthError):
        return UNKNOWN
    return Interval(earliest=first, latest=last)


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
