"""Reads the values of properties of things, for data extension."""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import ReconciliationError
from mcdgraph.namespaces import RDFS, XSD
from mcdgraph.pages.bounds import LITERAL, shorten
from mcdgraph.pages.completion import OfferedTerm, offered_properties
from mcdgraph.pages.labels import Label
from mcdgraph.pages.values import Resource
from mcdgraph.reconciliation.context import EVERYTHING, ReconciliationContext
from mcdgraph.reconciliation.reading import ExtendedProperty, ExtensionRequest

#: Values in one answer.
MAX_VALUES: Final = 10_000
#: Properties that are proposed where no limit is given.
PROPOSED: Final = 100
#: Whole numbers that clients read as such.
_INTEGERS: Final = range(-(2**31), 2**31)
_WHOLE: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_DECIMAL: Final = XSD + "decimal"
_FLOATS: Final = frozenset((XSD + "double", XSD + "float"))
#: Numbers as XML Schema writes them (Datatypes 1.1, clauses 3.3.3, 3.3.5 and 3.4.13).
_WHOLE_FORM: Final = re.compile(r"[+-]?[0-9]+\Z", re.ASCII)
_DECIMAL_FORM: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z", re.ASCII)
_FLOAT_FORM: Final = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z", re.ASCII
)
#: Digits that a double holds.
_MAX_DIGITS: Final = 15
_DATE_TIME: Final = re.compile(
    r"-?[0-9]{4,9}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class PointInTime:
    """A date with its time, as XML Schema writes it (Datatypes 1.1, clause 3.3.7)."""

    lexical: str


#: A value: a thing, a text with its language, a number, or a date with its time.
ExtensionValue = Resource | Label | int | float | PointInTime


@dataclass(frozen=True, kw_only=True)
class ExtendedColumn:
    """A property, with the class of its values where the graph says one."""

    id: str
    name: Label
    type: Resource | None


@dataclass(frozen=True, kw_only=True)
class ExtensionRow:
    """A thing, by the identifier that was sent, with the values of each column in order."""

    id: str
    values: tuple[tuple[ExtensionValue, ...], ...]


@dataclass(frozen=True, kw_only=True)
class DataExtension:
    """The columns that were asked for, and a row for each thing."""

    columns: tuple[ExtendedColumn, ...]
    rows: tuple[ExtensionRow, ...]


def extend(context: ReconciliationContext, request: ExtensionRequest) -> DataExtension:
    """Return the values that are asked for; raise `ReconciliationError` for too many of them."""
    columns = tuple(_column(context, wanted) for wanted in request.properties)
    rows, left = [], MAX_VALUES
    for identifier in dict.fromkeys(request.ids):
        row = _row(context, identifier, request.properties)
        left -= sum(map(len, row.values))
        if left < 0:
            raise ReconciliationError(
                f"there are more than {MAX_VALUES} values; ask for fewer things, or give a limit",
                too_large=True,
            )
        rows.append(row)
    return DataExtension(columns=columns, rows=tuple(rows))


def proposed(context: ReconciliationContext, type_id: str, limit: int) -> tuple[OfferedTerm, ...]:
    """List the properties that things of a type have, the most used first; of any without one."""
    if not type_id:
        return offered_properties(context.reader, context.language)[:limit]
    class_ = context.known(type_id)
    if class_ is None:
        return ()
    return offered_properties(context.reader, context.language, of=class_.value)[:limit]


def _column(context: ReconciliationContext, wanted: ExtendedProperty) -> ExtendedColumn:
    iri = context.identifiers.iri(wanted.id)
    known = context.known(wanted.id)
    ranges = set(context.reader.iris(known, RDFS + "range")) - EVERYTHING if known else set()
    classes = [range_ for range_ in ranges if not range_.startswith((XSD, RDFS))]
    type_ = context.reader.resource(classes[0], context.language) if len(classes) == 1 else None
    name = context.label(iri) if known else Label(text=wanted.id)
    return ExtendedColumn(id=wanted.id, name=name, type=type_)


def _row(
    context: ReconciliationContext, identifier: str, wanted: tuple[ExtendedProperty, ...]
) -> ExtensionRow:
    thing = context.known(identifier)
    values = (_values(context, thing, one) if thing else () for one in wanted)
    return ExtensionRow(id=identifier, values=tuple(values))


def _values(
    context: ReconciliationContext, thing: Iri, wanted: ExtendedProperty
) -> tuple[ExtensionValue, ...]:
    predicate = context.known(wanted.id)
    terms = context.reader.objects(thing, predicate.value) if predicate else []
    kept = [term for term in terms if _is_read(term, wanted.language)]
    return tuple(_value(context, term) for term in kept[: wanted.limit or None])


def _is_read(term: Term, language: str) -> bool:
    """Leave out what has no name, and texts in other languages than the one asked for."""
    if not isinstance(term, Literal):
        return isinstance(term, Iri)
    tag = (term.language or "").lower()
    return not language or not tag or tag == language or tag.startswith(f"{language}-")


def _value(context: ReconciliationContext, term: Term) -> ExtensionValue:
    if isinstance(term, Iri):
        return context.reader.resource(term.value, context.language)
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} has no name")
    number = number_of(term)
    if number is not None:
        return number
    if term.datatype == XSD + "dateTime" and _DATE_TIME.match(term.lexical):
        return PointInTime(lexical=term.lexical)
    return Label(text=shorten(term.lexical, LITERAL), language=term.language)


def number_of(term: Literal) -> int | float | None:
    """Return a number that a client reads as it is; None for what would lose digits."""
    lexical = term.lexical.strip(" \t\r\n")
    if sum(map(str.isdigit, lexical)) > _MAX_DIGITS:
        return None
    if term.datatype in _WHOLE and _WHOLE_FORM.match(lexical):
        whole = int(lexical)
        return whole if whole in _INTEGERS else None
    is_decimal = term.datatype == _DECIMAL and _DECIMAL_FORM.match(lexical)
    if is_decimal or (term.datatype in _FLOATS and _FLOAT_FORM.match(lexical)):
        real = float(lexical)
        return real if isfinite(real) else None
    return None
