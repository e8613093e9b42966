"""The statements that differ on one side: about what each is, and what stands behind it."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from typing import Final

from mcdgraph.columns import BlankNode, Columns, Iri, Literal, Term
from mcdgraph.comparison.model import ChangeValue, EvidenceNote, NodeValue
from mcdgraph.namespaces import ANNOTATED, RDF
from mcdgraph.settings import EvidenceSettings

#: Blank nodes inside each other, statements of one, and members of a list that are told.
MAX_DEPTH: Final = 6
MAX_PAIRS: Final = 50
_ANNOTATED: Final = tuple(map(Iri, ANNOTATED))
_FIRST, _REST, _NIL = (Iri(RDF + name) for name in ("first", "rest", "nil"))

Node = Iri | BlankNode
#: Predicate, object and graph of a statement.
Said = tuple[Iri, Term, str]
#: Subject, predicate and object.
Triple = tuple[Node, Iri, Term]


class ChangedNodes:
    """The statements that one side alone has, node by node."""

    def __init__(self, columns: Columns, evidence: EvidenceSettings) -> None:
        """Read them by the properties that say what evidence is."""
        self._evidence = evidence
        self._told: dict[tuple[BlankNode, int], NodeValue] = {}
        self.about: dict[Node, list[Said]] = {}
        for subject, predicate, value, graph in columns.quads():
            if not isinstance(subject, Literal) and isinstance(predicate, Iri):
                name = graph.value if isinstance(graph, Iri) else ""
                self.about.setdefault(subject, []).append((predicate, value, name))

    @cached_property
    def _annotated(self) -> dict[Node, list[Triple]]:
        """Map each axiom that annotates a statement to the statement; there should be but one."""
        found: dict[Node, list[Triple]] = {}
        for node in self.about:
            triples = islice(product(*(self._values(node, part) for part in _ANNOTATED)), MAX_PAIRS)
            for source, predicate, target in triples:
                if not isinstance(source, Literal) and isinstance(predicate, Iri):
                    found.setdefault(node, []).append((source, predicate, target))
        return found

    @cached_property
    def evidence(self) -> dict[Triple, tuple[EvidenceNote, ...]]:
        """Map each annotated statement to what stands behind it."""
        found: dict[Triple, dict[EvidenceNote, None]] = {}
        for node, triples in self._annotated.items():
            notes = dict.fromkeys(self._notes(node))
            for triple in triples:
                found.setdefault(triple, {}).update(notes)
        return {triple: tuple(sorted(notes, key=str)) for triple, notes in found.items()}

    def of(self, node: Node) -> list[Triple]:
        """List the annotated statements about a node."""
        return self._annotated_of.get(node, [])

    @cached_property
    def _annotated_of(self) -> dict[Node, list[Triple]]:
        found: dict[Node, list[Triple]] = {}
        for triple in self.evidence:
            found.setdefault(triple[0], []).append(triple)
        return found

    @cached_property
    def _parents(self) -> dict[BlankNode, Node]:
        """Map blank nodes to the first node that refers to them."""
        found: dict[BlankNode, Node] = {}
        for node, said in self.about.items():
            for _, value, _ in said:
                if isinstance(value, BlankNode) and node not in self._annotated:
                    found.setdefault(value, node)
        return found

    def owners(self) -> Iterator[Node]:
        """Yield the nodes whose statements tell of all: IRIs, and what nothing refers to."""
        for node in self.about:
            alone = isinstance(node, Iri) or node not in self._parents or node in self._heads
            if alone and node not in self._annotated:
                yield node

    @cached_property
    def _heads(self) -> frozenset[BlankNode]:
        """One of the blank nodes of each circle, in which each refers to the next."""
        heads, seen = set[BlankNode](), dict[BlankNode, BlankNode]()
        for start in self._parents:
            path: list[BlankNode] = []
            node: Node | None = start
            while isinstance(node, BlankNode) and node not in seen:
                seen[node] = start
                path.append(node)
                node = self._parents.get(node)
            if isinstance(node, BlankNode) and seen[node] == start:
                heads.add(min(path[path.index(node) :], key=str))
        return frozenset(heads)

    def value(self, term: Term, depth: int = 0) -> ChangeValue:
        """Tell a term; a blank node by what this side says of it, as far as that changed.

        What several nodes refer to is one value, which stands in each of theirs.
        """
        if not isinstance(term, BlankNode):
            return term
        told = self._told.get((term, depth))
        if told is None:
            told = self._told[term, depth] = self._node(term, depth)
        return told

    def _node(self, node: BlankNode, depth: int) -> NodeValue:
        if depth == MAX_DEPTH:
            return NodeValue(cut=True)
        if self._values(node, _FIRST):
            members = list(self._members(node))
            shown = tuple(self.value(member, depth + 1) for member in members[:MAX_PAIRS])
            return NodeValue(items=shown, cut=len(members) > MAX_PAIRS)
        said = sorted(self.about.get(node, ()), key=_order)
        pairs = tuple((predicate, self.value(o, depth + 1)) for predicate, o, _ in said[:MAX_PAIRS])
        return NodeValue(pairs=pairs, cut=len(said) > MAX_PAIRS)

    def _members(self, node: Term) -> Iterator[Term]:
        seen = set[Term]()
        while isinstance(node, BlankNode) and node not in seen and len(seen) <= MAX_PAIRS:
            seen.add(node)
            yield from self._values(node, _FIRST)[:1]
            node = next(iter(self._values(node, _REST)), _NIL)

    def _values(self, node: Node, predicate: Iri) -> list[Term]:
        return [value for p, value, _ in self.about.get(node, ()) if p == predicate]

    def _notes(self, axiom: Node) -> Iterator[EvidenceNote]:
        status = next(iter(self._of(axiom, self._evidence.status)), None)
        sources = [*self._of(axiom, self._evidence.source)]
        yield from (EvidenceNote(status=status, source=source) for source in sources)
        if not sources:
            yield EvidenceNote(status=status, source=None)

    def _of(self, node: Node, names: Iterable[str]) -> Iterator[Term]:
        found = (value for name in names for value in self._values(node, Iri(name)))
        return (value for value in found if not isinstance(value, BlankNode))


def _order(said: Said) -> tuple[bool, str, str]:
    predicate, value, _ = said
    return predicate.value != RDF + "type", predicate.value, str(value)
