"""The datatypes of OWL 2 RL: which value spaces lie in which, and which literals are in them.

Source: OWL 2 Profiles, section 4.3, table 8; XML Schema Definition Language 1.1 part 2, whose
lexical mappings the patterns below write out.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.namespaces import RDF, RDFS, XSD

_PARENTS: Final = {
    "integer": "decimal",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "Name": "token",
    "NCName": "Name",
    "NMTOKEN": "token",
    "dateTimeStamp": "dateTime",
}
_INTEGER_BOUNDS: Final = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_DATE: Final = r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_NAME: Final = r"[^\W\d][\w.\-·]*"
_PATTERNS: Final = {
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "double": r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)",
    "float": r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)",
    "boolean": r"true|false|1|0",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}=|(?:[A-Za-z0-9+/] ?){2}= ?=)?",
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE}",
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": r"(?:[^\W\d]|:)[\w.\-·:]*",
    "NCName": _NAME,
    "NMTOKEN": r"[\w.\-·:]+",
    "anyURI": r"(?s:.*)",
}
#: Whitespace around a literal of these is part of its value.
_STRINGS: Final = ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
#: Datatypes of other standards whose values no datatype above has.
_OTHERS: Final = (
    *("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration"),
    *("dayTimeDuration", "yearMonthDuration"),
)


@dataclass(frozen=True, kw_only=True)
class ValueSpace:
    """A value space: its primitive, and the lexical forms that lead into it."""

    primitive: str
    pattern: re.Pattern[str]
    bounds: tuple[int | None, int | None] | None
    keeps_space: bool

    def holds(self, lexical: str) -> bool:
        """Say whether a lexical form of the primitive has its value here."""
        text = lexical if self.keeps_space else lexical.strip(" \t\n\r")
        if not self.pattern.fullmatch(text):
            return False
        return self.bounds is None or _between(int(text), *self.bounds)


def _between(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def ancestors(datatype: str) -> tuple[str, ...]:
    """List a datatype and those whose value space holds its own, nearest first."""
    names = [datatype]
    if datatype.startswith(XSD):
        local = datatype.removeprefix(XSD)
        while local in _PARENTS:
            local = _PARENTS[local]
            names.append(XSD + local)
    if names[-1] in (XSD + "string", RDF + "langString"):
        names.append(RDF + "PlainLiteral")
    return (*names, RDFS + "Literal")


def _datatype(local: str) -> ValueSpace:
    primitive = local
    while primitive in _PARENTS:
        primitive = _PARENTS[primitive]
    pattern = _PATTERNS["integer" if local in _INTEGER_BOUNDS else local]
    return ValueSpace(
        primitive=primitive,
        pattern=re.compile(pattern),
        bounds=_INTEGER_BOUNDS.get(local),
        keeps_space=local in _STRINGS,
    )


#: The datatypes whose lexical forms are checked.
DATATYPES: Final = {
    XSD + local: _datatype(local) for local in sorted({*_PATTERNS, *_PARENTS, *_INTEGER_BOUNDS})
}
#: Datatypes for which every text is a lexical form.
EVERY_TEXT: Final = frozenset((XSD + "string", XSD + "anyURI"))
#: Datatypes that hold all literals, or all texts.
_WIDE: Final = (RDFS + "Literal", RDF + "PlainLiteral", RDF + "langString", RDF + "XMLLiteral")
SUPPORTED: Final = frozenset((*DATATYPES, *_WIDE))


def in_value_space(literal: Literal, datatype: str) -> bool:
    """Say whether a literal's value is in a supported datatype; True where it cannot be told."""
    if datatype in ancestors(literal.datatype):
        return True
    own, wanted = DATATYPES.get(literal.datatype), DATATYPES.get(datatype)
    if own is None:
        return not (literal.language is not None or _foreign(literal.datatype))
    if wanted is None or own.primitive != wanted.primitive:
        return False
    if wanted.bounds is not None and own.primitive == "decimal":
        value = _decimal(literal.lexical)
        whole = value is not None and value == value.to_integral_value()
        return whole and value is not None and _between(int(value), *wanted.bounds)
    return wanted.holds(literal.lexical)


def _foreign(datatype: str) -> bool:
    """Say whether a datatype is known to share no value with the supported ones."""
    return datatype.removeprefix(XSD) in _OTHERS


def _decimal(lexical: str) -> Decimal | None:
    try:
        return Decimal(lexical.strip())
    except InvalidOperation:
        return None


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
    return _values_differ(first.primitive, left.lexical, right.lexical)


def _values_differ(primitive: str, left: str, right: str) -> bool | None:
    """Compare two lexical forms of one primitive datatype."""
    if primitive == "decimal":
        first, second = _decimal(left), _decimal(right)
        return None if first is None or second is None else first != second
    if primitive == "boolean":
        return (left.strip() in ("true", "1")) != (right.strip() in ("true", "1"))
    if primitive in ("string", "anyURI"):
        return left != right
    if primitive in ("double", "float"):
        return _floats_differ(left, right)
    return None


def _floats_differ(left: str, right: str) -> bool | None:
    try:
        return float(left) != float(right)
    except ValueError:
        return None
