"""A shapes graph compiled: its shapes, their targets, and all that is wrong or left out in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDF, RDFS, SH
from mcdgraph.validation.components import (
    COMPONENTS,
    ComponentKind,
    Property,
    Shape,
    declared_components,
)
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.problems import ShapesProblem, ShapesProblems
from mcdgraph.validation.reader import ShapeReader
from mcdgraph.validation.references import (
    ReferenceGroup,
    References,
    without_doubtful_negations,
    without_negated_circles,
)
from mcdgraph.validation.scopes import ShapeScope, read_scopes
from mcdgraph.validation.stray_terms import stray_terms
from mcdgraph.validation.targets import TARGET, Target, TargetKind, read_targets
from mcdgraph.validation.vocabulary import ADVANCED, UNSUPPORTED

#: Parameters whose values are shapes, and those whose values are lists of shapes.
SHAPE_VALUES = ("node", "property", "not", "qualifiedValueShape", "memberShape")
SHAPE_LISTS = ("and", "or", "xone")
SHAPE_CLASSES = (SH + "NodeShape", SH + "PropertyShape", SH + "ShapeClass")
#: Types by which a shape with such a type is its own target; owl:Class is one in practice.
CLASSES = (RDFS + "Class", OWL + "Class", SH + "ShapeClass")


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The shapes of a graph by node, and the targets of those that have any.

    ``advanced`` are those with a target that use, themselves or through shapes they refer to,
    what our own engine does not cover; the text says what. ``groups`` are the shapes that are
    evaluated round by round; ``scopes`` says of those with a target which are for snapshots.
    """

    by_node: Mapping[Term, Shape]
    targets: Mapping[Term, tuple[Target, ...]]
    advanced: Mapping[Term, str]
    groups: tuple[ReferenceGroup, ...]
    scopes: Mapping[Term, ShapeScope]
    problems: tuple[ShapesProblem, ...]


def compile_shapes(columns: Columns) -> Shapes:
    """Compile a shapes graph; what is ill-formed or not evaluated is left out and listed."""
    return _Compiler(columns).compile()


def declares_shapes(columns: Columns) -> bool:
    """Say whether there is any shape in a graph, typed or not (SHACL, clause 2.1)."""
    find = columns.terms.find_iri
    names = [*TargetKind, TARGET, *(name for kind in COMPONENTS for name in kind.predicates())]
    typed = columns.predicate == find(RDF + "type")
    shapes = np.isin(columns.object, [find(name) for name in SHAPE_CLASSES])
    return bool(np.isin(columns.predicate, [find(name) for name in names]).any()) or bool(
        (typed & shapes).any()
    )


