"""A graph as columns: a table of exact terms, and integer arrays that point into it."""

from mcdgraph.columns.columns import Columns, ColumnsBuilder
from mcdgraph.columns.table import Facet, TermTable
from mcdgraph.columns.terms import BlankNode, Iri, Kind, Literal, Term

__all__ = [
    "BlankNode",
    "Columns",
    "ColumnsBuilder",
    "Facet",
    "Iri",
    "Kind",
    "Literal",
    "Term",
    "TermTable",
]
