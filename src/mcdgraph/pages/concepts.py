"""Concept schemes, as trees (SKOS Reference, clauses 4 and 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Iri, Literal
from mcdgraph.namespaces import SKOS
from mcdgraph.pages.bounds import COUNTED, LISTED
from mcdgraph.pages.hierarchy import Branch, hierarchy
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import TYPE
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

SCHEME: Final = SKOS + "ConceptScheme"
#: Schemes that are listed.
SCHEMES: Final = 200

_CONCEPTS: Final = f"""
PREFIX skos: <{SKOS}>
SELECT DISTINCT ?parent ?child {{
  {{ SELECT DISTINCT ?child {{
    ?child skos:inScheme|skos:topConceptOf|^skos:hasTopConcept $scheme
    FILTER (isIRI(?child))
  }} LIMIT {LISTED} }}
  OPTIONAL {{
    ?child skos:broader|^skos:narrower ?parent .
    ?parent skos:inScheme|skos:topConceptOf|^skos:hasTopConcept $scheme
    FILTER (isIRI(?parent))
  }}
}} LIMIT {COUNTED}
"""
_NUMBERS: Final = f"""
PREFIX skos: <{SKOS}>
SELECT ?scheme (COUNT(DISTINCT ?concept) AS ?number) {{
  SELECT ?scheme ?concept {{
    ?concept skos:inScheme|skos:topConceptOf|^skos:hasTopConcept ?scheme
  }} LIMIT {COUNTED}
}} GROUP BY ?scheme
"""


@dataclass(frozen=True, kw_only=True)
class SchemeEntry:
    """A concept scheme, how many concepts are in it, and their trees where they are shown."""

    resource: Resource
    concepts: int
    trees: tuple[Branch, ...] = ()
    cut: bool = False


def is_scheme(reader: Reader, iri: str) -> bool:
    """Return whether a thing is a concept scheme."""
    return SCHEME in reader.iris(Iri(iri), TYPE)


def scheme_trees(reader: Reader, iri: str, language: str) -> tuple[tuple[Branch, ...], bool]:
    """Return the concepts of a scheme below those that they are narrower than.

    The second value is True where some are left out.
    """
    rows = reader.store.select(_CONCEPTS.replace("$scheme", str(Iri(iri))))
    return hierarchy(reader, sorted(rows, key=lambda row: _name(reader, row, language)), language)


def schemes(reader: Reader, language: str, *, most_concepts: int) -> tuple[SchemeEntry, ...]:
    """Return the schemes, the largest first, with their trees where these are few enough."""
    numbers = _numbers(reader)
    found = [term.value for term in reader.things_of(SCHEME, SCHEMES)]
    found.sort(key=lambda iri: (-numbers.get(iri, 0), iri))
    shown = sum(numbers.get(iri, 0) for iri in found) <= most_concepts
    return tuple(_entry(reader, iri, numbers.get(iri, 0), language, shown=shown) for iri in found)


def _entry(reader: Reader, iri: str, concepts: int, language: str, *, shown: bool) -> SchemeEntry:
    trees, cut = scheme_trees(reader, iri, language) if shown else ((), False)
    resource = reader.resource(iri, language)
    return SchemeEntry(resource=resource, concepts=concepts, trees=trees, cut=cut)


def _numbers(reader: Reader) -> dict[str, int]:
    rows: Sequence[Solution] = reader.store.select(_NUMBERS)
    return {
        scheme.value: int(number.lexical)
        for row in rows
        if isinstance(scheme := row.get("scheme"), Iri)
        and isinstance(number := row["number"], Literal)
    }


def _name(reader: Reader, row: Solution, language: str) -> tuple[tuple[str, str], str]:
    child = row["child"]
    iri = child.value if isinstance(child, Iri) else ""
    return alphabetical(reader.labels.label(iri, language).text), iri
