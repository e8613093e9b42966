"""Answers are what the standard says, where the engine left to itself says otherwise."""

import csv
import io
import json
import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.errors import QueryNotAcceptable, QueryRefused
from mcdgraph.formats import (
    JSON_LD,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TURTLE,
    Format,
)
from mcdgraph.store.evaluation import MAX_UNKNOWN_FUNCTIONS, Dialect, evaluate
from mcdgraph.store.result_writers import LineWriter, csv_line
from mcdgraph.store.rewriting import rewritten

DATA = """
@prefix : <http://h/> .
:farm :has :bella , <http://h/Daisy,_the_%28cow%29> .
:n :v 1 , 2.5 , true .
:s :v "x" , "x"@en , "x"@fr .
:same :v "a"@en-GB , "b"@en-GB .
:blank :v [] .
"""
DIALECT = Dialect(prefixes={"": "http://h/"})


@pytest.fixture(scope="module")
def engine() -> ox.Store:
    """Hold a few triples."""
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return store


def answer(engine: ox.Store, query: str, form: Format = RESULTS_CSV) -> str:
    """Answer a query."""
    output = io.BytesIO()
    evaluate(engine, query, DIALECT).write(output, form)
    return output.getvalue().decode()


def value(engine: ox.Store, query: str) -> str:
    """Answer a query with one row of one field."""
    (_, (field,)) = csv.reader(io.StringIO(answer(engine, query), newline=""))
    return field


@pytest.mark.parametrize(
    ("expression", "subject", "expected"),
    [
        ("?o", ":farm", ["http://h/Daisy,_the_%28cow%29", "http://h/bella"]),
        ("?o", ":n", ["1", "2.5", "true"]),
        ("DISTINCT ?o", ":n", ["1", "2.5", "true"]),
        ("?o", ":s", ["x", "x", "x"]),
        ("DISTINCT ?o", ":s", ["x", "x", "x"]),
        ("STR(?o)", ":n", ["1", "2.5", "true"]),
        ("IF(?o = 1, :n, ?o)", ":n", ["2.5", "http://h/n", "true"]),
        ('IF(LANG(?o) = "EN", :en, ?o)', ":s", ["http://h/en", "x", "x"]),
        ("DISTINCT IF(true, # ;\n ?o, (';'))", ":n", ["1", "2.5", "true"]),
    ],
)
def test_group_concat_takes_the_string_of_each_term(
    engine: ox.Store, expression: str, subject: str, expected: list[str]
) -> None:
    """IRIs and numbers are written as STR writes them; terms that differ are told apart."""
    query = f"SELECT (GROUP_CONCAT({expression}; SEPARATOR='|') AS ?x) {{ {subject} ?p ?o }}"
    assert sorted(value(engine, query).split("|")) == sorted(expected)


@pytest.mark.parametrize("expression", ["?o", "DISTINCT ?o", "IF(RAND() < 2, ?o, 1)"])
def test_group_concat_gives_a_string_without_a_tag(engine: ox.Store, expression: str) -> None:
    """The engine keeps a tag that all values share; clause 18.5.1.7 gives a simple literal."""
    query = f"SELECT (LANG(GROUP_CONCAT({expression})) AS ?x) (1 AS ?y) {{ :same :v ?o }}"
    assert answer(engine, query) == "x,y\r\n,1\r\n"


