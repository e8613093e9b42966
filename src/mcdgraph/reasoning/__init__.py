"""OWL 2 RL over columns: the useful conclusions, and what contradicts itself."""

from mcdgraph.reasoning.closure import INFERRED_GRAPH, Closure, Contradiction
from mcdgraph.reasoning.reason import ENGINES, Engine, close

__all__ = ["ENGINES", "INFERRED_GRAPH", "Closure", "Contradiction", "Engine", "close"]
