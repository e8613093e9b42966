"""Makes any well-formed XML plain: UTF-8, no comments, no document type, entities replaced.

RDF/XML may be in any encoding and have comments, processing instructions, CDATA sections and
entities of its own anywhere (XML 1.0, clauses 2.5, 2.6, 2.7, 4.3.3). Expat reads those; what is
left is what a parser of RDF/XML must understand. Nothing is ever fetched: an entity or a document
type in another file is refused where it is used.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import IO, Final, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

#: Elements inside elements; parsers of RDF/XML copy what is in scope at each level.
MAX_DEPTH: Final = 5_000
#: How many times its size a document may grow by its entities, and what any may grow by.
MAX_GROWTH: Final = 20
MIN_GROWTH: Final = 1 << 20

#: How a document begins that says its encoding itself (XML 1.0, clause 4.3.3 and appendix F).
_MARKS: Final = MappingProxyType(
    {
        b"\xef\xbb\xbf": "utf-8-sig",
        b"\xff\xfe": "utf-16",
        b"\xfe\xff": "utf-16",
        b"<\0": "utf-16-le",
        b"\0<": "utf-16-be",
    }
)
_ENCODING: Final = re.compile(
    rb"<\?xml\b[^>]{0,100}?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']"
)
#: Characters that XML cannot hold, not even as a reference (XML 1.0, clause 2.2).
ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL: Final = re.compile('[&<>"\n\r\t]')
_BLOCK: Final = 1 << 16
_TAG: Final = re.compile(rb"<(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_REFERENCE: Final = re.compile(rb"&([^\s#&;<]++);")
_PREDEFINED: Final = frozenset(("amp", "lt", "gt", "apos", "quot"))


def legal(text: str) -> str:
    """Return a text with a mark (U+FFFD) in place of each character that XML cannot hold."""
    return ILLEGAL.sub("\ufffd", text)


class XmlFault(Exception):
    """A place, line and column from 1, where a document is not well-formed, and why."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column


class XmlPiece(NamedTuple):
    """A tag, or text between tags, made plain; line and column (from 1) of its source."""

    line: int
    column: int
    text: str


def plain_xml(stream: IO[bytes]) -> Iterator[str]:
    """Read a document to its end; give its text, that of a block at a time.

    Raises `XmlFault` where it is not well-formed, refers to what stands outside of it, is
    nested deeper than `MAX_DEPTH` or grows by its entities past `MAX_GROWTH`.
    """
    plain = _Plain()
    for _ in plain.blocks(stream):
        yield "".join(plain.texts)
        plain.texts.clear()


def placed_xml(stream: IO[bytes]) -> Iterator[XmlPiece]:
    """Read a document as `plain_xml` does, and give each piece of it with its place."""
    plain = _Plain(is_placed=True)
    for _ in plain.blocks(stream):
        yield from (XmlPiece(*p, text) for p, text in zip(plain.places, plain.texts, strict=True))
        plain.texts.clear()
        plain.places.clear()


def decoded_xml(data: bytes) -> str:
    """Give the text of a document as it is written, with U+FFFD for what cannot be read."""
    declared = _ENCODING.match(data)
    coding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    coding = coding or (declared[1].decode("ascii") if declared else "utf-8-sig")
    try:
        return data.decode(coding, "replace").removeprefix("\ufeff")
    except LookupError:
        return data.decode("utf-8-sig", "replace")


class _Plain:
    """Expat's handlers, which collect texts and, where that is asked for, their places."""

    def __init__(self, *, is_placed: bool = False) -> None:
        self.texts: list[str] = []
        self.places: list[tuple[int, int]] = []
        self._is_placed = is_placed
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._external
        self._parser.SkippedEntityHandler = self._skipped
        self._entities = set(_PREDEFINED)
        self._is_partial = False
        self._depth = self._read = self._written = 0

    def blocks(self, stream: IO[bytes]) -> Iterator[None]:
        """Read to the end, and stop after each block."""
        size = _BLOCK
        while block := stream.read(size):
            self._take(block)
            # Expat begins a token anew with each block: a long one gets ever longer blocks.
            size = _BLOCK if self.texts else 2 * size
            yield
        self._take(b"")
        yield

    def _take(self, block: bytes) -> None:
        """Take the next bytes, none at the end."""
        self._read += len(block)
        try:
            self._parser.Parse(block, not block)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code) or "an unknown fault"
            raise XmlFault(_said(why), error.lineno, error.offset + 1) from error
        except (LookupError, ValueError) as error:
            raise XmlFault(f"its encoding cannot be read: {error}", 1, 1) from error

    def _add(self, text: str) -> None:
        self._written += len(text)
        if self._written > MIN_GROWTH + MAX_GROWTH * self._read:
            raise self._fault(f"its entities make it more than {MAX_GROWTH} times as long")
        self.texts.append(text)
        if self._is_placed:
            parser = self._parser
            self.places.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def _fault(self, message: str) -> XmlFault:
        parser = self._parser
        return XmlFault(message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: list[str]) -> None:
        if self._is_partial:
            self._require_declared()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(f"elements are nested more than {MAX_DEPTH:,} deep")
        if not attributes:
            self._add(f"<{name}>")
            return
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        written = "".join([f' {key}="{_quoted(value)}"' for key, value in pairs])
        self._add(f"<{name}{written}>")

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._add(f"</{name}>")

    def _text(self, text: str) -> None:
        self._add(escape(text, {"\r": "&#13;"}) if _SPECIAL.search(text) else text)

    def _doctype(self, _name: str, system: str | None, _public: str | None, _inside: int) -> None:
        self._is_partial = system is not None

    def _entity(self, name: str, is_parameter: int, *_: object) -> None:
        self._entities.add(name)
        self._is_partial = self._is_partial or bool(is_parameter)

    def _external(
        self, _context: str, _base: str | None, system: str | None, _public: str | None
    ) -> int:
        raise self._fault(f"an entity stands in another file, {system!r}, which is not fetched")

    def _skipped(self, name: str, _is_parameter: int) -> None:
        raise self._undeclared(name)

    def _require_declared(self) -> None:
        """Refuse a tag with an entity of the external subset, which expat leaves out silently."""
        tag = _TAG.match((self._parser.GetInputContext() or b"").replace(b"\0", b""))
        for found in _REFERENCE.findall(tag[0] if tag else b""):
            name = found.decode("utf8", "replace")
            if name not in self._entities:
                raise self._undeclared(name)

    def _undeclared(self, name: str) -> XmlFault:
        return self._fault(
            f"the entity &{name}; is not declared in this file, and no other is fetched"
        )


def _quoted(value: str) -> str:
    if _SPECIAL.search(value) is None:
        return value
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _said(why: str) -> str:
    """Say expat's word for a fault in a few more."""
    if why == "no element found":
        return "the file ends before its last element is closed"
    if why.startswith("limit on input amplification"):
        return "its entities make it many times as long"
    return f"not well-formed: {why}"
