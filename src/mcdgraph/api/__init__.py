"""The Python API: ten functions over the rooms that the commands use (docs/python.md)."""

from mcdgraph.api.answers import QueryAnswer, StatementProof
from mcdgraph.api.asking import check, explain, query, reason, to_rdflib
from mcdgraph.api.graphs import KnowledgeGraph, ReasonedGraph, ReleasedGraph
from mcdgraph.api.opening import build, from_rdflib, load, open_release, read_files
from mcdgraph.columns import BlankNode, Iri, Literal
from mcdgraph.errors import McdgraphError
from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.positions import Position

__all__ = [
    "BlankNode",
    "Finding",
    "Iri",
    "KnowledgeGraph",
    "Literal",
    "McdgraphError",
    "Position",
    "QueryAnswer",
    "ReasonedGraph",
    "ReleasedGraph",
    "Report",
    "Severity",
    "StatementProof",
    "build",
    "check",
    "explain",
    "from_rdflib",
    "load",
    "open_release",
    "query",
    "read_files",
    "reason",
    "to_rdflib",
]
