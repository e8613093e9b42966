"""Queries of shapes, rules and saved questions see literals as the data writes them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from mcdgraph.columns import Columns, ColumnsBuilder, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import QueryError, QuerySyntaxError
from mcdgraph.namespaces import XSD
from mcdgraph.positions import SourceText
from mcdgraph.turtle.reader import read
from mcdgraph.validation import ExactDataset, validate
from mcdgraph.validation.encoding import TermEncoding

PREFIXES = """
PREFIX ex: <http://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATA = """
ex:a ex:p "1"^^xsd:integer . ex:b ex:p "01"^^xsd:integer . ex:c ex:p "1"^^xsd:byte .
ex:d ex:p "300"^^xsd:byte . ex:e ex:p 1.0 . ex:f ex:p 1e0 . ex:g ex:p "7"^^xsd:int .
ex:h ex:p "0"^^xsd:boolean . ex:i ex:p "1"^^xsd:boolean . ex:j ex:p "x"^^xsd:integer .
ex:k ex:p "2020-01-01T00:00:00.0Z"^^xsd:dateTime . ex:l ex:p "chat"@fr-CA . ex:m ex:p "1" .
ex:n ex:p "2020-01-01T00:00:00+00:00"^^xsd:dateTime . ex:o ex:p "-5"^^xsd:nonNegativeInteger .
"""


def turtle(text: str) -> Columns:
    """Read Turtle as files are read: language tags keep their capitals."""
    builder = ColumnsBuilder()
    source = SourceText(path=PurePosixPath("t.ttl"), text=PREFIXES + text)
    assert not read(source, builder).problems
    return builder.freeze()


#: What each filter keeps of the data: the subjects' letters.
FILTERS = {
    "DATATYPE(?v) = xsd:byte": "cd",
    "DATATYPE(?v) != xsd:byte && isNumeric(?v)": "abefg",
    "DATATYPE(?v) = xsd:integer": "abj",
    "DATATYPE(?v) IN (xsd:int, xsd:boolean)": "ghi",
    "DATATYPE(?v) = rdf:langString": "l",
    'sameTerm(?v, "01"^^xsd:integer)': "b",
    "sameTerm(?v, 01)": "b",
    "sameTerm(?v, 1)": "a",
    'STR(?v) = "01"': "b",
    'STR(?v) = "1.0"': "e",
    "STRLEN(STR(?v)) = 3 && DATATYPE(?v) != xsd:byte": "ef",
    "?v = 1": "abcef",
    "?v = 01": "abcef",
    '?v = "1"^^xsd:byte': "abcef",
    "?v != 1": "ghiklmn",
    "?v IN (1, 7)": "abcefg",
    "?v NOT IN (7)": "abcefhiklmn",
    "?v > 5": "g",
    "?v <= 5": "abcef",
    '?v < "300"^^xsd:byte': "",
    "-5 < ?v && ?v < 5": "abcef",
    "?v + 1 = 2": "abcef",
    "?v * -1 < -1": "g",
    "-?v = -7": "g",
    "ABS(?v) = 7": "g",
    "isNumeric(?v)": "abcefg",
    "isLiteral(?v) && BOUND(?v) && !isIRI(?v)": "abcdefghijklmno",
    "?v": "abcefgim",
    "!?v": "h",
    "?v && true": "abcefgim",
    "IF(?v, ?v, false) = 7": "g",
    "COALESCE(?none, ?v) = 7": "g",
    "sameTerm(COALESCE(?none, ?v), 01)": "b",
    "xsd:integer(?v) = 7": "g",
    'xsd:string(?v) = "7"': "g",
    "YEAR(?v) = 2020": "kn",
    '?v = "2020-01-01T00:00:00Z"^^xsd:dateTime': "kn",
    'sameTerm(?v, "chat"@FR)': "",
    'LANG(?v) = "fr-CA"': "l",
    'LANG(?v) = "fr-ca"': "",
    'LANGMATCHES(LANG(?v), "FR")': "l",
    '?v = "chat"@fr-ca': "l",
    'sameTerm(?v, "chat"@FR-CA)': "l",
    'CONTAINS(?v, "ha") && STRLEN(?v) = 4': "l",
    'SUBSTR(?v, "01"^^xsd:integer, 2) = "ch"@fr-CA': "l",
    "DATATYPE(STRDT(STR(?v), xsd:byte)) = xsd:byte && STRDT(STR(?v), xsd:byte) = 7": "g",
    'LANG(STRLANG(STR(?v), "en-GB")) = "en-GB" && STR(?v) = "7"': "g",
    "EXISTS { ex:b ex:p ?v }": "b",
    "NOT EXISTS { ?other ex:p ?v FILTER (?v > 1 || ?v < 5) }": "djhiklmno",
    "EXISTS { ?o ex:p ?v FILTER (sameTerm(?v, 01)) }": "b",
    "(((?v)) = ((1)))": "abcef",
    'REGEX(STR(?v), "^0") && ?v = 1': "b",
}


def kept(condition: str) -> str:
    """Filter the data, and name what is left."""
    query = f"{PREFIXES} SELECT ?s ?v {{ ?s ex:p ?v FILTER ({condition}) }}"
    return "".join(sorted(str(row["s"])[-2] for row in ExactDataset(turtle(DATA)).select(query)))


@pytest.mark.parametrize(("condition", "letters"), FILTERS.items())
def test_a_filter_sees_terms_and_values(condition: str, letters: str) -> None:
    """SPARQL's functions of terms see how a literal is written, its operators what it means."""
    assert kept(condition) == "".join(sorted(letters))


