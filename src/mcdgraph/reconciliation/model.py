"""What is asked of reconciliation, and what it answers, whichever version asks.

Source: Reconciliation Service API 0.2 and 1.0-draft (W3C Entity Reconciliation Community Group).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mcdgraph.pages.labels import Label
from mcdgraph.pages.values import Resource

#: Queries in one batch, and candidates for one of them.
MAX_QUERIES: Final = 25
MAX_CANDIDATES: Final = 50
#: Candidates where no limit is given.
CANDIDATES: Final = 10
#: Types of a query, its conditions, values of a condition, and values in a batch.
MAX_TYPES: Final = 10
MAX_CONDITIONS: Final = 20
MAX_VALUES: Final = 20
MAX_BATCH_VALUES: Final = 100
#: Characters of a value, and of an identifier.
MAX_VALUE: Final = 2_000


class ConditionKind(StrEnum):
    """What a condition is about (1.0-draft, ``matchType``)."""

    NAME = "name"
    ID = "id"
    PROPERTY = "property"


class ValueQuantifier(StrEnum):
    """Which of the values of a condition count (1.0-draft, ``matchQuantifier``)."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class ConditionValue:
    """A value that a thing should have: a text, or a thing by its identifier."""

    text: str
    is_thing: bool = False


@dataclass(frozen=True, kw_only=True)
class MatchCondition:
    """What a thing should be called, be, or have as values of a property.

    ``required`` leaves out the things of which it does not hold; else it counts in the score.
    """

    kind: ConditionKind
    values: tuple[ConditionValue, ...]
    property: str = ""
    required: bool = False
    quantifier: ValueQuantifier = ValueQuantifier.ANY


@dataclass(frozen=True, kw_only=True)
class MatchQuery:
    """A reconciliation query; ``types`` and properties are identifiers as they were sent.

    A thing must have one of the types, or ``all_types``. ``language`` is that of the names.
    """

    conditions: tuple[MatchCondition, ...]
    types: tuple[str, ...] = ()
    all_types: bool = False
    limit: int = CANDIDATES
    language: str = ""


class FeatureName(StrEnum):
    """The matching features; docs/reconciliation.md says what each means."""

    NAME_SIMILARITY = "name_similarity"
    NAME_EXACT = "name_exact"
    PROPERTY_MATCH = "property_match"
    USES = "uses"


@dataclass(frozen=True, kw_only=True)
class MatchCandidate:
    """A thing that may be meant; ``score`` is from 0 to 100.

    ``match`` tells that it can be taken without a look.
    """

    iri: str
    name: Label
    description: Label | None
    types: tuple[Resource, ...]
    score: float
    features: tuple[tuple[FeatureName, float | bool], ...]
    match: bool
