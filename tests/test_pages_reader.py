"""What is read of a thing is the same, in however many graphs it is said."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from conftest import Harbour

from mcdgraph.columns import ColumnsBuilder, Iri, Literal
from mcdgraph.documents.xml import legal
from mcdgraph.pages.bounds import READ
from mcdgraph.store import Store

BASE = "https://example.org/"
CODES = [Literal(text) for text in ("a", "b", "c")]


def test_a_value_counts_once_in_many_graphs(harbour: Harbour) -> None:
    """As many graphs as are read say the first values; those that follow are read all the same."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    thing, code = intern(Iri(f"{BASE}x")), intern(Iri(f"{BASE}code"))
    for number in range(READ + 1):
        graph = intern(Iri(f"{BASE}graph/{number}"))
        for value in CODES:
            builder.add(thing, code, intern(value), graph)
    reader = replace(harbour.reader, store=Store.load(builder.freeze(), []))
    assert reader.objects(Iri(f"{BASE}x"), f"{BASE}code") == CODES


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_is_marked(character: str) -> None:
    """So that a feed, whatever a title holds, is well-formed."""
    text = legal(f"a{character}b\n\té")
    assert text == "a\ufffdb\n\té"
    assert ElementTree.fromstring(f"<x>{text}</x>").text == text
