"""The shipped Turtle files are in canonical form, byte for byte."""

from pathlib import Path, PurePosixPath

import pytest

from mcdgraph.settings import load_settings
from mcdgraph.sources import graph_iri, turtle_sources
from mcdgraph.turtle.annotations import AnnotationForm
from mcdgraph.turtle.formatting import format_turtle
from mcdgraph.turtle.reader import decode_source

ROOT = Path(__file__).parents[2]
FILES = turtle_sources(ROOT)


def test_there_are_files() -> None:
    """Every folder of the graph has some."""
    assert {path.parts[0] for path in FILES} == {"ontology", "shapes", "data"}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_is_in_canonical_form(path: PurePosixPath) -> None:
    """``mcdgraph fmt --annotations inline`` would change nothing."""
    settings = load_settings(ROOT, environment={})
    source = decode_source((ROOT / path).read_bytes(), path)
    base = graph_iri(path, settings.base_iri)
    form = AnnotationForm.INLINE
    text = format_turtle(source, settings.prefixes, base=base, annotations=form)
    assert text == source.text
