"""A parameter of a saved query: its type, what it may be, and what a word given for it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from mcdgraph.columns import Iri, Literal
from mcdgraph.errors import ParameterError
from mcdgraph.namespaces import XSD, shorten
from mcdgraph.turtle.iris import fault, resolve

ParameterValue = Iri | Literal

#: Characters of a value.
MAX_VALUE: Final = 2_000
#: Values that an error lists.
_LISTED: Final = 20

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_TRUTHS: Final = {"true": "true", "1": "true", "false": "false", "0": "false"}
#: A surrogate is no character, and U+0000 stands in no literal of a query.
_NO_CHARACTER: Final = re.compile("[\0\ud800-\udfff]")


class ParameterType(StrEnum):
    """What the values of a parameter are."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    LANGUAGE = "language"

    @property
    def expected(self) -> str:
        """What a value looks like, in words."""
        return _EXPECTED[self]


_EXPECTED: Final = {
    ParameterType.IRI: "an IRI or a prefixed name",
    ParameterType.STRING: "a text",
    ParameterType.INTEGER: "a whole number",
    ParameterType.DECIMAL: "a decimal number, such as 2.5",
    ParameterType.DATE: "a date, such as 2011-12-31",
    ParameterType.BOOLEAN: "true or false",
    ParameterType.LANGUAGE: "a language tag, such as en",
}


@dataclass(frozen=True, kw_only=True)
class WrittenNames:
    """How names are written short: the base of relative IRIs, empty for none, and prefixes."""

    base: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class QuestionParameter:
    """A variable of a saved query that who asks may give a value.

    ``labels`` say by language what it is. ``allowed`` lists the values there are; ``members`` is
    the IRI of the class of which a value must be. Both are empty where any value of the type
    will do. ``line`` is where the header declares it, from 1.
    """

    name: str
    type: ParameterType
    labels: Mapping[str, str]
    default: ParameterValue | None = None
    allowed: tuple[ParameterValue, ...] = ()
    members: str = ""
    line: int = 1

    def label(self, language: str) -> str:
        """Return what the parameter is in a language, or in the first one there is."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.name)

    def read(self, text: str, names: WrittenNames) -> ParameterValue:
        """Return the value that a word stands for; raise ParameterError for what is none.

        Whether an IRI is of the class ``members`` only a dataset can tell.
        """
        if len(text) > MAX_VALUE:
            reason = f"at most {MAX_VALUE} characters"
            raise ParameterError(self.name, f"{text[:50]}…", "length", reason)
        value = read_value(text, self.type, names)
        if value is None:
            raise ParameterError(self.name, text, self.type, self.type.expected)
        if self.allowed and value not in self.allowed:
            raise ParameterError(self.name, text, "list", f"one of {self.choices(names.prefixes)}")
        return value

    def choices(self, prefixes: Mapping[str, str]) -> str:
        """Return the values that are allowed, as they may be given, in one line."""
        words = [word_of(value, prefixes) for value in self.allowed[:_LISTED]]
        return ", ".join(words + ["…"] * (len(self.allowed) > _LISTED))


def word_of(value: ParameterValue, prefixes: Mapping[str, str] | None = None) -> str:
    """Return a value as it may be given: an IRI by its prefix, a literal by its lexical form."""
    if isinstance(value, Literal):
        return value.lexical
    return shorten(str(value), prefixes or {}).strip("<>")


def read_value(text: str, kind: ParameterType, names: WrittenNames) -> ParameterValue | None:
    """Return the value of a type that a word stands for, in canonical form; None for none.

    Source: XML Schema 1.1 Part 2, clauses 3.3.2, 3.3.3, 3.3.9 and 3.4.13; BCP 47 for the form of
    language tags, which become plain strings, to be compared with LANG in lower case.
    """
    if kind is ParameterType.IRI:
        return _read_iri(text, names)
    lexical = _lexical(text, kind)
    if lexical is None:
        return None
    if kind in (ParameterType.STRING, ParameterType.LANGUAGE):
        return Literal(lexical)
    return Literal(lexical, XSD + kind)


def _read_iri(text: str, names: WrittenNames) -> Iri | None:
    if text.startswith("<") and text.endswith(">"):
        iri = resolve(names.base, text[1:-1]) if names.base else text[1:-1]
    else:
        prefix, colon, local = text.partition(":")
        iri = names.prefixes[prefix] + local if colon and prefix in names.prefixes else text
    return Iri(iri) if fault(iri) is None else None


def _lexical(text: str, kind: ParameterType) -> str | None:
    """Return the canonical lexical form of a literal of a type; None for what is none."""
    if kind is ParameterType.STRING:
        return None if _NO_CHARACTER.search(text) else text
    if kind is ParameterType.INTEGER:
        return str(int(text)) if _INTEGER.fullmatch(text) else None
    if kind is ParameterType.DECIMAL:
        return _decimal(text) if _DECIMAL.fullmatch(text) else None
    if kind is ParameterType.DATE:
        return text if _DATE.fullmatch(text) and _is_date(text) else None
    if kind is ParameterType.BOOLEAN:
        return _TRUTHS.get(text)
    return text.lower() if _LANGUAGE.fullmatch(text) else None


def _decimal(text: str) -> str:
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0") or "0"
    negative = text.startswith("-") and (whole, part) != ("0", "0")
    return f"{'-' if negative else ''}{whole}.{part}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
