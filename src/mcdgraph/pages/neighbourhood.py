"""The statements around one thing, counted by property and read a part at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import ANNOTATED, OWL
from mcdgraph.pages.bounds import COUNTED, GRAPHS
from mcdgraph.pages.reader import Reader, Subject
from mcdgraph.pages.terms import AXIOM, TYPE
from mcdgraph.store import Quad

#: Counts by property and graph; the inner part bounds what is looked at.
_OUTGOING: Final = f"""
SELECT ?node ?property ?graph (COUNT(*) AS ?count) {{
  SELECT ?node ?property ?graph {{ GRAPH ?graph {{ ?node ?property ?other }} }} LIMIT {COUNTED}
}} GROUP BY ?node ?property ?graph
"""
_HIDDEN: Final = ", ".join(f"<{iri}>" for iri in ANNOTATED)
_INCOMING: Final = f"""
SELECT ?node ?property ?graph (COUNT(*) AS ?count) {{
  SELECT ?node ?property ?graph {{
    GRAPH ?graph {{ ?other ?property ?node }} FILTER (?property NOT IN ({_HIDDEN}))
    FILTER NOT EXISTS {{ ?other a <{AXIOM}> }}
  }} LIMIT {COUNTED}
}} GROUP BY ?node ?property ?graph
"""
#: Blank nodes between a thing and what points to it, at most.
_CLIMB: Final = 4
#: Inverses that are known of one property, and nodes looked at above a blank node, at most.
_FEW: Final = 10


class Part(Flag):
    """Whether statements are made by some source, or only concluded."""

    ASSERTED = auto()
    INFERRED = auto()
    ALL = ASSERTED | INFERRED


@dataclass(frozen=True, kw_only=True)
class End:
    """The other end of a statement about a thing."""

    term: Term
    inferred: bool


@dataclass(frozen=True, kw_only=True)
class PropertyUse:
    """How often a property leads from a thing, or to it where ``inverse``, by graph.

    ``asserted`` maps each graph that is no graph of conclusions to its number of statements,
    ``inferred`` each that is; one that two graphs make is counted in both.
    """

    property: Iri
    inverse: bool
    asserted: Mapping[Term, int]
    inferred: Mapping[Term, int]

    def count(self, part: Part) -> int:
        """Count the statements of a part at most, `COUNTED` where counting stopped."""
        asserted = sum(self.asserted.values()) if Part.ASSERTED in part else 0
        return asserted + (sum(self.inferred.values()) if Part.INFERRED in part else 0)


class Neighbourhood:
    """What is said of a thing, and with it; its look-ups read no more than is asked for."""

    def __init__(self, reader: Reader, node: Iri) -> None:
        """Look around ``node``."""
        self._reader = reader
        self._node = node
        self._inverses: dict[Iri, frozenset[Iri]] = {}

    def outgoing(self) -> list[PropertyUse]:
        """Count what is said of the thing by property."""
        return self._uses(_OUTGOING, inverse=False)

    def incoming(self) -> list[PropertyUse]:
        """Count what points to the thing by property, but for annotations of statements."""
        return self._uses(_INCOMING, inverse=True)

    def ends(self, use: PropertyUse, part: Part) -> Iterator[End]:
        """Return the other ends of the statements of a part, each once, those asserted first."""
        if Part.ASSERTED in part:
            yield from self._asserted(use)
        if Part.INFERRED in part:
            yield from self._concluded(use)

    def graphs_of(self, use: PropertyUse, other: Term) -> tuple[str, ...]:
        """Name the first graphs that make one statement."""
        subject, object_ = (other, self._node) if use.inverse else (self._node, other)
        quads = self._reader.store.quads(subject=subject, predicate=use.property, object=object_)
        found = {q.graph.value for q in islice(quads, GRAPHS) if isinstance(q.graph, Iri)}
        return tuple(sorted(found))

    def is_echo(self, use: PropertyUse, end: End) -> bool:
        """Return whether a concluded statement only turns round one that the page shows anyway.

        Turned round by ``owl:inverseOf`` or symmetry; what leads to the thing is an echo of
        anything said of it, what is concluded of it only of what a source says.
        """
        quads = self._reader.store.quads
        for inverse in self._inverses_of(use.property):
            if use.inverse and any(quads(subject=self._node, predicate=inverse, object=end.term)):
                return True
            if not use.inverse and self._is_asserted(end.term, inverse, self._node):
                return True
        return False

    def named(self, node: Subject, depth: int = _CLIMB) -> Iri | None:
        """Climb from a blank node to a thing with an IRI that leads to it."""
        if isinstance(node, Iri):
            return node
        if depth == 0 or self._reader.is_axiom(node):
            return None
        quads = islice(self._reader.store.quads(object=node), _FEW)
        for parent in sorted({quad.subject for quad in quads}, key=str):
            if found := self.named(parent, depth - 1):
                return found
        return None

    def _uses(self, query: str, *, inverse: bool) -> list[PropertyUse]:
        counts: dict[Iri, dict[Term, int]] = {}
        for row in self._reader.store.select(query, {"node": self._node}):
            name, count = row["property"], row["count"]
            if isinstance(name, Iri) and isinstance(count, Literal):
                counts.setdefault(name, {})[row["graph"]] = int(count.lexical)
        return [
            PropertyUse(
                property=name,
                inverse=inverse,
                inferred={g: n for g, n in _by_graph(found) if self._reader.is_inferred(g)},
                asserted={g: n for g, n in _by_graph(found) if not self._reader.is_inferred(g)},
            )
            for name, found in counts.items()
        ]

    def _asserted(self, use: PropertyUse) -> Iterator[End]:
        seen: set[Term] = set()
        for graph in use.asserted:
            for quad in self._quads(use, graph):
                other = _other(quad, use)
                if other not in seen:
                    seen.add(other)
                    yield End(term=other, inferred=False)

    def _concluded(self, use: PropertyUse) -> Iterator[End]:
        seen: set[Term] = set()
        for quad in (quad for graph in use.inferred for quad in self._quads(use, graph)):
            other = _other(quad, use)
            if other in seen:
                continue
            seen.add(other)
            if not use.asserted or not self._is_asserted(quad.subject, quad.predicate, quad.object):
                yield End(term=other, inferred=True)

    def _quads(self, use: PropertyUse, graph: Term) -> Iterator[Quad]:
        if use.inverse:
            quads = self._reader.store.quads(predicate=use.property, object=self._node, graph=graph)
            if use.property.value not in self._reader.evidence.source:
                return quads
            return (quad for quad in quads if not self._reader.is_axiom(quad.subject))
        return self._reader.store.quads(subject=self._node, predicate=use.property, graph=graph)

    def _is_asserted(self, subject: Term, predicate: Iri, object_: Term) -> bool:
        if isinstance(subject, Literal):
            return False
        quads = self._reader.store.quads(subject=subject, predicate=predicate, object=object_)
        return any(not self._reader.is_inferred(quad.graph) for quad in quads)

    def _inverses_of(self, name: Iri) -> frozenset[Iri]:
        if name not in self._inverses:
            found = [*self._declared(OWL + "inverseOf", subject=name)]
            found += self._declared(OWL + "inverseOf", object_=name)
            found += self._declared(TYPE, name, Iri(OWL + "SymmetricProperty"))
            self._inverses[name] = frozenset(term for term in found if isinstance(term, Iri))
        return self._inverses[name]

    def _declared(
        self, predicate: str, subject: Iri | None = None, object_: Iri | None = None
    ) -> list[Term]:
        """Return the end that is not given, the subject where both are."""
        quads = self._reader.store.quads(subject, Iri(predicate), object_)
        return [q.subject if object_ else q.object for q in islice(quads, _FEW)]


def _by_graph(counts: Mapping[Term, int]) -> list[tuple[Term, int]]:
    """Return graphs and their counts by name."""
    return sorted(counts.items(), key=lambda item: str(item[0]))


def _other(quad: Quad, use: PropertyUse) -> Term:
    return quad.subject if use.inverse else quad.object
