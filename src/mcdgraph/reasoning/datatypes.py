"""The datatypes of OWL 2 RL: which value spaces lie in which, and which literals are in them.

Source: OWL 2 Profiles, section 4.3, table 8; XML Schema Definition Language 1.1 part 2, whose
lexical mappings the patterns below write out.
"""

import re
from dataclasses import dataclass
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
# Digits are those of ASCII: \d would have those of every script.
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE: Final = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_FLOAT: Final = r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_NAME: Final = r"[^\W\d][\w.\-·]*"
_PATTERNS: Final = {
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "integer": r"[+-]?[0-9]+",
    "double": _FLOAT,
    "float": _FLOAT,
    "boolean": r"true|false|1|0",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}=|(?:[A-Za-z0-9+/] ?){2}= ?=)?",
    "dateTime": rf"{_DATE}T{_TIME}{ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{ZONE}",
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": r"(?:[^\W\d]|:)[\w.\-·:]*",
    "NCName": _NAME,
    "NMTOKEN": r"[\w.\-·:]+",
    "anyURI": r"(?s:.*)",
}
_BLANKS: Final = " \t\n\r"
#: Digits that tell a whole number from every bound: one more than the largest bound has.
_LONGEST: Final = 21
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
        text = self.text(lexical)
        if not self.pattern.fullmatch(text):
            return False
        return self.bounds is None or _between(decimal_digits(text), *self.bounds)

    def text(self, lexical: str) -> str:
        """Return a lexical form without the blanks around it that are no part of its value."""
        return lexical if self.keeps_space else lexical.strip(_BLANKS)


@dataclass(frozen=True, kw_only=True)
class DecimalDigits:
    """A decimal number by its digits: those of equal numbers are equal, however long they are."""

    is_negative: bool
    whole: str
    fraction: str


def decimal_digits(text: str) -> DecimalDigits:
    """Read a lexical form of xsd:decimal, without blanks around it."""
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    is_negative = text.startswith("-") and bool(whole or fraction)
    return DecimalDigits(is_negative=is_negative, whole=whole, fraction=fraction)


def _between(value: DecimalDigits, least: int | None, most: int | None) -> bool:
    """Say whether a number is whole and within bounds."""
    if value.fraction:
        return False
    size = int(value.whole[:_LONGEST] or "0")
    number = -size if value.is_negative else size
    return (least is None or number >= least) and (most is None or number <= most)


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
    if wanted.bounds is not None and own.holds(literal.lexical):
        return _between(decimal_digits(own.text(literal.lexical)), *wanted.bounds)
    return wanted.holds(literal.lexical)


def _foreign(datatype: str) -> bool:
    """Say whether a datatype is known to share no value with the supported ones."""
    return datatype.removeprefix(XSD) in _OTHERS
