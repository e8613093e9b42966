"""Writers of results before another writer: they mend what the engine writes.

Source: SPARQL 1.1 Query Results CSV and TSV Formats, clauses 3 and 4; RFC 4180, clause 2.6.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from mcdgraph.store.writer import Writer

_SPECIAL: Final = re.compile(rb'[",\r\n]')
_ESCAPE: Final = re.compile(rb"\\(.)")
_ESCAPED: Final = {b"t": b"\t", b"n": b"\n", b"r": b"\r"}
#: Bytes of XML or JSON before the names of the variables.
_BEFORE: Final = 200


class LineWriter:
    """Takes TSV of the engine, and writes each line anew, the head first."""

    def __init__(
        self, output: Writer, line: Callable[[Sequence[bytes]], bytes], order: Sequence[int] | None
    ) -> None:
        """Write lines of the fields in ``order``, or as they come, by ``line`` to ``output``."""
        self._output = output
        self._line = line
        self._order = order
        self._rest: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Pass on the lines that are whole."""
        cut = data.rfind(b"\n") + 1
        if not cut:
            self._rest.append(data)
            return len(data)
        lines = b"".join([*self._rest, data[:cut]]).split(b"\n")
        lines.pop()
        self._rest = [data[cut:]]
        self._output.write(b"".join([self._line(self._fields(line)) for line in lines]))
        return len(data)

    def flush(self) -> None:
        """Flush the other writer."""
        self._output.flush()

    def _fields(self, line: bytes) -> Sequence[bytes]:
        fields = line.split(b"\t")
        return fields if self._order is None else [fields[at] for at in self._order]


class HeadWriter:
    """Puts other names of variables in the head of an answer in JSON or XML."""

    def __init__(self, output: Writer, head: bytes, wanted: bytes) -> None:
        """Replace the first ``head`` by ``wanted``, and write to ``output``."""
        self._output = output
        self._head = head
        self._wanted = wanted
        self._seen: bytes | None = b""

    def write(self, data: bytes, /) -> int:
        """Hold back what comes up to the head, then pass everything on."""
        if self._seen is None:
            self._output.write(data)
            return len(data)
        self._seen += data
        if self._head in self._seen or len(self._seen) > len(self._head) + _BEFORE:
            self._output.write(self._seen.replace(self._head, self._wanted, 1))
            self._seen = None
        return len(data)

    def flush(self) -> None:
        """Flush the other writer."""
        self._output.flush()


def json_names(names: Sequence[str]) -> bytes:
    """Write the names of variables as in the head of JSON."""
    return ('"vars":[' + ",".join(f'"{name}"' for name in names) + "]").encode()


def xml_names(names: Sequence[str]) -> bytes:
    """Write the names of variables as in the head of XML."""
    return "".join(f'<variable name="{name}"/>' for name in names).encode()


def tsv_line(fields: Sequence[bytes]) -> bytes:
    """Write a line of TSV."""
    return b"\t".join(fields) + b"\n"


def csv_line(fields: Sequence[bytes]) -> bytes:
    """Write a line of TSV as a record of CSV, in which every field that needs it is quoted.

    The engine quotes no IRI, and an IRI may hold a comma; in TSV it marks each kind of term.
    """
    return b",".join(map(_csv_field, fields)) + b"\r\n"


def _csv_field(cell: bytes) -> bytes:
    """Write a term: an IRI or a string as it is, a number, blank node or triple as in TSV."""
    if cell.startswith(b'"'):
        value = cell[1 : cell.rindex(b'"')]
        if b"\\" in value:
            value = _ESCAPE.sub(_character, value)
    elif cell.startswith(b"<") and not cell.startswith(b"<<"):
        value = cell[1:-1]
    else:
        value = cell.removeprefix(b"?")  # of the head
    if _SPECIAL.search(value):
        return b'"' + value.replace(b'"', b'""') + b'"'
    return value


def _character(found: re.Match[bytes]) -> bytes:
    return _ESCAPED.get(found[1], found[1])
