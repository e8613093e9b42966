"""The query service: what a public query may ask, and who answers it."""

from mcdgraph.queries.local import LocalService
from mcdgraph.queries.requests import AnswerKind, QueryAnswer, QueryRequest, QueryService

__all__ = ["AnswerKind", "LocalService", "QueryAnswer", "QueryRequest", "QueryService"]