@pytest.mark.parametrize(("condition", "letters"), FILTERS.items())
def test_shapes_see_the_same(condition: str, letters: str) -> None:
    """So does sh:sparql, and what it reports is what the data has."""
    quoted = condition.replace("?v", "?value").replace('"', "'")
    shapes = turtle(
        f"""ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select \"\"\"{PREFIXES}
        SELECT $this ?value {{ $this ex:p ?value FILTER ({quoted}) }}\"\"\" ] ."""
    )
    data = turtle(DATA)
    results = validate(data, shapes).require_evaluated().results
    assert "".join(sorted(str(r.focus)[-2] for r in results)) == "".join(sorted(letters))
    written = {str(o) for _, _, o, _ in data.quads()}
    assert {str(result.value) for result in results} <= written


#: Queries, and the rows that they return, in order where the query says so.
SELECTS = {
    "SELECT (COUNT(?v) AS ?n) (COUNT(DISTINCT ?v) AS ?d) { ?s ex:p ?v FILTER (?v = 1) }": [
        {"n": "5", "d": "5"}
    ],
    "SELECT DISTINCT ?v { VALUES ?s { ex:a ex:b } ?s ex:p ?v } ORDER BY STR(?v)": [
        {"v": "01"},
        {"v": "1"},
    ],
    "SELECT (SUM(?v) AS ?n) (AVG(?v) AS ?m) { VALUES ?s { ex:a ex:b ex:g } ?s ex:p ?v }": [
        {"n": "9", "m": "3^decimal"}
    ],
    "SELECT (MAX(?v) AS ?n) (MIN(?v) AS ?m) { VALUES ?s { ex:b ex:g } ?s ex:p ?v }": [
        {"n": "7^int", "m": "01"}
    ],
    "SELECT ?v { VALUES ?s { ex:a ex:b ex:g } ?s ex:p ?v } GROUP BY ?v HAVING (MAX(?v) > 5)": [
        {"v": "7^int"}
    ],
    "SELECT ?v { VALUES ?s { ex:g ex:b } ?s ex:p ?v } ORDER BY DESC(?v)": [
        {"v": "7^int"},
        {"v": "01"},
    ],
    "SELECT ?v { VALUES ?s { ex:g ex:b } ?s ex:p ?v } ORDER BY ?v LIMIT 1": [{"v": "01"}],
    "SELECT ?v { ?s ex:p ?v } ORDER BY ?v VALUES (?s ?w) { (ex:g 01) (ex:b 2) }": [
        {"v": "01"},
        {"v": "7^int"},
    ],
    "SELECT ?v { ?s ex:p ?v FILTER isNumeric(?v) } GROUP BY ?v HAVING (?v < 8) (?v > 6)": [
        {"v": "7^int"}
    ],
    "SELECT ?w { ?s ex:p ?v } GROUP BY (?v + 0 AS ?w) HAVING (?w = 7)": [{"w": "7"}],
    "SELECT ?s { ?s ex:p ?v FILTER (?v = 7) VALUES (?v) { ('7'^^xsd:int) } }": [{"s": "g"}],
    "SELECT ?v { VALUES ?v { 01 1 1.0 true } }": [
        {"v": "01"},
        {"v": "1"},
        {"v": "1.0^decimal"},
        {"v": "true^boolean"},
    ],
    "SELECT ?v { BIND (01 AS ?v) FILTER (?v = 1) }": [{"v": "01"}],
    "SELECT (?v + 0 AS ?w) { ex:b ex:p ?v }": [{"w": "1"}],
    "SELECT (STRDT('5', xsd:byte) AS ?w) {}": [{"w": "5^byte"}],
    "SELECT (STRDT('x', xsd:byte) AS ?w) {}": [{"w": "x^byte"}],
    "SELECT (IF(?v = 1, ?v, 0) AS ?w) { ex:b ex:p ?v }": [{"w": "01"}],
    "SELECT (SAMPLE(?v) AS ?w) { ex:b ex:p ?v }": [{"w": "01"}],
    "SELECT (GROUP_CONCAT(STR(?v); SEPARATOR='|') AS ?w) { ex:b ex:p ?v }": [{"w": "01^string"}],
    "SELECT ?s { ?s ex:p -5 }": [],
    "SELECT ?s { ?s ex:p '-5'^^xsd:nonNegativeInteger }": [{"s": "o"}],
    "SELECT ?s { ?s ex:p 1.0 }": [{"s": "e"}],
    "SELECT ?s { { SELECT ?s { ?s ex:p ?v FILTER (?v = 7) } } }": [{"s": "g"}],
    "SELECT ?s { ?s ex:p ?v FILTER (?v = 7) FILTER EXISTS { ?s ex:p ?w } } GROUP BY ?s": [
        {"s": "g"}
    ],
    "SELECT ?w { ex:l ex:p ?v BIND (UCASE(?v) AS ?w) }": [{"w": "CHAT@fr-CA"}],
    "SELECT ?t { ex:l ex:p ?v BIND (LANG(?v) AS ?t) }": [{"t": "fr-CA^string"}],
    "SELECT ?v { ?s ex:p ?v FILTER (?v = 7) } OFFSET 00": [{"v": "7^int"}],
}


