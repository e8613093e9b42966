"""Literals and patterns: what is well-typed, what is less, what matches."""

import pytest

from mcdgraph.columns import Literal
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.validation.literals import compare, well_typed
from mcdgraph.validation.patterns import PatternError, compile_pattern

GOOD = {
    "boolean": ["true", "0"],
    "integer": ["1", "-007", "+3"],
    "byte": ["-128", "127"],
    "unsignedLong": ["18446744073709551615"],
    "positiveInteger": ["1"],
    "decimal": ["1", ".5", "-3.", "+0.10"],
    "double": ["1e3", "INF", "-INF", "NaN", "1.5E-7"],
    "date": ["2020-02-29", "2000-02-29Z", "-0044-03-15", "12020-01-01+14:00"],
    "dateTime": ["2020-01-01T24:00:00", "2020-01-01T00:00:00.5-05:00"],
    "dateTimeStamp": ["2020-01-01T00:00:00Z"],
    "time": ["23:59:59"],
    "gYear": ["2011", "-0001"],
    "gYearMonth": ["2011-12"],
    "gMonthDay": ["--02-29"],
    "gDay": ["---31"],
    "gMonth": ["--12"],
    "duration": ["P1Y", "-P1DT2.5S", "PT1M", "P1Y2M3DT4H"],
    "dayTimeDuration": ["P1D", "PT36H"],
    "yearMonthDuration": ["P1Y2M"],
    "hexBinary": ["", "0aFF"],
    "base64Binary": ["", "YQ==", "YWI=", "YWJj"],
    "language": ["fr", "zh-Hant-TW"],
    "token": ["a b"],
    "NCName": ["a-b.c", "élan"],
    "anyURI": ["anything at all"],
    "string": [""],
}
BAD = {
    "boolean": ["TRUE", "yes", ""],
    "integer": ["1.0", " 1", "1e0", "", "١"],
    "byte": ["128", "-129"],
    "unsignedLong": ["-1"],
    "positiveInteger": ["0"],
    "decimal": ["1e0", ".", ""],
    "double": ["inf", "1,5", "Infinity"],
    "date": ["2021-02-29", "2020-13-01", "20-01-01", "2020-1-1", "02020-01-01"],
    "dateTime": ["2020-01-01", "2020-01-01T24:00:01", "2020-01-01T00:00"],
    "dateTimeStamp": ["2020-01-01T00:00:00"],
    "time": ["24:00:01", "12:60:00"],
    "gYear": ["11", "2011-01"],
    "gMonthDay": ["--02-30"],
    "duration": ["P", "PT", "1Y", "P1DT"],
    "dayTimeDuration": ["P1Y"],
    "hexBinary": ["0", "0g"],
    "base64Binary": ["YQ=", "YWJjZ"],
    "language": ["fr_FR", ""],
    "token": [" a", "a  b"],
    "NCName": ["1a", "a:b", ""],
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in GOOD.items() for t in ts])
def test_well_typed(name: str, text: str) -> None:
    """The lexical space of each datatype of XML Schema."""
    assert well_typed(Literal(text, XSD + name))


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in BAD.items() for t in ts])
def test_ill_typed(name: str, text: str) -> None:
    """What is outside it."""
    assert not well_typed(Literal(text, XSD + name))


def test_nothing_is_known_of_other_datatypes() -> None:
    """Any string may be a literal of a datatype that is not XML Schema's."""
    assert well_typed(Literal("?", "http://example.org/type"))


ORDERS = [
    ("integer", "2", "integer", "10", -1),
    ("integer", "1", "decimal", "1.0", 0),
    ("double", "1e1", "byte", "9", 1),
    ("float", "NaN", "float", "NaN", None),
    ("double", "INF", "integer", "9", 1),
    ("integer", "x", "integer", "1", None),
    ("string", "a", "string", "b", -1),
    ("string", "1", "integer", "1", None),
    ("boolean", "false", "boolean", "1", -1),
    ("dateTime", "2020-01-01T00:00:00Z", "dateTime", "2020-01-01T01:00:00+01:00", 0),
    ("dateTime", "2020-01-01T24:00:00Z", "dateTime", "2020-01-02T00:00:00Z", 0),
    ("dateTime", "2020-01-01T00:00:00", "dateTime", "2020-01-01T10:00:00Z", None),
    ("dateTime", "2020-01-01T00:00:00", "dateTime", "2020-01-03T00:00:00Z", -1),
    ("dateTime", "2020-01-01T00:00:00", "date", "2020-01-02", None),
    ("date", "2020-02-29", "date", "2020-03-01", -1),
    ("date", "-0001-01-01", "date", "0001-01-01", -1),
    ("time", "10:00:00", "time", "09:00:00", 1),
    ("gYear", "2011", "gYear", "2013", -1),
    ("gYearMonth", "2011-12", "gYearMonth", "2012-01", -1),
    ("duration", "P1D", "duration", "P2D", None),
]


@pytest.mark.parametrize(("one", "left", "other", "right", "order"), ORDERS)
def test_order(one: str, left: str, other: str, right: str, order: int | None) -> None:
    """SPARQL's <, = and >, and None for what it cannot compare."""
    first, second = Literal(left, XSD + one), Literal(right, XSD + other)
    assert compare(first, second) == order
    assert compare(second, first) == (None if order is None else -order)


def test_strings_in_a_language_have_no_order() -> None:
    """SPARQL 1.1 defines < for strings without a language only."""
    text = Literal("a", RDF + "langString", "en")
    assert compare(text, text) is None


MATCHES = [
    ("^a.c$", "", "a\nc", False),
    ("^a.c$", "s", "a\nc", True),
    ("^b$", "", "a\nb", False),
    ("^b$", "m", "a\nb", True),
    ("b$", "", "b\n", False),
    ("ABC", "i", "xabcx", True),
    ("a b", "x", "ab", True),
    ("a.b", "q", "a.b", True),
    ("a.b", "q", "axb", False),
    (r"^\p{Lu}\p{L}*$", "", "École", True),
    (r"^\p{Lu}\p{L}*$", "", "école", False),
    (r"^\P{L}+$", "", "12-3", True),
    (r"^[\p{L} ]+$", "", "été au Mali", True),
    (r"^\i\c*$", "", "nom-1", True),
    (r"^\i\c*$", "", "1nom", False),
    (r"^[a-z-[aeiou]]+$", "", "xyz", True),
    (r"^[a-z-[aeiou]]+$", "", "xyza", False),
    (r"^[^a-c]$", "", "d", True),
    (r"^(?:ab)+$", "", "abab", True),
    (r"^[\[\]]$", "", "[", True),
    (r"^\^$", "", "^", True),
    (r"^\$\.$", "", "$.", True),
]


@pytest.mark.parametrize(("pattern", "flags", "text", "found"), MATCHES)
def test_patterns(pattern: str, flags: str, text: str, found: bool) -> None:
    """XPath's regular expressions, not Python's."""
    assert (compile_pattern(pattern, flags).search(text) is not None) is found


@pytest.mark.parametrize(
    "pattern", ["(", "[a", r"\p{Xx}", r"\p", r"\q", "(?=a)", "a{2,1}", "[a-[b]c]"]
)
def test_what_is_no_pattern(pattern: str) -> None:
    """An expression that XPath does not know is refused."""
    with pytest.raises(PatternError):
        compile_pattern(pattern)
