"""Suggests things, types and properties as somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.pages.completion import OfferedTerm, offered_classes, offered_properties
from mcdgraph.pages.labels import Label
from mcdgraph.pages.term_index import CLASS_TYPES, PROPERTY_TYPES
from mcdgraph.pages.values import Resource
from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.search import EntryKind, StoredEntry

#: Suggestions where no limit is given, at most at once, and how many can be skipped.
SUGGESTED: Final = 20
MAX_SUGGESTED: Final = 100
MAX_SKIPPED: Final = 200
_THINGS: Final = frozenset((EntryKind.THING, EntryKind.CONCEPT))


class SuggestedKind(StrEnum):
    """What is suggested."""

    ENTITY = "entity"
    PROPERTY = "property"
    TYPE = "type"


@dataclass(frozen=True, kw_only=True)
class SuggestedItem:
    """A thing or a term that may be meant; ``types`` are some of a thing's."""

    iri: str
    name: Label
    description: Label | None
    types: tuple[Resource, ...] = ()


def suggested(
    context: ReconciliationContext, kind: SuggestedKind, prefix: str, skip: int, limit: int
) -> tuple[SuggestedItem, ...]:
    """List what a text may be the beginning of, or a part, or the identifier.

    An empty text asks for the most used types or properties, and for no thing.
    """
    if kind is SuggestedKind.ENTITY:
        return _things(context, prefix, skip + limit)[skip:]
    return _terms(context, kind, prefix)[skip : skip + limit]


def item_of(context: ReconciliationContext, iri: str) -> SuggestedItem:
    """Return one thing or term as it is suggested."""
    return SuggestedItem(
        iri=iri,
        name=context.label(iri),
        description=context.description(iri),
        types=context.types(iri),
    )


def _things(context: ReconciliationContext, text: str, size: int) -> tuple[SuggestedItem, ...]:
    def is_thing(entry: StoredEntry) -> bool:
        return entry.kind in _THINGS

    if not text.strip():
        return ()
    iri = context.identifiers.iri(text)
    found = context.search.suggest(
        iri if context.known(text) else text, context.language, size, is_thing
    )
    return tuple(
        SuggestedItem(
            iri=one.iri,
            name=Label(text=one.name.text, language=one.name.language),
            description=context.description(one.iri),
            types=(context.reader.resource(one.type, context.language),) if one.type else (),
        )
        for one in found
    )


def _terms(
    context: ReconciliationContext, kind: SuggestedKind, text: str
) -> tuple[SuggestedItem, ...]:
    offered = offered_classes if kind is SuggestedKind.TYPE else offered_properties
    words = text.strip().casefold()
    found = [
        _item(term) for term in _in_order(offered(context.reader, context.language, words), words)
    ]
    iri = context.known(text)
    if iri and _is_term(context, kind, iri.value):
        found = [item_of(context, iri.value), *(one for one in found if one.iri != iri.value)]
    return tuple(found)


def _in_order(found: Iterable[OfferedTerm], words: str) -> list[OfferedTerm]:
    """Put those first whose label begins like that, then leave the most used first."""
    return sorted(found, key=lambda term: not term.label.casefold().startswith(words))


def _item(term: OfferedTerm) -> SuggestedItem:
    description = Label(text=term.definition) if term.definition else None
    return SuggestedItem(iri=term.iri, name=Label(text=term.label), description=description)


def _is_term(context: ReconciliationContext, kind: SuggestedKind, iri: str) -> bool:
    terms = context.reader.terms
    counts, types = (
        (terms.things, CLASS_TYPES) if kind is SuggestedKind.TYPE else (terms.uses, PROPERTY_TYPES)
    )
    return iri in counts or any(context.is_of(iri, Iri(type_)) for type_ in types)
