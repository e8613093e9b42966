"""Reads statements out of a store, one thing at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF
from mcdgraph.pages.labels import Label, Labels
from mcdgraph.pages.order import property_order, term_order
from mcdgraph.pages.terms import ANNOTATED_SOURCE, AXIOM, EVIDENCE, TYPE
from mcdgraph.pages.values import Group, Listed, Nested, Resource, Statement, Text, Value
from mcdgraph.settings import Settings
from mcdgraph.store import Store

Node = Iri | BlankNode
#: Predicate and object → the graphs that hold the statement, in order.
Statements = dict[tuple[Iri, Term], tuple[str, ...]]

_DEPTH = 8
_MEMBERS = 1000


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A store with the labels and the settings by which it is told."""

    store: Store
    labels: Labels
    settings: Settings

    @property
    def inferred_graph(self) -> str:
        """The IRI of the graph that holds what was concluded."""
        return self.settings.base_iri + "graph/inferred"

    def statements(self, node: Node) -> Statements:
        """Give what is said of a node, each statement once."""
        graphs: dict[tuple[Iri, Term], set[str]] = {}
        for quad in self.store.quads(subject=node):
            held = graphs.setdefault((quad.predicate, quad.object), set())
            if quad.graph is not None:
                held.add(graph_name(quad.graph))
        return {statement: tuple(sorted(held)) for statement, held in graphs.items()}

    def apart(self, statements: Statements) -> tuple[Statements, Statements]:
        """Part statements into those that some source makes and those only concluded."""
        only_inferred = (self.inferred_graph,)
        asserted = {key: graphs for key, graphs in statements.items() if graphs != only_inferred}
        inferred = {key: graphs for key, graphs in statements.items() if key not in asserted}
        return asserted, inferred

    def objects(self, node: Node, predicate: str) -> list[Term]:
        """Give the values of a property, in a stable order."""
        found = {quad.object for quad in self.store.quads(subject=node, predicate=Iri(predicate))}
        return sorted(found, key=term_order)

    def axioms_about(self, subject: Node) -> Iterator[Node]:
        """Give the axioms that annotate a statement about a thing."""
        quads = self.store.quads(predicate=Iri(ANNOTATED_SOURCE), object=subject)
        yield from sorted({quad.subject for quad in quads}, key=term_order)

    def axioms_resting_on(self, sentence: Iri) -> Iterator[Node]:
        """Give the axioms that name a sentence as their evidence, each once."""
        seen: set[Node] = set()
        for predicate in EVIDENCE:
            for quad in self.store.quads(predicate=Iri(predicate), object=sentence):
                if quad.subject not in seen:
                    seen.add(quad.subject)
                    yield quad.subject

    def is_axiom(self, node: Node) -> bool:
        """Tell whether a node annotates a statement."""
        quads = self.store.quads(subject=node, predicate=Iri(TYPE), object=Iri(AXIOM))
        return next(iter(quads), None) is not None

    def resource(self, iri: str, language: str) -> Resource:
        """Give an IRI with its label."""
        return Resource(iri=iri, label=self.labels.label(iri, language))

    def text(self, node: Node, predicates: tuple[str, ...], language: str) -> Label | None:
        """Give the first of several properties that has a text, in the reader's language."""
        for predicate in predicates:
            texts = [t for t in self.objects(node, predicate) if isinstance(t, Literal)]
            if label := self.labels.choose(texts, language):
                return label
        return None

    def value(self, term: Term, language: str, depth: int = 0) -> Value:
        """Give a term as a page shows it, blank nodes opened in place."""
        if isinstance(term, Iri):
            if term.value == RDF + "nil":
                return Listed(items=())
            return self.resource(term.value, language)
        if isinstance(term, Literal):
            plain = term.language is not None or term.datatype == XSD_STRING
            datatype = None if plain else self.resource(term.datatype, language)
            return Text(text=term.lexical, language=term.language, datatype=datatype)
        if self.objects(term, RDF + "first"):
            return self._listed(term, language, depth)
        return self._nested(term, language, depth)

    def groups(self, statements: Statements, language: str, depth: int = 0) -> tuple[Group, ...]:
        """Gather statements about one node by property, without their evidence."""
        by_property: dict[str, list[Statement]] = {}
        for (predicate, term), graphs in sorted(
            statements.items(), key=lambda item: term_order(item[0][1])
        ):
            statement = Statement(
                value=self.value(term, language, depth + 1),
                evidence=(),
                graphs=tuple(self.resource(graph, language) for graph in graphs),
            )
            by_property.setdefault(predicate.value, []).append(statement)
        return self.in_order(by_property, language)

    def in_order(self, by_property: dict[str, list[Statement]], language: str) -> tuple[Group, ...]:
        """Give groups in the order in which properties are shown."""
        properties = [self.resource(iri, language) for iri in by_property]
        properties.sort(key=lambda found: property_order(found.iri, found.label.text))
        return tuple(
            Group(property=found, statements=tuple(by_property[found.iri])) for found in properties
        )

    def _nested(self, node: BlankNode, language: str, depth: int) -> Nested:
        if depth > _DEPTH:
            return Nested(groups=())
        return Nested(groups=self.groups(self.statements(node), language, depth))

    def _listed(self, node: BlankNode, language: str, depth: int) -> Listed:
        items: list[Value] = []
        seen: set[Term] = set()
        here: Term = node
        while isinstance(here, BlankNode) and here not in seen and len(items) < _MEMBERS:
            seen.add(here)
            items += [
                self.value(term, language, depth + 1) for term in self.objects(here, RDF + "first")
            ]
            here = next(iter(self.objects(here, RDF + "rest")), Iri(RDF + "nil"))
        return Listed(items=tuple(items))


def graph_name(graph: Term) -> str:
    """Give the name of a graph as text, whether an IRI or a blank node."""
    return graph.value if isinstance(graph, Iri) else str(graph)
