"""Turtle and TriG with the place of every term: one document into a builder of columns.

Source: RDF 1.1 Turtle and RDF 1.1 TriG, W3C Recommendations of 25 February 2014.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.errors import InputError, SyntaxProblems
from mcdgraph.formats import JSON_LD, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.namespaces import STANDARD
from mcdgraph.positions import SourceText, SyntaxProblem
from mcdgraph.turtle.diagnosis import undeclared
from mcdgraph.turtle.grammar import BOUNDARY
from mcdgraph.turtle.names import Directive, DocumentNames, Fault
from mcdgraph.turtle.parser import Parser

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: A name that says Turtle, for contents that say nothing.
_TURTLE_FILE: Final = PurePosixPath(f"source.{TURTLE.suffix}")
#: Problems told of one file; what follows the last is mostly noise.
MOST: Final = 20


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a document said beside its triples: its prefixes, its base, its problems.

    ``directives`` are its prefixes and bases, in order; ``references`` its relative IRIs as they
    are written, by what they stand for; ``base`` is the last one in force; ``annotates`` says that
    a statement has an annotation.
    """

    directives: tuple[Directive, ...]
    base: str | None
    references: Mapping[str, str] = field(default_factory=dict)
    annotates: bool = False
    problems: tuple[SyntaxProblem, ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """What each prefix stands for, in the end."""
        return {one.name: one.iri for one in self.directives if one.name is not None}


def decode_source(data: bytes, path: PurePosixPath) -> SourceText:
    """Take a file's bytes for text, without a byte order mark.

    Raises `SyntaxProblems` where they are not UTF-8, or hold another form of RDF.
    """
    try:
        text = data.decode("utf8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = SourceText(path=path, text=data[: error.start].decode("utf8"))
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        fault = Fault(len(before.text), f"{message}; save the file as UTF-8")
        raise SyntaxProblems([problem(before, fault)]) from error
    if held := _held_instead(data[:HEAD]):
        raise SyntaxProblems([problem(SourceText(path=path, text=text), Fault(0, held))])
    return SourceText(path=path, text=text)


def _held_instead(head: bytes) -> str | None:
    """Say what a file holds that is neither Turtle nor one of its kin."""
    try:
        form = tell_format(head, _TURTLE_FILE)
    except InputError as error:
        return str(error).removeprefix(f"{_TURTLE_FILE}: ")
    if form in (RDF_XML, JSON_LD):
        return (
            f"this is {form.title}, and Turtle is expected; "
            "`mcdgraph query 'CONSTRUCT WHERE { ?s ?p ?o }' FILE` writes it as Turtle"
        )
    return None


def read(
    source: SourceText,
    builder: ColumnsBuilder,
    *,
    form: Format = TURTLE,
    base: str | None = None,
    graph: int = -1,
    number: int = -1,
    scope: str = "",
    recover: Mapping[str, str] | None = None,
) -> Reading:
    """Read a document into a builder; one with problems adds no row, unless it may ``recover``.

    Recovered are the statements without a fault, and those prefixes of ``recover`` that the
    document uses without declaring them: what a check needs to look at the rest.
    ``graph`` is the graph of triples outside any block, ``number`` the source of every row.
    ``scope`` sets the document's blank nodes apart from those of others in the same table.
    """
    rows = len(builder)
    builder.enter(graph, number)
    names = DocumentNames(builder.terms, base=base, scope=scope, fallback=recover or {})
    parser = Parser(source.text, builder, names)
    faults = _parse(parser, builder, form, graph, number)
    declared, known = list(names.prefixes), dict(recover or STANDARD)
    missing = islice(names.undeclared.items(), MOST)
    faults.extend(undeclared(prefix, at, declared, known) for prefix, at in missing)
    if faults and recover is None:
        builder.forget(rows)
    faults.sort(key=lambda fault: fault.at)
    return Reading(
        directives=tuple(names.declarations),
        base=names.base,
        references=names.references,
        annotates=parser.annotates,
        problems=tuple(problem(source, fault) for fault in faults[:MOST]),
    )


def _parse(
    parser: Parser, builder: ColumnsBuilder, form: Format, graph: int, number: int
) -> list[Fault]:
    """Read to the end, past every fault after which the text can be trusted again.

    A statement (in TriG, a graph) with a fault leaves no row.
    """
    faults: list[Fault] = []
    if half := lone_surrogate(parser.text):
        return [half]
    at = parser.skip(0)
    while 0 <= at < len(parser.text):
        rows = len(builder)
        try:
            at = parser.trig(at, graph, number) if form is TRIG else parser.turtle(at)
        except Fault as fault:
            faults.append(fault)
            parser.leave_block(graph, number)
            builder.forget(rows)
            builder.enter(graph, number)
            at = _resume(parser, max(fault.at, at)) if len(faults) < MOST else -1
    return faults


def lone_surrogate(text: str) -> Fault | None:
    """Find half a character, which a string of Python can hold and a file cannot."""
    half = _SURROGATE.search(text)
    if half is None:
        return None
    message = f"U+{ord(half[0]):04X} is half a character (a lone surrogate)"
    return Fault(half.start(), message)


def _resume(parser: Parser, at: int) -> int:
    """Find the next statement that begins a line; -1 where a long string may hide it."""
    text = parser.text
    ends = (found.end() for found in BOUNDARY.finditer(text, at))
    end = next((end for end in ends if text[end : end + 1] not in ("", " ", "\t", "#")), -1)
    skipped = text[at : max(end, at)]
    return -1 if '"""' in skipped or "'''" in skipped else end


def problem(source: SourceText, fault: Fault) -> SyntaxProblem:
    """Place a fault in its file."""
    return SyntaxProblem(position=source.position(fault.at, fault.end), message=str(fault))


def parse(source: SourceText, *, form: Format = TURTLE, base: str | None = None) -> Columns:
    """Read one document by itself; raise `SyntaxProblems` with all that is wrong in it."""
    builder = ColumnsBuilder()
    reading = read(source, builder, form=form, base=base, number=0)
    if reading.problems:
        raise SyntaxProblems(reading.problems)
    return builder.freeze()
