"""The queries of a graph's own that fill its pages: what each must answer with, and its check."""

from mcdgraph.page_queries.columns import COLUMNS, QueryColumns
from mcdgraph.page_queries.page_query import (
    FOLDER,
    OVERVIEWS,
    PageQueries,
    PageQuery,
    read_page_queries,
)
from mcdgraph.page_queries.verification import RULE, answer_findings, query_findings

__all__ = [
    "COLUMNS",
    "FOLDER",
    "OVERVIEWS",
    "RULE",
    "PageQueries",
    "PageQuery",
    "QueryColumns",
    "answer_findings",
    "query_findings",
    "read_page_queries",
]
