"""The dataset of a release: look up, describe, query."""

from mcdgraph.store.evaluation import AnswerKind, Dialect, Evaluation, check_syntax
from mcdgraph.store.files import DataFile, data_file, digest_of, load_files
from mcdgraph.store.store import Quad, Solution, Store
from mcdgraph.store.unknown_terms import UnknownTerm, unknown_terms
from mcdgraph.store.usage import TermRole
from mcdgraph.store.writing import write_store

__all__ = [
    "AnswerKind",
    "DataFile",
    "Dialect",
    "Evaluation",
    "Quad",
    "Solution",
    "Store",
    "TermRole",
    "UnknownTerm",
    "check_syntax",
    "data_file",
    "digest_of",
    "load_files",
    "unknown_terms",
    "write_store",
]
