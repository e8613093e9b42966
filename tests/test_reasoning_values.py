"""Values of literals: which are in a datatype, which differ, and that no text breaks either."""

import pytest
from reasoning_graphs import graph

from mcdgraph.columns import Literal
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.reasoning import close, differ
from mcdgraph.reasoning.datatypes import DATATYPES, in_value_space

LONG = "1" * 10_000


@pytest.mark.parametrize(
    ("lexical", "datatype", "is_held"),
    [
        ("7", "integer", True),
        (" 7\n", "integer", True),
        ("-0", "nonNegativeInteger", True),
        ("-1", "nonNegativeInteger", False),
        ("255", "unsignedByte", True),
        ("256", "unsignedByte", False),
        ("0000000000000000000000000000255", "unsignedByte", True),
        ("18446744073709551615", "unsignedLong", True),
        ("18446744073709551616", "unsignedLong", False),
        ("-9223372036854775808", "long", True),
        ("-9223372036854775809", "long", False),
        (LONG, "integer", True),
        (LONG, "long", False),
        (f"-{LONG}", "negativeInteger", True),
        ("١٢", "integer", False),
        ("1_0", "integer", False),
        ("1.5", "integer", False),
        ("Infinity", "decimal", False),
        ("1E3", "decimal", False),
        ("٠.٥", "decimal", False),
        ("INF", "double", True),
        ("inf", "double", False),
        ("1_0", "double", False),
        ("2011-02-28T24:00:00", "dateTime", True),
        ("2011-02-28T24:00:01", "dateTime", False),
        ("٢٠١١-02-28T00:00:00", "dateTime", False),
    ],
)
def test_a_datatype_holds_its_lexical_forms(lexical: str, datatype: str, is_held: bool) -> None:
    """Of any length, in the digits of ASCII alone, within its bounds."""
    assert DATATYPES[XSD + datatype].holds(lexical) is is_held


@pytest.mark.parametrize(
    ("lexical", "datatype", "wanted", "is_inside"),
    [
        ("1.0", "decimal", "integer", True),
        ("1.5", "decimal", "integer", False),
        ("-0.0", "decimal", "nonNegativeInteger", True),
        ("300.0", "decimal", "byte", False),
        (f"{LONG}.0", "decimal", "integer", True),
        ("1E999999999", "decimal", "integer", False),
        ("Infinity", "decimal", "integer", False),
        ("sNaN", "decimal", "integer", False),
        ("7", "integer", "string", False),
    ],
)
def test_a_value_is_in_a_narrower_datatype(
    lexical: str, datatype: str, wanted: str, is_inside: bool
) -> None:
    """By its value, whatever its own datatype; what has no value is in none."""
    assert in_value_space(Literal(lexical, XSD + datatype), XSD + wanted) is is_inside


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("1", "integer"), ("1.0", "decimal"), False),
        (("+01", "integer"), ("1", "byte"), False),
        (("-0", "integer"), ("0", "integer"), False),
        (("0.1", "decimal"), ("0.10", "decimal"), False),
        ((LONG, "integer"), (f"0{LONG}", "integer"), False),
        ((LONG, "integer"), (f"{LONG}1", "integer"), True),
        (("1", "integer"), ("1.0E0", "double"), True),
        (("1", "integer"), ("1", "string"), True),
        (("1.0", "double"), ("1e0", "double"), False),
        (("NaN", "double"), ("NaN ", "double"), False),
        (("true", "boolean"), ("1", "boolean"), False),
        (("true", "boolean"), ("0", "boolean"), True),
        (("ab", "hexBinary"), ("AB", "hexBinary"), False),
        (("YWI=", "base64Binary"), ("Y W I =", "base64Binary"), False),
        (("2011-01-01T00:00:00Z", "dateTime"), ("2011-01-01T00:00:00.0+00:00", "dateTime"), False),
        (("2011-01-01T00:00:00Z", "dateTime"), ("2012-01-01T00:00:00Z", "dateTime"), True),
        (("2011-01-01T00:00:00Z", "dateTime"), ("2011-01-01T00:00:00", "dateTime"), True),
        (("2011-12-31T24:00:00", "dateTime"), ("2012-01-01T00:00:00", "dateTime"), False),
        (("9999-12-31T24:00:00", "dateTime"), ("9999-12-31T24:00:00.0", "dateTime"), False),
        (("2011-01-01", "date"), ("2012-01-01", "date"), None),
        (("sNaN", "decimal"), ("1", "decimal"), None),
        (("yes", "boolean"), ("no", "boolean"), None),
        (("1_0", "double"), ("10", "double"), None),
    ],
)
def test_two_literals_differ_by_their_values(
    left: tuple[str, str], right: tuple[str, str], expected: bool | None
) -> None:
    """Not by how they are written; of what has no value, or one not known here, nothing is told."""
    one, other = (Literal(lexical, XSD + datatype) for lexical, datatype in (left, right))
    assert differ(one, other) is expected
    assert differ(other, one) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("a", "en"), ("b", "EN"), True),
        (("a", "en"), ("a", "EN"), False),
        (("a", "en"), ("a", "fr"), True),
    ],
)
def test_texts_differ_by_their_words_and_language(
    left: tuple[str, str], right: tuple[str, str], expected: bool
) -> None:
    """A language tag has no case."""
    one, other = (Literal(text, RDF + "langString", tag) for text, tag in (left, right))
    assert differ(one, other) is expected


@pytest.mark.parametrize(
    "text",
    [
        ':x :p "Infinity"^^xsd:decimal\n:p rdfs:range xsd:integer',
        ':x :p "1E999999999"^^xsd:decimal\n:p rdfs:range xsd:integer',
        ':x :p "sNaN"^^xsd:decimal\n:x :p "1"^^xsd:decimal\n:p rdf:type owl:FunctionalProperty',
        ':x :p "١٢"^^xsd:integer',
    ],
)
def test_a_literal_without_a_value_is_a_contradiction(text: str) -> None:
    """And nothing worse, whatever it looks like to the machine."""
    assert "dt-not-type" in {one.rule for one in close(graph(text)).contradictions}


def test_a_number_of_any_length_is_one() -> None:
    """Ten thousand digits are a whole number, and no short one."""
    assert close(graph(f':x :p "{LONG}"^^xsd:integer')).consistent
    assert not close(graph(f':x :p "{LONG}"^^xsd:int')).consistent


def test_two_moments_of_a_functional_property_contradict() -> None:
    """They were taken for equal: what is said of one was concluded of the other."""
    moments = [f'"201{n}-01-01T00:00:00Z"^^xsd:dateTime' for n in (1, 2)]
    text = "\n".join(
        [
            ":p rdf:type owl:FunctionalProperty",
            *(f":x :p {moment}" for moment in moments),
            f":y :q {moments[0]}",
        ]
    )
    closure = close(graph(text))
    assert [one.rule for one in closure.contradictions] == ["prp-fp"]
    assert not len(closure.inferred)
