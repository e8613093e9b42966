"""Reads statements out of a store, one thing at a time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.markup import plain_text
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, made_graph
from mcdgraph.pages.bounds import (
    COUNTED,
    DEPTH,
    LITERAL,
    MEMBERS,
    NESTED,
    READ,
    READ_ROWS,
    TAG,
    Allowance,
    shorten,
)
from mcdgraph.pages.labels import Label, Labels
from mcdgraph.pages.order import property_order, term_order
from mcdgraph.pages.term_index import TermIndex, read_terms
from mcdgraph.pages.terms import ANNOTATED_SOURCE, AXIOM, LABELS, TYPE
from mcdgraph.pages.values import Group, Listed, Nested, Resource, Statement, Text, Value
from mcdgraph.passages import DocumentCopies, PassageReader
from mcdgraph.positions import Position
from mcdgraph.release import FragmentIndex
from mcdgraph.settings import EvidenceSettings, Settings
from mcdgraph.store import Store

#: What statements are about.
Subject = Iri | BlankNode
#: Finds where in a file a statement stands, by subject, predicate and object.
PlaceFinder = Callable[[Term, Term, Term], Position | None]


_RESTING: Final = f"""
SELECT DISTINCT ?axiom ?source ?sentence {{
  GRAPH ?said {{ ?axiom ?source ?sentence }} FILTER EXISTS {{ GRAPH ?is {{ ?axiom a <{AXIOM}> }} }}
}}
"""


def nowhere(_subject: Term, _predicate: Term, _object: Term) -> None:
    """Place no statement."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A store with the labels and the settings by which it is told.

    ``fragments`` finds the IRIs that a document names by its fragments; ``copies`` are the
    source documents at hand; ``place`` finds where in a file a statement stands.
    """

    store: Store
    labels: Labels
    settings: Settings
    fragments: FragmentIndex = field(default_factory=FragmentIndex)
    copies: DocumentCopies = field(default_factory=DocumentCopies)
    place: PlaceFinder = nowhere

    @cached_property
    def terms(self) -> TermIndex:
        """The terms that the graph describes, read once."""
        return read_terms(self.store, self.settings.base_iri, self.settings.bases)

    @cached_property
    def passages(self) -> PassageReader:
        """What reads passages of source documents."""
        return PassageReader(self, self.evidence, self.copies)

    @property
    def inferred_graph(self) -> str:
        """The IRI of the graph of conclusions; those of snapshots have graphs below it."""
        return self.settings.base_iri + "graph/inferred"

    def is_inferred(self, graph: Term | None) -> bool:
        """Return whether a graph holds what was concluded."""
        return isinstance(graph, Iri) and self._made(graph) == "inferred"

    @property
    def evidence(self) -> EvidenceSettings:
        """The properties that say what stands behind a statement."""
        return self.settings.evidence

    def is_source(self, graph: Term | None) -> bool:
        """Return whether a graph is made of files, and not of conclusions, findings or counts."""
        return isinstance(graph, Iri) and not self._made(graph)

    def _made(self, graph: Iri) -> str:
        return made_graph(graph.value, self.settings.base_iri)

    def objects(self, node: Subject, predicate: str) -> list[Term]:
        """Return values of a property in a stable order; of many, the first that are read.

        A value counts once, in however many graphs it stands.
        """
        quads = self.store.quads(subject=node, predicate=Iri(predicate))
        found = set[Term]()
        for quad in islice(quads, READ_ROWS):
            found.add(quad.object)
            if len(found) == READ:
                break
        return sorted(found, key=term_order)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of the first statements of a property."""
        quads = islice(self.store.quads(predicate=Iri(predicate)), COUNTED)
        yield from ((quad.subject, quad.object) for quad in quads)

    def lexicals(self, node: Subject, predicate: str) -> list[str]:
        """Return the literals among the values of a property, as they are written."""
        return [term.lexical for term in self.objects(node, predicate) if isinstance(term, Literal)]

    def iris(self, node: Subject, predicate: str) -> list[str]:
        """Return the IRIs among the values of a property."""
        return [term.value for term in self.objects(node, predicate) if isinstance(term, Iri)]

    def is_labelled(self, iri: str) -> bool:
        """Return whether the graph names a thing."""
        quads = self.store.quads
        return any(any(quads(subject=Iri(iri), predicate=Iri(name))) for name in LABELS)

    def things_of(self, class_iri: str, most: int) -> list[Iri]:
        """Return things with an IRI that some file says are of a class, in a stable order."""
        quads = islice(self.store.quads(predicate=Iri(TYPE), object=Iri(class_iri)), COUNTED)
        found = {q.subject for q in quads if isinstance(q.subject, Iri) and self.is_source(q.graph)}
        return sorted(found, key=term_order)[:most]

    def axioms_about(self, subject: Subject) -> Iterator[Subject]:
        """Return the axioms that annotate a statement about a thing."""
        quads = self.store.quads(predicate=Iri(ANNOTATED_SOURCE), object=subject)
        yield from sorted({quad.subject for quad in quads}, key=term_order)

    def axioms_resting_on(self, sentence: Iri, most: int) -> list[Subject]:
        """List the first axioms that name a sentence as their evidence, each once."""
        seen: dict[Subject, None] = {}
        for predicate in self.evidence.source:
            asked = {"source": Iri(predicate), "sentence": sentence}
            rows = self.store.select(f"{_RESTING} LIMIT {most}", asked)
            seen.update(
                {row["axiom"]: None for row in rows if not isinstance(row["axiom"], Literal)}
            )
        return list(islice(seen, most))

    def is_axiom(self, node: Subject) -> bool:
        """Return whether a node annotates a statement."""
        quads = self.store.quads(subject=node, predicate=Iri(TYPE), object=Iri(AXIOM))
        return next(iter(quads), None) is not None

    def resource(self, iri: str, language: str) -> Resource:
        """Return an IRI with its label."""
        return Resource(iri=iri, label=self.labels.label(iri, language))

    def text(self, node: Subject, predicates: tuple[str, ...], language: str) -> Label | None:
        """Return the first of several properties that has a text, in the reader's language."""
        for predicate in predicates:
            texts = [t for t in self.objects(node, predicate) if isinstance(t, Literal)]
            if label := self.labels.choose(texts, language):
                return Label(text=shorten(label.text, LITERAL), language=label.language)
        return None

    def value(
        self, term: Term, language: str, allowance: Allowance | None = None, depth: int = 0
    ) -> Value:
        """Return a term as a page shows it, blank nodes opened in place.

        What is shown of literals, and how far blank nodes are opened, is taken from the
        ``allowance`` of the page; a value that is asked for alone has one of its own.
        """
        allowance = allowance or Allowance()
        if isinstance(term, Iri):
            if term.value == RDF + "nil":
                return Listed(items=())
            return self.resource(term.value, language)
        if isinstance(term, Literal):
            return self._literal(term, language, allowance)
        if self.objects(term, RDF + "first"):
            return self._listed(term, language, allowance, depth)
        return self._nested(term, language, allowance, depth)

    def order(self, iri: str, label: str) -> tuple[int, int, str]:
        """Return the key by which properties are sorted."""
        return property_order(iri, label, self.evidence.number)

    def in_order(self, groups: Iterable[Group]) -> tuple[Group, ...]:
        """Return groups in the order in which properties are shown."""
        return tuple(
            sorted(groups, key=lambda g: self.order(g.property.iri, g.property.label.text))
        )

    def _literal(self, term: Literal, language: str, allowance: Allowance) -> Text:
        plain = term.language is not None or term.datatype == XSD_STRING
        datatype = None if plain else self.resource(term.datatype, language)
        shown, length = allowance.cut(plain_text(term.lexical, term.datatype))
        tag = term.language and term.language[:TAG]
        return Text(text=shown, language=tag, datatype=datatype, length=length)

    def _nested(self, node: BlankNode, language: str, allowance: Allowance, depth: int) -> Nested:
        if depth >= DEPTH:
            return Nested(groups=(), cut=True)
        quads = list(islice(self.store.quads(subject=node), NESTED + 1))
        by_property: dict[str, dict[Term, None]] = {}
        for quad in quads[:NESTED]:
            by_property.setdefault(quad.predicate.value, {})[quad.object] = None
        groups = [
            self._group(predicate, sorted(terms, key=term_order), language, allowance, depth)
            for predicate, terms in by_property.items()
        ]
        cut = len(quads) > NESTED or any(group.cut for group in groups)
        return Nested(groups=self.in_order(g for g in groups if g.statements), cut=cut)

    def _group(
        self, predicate: str, terms: list[Term], language: str, allowance: Allowance, depth: int
    ) -> Group:
        statements = tuple(
            Statement(
                value=self.value(term, language, allowance, depth + 1), evidence=(), graphs=()
            )
            for term in terms
            if allowance.take()
        )
        name = self.resource(predicate, language)
        cut = len(statements) < len(terms)
        return Group(property=name, statements=statements, total=len(terms), cut=cut)

    def _listed(self, node: BlankNode, language: str, allowance: Allowance, depth: int) -> Listed:
        if depth >= DEPTH:
            return Listed(items=(), cut=True)
        items: list[Value] = []
        seen: set[Term] = set()
        here: Term = node
        while isinstance(here, BlankNode) and here not in seen:
            if len(items) >= MEMBERS or not allowance.take():
                return Listed(items=tuple(items), cut=True)
            seen.add(here)
            items += [
                self.value(term, language, allowance, depth + 1)
                for term in self.objects(here, RDF + "first")[:1]
            ]
            here = next(iter(self.objects(here, RDF + "rest")), Iri(RDF + "nil"))
        return Listed(items=tuple(items))
