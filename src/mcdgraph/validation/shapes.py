"""A shapes graph compiled: its shapes, their targets, and what has to be handed to pyshacl."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.errors import ShapesError
from mcdgraph.namespaces import OWL, RDFS, SH
from mcdgraph.validation.components import (
    COMPONENTS,
    Kind,
    Property,
    Shape,
    declared_components,
)
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.reader import Faults, ShapeReader
from mcdgraph.validation.targets import Target, TargetKind
from mcdgraph.validation.vocabulary import ADVANCED, is_known, local

#: Parameters whose values are shapes, and those whose values are lists of shapes.
SHAPE_VALUES = ("node", "property", "not", "qualifiedValueShape")
SHAPE_LISTS = ("and", "or", "xone")
TARGET = SH + "target"


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The shapes of a graph by node, and the targets of those that have any.

    ``advanced`` are those with a target that use, themselves or through shapes they refer to,
    what our own engine does not cover; the text says what. They have no entry in ``targets``.
    """

    by_node: Mapping[Term, Shape]
    targets: Mapping[Term, tuple[Target, ...]]
    advanced: Mapping[Term, str]


def compile_shapes(columns: Columns) -> Shapes:
    """Compile a shapes graph; raise `ShapesError` with all that is ill-formed."""
    return _Compiler(columns).compile()


class _Compiler:
    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._graph = Graph(columns)
        self._faults = Faults()
        self._components: tuple[Kind, ...] = (*COMPONENTS, *declared_components(self._graph))

    def compile(self) -> Shapes:
        self._refuse_unknown_terms()
        self._refuse_entailment()
        readers = {node: ShapeReader(self._graph, node, self._faults) for node in self._nodes()}
        shapes = {node: reader.shape(self._components) for node, reader in readers.items()}
        self._refuse_misplaced(shapes)
        self._refuse_recursion(shapes)
        targets = {node: tuple(self._targets(reader)) for node, reader in readers.items()}
        if self._faults.problems:
            raise ShapesError(self._faults.problems, self._faults.rows)
        reasons = self._advanced(shapes)
        aimed = {node for node in shapes if targets[node] or self._graph.objects(node, TARGET)}
        return Shapes(
            by_node=shapes,
            targets={n: found for n, found in targets.items() if found and n not in reasons},
            advanced={node: reason for node, reason in reasons.items() if node in aimed},
        )

    def _refuse_unknown_terms(self) -> None:
        """Report each IRI of the SHACL namespace that SHACL does not define."""
        parts = (self._columns.subject, self._columns.predicate, self._columns.object)
        for number in np.unique(np.concatenate(parts)).tolist():
            term = self._columns.terms[number]
            name = local(term.value) if isinstance(term, Iri) else None
            if name and not is_known(name):
                row = min(int(np.argmax(part == number)) for part in parts if number in part)
                self._faults.add(f"sh:{name} is not a term of SHACL that is supported", row)

    def _refuse_entailment(self) -> None:
        """Report a demand for inference before validation (SHACL, clause 1.5)."""
        for node in self._graph.subjects_of(SH + "entailment"):
            regimes = ", ".join(map(str, self._graph.objects(node, SH + "entailment")))
            row = self._graph.row(node, SH + "entailment")
            self._faults.add(f"sh:entailment {regimes} is not supported", row)

    def _nodes(self) -> Iterator[Term]:
        """Find every shape (SHACL, clause 2.1), each once."""
        graph = self._graph
        parameters = [iri for kind in self._components for iri in kind.predicates()]
        subjects = [*parameters, *TargetKind, *(SH + name for name in ADVANCED)]
        found = [*graph.instances(SH + "NodeShape"), *graph.instances(SH + "PropertyShape")]
        found += [node for name in subjects for node in graph.subjects_of(name)]
        for node in graph.nodes():
            found += [one for name in SHAPE_VALUES for one in graph.objects(node, SH + name)]
            heads = [head for name in SHAPE_LISTS for head in graph.objects(node, SH + name)]
            found += [one for head in heads for one in _items(graph, head)]
        return (node for node in dict.fromkeys(found) if not isinstance(node, Literal))

    def _targets(self, reader: ShapeReader) -> Iterator[Target]:
        for kind in TargetKind:
            for term in self._graph.objects(reader.node, kind):
                if isinstance(term, Iri) or kind is TargetKind.NODE:
                    yield Target(kind, term)
                else:
                    reader.fault(f"the target {term} is not an IRI")
        if reader.node in self._classes:
            yield Target(TargetKind.CLASS, reader.node)

    @property
    def _classes(self) -> set[Term]:
        """The implicit class targets: an owl:Class is a class too (see docs/shacl-differences)."""
        classes = (*self._graph.instances(RDFS + "Class"), *self._graph.instances(OWL + "Class"))
        typed = {
            *self._graph.instances(SH + "NodeShape"),
            *self._graph.instances(SH + "PropertyShape"),
        }
        return {node for node in classes if isinstance(node, Iri) and node in typed}

    def _refuse_misplaced(self, shapes: Mapping[Term, Shape]) -> None:
        """Report a node shape under sh:property, and a property shape under sh:node."""
        for shape in shapes.values():
            for component in shape.components:
                for other in component.shapes() if isinstance(component, Property) else ():
                    if other in shapes and not self._graph.objects(other, SH + "path"):
                        problem = f"shape {shape.node}: sh:property {other} has no sh:path"
                        self._faults.add(problem, component.row)

    def _refuse_recursion(self, shapes: Mapping[Term, Shape]) -> None:
        """Report shapes that refer to themselves (SHACL, clause 3.4.3)."""
        done: set[Term] = set()

        def visit(node: Term, above: tuple[Term, ...]) -> None:
            if node in above:
                chain = " → ".join(map(str, (*above[above.index(node) :], node)))
                self._faults.add(f"shape {node} is recursive: {chain}", shapes[node].row)
            elif node not in done:
                for component in shapes[node].components:
                    for other in component.shapes():
                        visit(other, (*above, node))
                done.add(node)

        for node in shapes:
            visit(node, ())

    def _advanced(self, shapes: Mapping[Term, Shape]) -> dict[Term, str]:
        """Say which shapes need pyshacl, those that refer to one included."""
        reasons: dict[Term, str] = {}
        for node in shapes:
            names = [name for name in sorted(ADVANCED) if self._graph.objects(node, SH + name)]
            calls = [one.beyond for one in shapes[node].components if one.beyond]
            if names or calls:
                used = [f"uses sh:{name}" for name in names]
                reasons[node] = ", ".join(dict.fromkeys([*used, *calls]))
        grown = True
        while grown:
            grown = False
            for node, shape in shapes.items():
                below = [other for one in shape.components for other in one.shapes()]
                needed = next((other for other in below if other in reasons), None)
                if needed is not None and node not in reasons:
                    reasons[node] = f"refers to {needed}, which {reasons[needed]}"
                    grown = True
        return reasons


def _items(graph: Graph, head: Term) -> list[Term]:
    """List the members of what may be a list; where it is none, its reader says so."""
    try:
        return graph.items(head)
    except ValueError:
        return []
