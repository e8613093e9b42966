"""Reads one file of any form of RDF into the rows of a corpus, with the place of its terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from mcdgraph.bridges.oxigraph import read_document
from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.columns import ColumnsBuilder
from mcdgraph.documents.json import NO_CONTEXTS, Contexts
from mcdgraph.documents.packing import unpacked, unpacked_name
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.documents.xml import decoded_xml
from mcdgraph.errors import InputError, SyntaxProblems
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, Format
from mcdgraph.positions import Position, SourceText, SyntaxProblem
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.reader import decode_source, read

#: A namespace that a document of XML declares (Namespaces in XML 1.0, clause 3).
_NAMESPACE: Final = re.compile(r"""\bxmlns:([\w.-]+)\s*=\s*["']([^"'<>&\s]+)["']""")
_LINES: Final = (N_TRIPLES, N_QUADS)


@dataclass(frozen=True, kw_only=True)
class SourceReading:
    """What reading a file gave beside its rows: its text, its form, where it is broken."""

    text: SourceText
    form: Format | None
    problems: tuple[SyntaxProblem, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where the rows of a file go: its named graph, its number, what sets its blank nodes apart."""

    iri: str
    number: int

    @property
    def scope(self) -> str:
        """Stands before the labels of the file's blank nodes."""
        return f"f{self.number}"


def read_source(
    path: PurePosixPath,
    data: bytes,
    builder: ColumnsBuilder,
    place: Placement,
    recover: Mapping[str, str],
    *,
    keep: bool = False,
    contexts: Contexts = NO_CONTEXTS,
) -> SourceReading:
    """Read a file's bytes into a builder; what is broken is reported, not raised.

    Of broken Turtle and TriG the whole statements are read, of other forms nothing, unless what
    stands before the fault is to be kept (``keep``). A file of Turtle that uses a prefix of
    ``recover`` without declaring it is broken, and yet understood. ``contexts`` are those that
    JSON-LD may name.
    """
    try:
        data = unpacked(data, Path(path))
        form = tell_format(data[:HEAD], unpacked_name(path))
    except InputError as error:
        text = SourceText(path=path, text="")
        return SourceReading(text=text, form=None, problems=(_at_start(path, error),))
    if form in (RDF_XML, JSON_LD):
        return _parsed(path, data, form, builder, place, contexts, keep=keep)
    return _read_text(path, data, form, builder, place, recover)


def _read_text(
    path: PurePosixPath,
    data: bytes,
    form: Format,
    builder: ColumnsBuilder,
    place: Placement,
    recover: Mapping[str, str],
) -> SourceReading:
    """Read Turtle and its kin, statement by statement or line by line."""
    text, undecoded = decoded(data, path)
    graph, number, scope = builder.terms.iri(place.iri), place.number, place.scope
    if form in _LINES:
        reading = read_lines(text, builder, form=form, graph=graph, number=number, scope=scope)
    else:
        reading = read(
            text,
            builder,
            form=form,
            base=place.iri,
            graph=graph,
            number=number,
            scope=scope,
            recover=recover,
        )
    return SourceReading(
        text=text,
        form=form,
        problems=undecoded or reading.problems,
        prefixes=dict(reading.prefixes),
    )


def _parsed(
    path: PurePosixPath,
    data: bytes,
    form: Format,
    builder: ColumnsBuilder,
    place: Placement,
    contexts: Contexts,
    *,
    keep: bool,
) -> SourceReading:
    """Read RDF/XML or JSON-LD."""
    decode = decoded_xml if form is RDF_XML else _decoded_json
    text = SourceText(path=path, text=decode(data))
    document = RdfDocument(path=str(path), data=data, form=form, base=place.iri, contexts=contexts)
    rows = len(builder)
    prefixes = dict(_NAMESPACE.findall(text.text)) if form is RDF_XML else {}
    problems: tuple[SyntaxProblem, ...] = ()
    try:
        read_document(
            document,
            builder,
            text,
            graph=builder.terms.iri(place.iri),
            number=place.number,
            scope=place.scope,
        )
    except SyntaxProblems as error:
        problems = tuple(p for p in error.problems if isinstance(p, SyntaxProblem))
        if not keep:
            builder.forget(rows)
    return SourceReading(text=text, form=form, problems=problems, prefixes=prefixes)


def _decoded_json(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _at_start(path: PurePosixPath, error: InputError) -> SyntaxProblem:
    """Place a fault of the whole file, whose message names the file already."""
    position = Position(path=str(path), line=1, column=1)
    return SyntaxProblem(position=position, message=str(error).removeprefix(f"{path}: "))


def decoded(data: bytes, path: PurePosixPath) -> tuple[SourceText, tuple[SyntaxProblem, ...]]:
    """Take a file's bytes for text; where they are not, tell so and put U+FFFD for what is not."""
    try:
        return decode_source(data, path), ()
    except SyntaxProblems as error:
        problems = tuple(p for p in error.problems if isinstance(p, SyntaxProblem))
        return SourceText(path=path, text=data.decode("utf8", "replace")), problems


def read_bytes(path: Path) -> bytes:
    """Read a file; raise `InputError` where the machine refuses."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
