"""What strangers may ask of a dataset, and how the answer is written, within bounds."""

from mcdgraph.sparql.requests import QueryRequest
from mcdgraph.sparql.service import QueryService, WholeAnswer

__all__ = ["QueryRequest", "QueryService", "WholeAnswer"]
