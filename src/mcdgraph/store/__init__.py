"""The dataset of a release: look up, describe, query."""

from mcdgraph.store.evaluation import AnswerKind, Dialect, Evaluation
from mcdgraph.store.store import Quad, Solution, Store
from mcdgraph.store.writing import write_store

__all__ = ["AnswerKind", "Dialect", "Evaluation", "Quad", "Solution", "Store", "write_store"]
