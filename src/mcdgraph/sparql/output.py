"""Where the engine writes an answer: counted against its bounds, compressed, passed on."""

from collections.abc import Callable
from typing import Final

from mcdgraph.errors import QueryError, QueryTooLarge
from mcdgraph.formats import Format
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql.codings import CODINGS
from mcdgraph.sparql.rows import RowCounter

#: Bytes that are counted, compressed and passed on at once.
CHUNK: Final = 64 * 1024
#: Bytes of results that have to be looked at to know whether they have a row.
_FEW: Final = 4096


class AnswerOutput:
    """A file as the engine wants it, which passes on what is within bounds.

    ``empty`` is true of the results of a SELECT, at their end, that have no row.
    """

    def __init__(
        self, send: Callable[[bytes], object], form: Format, coding: str, bounds: QuerySettings
    ) -> None:
        """Pass an answer in ``form`` on to ``send``, in a content coding or in none (``""``)."""
        self.failure: QueryError | None = None
        self.empty = False
        self._send = send
        self._bounds = bounds
        self._rows = RowCounter(form)
        self._compressor = CODINGS[coding]() if coding else None
        self._parts: list[bytes] = []
        self._waiting = 0
        self._taken = 0
        self._counted = True

    def write(self, data: bytes) -> int:
        """Take some bytes; raise a `QueryError` when a bound is passed."""
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting >= CHUNK:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks are passed on when they are full."""

    def finish(self) -> None:
        """Pass on what is left; what is as short has no more rows than may be."""
        self._counted = self._taken > 0 or self._waiting > self._bounds.rows
        if self._taken == 0 and self._waiting < _FEW:
            self.empty = self._rows.is_empty(b"".join(self._parts))
        self._pass_on()
        if self._compressor is not None:
            self._send(self._compressor.flush())

    def _pass_on(self) -> None:
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts, self._waiting = [], 0
        self._taken += len(data)
        self.failure = self._problem(data)
        if self.failure:
            raise self.failure
        if self._compressor is not None:
            data = self._compressor.compress(data)
        if data:
            self._pass(data)

    def _pass(self, data: bytes) -> None:
        """Pass bytes on; what comes back through the engine as something else is kept."""
        try:
            self._send(data)
        except QueryError as error:
            self.failure = error
            raise

    def _problem(self, data: bytes) -> QueryError | None:
        """Look for a bound that is passed; no row takes less than a byte."""
        bounds = self._bounds
        if self._taken > bounds.answer_bytes:
            what = f"{bounds.answer_bytes} bytes"
        elif self._counted and self._rows.count(data) > bounds.rows:
            what = f"{bounds.rows} rows"
        else:
            return None
        return QueryTooLarge(
            f"the answer has more than {what}; "
            "ask for less, or page with ORDER BY, LIMIT and OFFSET"
        )
