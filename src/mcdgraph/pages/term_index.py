"""The terms that a graph describes: by kind, by what they are part of, by how much they are used.

It is read once for a store, within bounds, and kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, made_graph
from mcdgraph.pages.bounds import COUNTED, TERMS_LOOKED_AT, TERMS_READ
from mcdgraph.pages.bounds import IRI as LONGEST_IRI
from mcdgraph.pages.terms import TYPE
from mcdgraph.store import Solution, Store

#: Name of a section → the types of its terms, in the order in which a term is looked for.
SECTIONS: Final = {
    "classes": (OWL + "Class", RDFS + "Class"),
    "object_properties": (OWL + "ObjectProperty",),
    "data_properties": (OWL + "DatatypeProperty",),
    "annotation_properties": (OWL + "AnnotationProperty",),
    "properties": (RDF + "Property",),
    "datatypes": (RDFS + "Datatype",),
    "individuals": (OWL + "NamedIndividual",),
}
#: The same of shapes, which are no terms of an ontology.
SHAPE_SECTIONS: Final = {
    "node_shapes": (SH + "NodeShape",),
    "property_shapes": (SH + "PropertyShape",),
}
#: What says that a term is a class, and what that it is a property.
CLASS_TYPES: Final = frozenset(SECTIONS["classes"])
PROPERTY_SECTIONS: Final = tuple(name for name in SECTIONS if name.endswith("properties"))
PROPERTY_TYPES: Final = frozenset(type_ for name in PROPERTY_SECTIONS for type_ in SECTIONS[name])
#: Which property hangs a term of a section on another one.
PARENTS: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
#: What every term is part of, which says nothing of one.
_EVERYTHING: Final = frozenset({OWL + "Thing", RDFS + "Resource"})

_HANGS: Final = f"""
SELECT ?child ?parent ?graph {{
  GRAPH ?graph {{ ?child ?property ?parent }}
  FILTER (isIRI(?child) && isIRI(?parent) && ?child != ?parent)
}} LIMIT {COUNTED}
"""
_CLASS_COUNTS: Final = f"""
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?term (MAX(?n) AS ?count) {{
  GRAPH ?catalogue {{ ?dataset void:classPartition [ void:class ?term ; void:entities ?n ] }}
}} GROUP BY ?term ORDER BY DESC(?count) ?term LIMIT {COUNTED}
"""
_PROPERTY_COUNTS: Final = f"""
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?term (MAX(?n) AS ?count) {{
  GRAPH ?catalogue {{ ?dataset void:propertyPartition [ void:property ?term ; void:triples ?n ] }}
}} GROUP BY ?term ORDER BY DESC(?count) ?term LIMIT {COUNTED}
"""


@dataclass(frozen=True, kw_only=True)
class TermIndex:
    """Terms, sorted by name.

    ``sections`` maps the name of a section to its terms, each in its first section only;
    ``parents`` a term to those that it is directly part of, in the order of their names,
    and ``children`` the other way.
    ``things`` counts the things of a class, ``uses`` the statements with a property, the most
    used first. ``graphs`` maps a section to the graphs that declare its terms. ``cut`` names the
    sections with more terms than are read.
    """

    sections: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]
    things: Mapping[str, int]
    uses: Mapping[str, int]
    graphs: Mapping[str, tuple[str, ...]]
    cut: frozenset[str]

    def count(self, sections: Iterable[str]) -> int:
        """Count the terms of some sections."""
        return sum(len(self.sections.get(name, ())) for name in sections)

    def graphs_of(self, sections: Iterable[str]) -> list[str]:
        """Name the graphs that declare terms of some sections."""
        return sorted({graph for name in sections for graph in self.graphs.get(name, ())})


def read_terms(store: Store, base_iri: str, bases: Sequence[str]) -> TermIndex:
    """Read the terms that are named below the bases of a graph; all of them where none is."""
    reading = _Reading(store=store, base_iri=base_iri)
    found = reading.sections({**SECTIONS, **SHAPE_SECTIONS}, (base_iri, *bases))
    if not any(found.values()):
        found = reading.sections({**SECTIONS, **SHAPE_SECTIONS}, ("",))
    parents = _parents(store, base_iri)
    return TermIndex(
        sections=found,
        parents=parents,
        children=_turned(parents),
        things=_counts(store, _CLASS_COUNTS),
        uses=_counts(store, _PROPERTY_COUNTS),
        graphs={name: tuple(sorted(graphs)) for name, graphs in reading.graphs.items()},
        cut=frozenset(reading.cut),
    )


def in_tree(
    terms: Iterable[str], parents: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, int]]:
    """Yield terms with their depth, each once, below the first of its parents among them.

    A term of a circle is a root where nothing else leads to it.
    """
    order = list(terms)
    among = set(order)
    children: dict[str, list[str]] = {}
    roots = []
    for term in order:
        above = next((parent for parent in parents.get(term, ()) if parent in among), None)
        if above is None:
            roots.append(term)
        else:
            children.setdefault(above, []).append(term)
    seen: set[str] = set()
    for root in (*roots, *order):
        waiting = [(root, 0)]
        while waiting:
            term, depth = waiting.pop()
            if term in seen:
                continue
            seen.add(term)
            yield term, depth
            waiting += [(child, depth + 1) for child in reversed(children.get(term, ()))]


def with_wider(terms: Iterable[str], parents: Mapping[str, Sequence[str]]) -> list[str]:
    """Add to terms all that they are part of, sorted by name."""
    found: set[str] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if term not in found:
            found.add(term)
            waiting += parents.get(term, ())
    return sorted(found, key=by_name)


def by_name(term: str) -> tuple[str, str]:
    """Return the key by which terms are sorted: by what stands last in their IRI."""
    return term.rstrip("/#").rpartition("#")[2].rpartition("/")[2].casefold(), term


@dataclass(kw_only=True)
class _Reading:
    """Reads terms, and notes where they are declared and whether there were more."""

    store: Store
    base_iri: str
    graphs: dict[str, set[str]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)

    def sections(
        self, wanted: Mapping[str, Sequence[str]], bases: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        seen: set[str] = set()
        found: dict[str, tuple[str, ...]] = {}
        for name, types in wanted.items():
            terms = {term for type_ in types for term in self._terms(name, type_, bases)}
            apart = terms if name in SHAPE_SECTIONS else terms - seen
            found[name] = tuple(sorted(apart, key=by_name))
            seen |= terms
        return found

    def _terms(self, section: str, type_: str, bases: tuple[str, ...]) -> Iterator[str]:
        quads = self.store.quads(predicate=Iri(TYPE), object=Iri(type_))
        looked_at = list(islice(quads, TERMS_LOOKED_AT + 1))
        found = [
            (quad.subject.value, quad.graph.value)
            for quad in looked_at[:TERMS_LOOKED_AT]
            if isinstance(quad.subject, Iri)
            and isinstance(quad.graph, Iri)
            and not made_graph(quad.graph.value, self.base_iri)
            and quad.subject.value.startswith(bases)
        ]
        kept = [pair for pair in found if len(pair[0]) <= LONGEST_IRI][:TERMS_READ]
        if len(kept) < len(found) or len(looked_at) > TERMS_LOOKED_AT:
            self.cut.add(section)
        for term, graph in kept:
            self.graphs.setdefault(section, set()).add(graph)
            yield term


def _parents(store: Store, base_iri: str) -> dict[str, tuple[str, ...]]:
    """Return what terms are directly part of, of what is said and what is concluded."""
    found: dict[str, tuple[str, ...]] = {}
    for name in PARENTS:
        rows = store.select(_HANGS.replace("?property", f"<{name}>"))
        said = _above(row for row in rows if not _is_made(row["graph"], base_iri))
        # Where only a part was read, what stands between two terms may be missing.
        found |= said if len(rows) == COUNTED else _direct(_above(rows), said)
    return found


def _is_made(graph: Term | None, base_iri: str) -> bool:
    return isinstance(graph, Iri) and bool(made_graph(graph.value, base_iri))


def _above(rows: Iterable[Solution]) -> dict[str, tuple[str, ...]]:
    above: dict[str, set[str]] = {}
    for row in rows:
        child, parent = row["child"], row["parent"]
        if isinstance(child, Iri) and isinstance(parent, Iri) and parent.value not in _EVERYTHING:
            above.setdefault(child.value, set()).add(parent.value)
    return {child: tuple(sorted(parents, key=by_name)) for child, parents in above.items()}


def _direct(
    above: Mapping[str, tuple[str, ...]], said: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Leave out what a term is part of by way of another one, and what is the same as it.

    What sources say stands where nothing else is left.
    """
    found = {}
    for child, parents in above.items():
        wider = [p for p in parents if child not in above.get(p, ())]
        covered = set().union(*(above.get(parent, ()) for parent in wider))
        direct = tuple(p for p in wider if p not in covered)
        if kept := direct or said.get(child, ()):
            found[child] = kept
    return found


def _turned(parents: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for child in sorted(parents, key=by_name):
        for parent in parents[child]:
            found.setdefault(parent, []).append(child)
    return {parent: tuple(children) for parent, children in found.items()}


def _counts(store: Store, query: str) -> dict[str, int]:
    return {
        term.value: int(count.lexical)
        for row in store.select(query)
        if isinstance(term := row.get("term"), Iri) and isinstance(count := row["count"], Literal)
    }
