"""Where a thing stands: what it is part of, up to the widest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.namespaces import OWL, SKOS
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.relatives import kind_of_term
from mcdgraph.pages.term_index import by_name
from mcdgraph.pages.terms import TYPE
from mcdgraph.pages.values import Resource

#: Steps of a trail, the widest left out where there are more.
STEPS: Final = 6
_SCHEME: Final = (SKOS + "inScheme", SKOS + "topConceptOf")
_NO_KINDS: Final = frozenset((OWL + "NamedIndividual", OWL + "Thing"))


@dataclass(frozen=True, kw_only=True)
class Trail:
    """The steps to a thing, the widest first.

    ``kind`` is ``class``, ``property``, ``concept`` or empty; then the one step is the class
    whose things are listed.
    """

    kind: str
    steps: tuple[Resource, ...]


def trail(reader: Reader, iri: str, language: str) -> Trail:
    """Return what a thing is part of by the first of what is said of it."""
    kind = kind_of_term(reader, iri)
    if kind == "concept":
        found = _climb(iri, lambda here: reader.iris(Iri(here), SKOS + "broader"))
        schemes = [scheme for name in _SCHEME for scheme in reader.iris(Iri(iri), name)]
        found = [*schemes[:1], *found]
    elif kind:
        found = _climb(iri, lambda here: reader.terms.parents.get(here, ()))
    else:
        found = _class_of(reader, iri)
    return Trail(kind=kind, steps=tuple(reader.resource(step, language) for step in found))


def _climb(iri: str, above: Callable[[str], Sequence[str]]) -> list[str]:
    """Return what is above a thing, the nearest last; a circle ends where it closes."""
    found: list[str] = []
    here = iri
    while len(found) < STEPS:
        step = next((up for up in above(here) if up not in found and up != iri), None)
        if step is None:
            break
        found.append(step)
        here = step
    return found[::-1]


def _class_of(reader: Reader, iri: str) -> list[str]:
    """Return the class with the fewest things, which says most."""
    counts = reader.terms.things
    types = [t for t in reader.iris(Iri(iri), TYPE) if t not in _NO_KINDS and t in counts]
    return [min(types, key=lambda found: (counts[found], by_name(found)))] if types else []