@pytest.mark.parametrize(
    "comparison",
    [
        'LANG(?o) = "en-GB"',
        '"EN-gb" = LANG(?o)',
        'LANG(?o) IN ("fr", "en-GB")',
        'LANG(?o) != "" && LANG(?o) NOT IN ("fr", "EN")',
        'LANGMATCHES(LANG(?o), "en-GB")',
    ],
)
def test_language_tags_compare_without_case(engine: ox.Store, comparison: str) -> None:
    """What a query compares a tag with may be written as the source writes it."""
    query = f"SELECT (COUNT(*) AS ?n) {{ :same :v ?o FILTER({comparison}) }}"
    assert value(engine, query) == "2"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?o { ?s ?p ?o FILTER(?o = "LANG") }',
        'SELECT ?o { ?s ?p ?o FILTER(STR(?o) = "en-GB" && LANG(?o) = ?t) }',
        'SELECT (LANG(?o) AS ?t) { SERVICE <http://x/> { ?s ?p ?o FILTER(LANG(?o) = "en-GB") } }',
        'SELECT ?o { ?s ?p ?o FILTER(LANG(?o) = "\\U00000045N") }',
        "SELECT ?group_concat { ?group_concat ?p ?o }",
        "SELECT (GROUP_CONCAT(",
    ],
)
def test_what_need_not_be_rewritten_is_not(query: str) -> None:
    """A word in a name or string, another endpoint's tags, a value that changes: all stay."""
    assert rewritten(query) == query


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?b ?a }", "z,b,a"),
        ("SELECT DISTINCT * { ?z ?b ?a }", "z,b,a"),
        ("SELECT # ?a\n * # ?b\n { ?z ?b ?a }", "z,b,a"),
        ("BASE <http://x/>\nPREFIX : <y>\n# *\nSELECT REDUCED* { ?z :b ?a . ?b ?z ?c }", "z,a,b,c"),
        ("SELECT ?z ?b (?a * 2 AS ?n) { ?z ?b ?a # SELECT *\n }", "z,b,n"),
        ("select\n*{ $z ?b ?a }", "z,b,a"),
        ("PREFIX x: <http://x/> SELECT * { ?z x:b ?a . ?b ?z ?c }", "z,a,b,c"),
        (
            "SELECT * { { SELECT ?z (COUNT(?b) AS ?n) { ?z ?p ?b } GROUP BY ?z } ?z ?a ?y }",
            "z,n,a,y",
        ),
        ("SELECT * { ?z ?b ?a FILTER EXISTS { ?a ?hidden 1 } }", "z,b,a"),
        ("SELECT ?b ?a { ?z ?b ?a }", "b,a"),
        (
            'SELECT * { # ?a ?b\n ?z <http://x/?b> \'?a\' ; :\\#p """"?a""" ; ?b ?a }',
            "z,b,a",
        ),
        ("SELECT * {}", ""),
    ],
)
def test_columns_stand_in_order_of_appearance(engine: ox.Store, query: str, columns: str) -> None:
    """``SELECT *`` names its variables as the query does, and no others, in every format."""
    names = columns.split(",") if columns else []
    assert answer(engine, query).splitlines()[0] == columns
    assert answer(engine, query, RESULTS_TSV).split("\n")[0] == "\t".join(f"?{n}" for n in names)
    assert json.loads(answer(engine, query, RESULTS_JSON))["head"]["vars"] == names
    assert re.findall(r'variable name="(\w+)"', answer(engine, query, RESULTS_XML)) == names


@pytest.mark.parametrize("form", [RESULTS_CSV, RESULTS_TSV, RESULTS_JSON, RESULTS_XML])
def test_values_stay_with_their_variables(engine: ox.Store, form: Format) -> None:
    """In whatever order columns stand, an answer says the same."""
    starred = answer(engine, "SELECT * { ?z ?b ?a } ORDER BY ?z ?b ?a", form)
    named = answer(engine, "SELECT ?z ?b ?a { ?z ?b ?a } ORDER BY ?z ?b ?a", form)
    if form in (RESULTS_CSV, RESULTS_TSV):
        assert _unlabelled(starred) == _unlabelled(named)
        return
    read = ox.QueryResultsFormat.from_media_type(form.media_type)
    assert read is not None
    rows = [
        [[str(solution[name]) for name in "zba"] for solution in solutions]
        for text in (starred, named)
        if isinstance(solutions := ox.parse_query_results(text.encode(), read), ox.QuerySolutions)
    ]
    assert len(rows) == 2
    assert len(rows[0]) == 11
    assert rows[0] == rows[1]


