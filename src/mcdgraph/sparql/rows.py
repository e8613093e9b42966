"""Counts the rows of results as their bytes go by."""

from typing import Final

from mcdgraph.formats import RESULTS_CSV, RESULTS_JSON, RESULTS_TSV, RESULTS_XML, Format

#: What tells rows apart in the engine's own way of writing, and the rows less the marks: JSON
#: has a mark between two rows, CSV and TSV have one after their head.
_MARKS: Final = {
    RESULTS_JSON: (b'}},{"', 1),
    RESULTS_XML: (b"<result>", 0),
    RESULTS_CSV: (b"\r\n", -1),
    RESULTS_TSV: (b"\n", -1),
}

#: What JSON results hold that have no row; in a literal its quotes are escaped.
_NO_ROW_IN_JSON: Final = b'"bindings":[]'


class RowCounter:
    """Counts the rows of SELECT results; a graph's statements are counted by who writes them.

    The count is exact but where a literal holds the mark itself, which counts as a row more:
    a line break in CSV, or ``}},{`` at the end of a literal in JSON.
    """

    def __init__(self, form: Format) -> None:
        """Count in results of one form."""
        self._form = form
        self._mark, self._rows = _MARKS.get(form, (b"", 0))
        self._tail = b""

    def count(self, data: bytes) -> int:
        """Take the next bytes and give the rows seen so far."""
        if not self._mark:
            return 0
        joined = self._tail + data
        self._rows += joined.count(self._mark)
        keep = len(self._mark) - 1
        self._tail = joined[-keep:] if keep else b""
        return self._rows

    def is_empty(self, results: bytes) -> bool:
        """Tell whether whole results, of which nothing was counted yet, have no row."""
        if self._form == RESULTS_JSON:
            return _NO_ROW_IN_JSON in results
        return self.count(results) == 0
