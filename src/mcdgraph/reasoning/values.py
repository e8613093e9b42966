"""Whether two literals have different values.

Source: OWL 2 Profiles, section 4.3, table 8 (dt-diff); XML Schema Definition Language 1.1 part 2.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.reasoning.datatypes import DATATYPES, ZONE, decimal_digits

_CLOCK: Final = re.compile(rf"([0-9:]+)(?:\.([0-9]+))?({ZONE})?")


def primitive(literal: Literal) -> str:
    """Name the primitive datatype of a literal of OWL 2 RL, such as ``decimal``; else nothing."""
    known = DATATYPES.get(literal.datatype)
    return "" if known is None else known.primitive


def differ(left: Literal, right: Literal) -> bool | None:
    """Say whether two literals have different values (dt-diff); None where it cannot be told."""
    if left == right:
        return False
    if (left.language or "").lower() != (right.language or "").lower():
        return True
    if left.language is not None:
        return left.lexical != right.lexical
    first, second = DATATYPES.get(left.datatype), DATATYPES.get(right.datatype)
    if first is None or second is None:
        return None
    if first.primitive != second.primitive:
        return True
    if not (first.holds(left.lexical) and second.holds(right.lexical)):
        return None
    value = _VALUES[first.primitive]
    return value(first.text(left.lexical)) != value(second.text(right.lexical))


def _float(text: str) -> float | str:
    """Read a lexical form of xsd:double; not a number is itself, which a float of it is not."""
    return text if text == "NaN" else float(text)


def _moment(text: str) -> tuple[str, ...]:
    """Read a dateTime: day, time without the zeros that end its fraction, zone.

    Those of two zones differ though the moment may be one (OWL 2 Structural Specification,
    clause 4.7: values are compared by identity).
    """
    day, _, rest = text.partition("T")
    found = _CLOCK.fullmatch(rest)
    assert found is not None
    clock, fraction, zone = found[1], (found[2] or "").rstrip("0"), found[3] or ""
    if clock == "24:00:00":
        day, clock = _next(day), "00:00:00"
    return day, clock, fraction, "Z" if zone in ("+00:00", "-00:00") else zone


def _next(day: str) -> str:
    """Return the day after; itself, with a mark, outside the years 1 to 9999."""
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return f"{day}+1"


#: What a lexical form of each primitive datatype stands for, without blanks around it.
_VALUES: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    {
        "anyURI": str,
        "base64Binary": lambda text: text.replace(" ", ""),
        "boolean": lambda text: text in ("true", "1"),
        "dateTime": _moment,
        "decimal": decimal_digits,
        "double": _float,
        "float": _float,
        "hexBinary": str.upper,
        "string": str,
    }
)
