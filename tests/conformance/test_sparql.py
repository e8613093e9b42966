"""The W3C tests of SPARQL 1.1 query, results, syntax, protocol and description, over HTTP.

One server holds the data of all tests, each file in a named graph of its own; a test's
dataset is chosen with the parameters of the protocol. Answers are read by Oxigraph's parsers
and compared up to blank nodes. The tests of SPARQL 1.2, a draft, are run beside them: they tell
how far the engine goes beyond the Recommendation.
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from _pytest.mark import ParameterSet
from serving import Response, Server, serving

pytestmark = pytest.mark.conformance

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PUBLISHED = "https://w3c.github.io/rdf-tests/sparql"

#: The folders of a suite, and how many tests of queries each suite holds.
SUITES = {
    "sparql11": (
        "aggregates bind bindings cast construct csv-tsv-res exists functions grouping json-res "
        "negation project-expression property-path subquery syntax-query",
        338,
    ),
    "sparql12": (
        "codepoint-escapes eval-triple-terms expression grouping lang-basedir rdf11 syntax "
        "syntax-triple-terms-negative syntax-triple-terms-positive version",
        246,
    ),
}
EVALUATION, POSITIVE, NEGATIVE = "evaluation", "positive", "negative"
KINDS = {
    MF + "QueryEvaluationTest": EVALUATION,
    MF + "CSVResultFormatTest": EVALUATION,
    MF + "PositiveSyntaxTest11": POSITIVE,
    MF + "PositiveSyntaxTest": POSITIVE,
    MF + "NegativeSyntaxTest11": NEGATIVE,
    MF + "NegativeSyntaxTest": NEGATIVE,
}
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "application/n-triples",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}

#: Tests of SPARQL 1.1 that the engine fails, and why.
ZERO_LENGTH = (
    "a path of length zero starts from a term that no triple holds; "
    "https://github.com/oxigraph/oxigraph/pull/1815"
)
EMPTY_GRAPH = "named graphs without a triple; https://github.com/oxigraph/oxigraph/issues/1805"
FAILURES_11: dict[str, str] = {
    "aggregates/agg-empty-group-count-graph": EMPTY_GRAPH,
    "bindings/graph": EMPTY_GRAPH,
    "functions/bnode01": (
        "BNODE gives another node for the same text in one solution; not reported upstream"
    ),
    "negation/graph-minus": (
        "the variable of GRAPH counts as shared by the two sides of MINUS; "
        "https://github.com/oxigraph/oxigraph/pull/1804"
    ),
    "property-path/zero_or_more_set_start": ZERO_LENGTH,
    "property-path/zero_or_more_set_end": ZERO_LENGTH,
    "property-path/zero_or_one_set_start": ZERO_LENGTH,
    "property-path/zero_or_one_set_end": ZERO_LENGTH,
}

#: Tests of the draft of SPARQL 1.2 that the engine fails; none was reported upstream.
TRIPLE_TERMS = "triple terms: the engine differs from the draft"
FAILURES_12: dict[str, str] = {
    "eval-triple-terms/expr-1": TRIPLE_TERMS,
    "eval-triple-terms/graphs-1": TRIPLE_TERMS,
    "eval-triple-terms/graphs-2": TRIPLE_TERMS,
    "eval-triple-terms/order-1": TRIPLE_TERMS,
    "eval-triple-terms/order-2": TRIPLE_TERMS,
    "grouping/group01": "requires numbers that are not made canonical (mf:requires)",
    "grouping/select-variable-reuse": "a variable of SELECT used again while aggregating",
    "syntax/nested-aggregate-functions": "an aggregate inside an aggregate is not refused",
    "syntax-triple-terms-negative/tripleterm-subject-03": TRIPLE_TERMS,
    "syntax-triple-terms-negative/tripleterm-subject-06": TRIPLE_TERMS,
}
ENGINE_FAILURES = {"sparql11": FAILURES_11, "sparql12": FAILURES_12}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One entry of a manifest."""

    name: str
    kind: str
    query: Path
    base: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: Path | None = None
    dataset_inside: bool = False
    files: dict[str, Path] = field(default_factory=dict)


def root() -> Path | None:
    """Find the folder of the suites."""
    folder = os.environ.get("MCDGRAPH_W3C")
    return Path(folder) if folder else None


def cases(suite: str) -> list[Case]:
    """Read the tests of queries of a suite."""
    folder = root()
    if folder is None:
        return []
    names = SUITES[suite][0].split()
    return [case for name in names for case in read_manifest(folder / suite / name, suite)]


