"""mcdgraph checks, reasons over, releases and publishes a knowledge graph kept in git.

The Python API is described in docs/python.md; what it needs is imported when it is first used,
so that a command does not wait for the libraries of another.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcdgraph.api import (
        BlankNode,
        Finding,
        Iri,
        KnowledgeGraph,
        Literal,
        McdgraphError,
        Position,
        QueryAnswer,
        ReasonedGraph,
        ReleasedGraph,
        Report,
        Severity,
        StatementProof,
        build,
        check,
        explain,
        from_rdflib,
        load,
        open_release,
        query,
        read_files,
        reason,
        to_rdflib,
    )

__version__ = "0.1.0"

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
    "__version__",
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


def __getattr__(name: str) -> Any:
    """Import the API when a name of it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module("mcdgraph.api"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
