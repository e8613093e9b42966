"""Two versions of documents side by side: what only one says, and what they say otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.pages.bounds import Allowance
from mcdgraph.pages.order import alphabetical, term_order
from mcdgraph.pages.overviews.rows import bounded, iri_in, resource_in, text_in
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource, Value
from mcdgraph.settings import ConflictSettings
from mcdgraph.store import Solution

#: Entries of each kind that a page shows.
ENTRIES: Final = 200

#: Subject and property → the values with the row that says each.
_Said = Mapping[tuple[str, str], Mapping[Term, Solution]]


@dataclass(frozen=True, kw_only=True)
class SourcedValue:
    """A value, its status, and the sentence or row that says it."""

    value: Value
    status: str
    evidence: Resource | None


@dataclass(frozen=True, kw_only=True)
class ComparedFact:
    """A property of a thing, and the values that are only in the first and only in the second.

    The value of a ``figure`` is told of what the figure is of, by its measure.
    """

    subject: Resource
    property: Resource
    figure: Resource | None
    first: tuple[SourcedValue, ...]
    second: tuple[SourcedValue, ...]


@dataclass(frozen=True, kw_only=True)
class ComparedFacts:
    """The first facts of one kind, and how many there are."""

    entries: tuple[ComparedFact, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class DocumentComparison:
    """What only the second says, what only the first says, what both say with other values.

    ``same`` counts the statements that both have.
    """

    added: ComparedFacts
    gone: ComparedFacts
    changed: ComparedFacts
    same: int


def compared(
    reader: Reader, first: Iterable[Solution], second: Iterable[Solution], language: str
) -> DocumentComparison:
    """Compare rows of ?subject ?property ?value with ?status and ?evidence.

    A statement is of a thing with an IRI, and its value is no blank node. Documents have figures
    of their own: one of the second counts as that of the first which it is another value of.
    """
    settings = reader.settings.conflicts
    before = _said(first)
    after = _with_figures_of(before, _said(second), settings)
    facts = _differences(before, after, settings)
    order, allowance = _reading_order(reader, language), Allowance()

    def told(kind: str) -> ComparedFacts:
        found = sorted((f for f in facts if f.kind == kind and not f.told_by_value), key=order)
        entries = (_fact(reader, fact, language, allowance) for fact in found[:ENTRIES])
        return ComparedFacts(entries=tuple(entries), total=len(found))

    return DocumentComparison(
        added=told("added"),
        gone=told("gone"),
        changed=told("changed"),
        same=sum(len(fact.first.keys() & fact.second.keys()) for fact in facts),
    )


@dataclass(frozen=True, kw_only=True)
class _Difference:
    """The values of one property of one thing, each with the row that says it.

    ``topic`` is what a figure is of, and its measure, where this is the value of one; these two
    are themselves ``told_by_value``.
    """

    key: tuple[str, str]
    topic: tuple[str, str] | None
    told_by_value: bool
    first: Mapping[Term, Solution]
    second: Mapping[Term, Solution]

    @property
    def told_of(self) -> tuple[str, str]:
        """The thing and the property that a reader is told."""
        return self.topic or self.key

    @property
    def kind(self) -> str:
        """Tell whether values are added, gone, or other ones; empty where there is no difference.

        Where a document says one of several values more, nothing has changed: one is added.
        """
        gone, added = self.first.keys() - self.second.keys(), self.second.keys() - self.first.keys()
        if gone and added:
            return "changed"
        return "gone" if gone else "added" if added else ""


def _reading_order(reader: Reader, language: str) -> Callable[[_Difference], tuple[object, ...]]:
    """Return the key that sorts facts by the name of the thing, then as pages show properties."""
    names: dict[str, str] = {}

    def name(iri: str) -> str:
        if iri not in names:
            names[iri] = reader.resource(iri, language).label.text
        return names[iri]

    def key(fact: _Difference) -> tuple[object, ...]:
        subject, predicate = fact.told_of
        shown = reader.order(predicate, name(predicate))
        return *alphabetical(name(subject)), subject, shown, predicate, fact.key

    return key


def _differences(before: _Said, after: _Said, settings: ConflictSettings) -> list[_Difference]:
    """Return all that documents say, by thing and property."""
    topics = _topics(after, settings) | _topics(before, settings)
    figures = {thing for thing, _ in topics}
    joining = {*settings.figure, *settings.measure}
    return [
        _Difference(
            key=key,
            topic=topics.get(key),
            told_by_value=key[0] in figures and key[1] in joining,
            first=before.get(key, {}),
            second=after.get(key, {}),
        )
        for key in {*before, *after}
    ]


def _said(rows: Iterable[Solution]) -> _Said:
    found: dict[tuple[str, str], dict[Term, Solution]] = {}
    for row in bounded(rows):
        subject, name, value = iri_in(row, "subject"), iri_in(row, "property"), row.get("value")
        if subject and name and value is not None and not isinstance(value, BlankNode):
            found.setdefault((subject, name), {}).setdefault(value, row)
    return found


def _with_figures_of(before: _Said, after: _Said, settings: ConflictSettings) -> _Said:
    """Call figures by those of the first document of which they can only be another value."""
    first, second = _figures(before, settings), _figures(after, settings)
    there = {thing for thing, _ in after}
    names = {
        second[key][0]: first[key][0]
        for key in second.keys() & first.keys()
        if len(first[key]) == len(second[key]) == 1 and first[key][0] not in there
    }
    return {(names.get(thing, thing), name): values for (thing, name), values in after.items()}


def _figures(
    said: _Said, settings: ConflictSettings
) -> dict[tuple[frozenset[Term], ...], list[str]]:
    """Return figures by what they are of, all that they have in common, and their period."""
    common = (settings.figure, settings.measure, settings.period_from, settings.period_to)
    found: dict[tuple[frozenset[Term], ...], list[str]] = {}
    for thing in dict.fromkeys(thing for thing, name in said if name in settings.value):
        key = tuple(
            frozenset(value for name in names for value in said.get((thing, name), ()))
            for names in common
        )
        if key[0]:
            found.setdefault(key, []).append(thing)
    return found


def _topics(said: _Said, settings: ConflictSettings) -> dict[tuple[str, str], tuple[str, str]]:
    """Return for the value of each figure the one thing that it is of, and its one measure."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for (of, measures, *_), figures in _figures(said, settings).items():
        things = [
            [term.value for term in terms if isinstance(term, Iri)] for terms in (of, measures)
        ]
        if len(things[0]) == len(things[1]) == 1:
            topic = things[0][0], things[1][0]
            found |= {(one, name): topic for one in figures for name in settings.value}
    return found


def _fact(reader: Reader, found: _Difference, language: str, allowance: Allowance) -> ComparedFact:
    subject, name = found.told_of

    def only(said: Mapping[Term, Solution], other: Mapping[Term, Solution]) -> list[Term]:
        return sorted((value for value in said if value not in other), key=term_order)

    def sourced(said: Mapping[Term, Solution], values: list[Term]) -> tuple[SourcedValue, ...]:
        return tuple(
            SourcedValue(
                value=reader.value(value, language, allowance),
                status=text_in(said[value], "status"),
                evidence=resource_in(reader, said[value], "evidence", language),
            )
            for value in values
            if allowance.take()
        )

    return ComparedFact(
        subject=reader.resource(subject, language),
        property=reader.resource(name, language),
        figure=reader.resource(found.key[0], language) if found.topic else None,
        first=sourced(found.first, only(found.first, found.second)),
        second=sourced(found.second, only(found.second, found.first)),
    )
