"""Finds the things that a query may mean: by names, by identifiers, by values of properties."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.reconciliation.conditions import ComparedName, compared, fit_of
from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.reconciliation.model import (
    ConditionKind,
    ConditionValue,
    MatchCondition,
    MatchQuery,
    ValueQuantifier,
)
from mcdgraph.reconciliation.similarity import HOLDS, ComparedWords
from mcdgraph.search import EntryKind, StoredEntry

#: Things that are compared for one name, and for one value of a property.
MAX_COMPARED: Final = 60
#: Things that a value of a property may be, by its name.
MAX_VALUE_THINGS: Final = 10
_TERMS: Final = frozenset((EntryKind.CLASS, EntryKind.PROPERTY, EntryKind.SHAPE))


@dataclass(frozen=True, kw_only=True)
class ConsideredThing:
    """A thing that may be meant, with all that it is called.

    ``holds`` tells whether a name of it has all the words of one that is looked for; ``asked``
    are the texts that name it by its identifier.
    """

    iri: str
    names: tuple[ComparedName, ...]
    deprecated: bool = False
    holds: bool = False
    asked: frozenset[str] = frozenset()


@dataclass(kw_only=True, eq=False)
class ThingFinder:
    """Finds things for one query; ``whole`` tells that nothing was guessed or left out."""

    context: ReconciliationContext
    query: MatchQuery
    whole: bool = True
    _found: dict[str, ConsideredThing] = field(default_factory=dict)

    def find(self) -> tuple[ConsideredThing, ...]:
        """Return the things, those first that search finds first."""
        if self.query.types and not self._classes:
            return ()
        for condition in self.query.conditions:
            if condition.quantifier is ValueQuantifier.NONE:
                continue
            for value in condition.values:
                self._find(condition, value)
        return tuple(self._found.values())

    def _find(self, condition: MatchCondition, value: ConditionValue) -> None:
        if condition.kind is ConditionKind.NAME:
            self._by_name(value)
        elif condition.kind is ConditionKind.ID:
            iri = self.context.known(value.text)
            self._add([iri] if iri else [], asked=frozenset((value.text,)))
        elif self._only_properties:
            self.whole = False
            self._by_value(condition, value)

    @property
    def _only_properties(self) -> bool:
        return all(c.kind is ConditionKind.PROPERTY for c in self.query.conditions)

    @cached_property
    def _classes(self) -> tuple[Iri, ...]:
        """The types that the graph knows; none where all are needed, and one is not known."""
        found = [self.context.known(name) for name in self.query.types]
        if self.query.all_types and None in found:
            return ()
        return tuple(iri for iri in found if iri)

    def _is_wanted(self, iri: str) -> bool:
        if not self.query.types:
            return True
        of = (self.context.is_of(iri, class_) for class_ in self._classes)
        return all(of) if self.query.all_types else any(of)

    def _is_entry_wanted(self, entry: StoredEntry) -> bool:
        """Leave out questions and, unless a type asks for them, terms and shapes."""
        if entry.kind is EntryKind.QUESTION or (not self.query.types and entry.kind in _TERMS):
            return False
        return self._is_wanted(entry.iri)

    def _by_name(self, value: ConditionValue) -> None:
        language = self.query.language or self.context.language
        search = self.context.search
        looked = search.look_up(value.text, language, self._is_entry_wanted, MAX_COMPARED)
        self.whole &= looked.whole
        for thing in looked.things:
            before = self._found.get(thing.iri)
            asked = frozenset((value.text,) if thing.iri == looked.asked else ())
            self._found[thing.iri] = ConsideredThing(
                iri=thing.iri,
                names=compared(thing.names),
                deprecated=thing.deprecated,
                holds=thing.holds or (before is not None and before.holds),
                asked=asked | (before.asked if before else frozenset()),
            )

    def _by_value(self, condition: MatchCondition, value: ConditionValue) -> None:
        predicate = self.context.known(condition.property)
        for term in self._terms(value) if predicate else ():
            quads = self.context.reader.store.quads(predicate=predicate, object=term)
            subjects = (quad.subject for quad in islice(quads, MAX_COMPARED))
            self._add(subject for subject in subjects if isinstance(subject, Iri))

    def _terms(self, value: ConditionValue) -> Iterator[Term]:
        """Yield the terms that a value may be: a thing by identifier or name, and literals."""
        if iri := self.context.known(value.text):
            yield iri
        if value.is_thing:
            return
        yield Literal(value.text)
        for tag in self.context.reader.settings.languages:
            yield Literal(value.text, RDF_LANG_STRING, tag)
        language, search = self.context.language, self.context.search
        looked = search.look_up(value.text, language, lambda _entry: True, MAX_VALUE_THINGS)
        wanted = ComparedWords(words=looked.words)
        for thing in looked.things:
            if fit_of(wanted, compared(thing.names)).likeness >= HOLDS:
                yield Iri(thing.iri)

    def _add(self, iris: Iterable[Iri], *, asked: frozenset[str] = frozenset()) -> None:
        for iri in iris:
            before = self._found.get(iri.value)
            if before:
                self._found[iri.value] = replace(before, asked=before.asked | asked)
            elif len(self._found) < MAX_COMPARED * len(self.query.conditions) and self._is_wanted(
                iri.value
            ):
                names = compared(self.context.search.names_of(iri.value))
                self._found[iri.value] = ConsideredThing(iri=iri.value, names=names, asked=asked)
