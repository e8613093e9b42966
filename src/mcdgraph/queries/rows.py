"""Counts the rows of results as their bytes go by."""

from typing import Final

from mcdgraph.formats import RESULTS_CSV, RESULTS_JSON, RESULTS_TSV, RESULTS_XML, Format

#: What stands between or after two rows, in the engine's own way of writing.
_MARKS: Final = {
    RESULTS_JSON: b'}},{"',
    RESULTS_XML: b"<result>",
    RESULTS_CSV: b"\r\n",
    RESULTS_TSV: b"\n",
}


class RowCounter:
    """Counts the rows of SELECT results; a graph's statements are counted by who writes them.

    The count is exact but where a literal holds the mark itself, which counts as a row more:
    a line break in CSV, or ``}},{`` at the end of a literal in JSON.
    """

    def __init__(self, form: Format) -> None:
        """Count in results of one form."""
        self._mark = _MARKS.get(form)
        self._tail = b""
        self._rows = 0

    def count(self, data: bytes) -> int:
        """Take the next bytes and give the rows seen so far."""
        if self._mark is None:
            return 0
        joined = self._tail + data
        self._rows += joined.count(self._mark)
        keep = len(self._mark) - 1
        self._tail = joined[-keep:] if keep else b""
        return self._rows