def short(term: Term) -> str:
    """Write a term without what most have."""
    if not isinstance(term, Literal):
        return str(term)[-2]
    if term.language:
        return f"{term.lexical}@{term.language}"
    name = term.datatype.removeprefix(XSD)
    return term.lexical if name == "integer" else f"{term.lexical}^{name}"


@pytest.mark.parametrize(("query", "rows"), SELECTS.items())
def test_solutions_have_the_terms_of_the_data(query: str, rows: list[dict[str, str]]) -> None:
    """What is counted, grouped and returned is a term; what is computed and ordered a value."""
    solutions = ExactDataset(turtle(DATA)).select(PREFIXES + query)
    assert [{name: short(term) for name, term in row.items()} for row in solutions] == rows


def test_ask_and_substitutions() -> None:
    """Values from outside are encoded as the data is."""
    dataset = ExactDataset(turtle(DATA))
    assert dataset.ask(f"{PREFIXES} ASK {{ ?s ex:p '01'^^xsd:integer }}")
    assert not dataset.ask(f"{PREFIXES} ASK {{ ?s ex:p '001'^^xsd:integer }}")
    found = dataset.select(
        f"{PREFIXES} SELECT ?s ?v {{ ?s ex:p ?v }}", {"v": Literal("01", XSD + "integer")}
    )
    assert [short(row["s"]) for row in found] == ["b"]


