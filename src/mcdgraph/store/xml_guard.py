"""Keeps what XML cannot hold out of answers in XML: escaped where it can be, else refused.

Source: XML 1.0, clauses 2.2 (characters) and 2.11 (line ends); Namespaces in XML 1.0,
clause 4 (qualified names).
"""

import re
from typing import Final

from mcdgraph.errors import QueryRefused
from mcdgraph.store.writer import Writer

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
#: How the engine writes a predicate that does not end in a name.
_NO_NAME: Final = re.compile(rb"</?oxprefix:[ >]")
_TAIL: Final = 12


class XmlGuard:
    """A writer before another; raises `QueryRefused` rather than write what is not XML."""

    def __init__(self, output: Writer) -> None:
        """Write to ``output``."""
        self._output = output
        self._tail = b""
        self.failure: QueryRefused | None = None

    def write(self, data: bytes, /) -> int:
        """Pass ``data`` on, with carriage returns escaped: a parser would change them."""
        seen = self._tail + data
        self._tail = seen[-_TAIL:]
        if found := _CONTROL.search(seen):
            character = ord(found[0].decode())
            self.failure = QueryRefused(
                f"the answer holds the character U+{character:04X}, which XML 1.0 cannot; "
                "ask for another format"
            )
        elif _NO_NAME.search(seen):
            self.failure = QueryRefused(
                "the graph has a predicate that does not end in a name, which RDF/XML cannot "
                "write; ask for another format"
            )
        if self.failure is not None:
            raise self.failure
        self._output.write(data.replace(b"\r", b"&#xD;") if b"\r" in data else data)
        return len(data)

    def flush(self) -> None:
        """Flush the other writer."""
        self._output.flush()