def _unlabelled(text: str) -> str:
    return re.sub(r"_:\w+", "_:b", text)


@pytest.mark.parametrize("query", ["ASK {}", "SELECT ?x {}", "SELECT * { :farm :has ?o }"])
def test_csv_says_what_the_engine_would(engine: ox.Store, query: str) -> None:
    """Line ends, unbound variables and ASK are the engine's own."""
    output = io.BytesIO()
    engine.query(query, prefixes={"": "http://h/"}).serialize(output, ox.QueryResultsFormat.CSV)
    assert answer(engine, query).replace('"', "") == output.getvalue().decode()


TERMS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).map(ox.Literal),
    st.text("ab,;'()", min_size=1, max_size=8).map(lambda text: ox.NamedNode("http://h/" + text)),
    st.text(',"\r\n\t\\<>@^a', max_size=8).map(lambda text: ox.Literal(text, language="en")),
    st.integers().map(ox.Literal),
)


@given(st.lists(st.tuples(TERMS, TERMS), min_size=1, max_size=4), st.integers(1, 9))
def test_every_field_of_csv_comes_back(
    rows: list[tuple[ox.Literal, ox.Literal]], size: int
) -> None:
    """Commas, quotation marks and line ends are quoted (RFC 4180, 2.6), in pieces of any size."""
    store = ox.Store()
    for number, (first, second) in enumerate(rows):
        for name, term in (("a", first), ("b", second)):
            subject = ox.NamedNode(f"http://s/{number}")
            store.add(ox.Quad(subject, ox.NamedNode(f"http://{name}"), term))
    query = "SELECT ?a ?b { ?s <http://a> ?a ; <http://b> ?b } ORDER BY ?s"
    tsv, output = io.BytesIO(), io.BytesIO()
    store.query(query).serialize(tsv, ox.QueryResultsFormat.TSV)
    writer = LineWriter(output, csv_line, None)
    for at in range(0, len(tsv.getvalue()), size):
        writer.write(tsv.getvalue()[at : at + size])
    found = list(csv.reader(io.StringIO(output.getvalue().decode(), newline="")))
    assert found == [["a", "b"], *([first.value, second.value] for first, second in rows)]


def test_a_triple_term_is_one_field(engine: ox.Store) -> None:
    """What RDF 1.2 adds is written as TSV writes it, and quoted where it must be."""
    query = 'SELECT (TRIPLE(:a, :b, "c,d") AS ?t) {}'
    assert value(engine, query) == '<<( <http://h/a> <http://h/b> "c,d" )>>'
    assert "\n<<( " in answer(engine, query, RESULTS_TSV)


def test_a_graph_that_json_ld_cannot_hold_names_a_form_that_can() -> None:
    """The form is not acceptable; it is no fault of an endpoint elsewhere."""
    engine = ox.Store()
    query = "CONSTRUCT { :r :says ?t } { BIND(TRIPLE(:a, :b, :c) AS ?t) }"
    with pytest.raises(QueryNotAcceptable, match="text/turtle and application/n-triples can"):
        answer(engine, query, JSON_LD)
    assert "<<( :a :b :c )>>" in answer(engine, query, TURTLE)


def test_unknown_functions_are_bounded(engine: ox.Store) -> None:
    """Each costs another look at the query, so there may be some, and not any number."""
    some = " ".join(f"(:f{n}(1) AS ?x{n})" for n in range(MAX_UNKNOWN_FUNCTIONS))
    assert answer(engine, f"SELECT {some} {{}}").count(",") == 2 * (MAX_UNKNOWN_FUNCTIONS - 1)
    with pytest.raises(QueryRefused, match="not known"):
        answer(engine, f"SELECT {some} (:more(1) AS ?more) {{}}")
