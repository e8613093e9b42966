"""How a class, a property or a concept hangs together with others, and how much it is used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.namespaces import RDFS, SH, SKOS
from mcdgraph.pages.bounds import COUNTED
from mcdgraph.pages.members_query import uses_query
from mcdgraph.pages.neighbourhood import Neighbourhood
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.term_index import CLASS_TYPES, PROPERTY_TYPES, by_name
from mcdgraph.pages.terms import SCHEMA, TYPE
from mcdgraph.pages.values import Resource

#: Terms of one relation that are shown.
RELATED: Final = 50
#: Properties from a property to a class, by which the class has its properties.
_DOMAINS: Final = (RDFS + "domain", SCHEMA + "domainIncludes")
_RANGES: Final = (RDFS + "range", SCHEMA + "rangeIncludes")
_SHAPES_OF_CLASS: Final = (SH + "targetClass",)
_SHAPES_OF_PROPERTY: Final = (SH + "path", SH + "targetSubjectsOf", SH + "targetObjectsOf")
_BROADER: Final = SKOS + "broader"
_NARROWER: Final = SKOS + "narrower"


@dataclass(frozen=True, kw_only=True)
class Related:
    """Terms of one relation, and whether there are more; ``inverse`` is the property behind it."""

    terms: tuple[Resource, ...]
    cut: bool
    inverse: str


@dataclass(frozen=True, kw_only=True)
class Relatives:
    """What is below a term, has to do with it, and how often it is used.

    ``kind`` is ``class``, ``property`` or ``concept``. ``domain_of`` and ``range_of`` are the
    properties of a class, ``shapes`` those that constrain it. ``count`` is of things or of
    statements, None where they are not counted; ``query`` asks for them, of a property.
    ``replaces`` names the properties whose values need not be told once more.
    """

    kind: str
    narrower: Related
    domain_of: Related
    range_of: Related
    shapes: Related
    count: int | None
    query: str
    replaces: frozenset[str]


def relatives(reader: Reader, iri: str, language: str) -> Relatives | None:
    """Return the relatives of a class, property or concept; None for what is none of them."""
    kind = kind_of_term(reader, iri)
    if not kind:
        return None
    reading = _RelativesReader(reader, iri, language)
    return {
        "class": reading.of_class,
        "property": reading.of_property,
        "concept": reading.of_concept,
    }[kind]()


def kind_of_term(reader: Reader, iri: str) -> str:
    """Return whether a thing is a class, a property or a concept; empty for anything else."""
    types = reader.iris(Iri(iri), TYPE)
    if iri in reader.terms.things or CLASS_TYPES.intersection(types):
        return "class"
    if PROPERTY_TYPES.intersection(types):
        return "property"
    return "concept" if SKOS + "Concept" in types else ""


class _RelativesReader:
    """Reads what stands around one term."""

    def __init__(self, reader: Reader, iri: str, language: str) -> None:
        self._reader = reader
        self._iri = iri
        self._language = language

    def of_class(self) -> Relatives:
        terms = self._reader.terms
        return Relatives(
            kind="class",
            narrower=self._related(terms.children.get(self._iri, ()), RDFS + "subClassOf"),
            domain_of=self._leading_here(_DOMAINS),
            range_of=self._leading_here(_RANGES),
            shapes=self._leading_here(_SHAPES_OF_CLASS),
            count=terms.things.get(self._iri),
            query="",
            replaces=frozenset((TYPE, RDFS + "subClassOf", *_DOMAINS, *_RANGES, *_SHAPES_OF_CLASS)),
        )

    def of_property(self) -> Relatives:
        terms = self._reader.terms
        return Relatives(
            kind="property",
            narrower=self._related(terms.children.get(self._iri, ()), RDFS + "subPropertyOf"),
            domain_of=self._related((), ""),
            range_of=self._related((), ""),
            shapes=self._leading_here(_SHAPES_OF_PROPERTY),
            count=terms.uses.get(self._iri),
            query=uses_query(self._iri, self._reader.settings.prefixes),
            replaces=frozenset((RDFS + "subPropertyOf", *_SHAPES_OF_PROPERTY)),
        )

    def of_concept(self) -> Relatives:
        said = self._reader.iris(Iri(self._iri), _NARROWER)
        below = (*said, *self._subjects(_BROADER))
        return Relatives(
            kind="concept",
            narrower=self._related(below, _BROADER),
            domain_of=self._related((), ""),
            range_of=self._related((), ""),
            shapes=self._related((), ""),
            count=None,
            query="",
            replaces=frozenset((_BROADER, _NARROWER)),
        )

    def _leading_here(self, properties: Iterable[str]) -> Related:
        names = tuple(properties)
        found = [subject for name in names for subject in self._subjects(name)]
        return self._related(found, names[0])

    def _subjects(self, name: str) -> Iterator[str]:
        """Name what sources say leads here, or the thing that a blank node is a part of."""
        around = Neighbourhood(self._reader, Iri(self._iri))
        quads = self._reader.store.quads(predicate=Iri(name), object=Iri(self._iri))
        first = islice(quads, COUNTED)
        said = (quad.subject for quad in first if not self._reader.is_inferred(quad.graph))
        for subject in islice(said, RELATED + 1):
            if named := around.named(subject):
                yield named.value

    def _related(self, iris: Iterable[str], inverse: str) -> Related:
        found = sorted(dict.fromkeys(iris), key=by_name)
        terms = [self._reader.resource(iri, self._language) for iri in found[:RELATED]]
        return Related(
            terms=tuple(sorted(terms, key=lambda term: (alphabetical(term.label.text), term.iri))),
            cut=len(found) > RELATED,
            inverse=inverse,
        )
