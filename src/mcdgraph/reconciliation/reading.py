"""Reads batches of queries and requests for values, of either version.

Source: Reconciliation Service API 0.2, clauses 4.1 and 7.4; 1.0-draft, clauses 4.1 and 7.3.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mcdgraph.errors import ReconciliationError
from mcdgraph.reconciliation.fields import JsonField, parse_json
from mcdgraph.reconciliation.model import (
    CANDIDATES,
    MAX_BATCH_VALUES,
    MAX_CANDIDATES,
    MAX_CONDITIONS,
    MAX_QUERIES,
    MAX_TYPES,
    MAX_VALUE,
    MAX_VALUES,
    ConditionKind,
    ConditionValue,
    MatchCondition,
    MatchQuery,
    ValueQuantifier,
)

#: Things that are extended at once, and properties.
MAX_ROWS: Final = 200
MAX_PROPERTIES: Final = 20
#: Characters of a language tag (RFC 5646 needs 35).
MAX_TAG: Final = 35
_QUERY_FIELDS: Final = frozenset(("query", "type", "limit", "properties", "type_strict"))


class TypeStrictness(StrEnum):
    """How types restrict, in 0.2, which leaves the meaning open: ``all`` asks for all of them."""

    SHOULD = "should"
    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class ExtendedProperty:
    """A property whose values are asked for; at most ``limit`` of them where it is not 0.

    ``language`` leaves out the texts in others.
    """

    id: str
    limit: int = 0
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtensionRequest:
    """The values of which properties are asked for, of which things; identifiers as sent."""

    ids: tuple[str, ...]
    properties: tuple[ExtendedProperty, ...]


def read_batch(text: str) -> dict[str, MatchQuery]:
    """Read a batch of 0.2: queries by key."""
    batch = parse_json(text, "queries")
    queries = {key: _query(found) for key, found in batch.members(MAX_QUERIES)}
    _bound_values(queries.values())
    return queries


def read_draft_batch(text: str) -> list[MatchQuery]:
    """Read a batch of 1.0-draft: queries in order."""
    batch = parse_json(text, "the body").required("queries")
    queries = [_draft_query(found) for found in batch.items(MAX_QUERIES)]
    _bound_values(queries)
    return queries


def _bound_values(queries: Iterable[MatchQuery]) -> None:
    """Refuse a batch with more names and values than are compared for one answer."""
    values = sum(len(one.values) for query in queries for one in query.conditions)
    if values > MAX_BATCH_VALUES:
        raise ReconciliationError(
            f"the queries have {values} names and values; {MAX_BATCH_VALUES} are answered at once",
            too_large=True,
        )


def read_extension(text: str, name: str) -> ExtensionRequest:
    """Read a request for values, which is the same in both versions."""
    asked = parse_json(text, name)
    properties = asked.required("properties").items(MAX_PROPERTIES)
    return ExtensionRequest(
        ids=tuple(found.text(MAX_VALUE) for found in asked.required("ids").items(MAX_ROWS)),
        properties=tuple(map(_extended, properties)),
    )


def _extended(found: JsonField) -> ExtendedProperty:
    settings = found.get("settings") or JsonField(name=found.name, value={})
    limit, language = settings.get("limit"), settings.get("language")
    return ExtendedProperty(
        id=found.required("id").text(MAX_VALUE),
        limit=_limit(limit),
        language=language.text(MAX_TAG).lower() if language else "",
    )


def _limit(field: JsonField | None) -> int:
    """Read how many values are wanted: clients that fill in a form send numbers as texts."""
    if field is None or field.value in (0, "0", ""):
        return 0
    value = field.value
    digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
    return JsonField(name=field.name, value=int(value) if digits else value).positive(1_000)


def _query(found: JsonField) -> MatchQuery:
    for key, _ in found.members(len(_QUERY_FIELDS) + 20):
        if key not in _QUERY_FIELDS:
            raise ReconciliationError(
                f"{found.name} has {key[:100]!r}; a query of 0.2 has query, type, limit, "
                "properties and type_strict"
            )
    types, strict = found.get("type"), found.get("type_strict")
    return MatchQuery(
        conditions=tuple(_conditions(found)),
        types=tuple(t.text(MAX_VALUE) for t in types.one_or_more(MAX_TYPES)) if types else (),
        all_types=strict is not None and strict.choice(TypeStrictness) is TypeStrictness.ALL,
        limit=_candidates(found),
    )


def _conditions(found: JsonField) -> Iterator[MatchCondition]:
    name, properties = found.get("query"), found.get("properties")
    if name is None and (properties is None or not properties.value):
        raise ReconciliationError(f"{found.name} has neither query nor properties")
    if name is not None:
        value = ConditionValue(text=name.text(MAX_VALUE))
        yield MatchCondition(kind=ConditionKind.NAME, values=(value,))
    for item in properties.items(MAX_CONDITIONS) if properties else ():
        yield MatchCondition(
            kind=ConditionKind.PROPERTY,
            property=item.required("pid").text(MAX_VALUE),
            values=_values(item.required("v")),
        )


def _draft_query(found: JsonField) -> MatchQuery:
    type_, language = found.get("type"), found.get("lang")
    conditions = found.required("conditions")
    if conditions.value == []:
        raise ReconciliationError(f"{conditions.name} is empty")
    return MatchQuery(
        conditions=tuple(map(_draft_condition, conditions.items(MAX_CONDITIONS))),
        types=(type_.text(MAX_VALUE),) if type_ else (),
        limit=_candidates(found),
        language=language.text(MAX_TAG).lower().partition("-")[0] if language else "",
    )


def _draft_condition(found: JsonField) -> MatchCondition:
    kind = found.required("matchType").choice(ConditionKind)
    required, quantifier = found.get("required"), found.get("matchQuantifier")
    property_ = ""
    if kind is ConditionKind.PROPERTY:
        property_ = found.required("propertyId").text(MAX_VALUE)
    return MatchCondition(
        kind=kind,
        property=property_,
        values=_values(found.required("propertyValue")),
        required=required.truth() if required else False,
        quantifier=quantifier.choice(ValueQuantifier) if quantifier else ValueQuantifier.ANY,
    )


def _candidates(found: JsonField) -> int:
    limit = found.get("limit")
    return limit.positive(MAX_CANDIDATES) if limit else CANDIDATES


def _values(found: JsonField) -> tuple[ConditionValue, ...]:
    return tuple(map(_value, found.one_or_more(MAX_VALUES)))


def _value(found: JsonField) -> ConditionValue:
    if isinstance(found.value, dict):
        return ConditionValue(text=found.required("id").text(MAX_VALUE), is_thing=True)
    if isinstance(found.value, bool | int | float):
        return ConditionValue(text=json.dumps(found.value))
    return ConditionValue(text=found.text(MAX_VALUE))
