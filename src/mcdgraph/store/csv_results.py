"""Writes results as CSV in which every field that needs it is quoted.

Source: SPARQL 1.1 Query Results CSV and TSV Formats, clause 3; RFC 4180, clause 2.6. The engine
quotes no IRI, and an IRI may hold a comma. So it writes TSV, which marks each kind of term, and
the fields are taken from there.
"""

import re
from typing import Final

from mcdgraph.store.writer import Writer

_SPECIAL: Final = re.compile(rb'[",\r\n]')
_ESCAPE: Final = re.compile(rb"\\(.)")
_ESCAPED: Final = {b"t": b"\t", b"n": b"\n", b"r": b"\r"}


class CsvWriter:
    """A writer before another: takes TSV of the engine, and writes CSV."""

    def __init__(self, output: Writer) -> None:
        """Write to ``output``."""
        self._output = output
        self._parts: list[bytes] = []
        self._begun = False

    def write(self, data: bytes, /) -> int:
        """Pass on the lines that are whole."""
        cut = data.rfind(b"\n") + 1
        if not cut:
            self._parts.append(data)
            return len(data)
        lines = b"".join([*self._parts, data[:cut]]).split(b"\n")
        lines.pop()
        self._parts = [data[cut:]]
        if not self._begun:
            self._begun = True
            lines[0] = lines[0].replace(b"?", b"")
        self._output.write(b"".join(map(_line, lines)))
        return len(data)

    def flush(self) -> None:
        """Flush the other writer."""
        self._output.flush()


def _line(line: bytes) -> bytes:
    """Write a line of TSV, less its end, as a record of CSV."""
    return b",".join(map(_field, line.split(b"\t"))) + b"\r\n"


def _field(cell: bytes) -> bytes:
    """Write a term: an IRI or a string as it is, a number, blank node or triple as in TSV."""
    if cell.startswith(b'"'):
        value = cell[1 : cell.rindex(b'"')]
        if b"\\" in value:
            value = _ESCAPE.sub(_character, value)
    elif cell.startswith(b"<") and not cell.startswith(b"<<"):
        value = cell[1:-1]
    else:
        value = cell
    if _SPECIAL.search(value):
        return b'"' + value.replace(b'"', b'""') + b'"'
    return value


def _character(found: re.Match[bytes]) -> bytes:
    return _ESCAPED.get(found[1], found[1])
