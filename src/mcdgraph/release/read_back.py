"""Reads a file that was written, as anybody would."""

from pathlib import Path, PurePosixPath

from mcdgraph.bridges.oxigraph import from_quads
from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.columns import Columns, ColumnsBuilder, TermTable
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.reader import read


def read_back(path: Path, form: Format, terms: TermTable) -> Columns:
    """Read a file into a term table; raise `SyntaxProblems` where it breaks its grammar.

    Blank nodes get numbers of their own.
    """
    builder = ColumnsBuilder(terms=terms)
    if form not in (TURTLE, TRIG, N_TRIPLES, N_QUADS):
        document = RdfDocument(path=path.name, data=path.read_bytes(), form=form, rename=True)
        return from_quads(document.quads(), builder)
    source = SourceText(path=PurePosixPath(path.name), text=path.read_text(encoding="utf8"))
    scope = f"{path.name}-"
    if form in (TURTLE, TRIG):
        reading = read(source, builder, form=form, scope=scope)
    else:
        reading = read_lines(source, builder, form=form, scope=scope)
    if reading.problems:
        raise SyntaxProblems(reading.problems)
    return builder.freeze()
