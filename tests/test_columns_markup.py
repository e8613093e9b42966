"""Literals of markup are read without their tags."""

import pytest
from hostile import BASE, LABEL, columns_of, term, thing

from mcdgraph.columns import Literal
from mcdgraph.columns.markup import MARKUP_TYPES, plain_text
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.namespaces import RDF, RDFS
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Text
from mcdgraph.search import entries_of
from mcdgraph.settings import Settings
from mcdgraph.store import Store

HTML, XML = RDF + "HTML", RDF + "XMLLiteral"


@pytest.mark.parametrize(
    ("lexical", "expected"),
    [
        ("plain", "plain"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ('<h:div xmlns="urn:x">\n <h:p>A <h:strong>b</h:strong>c.</h:p></h:div>', "A bc."),
        ("a &lt; b &amp;&#233;", "a < b &é"),
        ("one<br/>two", "one two"),
        ("<!-- note -->x", "x"),
        ("a < b", "a < b"),
        ("<", "<"),
        ("", ""),
        ("<p " * 3, "<p <p <p"),
    ],
)
@pytest.mark.parametrize("datatype", sorted(MARKUP_TYPES))
def test_tags_are_left_out(lexical: str, expected: str, datatype: str) -> None:
    """What is no tag stays, and no two sentences run into one."""
    assert plain_text(lexical, datatype) == expected


def test_a_string_is_left_alone() -> None:
    """It may speak of tags."""
    assert plain_text("the <p> element  is", XSD_STRING) == "the <p> element  is"


def test_many_beginnings_of_tags_take_no_longer() -> None:
    """Each is looked at once."""
    assert len(plain_text("<a" * 500_000, HTML)) == 1_000_000


def test_pages_and_search_read_it_so() -> None:
    """In labels, in values, and in what is found."""
    said = Literal("<p>A <b>good</b> ship</p>", XML)
    columns = columns_of(("ships", [(thing("s"), LABEL, said), (thing("s"), term("p"), said)]))
    store, settings = Store.load(columns), Settings(base_iri=BASE)
    labels = Labels(store, settings.prefixes, settings.languages)
    reader = Reader(store=store, labels=labels, settings=settings)
    assert labels.label(thing("s").value, "en").text == "A good ship"
    value = reader.value(said, "en")
    assert isinstance(value, Text)
    assert value.text == "A good ship"
    (entry,) = entries_of(columns, ())
    assert RDFS + "label" in {text.property for text in entry.texts}
    assert "A good ship" in {text.text for text in entry.texts}
