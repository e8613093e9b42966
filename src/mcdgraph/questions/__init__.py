"""Saved queries: questions of the graph, each with the answer it must give."""

from mcdgraph.questions.header import LANGUAGES, parse_saved_query, read_saved_queries
from mcdgraph.questions.saved_query import Answer, Expectation, Origin, SavedQuery
from mcdgraph.questions.verification import Verdict, verify

__all__ = [
    "LANGUAGES",
    "Answer",
    "Expectation",
    "Origin",
    "SavedQuery",
    "Verdict",
    "parse_saved_query",
    "read_saved_queries",
    "verify",
]
