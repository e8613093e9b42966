"""N-Triples and N-Quads written from columns."""

from pathlib import PurePosixPath

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.formats import N_QUADS
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.line_writer import write_lines


def read(text: str) -> Columns:
    """Read N-Quads."""
    builder = ColumnsBuilder()
    source = SourceText(path=PurePosixPath("x.nq"), text=text)
    reading = read_lines(source, builder, form=N_QUADS)
    assert reading.problems == ()
    return builder.freeze()


def test_statements_are_sorted_exact_and_told_once() -> None:
    """Lexical forms and tags stay as written; the default graph stands beside the named ones."""
    text = (
        '<urn:b> <urn:p> "01"^^<urn:t> .\n'
        '<urn:a> <urn:p> "x\\u0041\\n"@FR <urn:g> .\n'
        '<urn:b> <urn:p> "01"^^<urn:t> .\n'
        "<urn:a> <urn:p> <urn:a> .\n"
    )
    assert "".join(write_lines(read(text))) == (
        '<urn:a> <urn:p> "xA\\n"@FR <urn:g> .\n'
        "<urn:a> <urn:p> <urn:a> .\n"
        '<urn:b> <urn:p> "01"^^<urn:t> .\n'
    )


def test_blank_nodes_are_named_by_content() -> None:
    """Other labels and another order give the same bytes; another content gives another name."""
    one = "".join(write_lines(read("_:x <urn:p> _:y .\n_:y <urn:q> <urn:a> .\n")))
    two = "".join(write_lines(read("_:b <urn:q> <urn:a> .\n_:a <urn:p> _:b .\n")))
    three = "".join(write_lines(read("_:b <urn:q> <urn:c> .\n_:a <urn:p> _:b .\n")))
    assert one == two
    assert one != three


def test_nothing_gives_nothing() -> None:
    """No rows, no text."""
    assert "".join(write_lines(read(""))) == ""
