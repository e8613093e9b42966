"""Columns written in every format of RDF that mcdgraph offers; the same graph, the same bytes."""

from mcdgraph.serialization.serialization import serialize, write

__all__ = ["serialize", "write"]
