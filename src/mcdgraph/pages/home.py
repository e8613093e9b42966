"""The first page: what the graph is, its main tree, its figures, its classes."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from mcdgraph.bases import Bases
from mcdgraph.columns import Iri, Literal
from mcdgraph.errors import PageQueryError
from mcdgraph.namespaces import LOCAL, OWL, RDF, RDFS, SH
from mcdgraph.page_queries import PageQueries
from mcdgraph.pages.bounds import FIGURES, LABEL, shorten
from mcdgraph.pages.concepts import SchemeEntry, schemes
from mcdgraph.pages.hierarchy import Branch, hierarchy
from mcdgraph.pages.labels import Label
from mcdgraph.pages.places import GraphPlaces, places
from mcdgraph.pages.point_maps import DOTS
from mcdgraph.pages.portrait import description, title
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.term_index import PROPERTY_SECTIONS, SHAPE_SECTIONS
from mcdgraph.pages.tree_charts import TreeChart, tree_charts
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

#: Classes shown on the first page, and concepts in the trees of all schemes together.
CLASSES: Final = 24
CONCEPTS: Final = 300
#: Where classes are named that say how things are modelled, and not what they are.
_MODELLING: Final = (OWL, RDF, RDFS, SH)

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}\Z")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that a source states, beside the number that its list gives."""

    item: Resource
    of: Resource | None
    stated: int
    enumerated: int
    gap: int
    year: str


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    """A class, and how many things are in it."""

    resource: Resource
    count: int


@dataclass(frozen=True, kw_only=True)
class TermCount:
    """How many classes, properties or shapes the graph has of its own; ``name`` says which."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What a newcomer sees first; ``trees_cut`` where there are more trees than are shown."""

    title: Label
    description: Label | None
    trees: tuple[Branch, ...]
    trees_cut: bool
    charts: tuple[TreeChart, ...]
    figures: tuple[Figure, ...]
    places: GraphPlaces
    classes: tuple[ClassCount, ...]
    schemes: tuple[SchemeEntry, ...]
    terms: tuple[TermCount, ...]
    statuses: bool
    """True where statements have a status, which a legend explains."""
    faults: tuple[PageQueryError, ...] = ()
    """What is wrong with queries of the graph's own, whose parts are left out."""


def graph_places(
    reader: Reader, queries: PageQueries, language: str, most: int = DOTS
) -> GraphPlaces:
    """Return the places that a graph tells by its query; none where it has no such query.

    Raises PageQueryError where that cannot be answered.
    """
    return places(reader, queries.rows(reader.store, "places"), language, most)


def home_page(
    reader: Reader,
    queries: PageQueries,
    header: str,
    language: str,
    folded: Collection[int] = (),
) -> HomePage:
    """Return what the graph is, in one language; ``header`` describes the whole of it.

    ``folded`` has the numbers of the boxes of the charts that are folded.
    """
    faults: list[PageQueryError] = []

    def rows(name: str) -> list[Solution]:
        try:
            return queries.rows(reader.store, name)
        except PageQueryError as error:
            faults.append(error)
            return []

    trees, cut = hierarchy(reader, rows("hierarchy"), language)
    figures = rows("figures")
    return HomePage(
        title=title(reader, header, language),
        description=description(reader, header, language),
        trees=trees,
        trees_cut=cut,
        charts=tree_charts(trees, folded=folded),
        figures=tuple(
            figure for row in figures[:FIGURES] if (figure := _figure(reader, row, language))
        ),
        places=places(reader, rows("places"), language),
        classes=largest_classes(reader, language),
        schemes=schemes(reader, language, most_concepts=CONCEPTS),
        terms=tuple(_terms(reader)),
        statuses=any(
            True for name in reader.evidence.status for _ in reader.store.quads(predicate=Iri(name))
        ),
        faults=tuple(faults),
    )


def _terms(reader: Reader) -> Iterator[TermCount]:
    """Count the terms of the graph's own, and not those that it copies of others."""
    settings = reader.settings
    bases = Bases(base_iri=settings.base_iri, others=settings.bases)
    takes_all = settings.base_iri == LOCAL and not settings.bases
    kinds = {
        "classes": ("classes",),
        "properties": PROPERTY_SECTIONS,
        "shapes": tuple(SHAPE_SECTIONS),
    }
    for name, sections in kinds.items():
        terms = {term for section in sections for term in reader.terms.sections[section]}
        if count := sum(takes_all or bases.is_own(term) for term in terms):
            yield TermCount(name=name, count=count)


def largest_classes(reader: Reader, language: str) -> tuple[ClassCount, ...]:
    """Return the classes with most things: the graph's own, all others where it has none."""
    settings, things = reader.settings, reader.terms.things
    own = [iri for iri in things if iri.startswith((settings.base_iri, *settings.bases))]
    wanted = own or [iri for iri in things if not iri.startswith(_MODELLING)]
    return tuple(
        ClassCount(resource=reader.resource(iri, language), count=things[iri])
        for iri in wanted[:CLASSES]
    )


def _figure(reader: Reader, row: Solution, language: str) -> Figure | None:
    item, of = row.get("item"), row.get("of")
    stated, enumerated = _number(row, "stated"), _number(row, "enumerated")
    if not isinstance(item, Iri) or stated is None or enumerated is None:
        return None
    gap, year = _number(row, "gap"), row.get("year")
    return Figure(
        item=reader.resource(item.value, language),
        of=reader.resource(of.value, language) if isinstance(of, Iri) else None,
        stated=stated,
        enumerated=enumerated,
        gap=stated - enumerated if gap is None else gap,
        year=shorten(year.lexical, LABEL) if isinstance(year, Literal) else "",
    )


def _number(row: Solution, name: str) -> int | None:
    term = row.get(name)
    if isinstance(term, Literal) and _NUMBER.match(term.lexical):
        return int(term.lexical)
    return None
