"""What is asked of the query service, and what it answers."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from mcdgraph.formats import Format
from mcdgraph.store import AnswerKind

__all__ = ["AnswerKind", "QueryAnswer", "QueryRequest", "QueryService"]


class QueryRequest(NamedTuple):
    """A query, its dataset, and the forms in which the asker takes the answer.

    ``default_graphs`` and ``named_graphs`` are IRIs and override the query's own FROM clauses
    (SPARQL 1.1 Protocol, clause 2.1.4); both empty means the dataset of the query, or the
    release's. ``results`` is the form for SELECT and ASK, ``graph`` for CONSTRUCT and
    DESCRIBE; None means that the asker takes none of that kind.
    ``coding`` is the content coding to send in, empty for none.
    ``client`` tells askers apart, so that one cannot take every worker.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    results: Format | None = None
    graph: Format | None = None
    coding: str = ""
    client: str = ""


class QueryAnswer(Protocol):
    """An answer under way: its kind and form are known, its bytes still come."""

    @property
    def kind(self) -> AnswerKind:
        """What the answer is."""

    @property
    def form(self) -> Format:
        """The serialization of the bytes."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes in chunks; raise a `QueryError` where the query fails after it began."""

    def close(self) -> None:
        """Stop the query; called however it ended, more than once if need be."""


class QueryService(Protocol):
    """Answers queries, or raises the `QueryError` that says why not."""

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Begin to answer; raise a `QueryError` for a query that fails before its first byte."""

    def close(self) -> None:
        """End what runs and let everything go."""
