"""The things of a class as a table, sorted and narrowed by facets, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import ANNOTATED, RDFS
from mcdgraph.pages.bounds import COUNTED, LISTED, Allowance
from mcdgraph.pages.labels import Label
from mcdgraph.pages.lists import list_page
from mcdgraph.pages.members_query import MemberChoice, NameProperty, members_pattern, members_query
from mcdgraph.pages.order import LAST, alphabetical, folded
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.term_index import by_name
from mcdgraph.pages.terms import (
    ALTERNATIVES,
    LABEL,
    LABELS,
    SUMMARIES,
    TYPE,
)
from mcdgraph.pages.values import ListPage, Resource, Value

#: Columns beside the name, values in one cell, and values of a property for a thing on average
#: that a column may have.
COLUMNS: Final = 5
CELL_VALUES: Final = 4
MOST_VALUES: Final = 5
#: Facets, values shown of one, and values that its property may have.
FACETS: Final = 5
FACET_VALUES: Final = 12
MOST_FACET_VALUES: Final = 200
#: Characters of a text by which it is sorted.
SORTED_TEXT: Final = 200
#: Things that are looked at to choose columns.
_SAMPLE: Final = 1_000
#: Properties that say nothing about one thing beside another.
_NOT_SHOWN: Final = frozenset(
    (
        *(TYPE, *LABELS, *ALTERNATIVES, *SUMMARIES, *ANNOTATED),
        *(*LAST, RDFS + "seeAlso"),
    )
)


@dataclass(frozen=True, kw_only=True)
class MembersRequest:
    """Which things, by the values of which property: by name where ``sort`` is empty."""

    class_iri: str
    choices: tuple[MemberChoice, ...] = ()
    sort: str = ""
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A thing, and its first values in each column; ``cut`` where a cell has more."""

    resource: Resource
    cells: tuple[tuple[Value, ...], ...]
    cut: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """A value that things have, how many do, and whether only those are shown."""

    resource: Resource
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class MemberFacet:
    """A property by whose values things can be narrowed, the most frequent values first."""

    property: Resource
    values: tuple[FacetValue, ...]
    cut: bool


@dataclass(frozen=True, kw_only=True)
class MembersPage:
    """One page of the things of a class.

    ``total`` is how many there are, None where that is not known: `rows` then says how many
    were counted. Where there are more than are listed they are in no order, and ``sortable`` is
    False. ``query`` asks for all of them.
    """

    iri: str
    label: Label
    summary: Label | None
    columns: tuple[Resource, ...]
    rows: ListPage[MemberRow]
    total: int | None
    sortable: bool
    facets: tuple[MemberFacet, ...]
    query: str


def members_page(reader: Reader, asked: MembersRequest, language: str) -> MembersPage:
    """Return one page of the things of a class."""
    return _MembersReader(reader, asked, language).page()


def query_for_members(reader: Reader, asked: MembersRequest, language: str) -> str:
    """Return the query that answers with all things of a class, in the columns of its page."""
    return _MembersReader(reader, asked, language).query()


