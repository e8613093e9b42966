"""What is asked: a query, its dataset, and the forms in which the answer is taken."""

from typing import NamedTuple

from mcdgraph.formats import Format


class QueryRequest(NamedTuple):
    """A query, its dataset, and the forms in which the client takes the answer.

    ``default_graphs`` and ``named_graphs`` are IRIs and override the query's own FROM clauses
    (SPARQL 1.1 Protocol, clause 2.1.4); both empty means the dataset of the query, or the
    release's. ``results`` is the form for SELECT and ASK, ``graph`` for CONSTRUCT and
    DESCRIBE; None means that the client takes none of that kind.
    ``coding`` is the content coding to send in, empty for none.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    results: Format | None = None
    graph: Format | None = None
    coding: str = ""
