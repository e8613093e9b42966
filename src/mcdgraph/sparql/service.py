"""Evaluates queries over a dataset, in the process that asks: within bounds, or for its owner."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from mcdgraph.bridges.sparql_nesting import refuse_nesting
from mcdgraph.errors import QueryError, QueryUnavailable
from mcdgraph.formats import Format
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql.federation import (
    Gate,
    may_call,
    reason_of,
    service_calls,
    without_calls,
)
from mcdgraph.sparql.output import AnswerOutput
from mcdgraph.sparql.requests import QueryRequest
from mcdgraph.sparql.screening import screen
from mcdgraph.store import (
    AnswerKind,
    Dialect,
    Evaluation,
    Store,
    UnknownTerm,
    check_syntax,
    unknown_terms,
)

#: For a person at their own machine: as much as they like.
_UNBOUNDED: Final = QuerySettings(rows=2**63, answer_bytes=2**63, nesting=2**31)


@dataclass(frozen=True, kw_only=True)
class WholeAnswer:
    """An answer that is all there."""

    kind: AnswerKind
    form: Format
    body: bytes


class QueryService:
    """Evaluates queries over one store.

    What a query takes of time and memory, whoever calls has to bound: a server does it by the
    process that it calls in.
    """

    def __init__(
        self,
        store: Store,
        dialect: Dialect,
        bounds: QuerySettings | None = None,
        graphs: Collection[str] = (),
    ) -> None:
        """Evaluate over ``store``, whose named graphs are ``graphs``.

        Without ``bounds``, for the owner of the machine, queries are not screened.
        """
        self.store = store
        self.dialect = dialect
        self.bounds = bounds or _UNBOUNDED
        self._screened = bounds is not None
        self._graphs = graphs
        self._gate: Gate | None = None
        #: Whether this process can open no connection, whatever a query says.
        self.sealed = False

    def evaluate(self, request: QueryRequest, *, screened: bool = False) -> Evaluation:
        """Understand a query; its answer is computed as it is read.

        ``screened`` tells that who calls has done that. Raises the `QueryError` that says what
        is wrong with the query.
        """
        if not self._screened:
            refuse_nesting(request.text)
        elif not screened:
            screen(request.text, self.bounds, self._graphs)
        return self.store.evaluate(
            self._gated(request.text) if self._screened else request.text,
            self.dialect,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
        )

    def write(
        self,
        evaluation: Evaluation,
        form: Format,
        send: Callable[[bytes], object],
        coding: str = "",
    ) -> bool:
        """Compute an answer and pass its bytes on; return whether it has no row at all.

        Raises a `QueryError` where that fails.
        """
        output = AnswerOutput(send, form, coding, self.bounds)
        try:
            evaluation.write(output, form, self.bounds.rows)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except QueryError as error:
            raise output.failure or error from None
        except OSError as error:
            raise output.failure or unreachable(error) from None
        output.finish()
        return output.empty and evaluation.kind is AnswerKind.BINDINGS

    def unknown_terms(self, text: str) -> tuple[UnknownTerm, ...]:
        """List the classes and properties of a query that occur nowhere in the dataset."""
        return unknown_terms(self.store, text, self.dialect)

    def answer(self, request: QueryRequest) -> WholeAnswer:
        """Evaluate a query to its end."""
        evaluation = self.evaluate(request)
        form = evaluation.choose(request.results, request.graph)
        parts: list[bytes] = []
        self.write(evaluation, form, parts.append, request.coding)
        return WholeAnswer(kind=evaluation.kind, form=form, body=b"".join(parts))

    def _gated(self, text: str) -> str:
        """Return the text to evaluate: SERVICE goes through the gate, which opens when needed.

        That tokens tell every call from what only looks like one is not relied on: without its
        calls a query must be one to the engine, too.
        """
        upper = text.upper()
        if "SERVICE" not in upper or (self.sealed and not may_call(upper)):
            return text
        if not self.sealed:
            check_syntax(without_calls(text), self.dialect)
        if not service_calls(text):
            return text
        if self._gate is None:
            self._gate = Gate(self.bounds.service, self.bounds.deadline)
        return self._gate.rewrite(text)


def unreachable(error: OSError) -> QueryUnavailable:
    """Say that the engine could not reach, or understand, what SERVICE named."""
    return QueryUnavailable(f"a SERVICE of the query gave no answer: {reason_of(error)}")