def test_components_with_parameters_and_ask() -> None:
    """An ASK validator compares a value with a parameter as terms."""
    shapes = turtle("""
        ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:only ] ; sh:validator
          [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER (sameTerm($value, $only)) }" ] .
        ex:S a sh:PropertyShape ; sh:targetNode ex:a , ex:b ; sh:path ex:p ; ex:only 01 .""")
    results = validate(turtle(DATA), shapes).require_evaluated().results
    assert [str(result.focus)[-2] for result in results] == ["a"]


def test_the_shapes_graph_is_exact_too() -> None:
    """A query that looks into the shapes graph sees its literals as they are."""
    shapes = turtle("""
        ex:S a sh:NodeShape ; ex:wants 01 ; sh:targetNode ex:a , ex:b ; sh:sparql [ sh:select \"\"\"
          SELECT $this ?value { $this <http://example.org/p> ?value
            GRAPH $shapesGraph { $currentShape <http://example.org/wants> ?value } }\"\"\" ] .""")
    results = validate(turtle(DATA), shapes).require_evaluated().results
    assert [str(result.focus)[-2] for result in results] == ["b"]


def literals() -> Iterator[Literal]:
    """Give literals of many kinds."""
    for name in ("integer", "byte", "decimal", "double", "boolean", "date", "string", "token"):
        for lexical in ("1", "01", "1.0", "x", "", "2020-01-01", '"\\\n'):
            yield Literal(lexical, XSD + name)
    for tag in ("en", "en-GB", "EN", "de-Latn-DE-1996", "x-A", "en-" + "-".join(["Abcdefgh"] * 9)):
        yield Literal("x", RDF_LANG_STRING, tag)


@pytest.mark.parametrize("literal", literals(), ids=str)
def test_decoding_undoes_encoding(literal: Literal) -> None:
    """Whatever is written into the store comes back as it was, to the last capital."""
    encoding = TermEncoding()
    found = encoding.decode(encoding.encode(literal))
    assert isinstance(found, Literal)
    assert (found, found.language) == (literal, literal.language)


def test_what_the_engine_keeps_is_left_alone() -> None:
    """A query over literals that are all kept is not rewritten."""
    encoding = TermEncoding()
    for literal in (Literal("1", XSD + "integer"), Literal("x"), Literal("x", language="en")):
        assert encoding.encode(literal) is literal
    assert not encoding.active


def test_tags_are_one_however_they_are_written() -> None:
    """A tag of the query in capitals finds one of the data without (RDF 1.1 Concepts, 3.3)."""
    dataset = ExactDataset(turtle("ex:a ex:p 'x'@en-gb ."))
    (row,) = dataset.select(f"{PREFIXES} SELECT ?s {{ ?s ex:p 'x'@en-GB }}")
    assert short(row["s"]) == "a"


BROKEN = ["SELECT ?s { ?s ?p }", "SELECT ?s { ?s ?p ?o FILTER (?o = ) }", "SELECT ?s { FILTER (1"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_query_that_is_none_has_its_place(text: str) -> None:
    """The engine's error is about the query as it is written."""
    with pytest.raises(QuerySyntaxError) as raised:
        ExactDataset(turtle(DATA)).select(text)
    assert raised.value.line == 1


def test_brackets_without_end_are_refused() -> None:
    """An engine that recurses would die of them, and the process with it."""
    text = "ASK { FILTER (" + "(" * 200 + "true" + ")" * 200 + ") }"
    with pytest.raises(QueryError, match="brackets"):
        ExactDataset(turtle(DATA)).ask(text)
    shapes = turtle(
        'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this { FILTER '
        + "(" * 20000
        + "true"
        + ")" * 20000
        + ' }" ] .'
    )
    (problem,) = validate(turtle(DATA), shapes).problems
    assert "brackets" in problem.message