class _Compiler:
    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._graph = Graph(columns)
        self._problems = ShapesProblems()
        self._components = _by_parameter([*COMPONENTS, *declared_components(self._graph)])

    def compile(self) -> Shapes:
        for problem in stray_terms(self._columns):
            self._problems.add(problem)
        self._refuse_entailment()
        readers = {node: ShapeReader(self._graph, node, self._problems) for node in self._nodes()}
        shapes = {node: self._shape(reader) for node, reader in readers.items()}
        shapes = self._without_misplaced(shapes)
        shapes = self._without_unknown(shapes)
        shapes = without_negated_circles(shapes, self._problems)
        shapes = without_doubtful_negations(shapes, self._problems)
        targets = {
            node: tuple(read_targets(reader, is_class=node in self._classes))
            for node, reader in readers.items()
        }
        targeted = [node for node, found in targets.items() if found]
        scopes = read_scopes(self._graph, targeted, self._problems)
        references = References(shapes)
        reasons = self._advanced(shapes, references)
        return Shapes(
            by_node=shapes,
            targets={node: found for node, found in targets.items() if found},
            advanced={node: why for node, why in reasons.items() if targets[node]},
            groups=tuple(references.groups()),
            scopes=scopes,
            problems=tuple(self._problems.found),
        )

    def _shape(self, reader: ShapeReader) -> Shape:
        shape = reader.shape(self._components)
        kept = _UNSUPPORTED.isdisjoint(self._graph.predicates(reader.node))
        return shape if kept else replace(shape, incomplete=True)

    def _refuse_entailment(self) -> None:
        """Report a demand for inference before validation (SHACL, clause 1.5)."""
        for node in self._graph.subjects_of(SH + "entailment"):
            row = self._graph.row(node, SH + "entailment")
            for regime in self._graph.objects(node, SH + "entailment"):
                if regime != Iri(SH + "Rules"):
                    text = f"sh:entailment {regime} is not supported: validation draws no inference"
                    self._problems.not_evaluated(text, row, part="object")

    def _nodes(self) -> Iterator[Term]:
        """Find every shape (SHACL, clause 2.1), each once."""
        graph = self._graph
        found = [node for name in SHAPE_CLASSES for node in graph.instances(name)]
        parameters = {*self._components, *TargetKind, TARGET, *(SH + name for name in ADVANCED)}
        parameters.update(SH + name for name in UNSUPPORTED)
        for node in graph.nodes():
            names = graph.predicates(node)
            if not parameters.isdisjoint(names):
                found.append(node)
            for name in names:
                if name in _SHAPE_VALUES:
                    found += graph.objects(node, name)
                elif name in _SHAPE_LISTS:
                    found += [
                        one for head in graph.objects(node, name) for one in _items(graph, head)
                    ]
        return (node for node in dict.fromkeys(found) if not isinstance(node, Literal))

    @cached_property
    def _classes(self) -> set[Term]:
        """The implicit class targets: an owl:Class is a class too (see docs/shacl-differences)."""
        classes = {node for name in CLASSES for node in self._graph.instances(name)}
        typed = {node for name in SHAPE_CLASSES for node in self._graph.instances(name)}
        return {node for node in classes & typed if isinstance(node, Iri)}

    def _without_misplaced(self, shapes: Mapping[Term, Shape]) -> dict[Term, Shape]:
        """Leave out each value of sh:property that is no property shape."""
        kept = {}
        for node, shape in shapes.items():
            wrong = [
                one
                for one in shape.components
                if isinstance(one, Property) and not self._graph.objects(one.shape, SH + "path")
            ]
            for one in wrong:
                text = f"sh:property {_named(one.shape)}has no sh:path"
                self._problems.ill_formed(text, one.row, node, "object")
            left = tuple(one for one in shape.components if one not in wrong)
            kept[node] = replace(shape, components=left, incomplete=True) if wrong else shape
        return kept

    def _without_unknown(self, shapes: Mapping[Term, Shape]) -> dict[Term, Shape]:
        """Report each reference to a shape of which nothing is said."""
        kept = dict(shapes)
        for node, shape in shapes.items():
            for one in shape.components:
                for other in one.shapes():
                    if isinstance(other, Iri) and not self._graph.predicates(other):
                        text = f"the shape {other} is not among the shapes: it is not evaluated"
                        self._problems.not_evaluated(text, one.row, node, "object")
                        kept[node] = replace(shape, incomplete=True)
        return kept

    def _advanced(self, shapes: Mapping[Term, Shape], references: References) -> dict[Term, str]:
        """Say which shapes need pyshacl, those that refer to one included."""
        reasons: dict[Term, str] = {}
        for node, shape in shapes.items():
            names = [name for name in sorted(ADVANCED) if self._graph.objects(node, SH + name)]
            calls = [one.beyond for one in shape.components if one.beyond]
            if names or calls:
                used = [f"uses sh:{name}" for name in names]
                reasons[node] = ", ".join(dict.fromkeys([*used, *calls]))
        for node, below in references.reaching(list(reasons)).items():
            reasons[node] = f"refers to {below}, which {reasons[below]}"
        return reasons


_UNSUPPORTED = frozenset(SH + name for name in UNSUPPORTED)
_SHAPE_VALUES = frozenset(SH + name for name in SHAPE_VALUES)
_SHAPE_LISTS = frozenset(SH + name for name in SHAPE_LISTS)


def _by_parameter(kinds: Iterable[ComponentKind]) -> dict[str, list[ComponentKind]]:
    """Index components by the IRIs of their parameters."""
    found: dict[str, list[ComponentKind]] = {}
    for kind in kinds:
        for name in kind.predicates():
            found.setdefault(name, []).append(kind)
    return found


def _named(shape: Term) -> str:
    """Name a shape in a sentence, where it has a name."""
    return f"{shape} " if isinstance(shape, Iri) else ""


def _items(graph: Graph, head: Term) -> list[Term]:
    """List the members of what may be a list; where it is none, its reader says so."""
    try:
        return graph.items(head)
    except ValueError:
        return []
