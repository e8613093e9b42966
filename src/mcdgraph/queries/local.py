"""Answers queries in the process that asks: for a person at their own machine, and for tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from mcdgraph.formats import Format
from mcdgraph.queries.codings import CODINGS
from mcdgraph.queries.requests import AnswerKind, QueryAnswer, QueryRequest
from mcdgraph.store import Dialect, Store


@dataclass(frozen=True, kw_only=True)
class WholeAnswer:
    """An answer that is all there."""

    kind: AnswerKind
    form: Format
    body: bytes

    def __iter__(self) -> Iterator[bytes]:
        """Give the body at once."""
        yield self.body

    def close(self) -> None:
        """Do nothing: there is nothing to stop."""


class LocalService:
    """Answers without a bound of any kind; never to be put before the public."""

    def __init__(self, store: Store, *, base: str = "", prefixes: Mapping[str, str] | None = None):
        """Answer over ``store``; queries may use ``prefixes`` without declaring them."""
        self.store = store
        self.dialect = Dialect(base=base, prefixes=prefixes or {})

    def answer(self, request: QueryRequest) -> QueryAnswer:
        """Answer at once."""
        evaluation = self.store.evaluate(
            request.text,
            self.dialect,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
        )
        form = evaluation.choose(request.results, request.graph)
        body = BytesIO()
        evaluation.write(body, form)
        return WholeAnswer(
            kind=evaluation.kind, form=form, body=_coded(body.getvalue(), request.coding)
        )

    def close(self) -> None:
        """Do nothing: the store belongs to the caller."""


def _coded(body: bytes, coding: str) -> bytes:
    if not coding:
        return body
    compressor = CODINGS[coding]()
    return compressor.compress(body) + compressor.flush()
