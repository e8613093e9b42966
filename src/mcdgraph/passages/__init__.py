"""Passages of source documents: what they say, links to them, and their words in a copy at hand."""

from mcdgraph.passages.columns import ColumnStatements
from mcdgraph.passages.copies import DocumentCopies, read_copies
from mcdgraph.passages.model import Passage, SourceDocument
from mcdgraph.passages.quotation import Quotation
from mcdgraph.passages.reader import PassageReader, StatementSource, offset_in, published_digests

__all__ = [
    "ColumnStatements",
    "DocumentCopies",
    "Passage",
    "PassageReader",
    "Quotation",
    "SourceDocument",
    "StatementSource",
    "offset_in",
    "published_digests",
    "read_copies",
]
