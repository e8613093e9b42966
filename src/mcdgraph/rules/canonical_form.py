"""The canonical form of a typed literal, in its own datatype.

Source: XML Schema 1.1 Part 2, clauses 3.3 and 3.4, and appendix E (canonical mappings). A decimal
may keep a point and one digit behind it, as in ``1.0`` (XML Schema 1.0), since Turtle writes
decimals so.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite, isnan
from types import MappingProxyType
from typing import Final

import numpy as np

from mcdgraph.columns import Literal
from mcdgraph.namespaces import XSD

_INTEGER: Final = re.compile(r"([+-]?)0*([0-9]+)")
_DECIMAL: Final = re.compile(r"([+-]?)0*([0-9]*)(?:(\.)([0-9]*))?")
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MOMENT: Final = re.compile(r"(-?[0-9T:-]*?)(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_NAMES: Final = MappingProxyType({"INF": "INF", "+INF": "INF", "-INF": "-INF", "NaN": "NaN"})


def _integer(text: str) -> str | None:
    found = _INTEGER.fullmatch(text)
    if found is None:
        return None
    return f"-{found[2]}" if found[1] == "-" and found[2] != "0" else found[2]


def _decimal(text: str) -> str | None:
    found = _DECIMAL.fullmatch(text)
    if found is None or not (found[2] or found[4] or text.strip("+-.")):
        return None
    whole, fraction = found[2] or "0", (found[4] or "").rstrip("0")
    if found[3]:
        whole = f"{whole}.{fraction or '0'}"
    return f"-{whole}" if found[1] == "-" and whole.strip("0.") else whole


def _double(text: str, single: bool = False) -> str | None:
    if text in _NAMES:
        return _NAMES[text]
    if _DOUBLE.fullmatch(text) is None:
        return None
    value = np.float32(text) if single else np.float64(text)
    if not isfinite(value) or isnan(value):
        return None
    sign, digits, exponent = Decimal(str(value)).as_tuple()
    if not isinstance(exponent, int):
        return None
    figures = "".join(map(str, digits))
    power = len(figures) - 1 + exponent if any(digits) else 0
    figures = figures.rstrip("0") or "0"
    return f"{'-' * sign}{figures[0]}.{figures[1:] or '0'}E{power}"


def _float(text: str) -> str | None:
    return _double(text, single=True)


def _boolean(text: str) -> str | None:
    return {"1": "true", "0": "false", "true": "true", "false": "false"}.get(text)


def _moment(text: str) -> str | None:
    """Take off zeros behind the seconds, and write UTC as Z."""
    found = _MOMENT.fullmatch(text)
    if found is None or "T24:" in text or text.startswith("24:"):
        return None
    start, fraction, zone = found.groups(default="")
    fraction = fraction.rstrip("0").rstrip(".")
    return start + fraction + ("Z" if zone in ("+00:00", "-00:00") else zone)


_FORMS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        **{
            XSD + name: _integer
            for name in (
                *("integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short"),
                *("byte", "nonNegativeInteger", "unsignedLong", "unsignedInt"),
                *("unsignedShort", "unsignedByte", "positiveInteger"),
            )
        },
        XSD + "decimal": _decimal,
        XSD + "double": _double,
        XSD + "float": _float,
        XSD + "boolean": _boolean,
        **{
            XSD + name: _moment
            for name in (
                *("dateTime", "dateTimeStamp", "date", "time"),
                *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
            )
        },
    }
)


def canonical_form(literal: Literal) -> Literal | None:
    """Give the canonical literal of the same value and datatype.

    None where the text has no value, or the datatype is none of numbers, booleans and times.
    """
    form = _FORMS.get(literal.datatype)
    text = form(literal.lexical) if form else None
    return None if text is None else Literal(text, literal.datatype)