class _MembersReader:
    """Reads what one page shows of the things of a class."""

    def __init__(self, reader: Reader, asked: MembersRequest, language: str) -> None:
        self._reader = reader
        self._asked = asked
        self._language = language
        self._pattern = members_pattern(asked.class_iri, asked.choices)
        self._used = self._properties()

    def page(self) -> MembersPage:
        reader, asked = self._reader, self._asked
        things = self._things
        whole = len(things) <= LISTED
        columns = self._columns
        allowance = Allowance()
        ordered = self._ordered(things) if whole else things
        rows = list_page(ordered, asked.page, lambda iri: self._row(iri, columns, allowance))
        if whole:
            total: int | None = len(things)
        else:
            total = None if asked.choices else reader.terms.things.get(asked.class_iri)
        return MembersPage(
            iri=asked.class_iri,
            label=reader.labels.label(asked.class_iri, self._language),
            summary=reader.text(Iri(asked.class_iri), SUMMARIES, self._language),
            columns=tuple(map(self._resource, columns)),
            rows=rows,
            total=total,
            sortable=whole,
            facets=self._facets(),
            query=self.query(),
        )

    def query(self) -> str:
        asked, prefixes = self._asked, self._reader.settings.prefixes
        return members_query(asked.class_iri, asked.choices, self._name(), self._columns, prefixes)

    def _name(self) -> NameProperty:
        """Choose the property that names most things, and the language of the first name."""
        used = [iri for iri in LABELS if iri in self._used]
        iri = max(used, key=lambda iri: self._used[iri][0], default=LABEL)
        first = self._things[:1]
        tag = self._resource(first[0]).label.language if first and used else None
        return NameProperty(iri=iri, language=tag and tag.lower())

    def _resource(self, iri: str) -> Resource:
        return self._reader.resource(iri, self._language)

    @cached_property
    def _things(self) -> list[str]:
        """The things that are listed, and one more where there are others."""
        rows = self._reader.store.select(f"SELECT ?thing {{ {self._pattern} }} LIMIT {LISTED + 1}")
        return [row["thing"].value for row in rows if isinstance(row["thing"], Iri)]

    def _properties(self) -> dict[str, tuple[int, int]]:
        """Return the properties that sources give to a sample: how many things have one, values."""
        inferred = self._reader.inferred_graph
        rows = self._reader.store.select(
            "SELECT ?property (COUNT(DISTINCT ?thing) AS ?things) (COUNT(*) AS ?values) {"
            " SELECT ?thing ?property ?value {"
            f" {{ SELECT ?thing {{ {self._pattern} }} LIMIT {_SAMPLE} }}"
            f" GRAPH ?graph {{ ?thing ?property ?value }} FILTER (?graph != <{inferred}>"
            f" && !STRSTARTS(STR(?graph), '{inferred}/'))"
            f" }} LIMIT {COUNTED} }} GROUP BY ?property"
        )
        return {
            name.value: (_number(row["things"]), _number(row["values"]))
            for row in rows
            if isinstance(name := row.get("property"), Iri)
        }

    @cached_property
    def _columns(self) -> list[str]:
        """The properties that most things have, in the order in which pages show them."""
        wanted = [
            iri
            for iri, (things, values) in self._used.items()
            if not self._is_hidden(iri) and values <= MOST_VALUES * things
        ]
        wanted.sort(key=lambda iri: (-self._used[iri][0], by_name(iri)))
        return sorted(wanted[:COLUMNS], key=lambda iri: (-self._used[iri][0], *self._order(iri)))

    def _order(self, iri: str) -> tuple[int, int, str]:
        return self._reader.order(iri, self._resource(iri).label.text)

    def _is_hidden(self, iri: str) -> bool:
        return iri in _NOT_SHOWN or iri in self._reader.evidence.number

    def _ordered(self, things: Sequence[str]) -> list[str]:
        """Sort things by the value that comes first in each, those without one last."""
        names = {iri: alphabetical(self._resource(iri).label.text) for iri in things}
        ordered = sorted(things, key=lambda iri: (names[iri], iri))
        if not self._asked.sort:
            return ordered[::-1] if self._asked.descending else ordered
        keys = self._keys(self._asked.sort)
        known = [iri for iri in ordered if iri in keys]
        known.sort(key=lambda iri: keys[iri], reverse=self._asked.descending)
        return known + [iri for iri in ordered if iri not in keys]

    def _keys(self, property_iri: str) -> Mapping[str, tuple[object, ...]]:
        rows = self._reader.store.select(
            "SELECT ?thing ?value {"
            f" {{ SELECT ?thing {{ {self._pattern} }} LIMIT {LISTED} }}"
            f" ?thing {Iri(property_iri)} ?value }} LIMIT {COUNTED}"
        )
        keys: dict[str, tuple[object, ...]] = {}
        for row in rows:
            thing, key = row["thing"], self._key(row["value"])
            if isinstance(thing, Iri) and (thing.value not in keys or key < keys[thing.value]):
                keys[thing.value] = key
        return keys

    def _key(self, term: Term) -> tuple[object, ...]:
        """Return what a value is sorted by: numbers by size, all else by what is read."""
        if isinstance(term, Literal):
            try:
                return 0, float(term.lexical), ""
            except ValueError:
                return 1, 0.0, folded(term.lexical[:SORTED_TEXT])
        if isinstance(term, Iri):
            return 1, 0.0, folded(self._resource(term.value).label.text)
        return 2, 0.0, ""

    def _row(self, iri: str, columns: Iterable[str], allowance: Allowance) -> MemberRow:
        cells = [self._cell(Iri(iri), column, allowance) for column in columns]
        return MemberRow(
            resource=self._resource(iri),
            cells=tuple(values for values, _ in cells),
            cut=tuple(cut for _, cut in cells),
        )

    def _cell(
        self, thing: Iri, column: str, allowance: Allowance
    ) -> tuple[tuple[Value, ...], bool]:
        """Return the first values of a property; of texts in several languages, one's."""
        terms = self._reader.objects(thing, column)
        spoken = {term.language for term in terms if isinstance(term, Literal) and term.language}
        if len(spoken) > 1:
            tag = self._reader.labels.nearest(spoken, self._language)
            terms = [t for t in terms if not isinstance(t, Literal) or t.language in (None, tag)]
        values = [
            self._reader.value(term, self._language, allowance)
            for term in terms[:CELL_VALUES]
            if allowance.take()
        ]
        return tuple(values), len(values) < len(terms)

    def _facets(self) -> tuple[MemberFacet, ...]:
        """Choose the properties whose few values most things have."""
        found: dict[str, dict[str, int]] = {}
        for row in self._reader.store.select(
            "SELECT ?property ?value (COUNT(DISTINCT ?thing) AS ?things) {"
            " SELECT ?thing ?property ?value {"
            f" {{ SELECT ?thing {{ {self._pattern} }} LIMIT {LISTED} }}"
            f" ?thing ?property ?value FILTER (isIRI(?value)) }} LIMIT {COUNTED}"
            " } GROUP BY ?property ?value"
        ):
            name, value = row.get("property"), row.get("value")
            if isinstance(name, Iri) and isinstance(value, Iri) and name.value in self._used:
                found.setdefault(name.value, {})[value.value] = _number(row["things"])
        chosen = {choice.property for choice in self._asked.choices}
        kept = [
            (iri, counts)
            for iri, counts in found.items()
            if iri in chosen or self._narrows(iri, counts)
        ]
        kept.sort(key=lambda pair: (pair[0] not in chosen, -sum(pair[1].values()), pair[0]))
        return tuple(self._facet(iri, counts) for iri, counts in kept[:FACETS])

    def _narrows(self, iri: str, counts: Mapping[str, int]) -> bool:
        """Return whether there are several values, few enough to choose from, that are shared."""
        if iri != TYPE and self._is_hidden(iri):
            return False
        parting = [count for count in counts.values() if count < len(self._things)]
        return len(parting) > 0 and len(counts) <= MOST_FACET_VALUES and max(parting) > 1

    def _facet(self, iri: str, counts: Mapping[str, int]) -> MemberFacet:
        chosen = {choice.value for choice in self._asked.choices if choice.property == iri}
        every = len(self._things)
        values = [value for value in counts if counts[value] < every or value in chosen]
        things = {value: self._resource(value) for value in values}
        values.sort(
            key=lambda v: (v not in chosen, -counts[v], alphabetical(things[v].label.text), v)
        )
        return MemberFacet(
            property=self._resource(iri),
            values=tuple(
                FacetValue(resource=things[v], count=counts[v], chosen=v in chosen)
                for v in values[:FACET_VALUES]
            ),
            cut=len(values) > FACET_VALUES,
        )


def _number(term: Term) -> int:
    return int(term.lexical) if isinstance(term, Literal) else 0
