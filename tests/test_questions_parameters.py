"""Parameters of saved queries: what a header declares, what a word means, how it is bound."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from mcdgraph.columns import ColumnsBuilder, Iri, Literal, Term
from mcdgraph.errors import ParameterError, SyntaxProblems
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.positions import SourceText
from mcdgraph.questions import (
    ParameterType,
    QuestionParameter,
    SavedQuery,
    WrittenNames,
    parse_saved_query,
    read_values,
    strange_default,
    verify,
)
from mcdgraph.questions.binding import bind
from mcdgraph.store import Store

EX = "https://example.org/"
NAMES = WrittenNames(base=EX, prefixes={"ex": EX + "#"})
HEAD = "#title fr: A\n#title en: B\n#kind: stated\n#expect: 1 row\n"
PLACE = "#param: place iri\n#label fr: Lieu\n#label en: Place\n"
QUERY = (
    f"BASE <{EX}>\nPREFIX ex: <#>\nSELECT ?x {{ ?x ex:at ?place ; ex:n ?n FILTER(?n > ?least) }}\n"
)


def parse(declared: str) -> SavedQuery:
    """Parse a saved query with entries for its parameters, which begin at line 5."""
    text = f"{HEAD}{declared}\n{QUERY}"
    return parse_saved_query(SourceText(path=PurePosixPath("q.rq"), text=text))


def test_a_header_declares_parameters() -> None:
    """Name, type, labels, default, what is allowed, the class: terms as the query writes them."""
    place, least = parse(
        f"{PLACE}#members: ex:Place\n#default: <id/a>\n"
        "#param: least integer\n#label fr: Moins\n#label en: Least\n#allowed: 1 2\n#allowed: 03\n"
    ).parameters
    assert (place.name, place.type, place.line) == ("place", ParameterType.IRI, 5)
    assert (place.label("fr"), place.label("en"), place.label("de")) == ("Lieu", "Place", "Lieu")
    assert place.default == Iri(EX + "id/a")
    assert place.members == EX + "#Place"
    assert [str(value.lexical) for value in least.allowed if isinstance(value, Literal)] == [
        "1",
        "2",
        "3",
    ]
    assert least.default is None


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ("#param: place\n", "5:1: #param: takes a variable and a type, one of iri, string,"),
        ("#param: place irl\n", "5:1: #param: unknown type irl; did you mean iri?"),
        ("#param: plac iri\n", "5:1: #param: plac: the query has no variable ?plac"),
        ("#param: lang language\n", "5:1: #param: lang: means something else in the address"),
        ("#param: pl.ce iri\n", "5:1: #param: pl.ce: a name is a letter, and up to 49"),
        (f"{PLACE}{PLACE}", "8:1: #param: place: is declared twice"),
        ("#param: place iri\n#label en: X\n", "5:1: #label fr: is missing for the parameter place"),
        ("#label en: X\n", "5:1: #label: belongs to a parameter; #param: has to stand before it"),
        (f"{PLACE}#label: X\n", "8:1: #label: needs a language, as in #label en:"),
        (f"{PLACE}#default: x y\n", "8:1: #default: x is not an IRI or a prefixed name"),
        (f"{PLACE}#default: <a> <b>\n", "8:1: #default: takes one value, not <a> <b>"),
        (f"{PLACE}#allowed: <a>\n#default: <b>\n", "9:1: #default: the parameter place is '<b>';"),
        (f"{PLACE}#default: <a>\n#default: <b>\n", "9:1: #default: is given twice"),
        (f"{PLACE}#members: Place\n", "8:1: #members: Place is no class; expected an IRI"),
        (f"{PLACE}#members: ex:P\n#allowed: <a>\n", "8:1: #members: stands in place of #allowed:"),
        ("#param: least date\n#members: ex:P\n", "6:1: #members: is for the type iri, not for"),
        ("#param: least date\n#default: 2011-02-30\n", "6:1: #default: 2011-02-30 is not a date,"),
    ],
)
def test_a_fault_of_a_parameter_is_named_with_its_line(declared: str, fault: str) -> None:
    """Every fault has the place of its own entry."""
    with pytest.raises(SyntaxProblems) as caught:
        parse(declared)
    found = [str(problem) for problem in caught.value.problems]
    assert any(problem.startswith(f"q.rq:{fault}") for problem in found), found


def test_a_variable_that_the_query_computes_is_no_parameter() -> None:
    """Its value would clash with the one that is computed."""
    text = f"{HEAD}#param: n integer\nSELECT (1 AS ?n) {{}}\n"
    with pytest.raises(SyntaxProblems, match=r"the query itself computes \?n"):
        parse_saved_query(SourceText(path=PurePosixPath("q.rq"), text=text))


def parameter(kind: ParameterType) -> QuestionParameter:
    """Make a parameter of a type."""
    return QuestionParameter(name="p", type=kind, labels={"en": "P"})


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("iri", EX + "a", Iri(EX + "a")),
        ("iri", "ex:a", Iri(EX + "#a")),
        ("iri", "<id/a>", Iri(EX + "id/a")),
        ("iri", "urn:isbn:1", Iri("urn:isbn:1")),
        ("iri", "a", None),
        ("iri", EX + "a> } DROP ALL", None),
        ("iri", f"<{EX}a> <b>", None),
        ("iri", EX + "a\\u0020b", None),
        ("string", 'a"} x \\', Literal('a"} x \\')),
        ("string", "a\0", None),
        ("string", "\ud800", None),
        ("integer", "+007", Literal("7", XSD + "integer")),
        ("integer", "7.0", None),
        ("integer", "٧", None),
        ("integer", "1" * 41, None),
        ("decimal", "-02.50", Literal("-2.5", XSD + "decimal")),
        ("decimal", ".5", Literal("0.5", XSD + "decimal")),
        ("decimal", "-0", Literal("0.0", XSD + "decimal")),
        ("decimal", "1e3", None),
        ("decimal", ".", None),
        ("date", "2012-02-29", Literal("2012-02-29", XSD + "date")),
        ("date", "2011-02-29", None),
        ("date", "20110228", None),
        ("boolean", "1", Literal("true", XSD + "boolean")),
        ("boolean", "yes", None),
        ("language", "fr-FR", Literal("fr-fr")),
        ("language", "f r", None),
    ],
)
def test_a_word_is_read_by_the_type(kind: str, text: str, expected: Term | None) -> None:
    """A value is one of its type, in one form; whatever else is sent is refused."""
    asked = parameter(ParameterType(kind))
    if expected is None:
        with pytest.raises(ParameterError, match=r"the parameter p is "):
            asked.read(text, NAMES)
    else:
        assert asked.read(text, NAMES) == expected


def test_what_is_allowed_is_listed() -> None:
    """Another value is refused with those there are, at most twenty."""
    many = tuple(Literal(str(number)) for number in range(25))
    asked = replace(parameter(ParameterType.STRING), allowed=many)
    assert asked.read("24", NAMES) == Literal("24")
    with pytest.raises(ParameterError, match=r"expected one of 0, 1, .*, 19, …$"):
        asked.read("25", NAMES)
    with pytest.raises(ParameterError, match="at most 2000 characters"):
        asked.read("x" * 2001, NAMES)


def store() -> Store:
    """Load three posts at two places, one of them without a name."""
    builder = ColumnsBuilder()
    for subject, predicate, value in (
        *((f"p{number}", "at", Iri(EX + place)) for number, place in enumerate("aab")),
        *((place, RDF + "type", Iri(EX + "#Place")) for place in "ab"),
        *((f"p{number}", "n", Literal(str(number), XSD + "integer")) for number in range(3)),
    ):
        property_iri = predicate if ":" in predicate else f"{EX}#{predicate}"
        terms = (Iri(EX + subject), Iri(property_iri), value)
        builder.add(*map(builder.terms.intern, terms))
    return Store.load(builder.freeze())


PREFIX = f"PREFIX ex: <{EX}#> "


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT * { ?x ex:at ?v }", 2),
        ("SELECT * { ?x ex:at $v }", 2),
        ("SELECT ?x { ?x ex:at ?y FILTER(?y = ?v) }", 2),
        ("SELECT ?x { { ?x ex:at ?y FILTER(?y = ?v) } UNION { ?x ex:at ?v } }", 4),
        ("SELECT ?x { ?x ex:n ?n OPTIONAL { ?x ex:at ?y FILTER(?y = ?v) } FILTER BOUND(?y) }", 2),
        ("SELECT ?x { ?x ex:n ?n FILTER NOT EXISTS { ?x ex:at ?v } }", 1),
        ("SELECT ?x { ?x ex:n ?n MINUS { ?x ex:at ?v } }", 1),
        ("SELECT ?x { { SELECT ?x { ?x ex:at ?v } } }", 2),
        ("SELECT ?k { { SELECT (COUNT(*) AS ?k) { ?x ex:at ?v } } FILTER(?k = 2) }", 1),
        ("SELECT (STR(?v) AS ?s) { ?x ex:at ?y }", 3),
        ("SELECT ?x { ?x ex:at ?y } ORDER BY (?y = ?v)", 3),
        ("SELECT ?x { VALUES ?x { ex:nothing } ?x ex:at ?v }", 0),
        ("SELECT ?x { VALUES (?v ?z) { (<a> 1) (<b> 2) } ?x ex:at ?v }", 2),
        ('SELECT ?x { ?x ex:at ?v # ?v {\n FILTER("{ ?v" != "") }', 2),
        ("SELECT ?x { ?x ex:at ?y }", 3),
    ],
)
def test_a_value_stands_for_its_variable_wherever_it_is(query: str, count: int) -> None:
    """In filters, optional parts, unions, subqueries and beside data; strings stay as they are."""
    text = bind(f"BASE <{EX}> {PREFIX}{query}", {"v": Iri(EX + "a")})
    assert len(store().select(text)) == count
    assert text.count("\n") == query.count("\n")


def test_a_literal_cannot_leave_its_place() -> None:
    """What a stranger writes is a term, whatever it holds."""
    evil = Literal('a" } } INSERT DATA { <x> <y> "\n\\')
    text = bind("SELECT ?v { FILTER(STRLEN(?v) > 3) }", {"v": evil})
    assert store().select(text) == [{"v": evil}]


def test_a_template_stays_as_it_is() -> None:
    """CONSTRUCT takes no VALUES in its template."""
    text = bind("CONSTRUCT { ?x ex:a ?v } WHERE { ?x ex:b ?v }", {"v": Literal("1")})
    assert text == 'CONSTRUCT { ?x ex:a ?v } WHERE { VALUES ?v { "1" } ?x ex:b ?v }'


def test_a_default_is_asked_where_nothing_is_given() -> None:
    """And a parameter without one stays free, so that all is asked for."""
    free = parse(f"{PLACE}#members: ex:Place\n")
    fixed = parse(f"{PLACE}#members: ex:Place\n#default: <b>\n")
    asked = f"BASE <{EX}>\nPREFIX ex: <#>\nSELECT ?x {{ ?x ex:at ?place }}\n"
    free, fixed = (replace(query, text=asked) for query in (free, fixed))
    data = store()
    assert len(data.select(free.asked())) == 3
    assert verify(fixed, data).good
    given = read_values(fixed, {"place": "<a>", "other": "x"}, NAMES, data)
    assert len(data.select(fixed.asked(given))) == 2
    assert read_values(fixed, {"place": ""}, NAMES, data) == {}


def test_a_value_is_of_the_class_that_is_asked_for() -> None:
    """What is no member is refused; a default that is none is found when the graph is checked."""
    query = parse(f"{PLACE}#members: ex:Place\n#default: <p1>\n")
    with pytest.raises(ParameterError, match="expected a thing of the class ex:Place"):
        read_values(query, {"place": "<p1>"}, NAMES, store())
    assert strange_default(query, store()) == query.parameters[0]
