"""OWL 2 RL over columns: the useful conclusions, their proofs, and what contradicts itself."""

from mcdgraph.reasoning.closure import INFERRED_GRAPH, Closure, Contradiction
from mcdgraph.reasoning.history import Triple
from mcdgraph.reasoning.proof import Inference, Proof
from mcdgraph.reasoning.reason import ENGINES, Engine, close, close_graph
from mcdgraph.reasoning.rule_files import RuleFile, read_rules
from mcdgraph.reasoning.snapshots import SHARED
from mcdgraph.reasoning.values import differ, primitive

__all__ = [
    "ENGINES",
    "INFERRED_GRAPH",
    "SHARED",
    "Closure",
    "Contradiction",
    "Engine",
    "Inference",
    "Proof",
    "RuleFile",
    "Triple",
    "close",
    "close_graph",
    "differ",
    "primitive",
    "read_rules",
]
