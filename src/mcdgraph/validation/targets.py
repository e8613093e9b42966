"""Targets: where a shape looks for its focus nodes. Source: SHACL, clause 2.1.3."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mcdgraph.columns import Iri, Term
from mcdgraph.namespaces import SH
from mcdgraph.validation.components import Scene
from mcdgraph.validation.relations import firsts
from mcdgraph.validation.terms import Ints


class TargetKind(StrEnum):
    """How a target is declared: by which property of the shape."""

    NODE = SH + "targetNode"
    CLASS = SH + "targetClass"
    SUBJECTS_OF = SH + "targetSubjectsOf"
    OBJECTS_OF = SH + "targetObjectsOf"


@dataclass(frozen=True)
class Target:
    """One target: its kind, and the node, class or predicate that it names."""

    kind: TargetKind
    term: Term

    def nodes(self, scene: Scene) -> Ints:
        """Find the focus nodes."""
        if self.kind is TargetKind.NODE:
            return np.array([scene.constant(self.term)], np.int64)
        if self.kind is TargetKind.CLASS:
            return scene.relations.instances(scene.constant(self.term))
        if not isinstance(self.term, Iri):
            return np.zeros(0, np.int64)
        relations = scene.relations
        of = relations.forward if self.kind is TargetKind.SUBJECTS_OF else relations.backward
        return np.unique(firsts(of(self.term.value)))


def focus_nodes(targets: tuple[Target, ...], scene: Scene) -> Ints:
    """Unite what the targets of a shape find, sorted, each node once."""
    found = [target.nodes(scene) for target in targets]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
