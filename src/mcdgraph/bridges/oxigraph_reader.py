"""Reads documents of every RDF format with Oxigraph; each fault has its line and column.

Oxigraph fetches nothing and is fast, but takes XML that is not well-formed, calls itself without
a bound, and does not place faults of RDF/XML and JSON-LD: `mcdgraph.documents` makes good what
it is given, and faults without a place are found by giving it the document piece by piece.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from mcdgraph.documents.json import (
    HOW_TO_MAP,
    NO_CONTEXTS,
    NOT_FETCHED,
    Contexts,
    JsonFault,
    local_contexts,
    require_shallow,
)
from mcdgraph.documents.text import TextFault, require_shallow_terms, without_mark
from mcdgraph.documents.xml import XmlFault, placed_xml, plain_xml
from mcdgraph.errors import SyntaxProblems, TermError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.positions import Position, SyntaxProblem

RDF_FORMATS: Final = MappingProxyType(
    {
        JSON_LD: ox.RdfFormat.JSON_LD,
        N_QUADS: ox.RdfFormat.N_QUADS,
        N_TRIPLES: ox.RdfFormat.N_TRIPLES,
        RDF_XML: ox.RdfFormat.RDF_XML,
        TRIG: ox.RdfFormat.TRIG,
        TURTLE: ox.RdfFormat.TURTLE,
    }
)


@dataclass(frozen=True, kw_only=True)
class RdfDocument:
    """A whole document: its bytes, not packed, and how to read them.

    ``path`` is shown in problems. ``base`` resolves relative IRIs. With ``rename`` blank nodes
    get labels that no other document has, else those that they are written with.
    """

    path: str
    data: bytes
    form: Format
    base: str | None = None
    contexts: Contexts = NO_CONTEXTS
    rename: bool = False

    def quads(self) -> Iterator[ox.Quad]:
        """Give the statements; raise `SyntaxProblems` with the place where the document breaks.

        Raises `TermError` where ``base`` is no IRI.
        """
        try:
            if self.form is RDF_XML:
                yield from self._xml()
            elif self.form is JSON_LD:
                yield from self._json()
            else:
                yield from self._text()
        except ValueError as error:
            raise TermError(f"base IRI {self.base!r}: {error}") from error

    def placed_quads(self) -> Iterator[tuple[ox.Quad, tuple[int, int] | None]]:
        """Give the statements, in RDF/XML each with the line and column of its element.

        Raises as `quads` does.
        """
        if self.form is not RDF_XML:
            for quad in self.quads():
                yield quad, None
            return
        feed = _PlacedFeed(self.data)
        try:
            for quad in self._parsed(_Feed(feed.blocks())):
                yield quad, feed.place
        except XmlFault as fault:
            raise self._problem(str(fault), fault.line, fault.column) from fault
        except SyntaxError as error:
            raise self._problem(_message(error), *feed.last) from error
        except ValueError as error:
            raise TermError(f"base IRI {self.base!r}: {error}") from error

    def _parsed(self, source: "bytes | _Feed") -> Iterator[ox.Quad]:
        return ox.parse(
            source,  # type: ignore[arg-type]
            RDF_FORMATS[self.form],
            base_iri=self.base,
            rename_blank_nodes=self.rename,
        )

    def _problem(self, message: str, line: int, column: int) -> SyntaxProblems:
        position = Position(path=self.path, line=line, column=column)
        message = f"not {self.form.title}: {message}"
        return SyntaxProblems([SyntaxProblem(position=position, message=message)])

    # Turtle, TriG, N-Triples, N-Quads

    def _text(self) -> Iterator[ox.Quad]:
        data = without_mark(self.data)
        try:
            require_shallow_terms(data)
            yield from self._parsed(data)
        except TextFault as fault:
            raise self._problem(str(fault), *_place(data, fault.at)) from fault
        except SyntaxError as error:
            place = error.lineno or 1, error.offset or 1
            raise self._problem(_message(error), *place) from error

    # RDF/XML

    def _xml(self) -> Iterator[ox.Quad]:
        try:
            yield from self._parsed(
                _Feed(text.encode("utf8") for text in plain_xml(BytesIO(self.data)))
            )
        except XmlFault as fault:
            raise self._problem(str(fault), fault.line, fault.column) from fault
        except SyntaxError as error:
            raise self._problem(_message(error), *self._place_in_xml()) from error

    def _place_in_xml(self) -> tuple[int, int]:
        """Give the document piece by piece: the last one that was taken is at fault."""
        feed = _PlacedFeed(self.data)
        try:
            for _ in self._parsed(_Feed(feed.blocks())):
                pass
        except SyntaxError:
            pass
        return feed.last

    # JSON-LD

    def _json(self) -> Iterator[ox.Quad]:
        data = without_mark(self.data)
        try:
            text = data.decode("utf8")
        except UnicodeDecodeError as error:
            raise self._problem("not UTF-8", *_place(data, error.start)) from error
        try:
            require_shallow(data)
            local = local_contexts(text, self.contexts, self.base or "")
        except JsonFault as fault:
            raise self._problem(str(fault), *_line_and_column(text, fault.at)) from fault
        given = local.text.encode("utf8")
        try:
            yield from self._parsed(given)
        except SyntaxError as error:
            at = self._place_in_json(error, given)
            place = _line_and_column(text, local.origin(at))
            raise self._problem(_message(error), *place) from error

    def _place_in_json(self, error: SyntaxError, given: bytes) -> int:
        """Give the offset, in code points, of a fault.

        Where Oxigraph does not say, cut the document short of it: every cut before the fault
        ends too early, every one behind it has the fault.
        """
        if error.lineno is not None:
            lines = given.decode("utf8").split("\n")
            return (
                sum(len(line) + 1 for line in lines[: error.lineno - 1]) + (error.offset or 1) - 1
            )
        cut = bisect_left(range(len(given)), True, key=lambda end: self._has_fault(given[:end]))
        return max(len(given[:cut].decode("utf8", "ignore")) - 1, 0)

    def _has_fault(self, start: bytes) -> bool:
        try:
            for _ in self._parsed(start):
                pass
        except SyntaxError as error:
            return error.lineno is None
        return True


class _PlacedFeed:
    """A document of XML given piece by piece, so that what was read last has its place.

    A parser takes a piece only when it needs it. ``last`` is the place of the last piece, and
    ``place`` that of the element which began or ended with it: what it said by then, it says.
    """

    def __init__(self, data: bytes) -> None:
        self.last = self.place = (1, 1)
        self._data = data

    def blocks(self) -> Iterator[bytes]:
        """Give the pieces, and keep their places."""
        above: list[tuple[int, int]] = []
        for piece in placed_xml(BytesIO(self._data)):
            self.last = piece.line, piece.column
            if piece.text.startswith("</"):
                self.place = above.pop()
            elif piece.text.startswith("<"):
                self.place = self.last
                above.append(self.last)
            yield piece.text.encode("utf8")


class _Feed:
    """Bytes for a parser, no more at a time than one item of an iterator."""

    def __init__(self, items: Iterator[bytes]) -> None:
        self._items = items
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Give at most ``size`` bytes; none at the end."""
        while not self._rest:
            following = next(self._items, None)
            if following is None:
                return b""
            self._rest = following
        given = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(given) :]
        return given


def _message(error: SyntaxError) -> str:
    """Strip the parser's own words on the place, which the problem carries already."""
    text = error.msg or "cannot be parsed"
    if text.startswith("Parser error at line ") and ": " in text:
        text = text.split(": ", 1)[1]
    if "LoadDocumentCallback" in text:
        return f"{NOT_FETCHED}; map them to files, {HOW_TO_MAP}"
    return text


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Give line and column, from 1, of an offset in bytes."""
    before = data[:at].decode("utf8", "replace")
    return _line_and_column(before, len(before))


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    """Give line and column, from 1, of an offset in code points."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
