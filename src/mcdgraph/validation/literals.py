"""Literals as values: which are well-typed, and which of two is less.

Source: XML Schema 1.1 Datatypes; SPARQL 1.1, clauses 17.1 and 17.3.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.namespaces import RDF, XSD

_INTEGER = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_NAME_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME = rf"{_NAME_START}\-.0-9\u00B7\u0300-\u036F\u203F\u2040"
_64 = r"[A-Za-z0-9+/] ?"
_64_LAST = "[AEIMQUYcgkosw048]"
_YEARS_MONTHS = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_CLOCK = r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)"
_DAYS = rf"(?:[0-9]+D{_CLOCK}?|{_CLOCK})"

#: The lexical space of each datatype, where a regular expression can tell it.
_LEXICAL: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "boolean": "true|false|1|0",
        "decimal": _DECIMAL,
        "float": _DOUBLE,
        "double": _DOUBLE,
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
        "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
        "time": f"{_TIME}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": f"--{_MONTH}{_ZONE}",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
        "gDay": f"---{_DAY}{_ZONE}",
        "duration": rf"-?P(?:{_YEARS_MONTHS}{_DAYS}?|{_DAYS})",
        "yearMonthDuration": rf"-?P{_YEARS_MONTHS}",
        "dayTimeDuration": rf"-?P{_DAYS}",
        "hexBinary": "(?:[0-9a-fA-F]{2})*",
        "base64Binary": rf"(?:(?:{_64}){{4}})*(?:{_64}[AQgw] ?= ?=|(?:{_64}){{2}}{_64_LAST} ?=)?",
        "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        "normalizedString": r"[^\t\n\r]*",
        "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
        "NMTOKEN": f"[{_NAME}]+",
        "Name": f"[:{_NAME_START}][:{_NAME}]*",
        "NCName": f"[{_NAME_START}][{_NAME}]*",
    }.items()
}

#: The least and the greatest value of each integer datatype; None where there is no bound.
_INTEGERS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}

_INTEGER_FORM = re.compile(_INTEGER)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def lexical_test(datatype: str) -> Callable[[str], bool] | None:
    """Give the test of whether a string is in the lexical space of a datatype.

    None where any string is, or where nothing is known of the datatype: it is not one of XML
    Schema's. White space is not collapsed (RDF 1.1 Concepts, clause 5.1).
    """
    name = datatype.removeprefix(XSD)
    if name == datatype:
        return None
    if name in _INTEGERS:
        return partial(_is_integer, *_INTEGERS[name])
    return partial(_is_in_form, _LEXICAL[name]) if name in _LEXICAL else None


def well_typed(literal: Literal) -> bool:
    """Say whether the lexical form is in the lexical space of the datatype."""
    test = lexical_test(literal.datatype)
    return test is None or test(literal.lexical)


def _is_integer(least: int | None, greatest: int | None, lexical: str) -> bool:
    if not _INTEGER_FORM.fullmatch(lexical):
        return False
    if least is None and greatest is None:
        return True
    value = int(lexical)
    return (least is None or value >= least) and (greatest is None or value <= greatest)


def _is_in_form(form: re.Pattern[str], lexical: str) -> bool:
    found = form.fullmatch(lexical)
    return found is not None and _is_day(found)


def _is_day(found: re.Match[str]) -> bool:
    """Say whether the month is long enough for the day."""
    parts = found.groupdict()
    if not parts.get("day") or not parts.get("month"):
        return True
    month, day = int(parts["month"]), int(parts["day"])
    leap = month == 2 and _is_leap(int(parts.get("year") or 2000))
    return day <= _MONTHS[month - 1] + leap


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True)
class Moment:
    """Seconds on the time line, of UTC where ``zoned``, of a place not named otherwise."""

    seconds: Decimal
    zoned: bool


Value = int | Decimal | float | str | bool | Moment
#: Values are comparable inside one family.
Comparable = tuple[str, Value]

_FOURTEEN_HOURS = Decimal(14 * 3600)


@lru_cache(maxsize=4096)
def comparable(literal: Literal) -> Comparable | None:
    """Give a literal's value and its family; None where SPARQL's < has no meaning for it."""
    if literal.datatype == RDF + "langString" or not well_typed(literal):
        return None
    name = literal.datatype.removeprefix(XSD)
    if name in _INTEGERS:
        return "number", int(literal.lexical)
    read = _READERS.get(name)
    return None if read is None or name == literal.datatype else read(name, literal.lexical)


def compare(left: Literal, right: Literal) -> int | None:
    """Order two literals as SPARQL's operators do: -1, 0, 1; None where they cannot be.

    Times of which only one has a zone are ordered where they are more than 14 hours apart
    (XML Schema 1.1 Datatypes, clause 3.3.7).
    """
    first, second = comparable(left), comparable(right)
    if first is None or second is None or first[0] != second[0]:
        return None
    one, other = first[1], second[1]
    if isinstance(one, Moment) and isinstance(other, Moment):
        return _compare_moments(one, other)
    not_a_number = one != one or other != other
    if not_a_number:
        return None
    return _sign(one, other)


def _compare_moments(one: Moment, other: Moment) -> int | None:
    apart = abs(one.seconds - other.seconds)
    if one.zoned != other.zoned and apart <= _FOURTEEN_HOURS:
        return None
    return _sign(one.seconds, other.seconds)


def _sign(one: Value, other: Value) -> int:
    return int(one > other) - int(one < other)  # type: ignore[operator]


def _number(_: str, lexical: str) -> Comparable:
    return "number", Decimal(lexical)


def _float(_: str, lexical: str) -> Comparable:
    return "number", float(lexical.replace("INF", "inf"))


def _text(_: str, lexical: str) -> Comparable:
    return "string", lexical


def _boolean(_: str, lexical: str) -> Comparable:
    return "boolean", lexical in {"true", "1"}


def _moment(name: str, lexical: str) -> Comparable | None:
    """Read a date or time; what it does not say is the earliest there is."""
    found = _LEXICAL[name].fullmatch(lexical)
    if found is None:
        return None
    parts = found.groupdict()
    days = _days(int(parts.get("year") or 1972), int(parts.get("month") or 1))
    days += int(parts.get("day") or 1) - 1 + bool(parts.get("midnight"))
    clock = Decimal(parts.get("second") or 0)
    clock += 60 * int(parts.get("minute") or 0) + 3600 * int(parts.get("hour") or 0)
    zone = parts.get("zone")
    seconds = days * 86400 + clock - _offset(zone)
    return name.removesuffix("Stamp"), Moment(seconds, zone is not None)


def _offset(zone: str | None) -> int:
    """Give the seconds that a zone is ahead of UTC."""
    if zone is None or zone == "Z":
        return 0
    seconds = 3600 * int(zone[1:3]) + 60 * int(zone[4:6])
    return -seconds if zone[0] == "-" else seconds


def _days(year: int, month: int) -> int:
    """Count the days from the first of March of year 0 to the first of a month."""
    years, months = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5


_READERS: Final[dict[str, Callable[[str, str], Comparable | None]]] = {
    "decimal": _number,
    "float": _float,
    "double": _float,
    "string": _text,
    "boolean": _boolean,
    "dateTime": _moment,
    "dateTimeStamp": _moment,
    "date": _moment,
    "time": _moment,
    "gYear": _moment,
    "gYearMonth": _moment,
}