def read_manifest(folder: Path, suite: str) -> list[Case]:
    """Read the manifest of one folder."""
    store = ox.Store()
    manifest = folder / "manifest.ttl"
    base = f"{PUBLISHED}/{suite}/{folder.name}/"
    store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=base + "manifest.ttl")
    entries = store.query(
        f"SELECT ?test ?type {{ ?m <{MF}entries>/<{RDF}rest>*/<{RDF}first> ?test ."
        f" ?test <{RDF}type> ?type }} ORDER BY ?test"
    )
    found = []
    for test, kind in entries:
        if kind.value in KINDS:
            found.append(read_case(store, test, KINDS[kind.value], folder, base))
    return found


def read_case(store: ox.Store, test: ox.NamedNode, kind: str, folder: Path, base: str) -> Case:
    """Read one entry."""

    def values(subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[ox.NamedNode]:
        found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return [quad.object for quad in found]

    def path(node: ox.NamedNode) -> Path:
        return folder / node.value.removeprefix(base)

    action = values(test, MF + "action")[0]
    query = (values(action, QT + "query") or [action])[0]
    text = path(query).read_text(encoding="utf8")
    inside = [
        ox.NamedNode(base + name)
        for name in re.findall(r"\bFROM\s+<([^>:]+)>", text)
        if (folder / name).is_file()
    ]
    default = values(action, QT + "data")
    named = values(action, QT + "graphData")
    results = values(test, MF + "result")
    return Case(
        name=f"{folder.name}/{test.value.rpartition('#')[2]}",
        kind=kind,
        query=path(query),
        base=query.value,
        default=tuple(node.value for node in default),
        named=tuple(node.value for node in named),
        result=path(results[0]) if results else None,
        files={node.value: path(node) for node in (*default, *named, *inside)},
        dataset_inside=bool(inside),
    )


def parameters(suite: str) -> list[ParameterSet]:
    """Mark what the engine is known to fail."""
    found = []
    for case in cases(suite):
        reason = ENGINE_FAILURES[suite].get(case.name)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        found.append(pytest.param(case, id=case.name, marks=marks))
    return found


def write_dataset(every: list[Case], target: Path) -> None:
    """Write the data of all tests, each file as a named graph, blank nodes kept apart."""
    files = {iri: path for case in every for iri, path in case.files.items()}
    with target.open("wb") as stream:
        for iri, path in sorted(files.items()):
            graph = ox.NamedNode(iri)
            quads = ox.parse(path=str(path), base_iri=iri, rename_blank_nodes=True)
            moved = (ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
            ox.serialize(moved, stream, ox.RdfFormat.N_QUADS)
        for number in (1, 2, 3):
            protocol = root() / "sparql11" / "protocol" / f"data{number}.nt"  # type: ignore[operator]
            graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
            triples = ox.parse(path=str(protocol), rename_blank_nodes=True)
            quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            ox.serialize(quads, stream, ox.RdfFormat.N_QUADS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the data of every test."""
    if root() is None:
        pytest.skip("MCDGRAPH_W3C does not name the folder of the W3C suites")
    folder = tmp_path_factory.mktemp("sparql")
    data = folder / "data.nq"
    write_dataset([case for suite in SUITES for case in cases(suite)], data)
    with serving(data, "--default-graph", "default", folder=folder) as running:
        yield running


def ask(server: Server, case: Case, accept: str) -> Response:
    """Send a test's query, with its dataset, by POST."""
    dataset = [("default-graph-uri", iri) for iri in case.default]
    dataset += [("named-graph-uri", iri) for iri in case.named]
    if case.dataset_inside:
        dataset = []
    elif not dataset:
        dataset = [("default-graph-uri", "urn:empty")]
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    text = case.query.read_bytes()
    if b"BASE" not in text.upper():
        text = f"BASE <{case.base}>\n".encode() + text
    return server.send("POST", "/sparql?" + urlencode(dataset), headers, text)


def check(server: Server, case: Case) -> None:
    """Run one test."""
    if case.kind == NEGATIVE:
        answer = ask(server, case, "*/*")
        assert answer.status == 400, answer.text
        return
    accept = ACCEPT[case.result.suffix] if case.result else "*/*"
    answer = ask(server, case, f"{accept}, application/sparql-results+json;q=0.5")
    assert answer.status == 200, answer.text
    if case.result is None:
        return
    given = answer.headers["content-type"].split(";")[0]
    if given == "text/csv":
        assert csv_rows(answer.body) == csv_rows(case.result.read_bytes())
    elif given in ("application/n-triples", "application/rdf+xml"):
        assert same_graphs(answer.body, given, case.result)
    else:
        ordered = "ORDER BY" in case.query.read_text(encoding="utf8").upper()
        suffix = ".srj" if case.result.suffix == ".ttl" else case.result.suffix
        assert given == ACCEPT[suffix]
        found = as_graph(read_results(answer.body, suffix), ordered)
        assert found == expected_results(case.result, ordered)


def expected_results(path: Path, ordered: bool) -> ox.Dataset | bool:
    """Read the results that are expected; in Turtle they are said in the test suite's terms."""
    if path.suffix != ".ttl":
        return as_graph(read_results(path.read_bytes(), path.suffix), ordered)
    store = ox.Store()
    store.load(path=str(path), base_iri=f"{PUBLISHED}/sparql11/{path.parent.name}/{path.name}")
    given = store.query(
        "PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>"
        "SELECT ?row ?name ?value { ?set a rs:ResultSet OPTIONAL { ?set rs:solution ?row ."
        " ?row rs:binding [ rs:variable ?name ; rs:value ?value ] } }"
    )
    rows: dict[str, dict[str, Any]] = {}
    for row, name, value in given:
        if row is not None:
            rows.setdefault(row.value, {})[name.value] = value
    names = store.query(
        "PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>"
        "SELECT ?name { ?set a rs:ResultSet ; rs:resultVariable ?name }"
    )
    assert not ordered
    return rows_as_graph([name.value for (name,) in names], list(rows.values()), ordered)


def csv_rows(body: bytes) -> list[tuple[tuple[str, str], ...]]:
    """Give the rows of CSV by column, without order.

    The order of the columns of ``SELECT *`` is free, and so is the label of a blank node; a
    number may be written in several ways.
    """
    rows = csv.DictReader(io.StringIO(body.decode(), newline=""))
    return sorted(
        tuple(sorted((name, csv_value(value)) for name, value in row.items())) for row in rows
    )


def csv_value(text: str) -> str:
    """Give a value of CSV so that equal ones are equal texts."""
    if text.startswith("_:"):
        return "_:"
    try:
        return repr(float(text))
    except ValueError:
        return text


def read_results(body: bytes, suffix: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Read results in a format."""
    form = ox.QueryResultsFormat.from_extension(suffix.removeprefix("."))
    assert form is not None
    return ox.parse_query_results(body, form)


def as_graph(results: ox.QuerySolutions | ox.QueryBoolean, ordered: bool) -> ox.Dataset | bool:
    """Say results as a canonical graph, so that blank nodes can be compared.

    Terms go through a store, which writes equal numbers alike.
    """
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [variable.value for variable in results.variables]
    rows = [
        {name: solution[name] for name in names if solution[name] is not None}
        for solution in results
    ]
    return rows_as_graph(names, rows, ordered)


def rows_as_graph(names: list[str], rows: list[dict[str, Any]], ordered: bool) -> ox.Dataset:
    """Say rows as a canonical graph."""
    store = ox.Store()
    for number, solution in enumerate(rows):
        row = ox.BlankNode()
        place = ox.Literal(str(number if ordered else 0))
        store.add(ox.Quad(row, ox.NamedNode("urn:place"), place))
        for name, value in solution.items():
            store.add(ox.Quad(row, ox.NamedNode(f"urn:var:{name}"), value))
    head = ox.NamedNode("urn:head")
    for name in names:
        store.add(ox.Quad(head, ox.NamedNode("urn:variable"), ox.Literal(name)))
    return canonical(store)


def same_graphs(body: bytes, accept: str, result: Path) -> bool:
    """Compare two graphs up to the names of blank nodes."""
    given, expected = ox.Store(), ox.Store()
    given.load(body, format=ox.RdfFormat.from_media_type(accept))
    expected.load(path=str(result), base_iri="http://example.org/")
    return canonical(given) == canonical(expected)


def canonical(store: ox.Store) -> ox.Dataset:
    """Give a dataset with canonical blank nodes."""
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_is_whole(suite: str) -> None:
    """Every test is met."""
    if root() is None:
        pytest.skip("MCDGRAPH_W3C does not name the folder of the W3C suites")
    assert len(cases(suite)) == SUITES[suite][1]


@pytest.mark.parametrize("case", parameters("sparql11"))
def test_sparql_11(server: Server, case: Case) -> None:
    """A test of SPARQL 1.1 passes over HTTP."""
    check(server, case)


@pytest.mark.parametrize("case", parameters("sparql12"))
def test_sparql_12(server: Server, case: Case) -> None:
    """A test of SPARQL 1.2 is tried over HTTP."""
    check(server, case)
