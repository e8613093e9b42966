"""Clients that others wrote are content: SPARQLWrapper, rdflib, pandas, R and Comunica."""

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pandas
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Server, serving
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

HERE = Path(__file__).parent
ROWS = 5
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://e/p> ?o }"
SELECT = "SELECT ?s ?o { ?s <http://e/p> ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a few triples."""
    folder = tmp_path_factory.mktemp("clients")
    data = folder / "data.ttl"
    lines = (f'<http://e/s{i}> <http://e/p> "é{i}"@fr ; <http://e/r> "r{i}" .' for i in range(ROWS))
    data.write_text("\n".join(lines), encoding="utf8")
    with serving(data, folder=folder) as running:
        yield running


@pytest.fixture
def client(server: Server) -> SPARQLWrapper:
    """Ask with SPARQLWrapper."""
    return SPARQLWrapper(server.url)


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_selects(client: SPARQLWrapper, method: str) -> None:
    """JSON comes by GET and by POST, with its characters and languages."""
    client.setMethod(method)
    client.setReturnFormat(JSON)
    client.setQuery(SELECT)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["o"]["value"] for row in rows] == [f"é{i}" for i in range(ROWS)]
    assert rows[0]["o"]["xml:lang"] == "fr"


def test_sparqlwrapper_reads_the_other_forms(client: SPARQLWrapper) -> None:
    """XML, CSV and Turtle are what they say they are."""
    client.setQuery(SELECT)
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == ROWS
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().count("\r\n") == ROWS + 1
    client.setQuery("ASK { ?s <http://e/p> ?o }")
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery("CONSTRUCT WHERE { ?s <http://e/p> ?o }")
    client.setReturnFormat(TURTLE)
    assert client.queryAndConvert().count(b"@fr") == ROWS


FORMS = [
    (SELECT, JSON),
    (SELECT, XML),
    (SELECT, CSV),
    (SELECT, TSV),
    ("ASK { ?s ?p ?o }", JSON),
    ("ASK { ?s ?p ?o }", XML),
    *((CONSTRUCT, form) for form in (JSON, XML, TURTLE, N3, RDF, RDFXML, JSONLD)),
    *(("DESCRIBE <http://e/s1>", form) for form in (TURTLE, RDFXML, JSONLD)),
]


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize(("query", "form"), FORMS, ids=lambda x: x.split()[0])
def test_sparqlwrapper_gets_every_form_that_it_asks_for(
    client: SPARQLWrapper, query: str, form: str, method: str
) -> None:
    """It sends the format several times over, by names of its own, and reads what comes."""
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(query)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.filterwarnings("ignore", "Sending Accept header")  # it has no type for the form
        assert client.queryAndConvert()


def test_sparqlwrapper_understands_a_refusal(client: SPARQLWrapper) -> None:
    """A 400 becomes its exception for a badly formed query, with our sentence in it."""
    client.setQuery("SELECT * { ?s ?p")
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        client.query()


def test_rdflib_reads_the_endpoint_as_a_graph(server: Server) -> None:
    """Its SPARQLStore matches triples, counts, and asks queries of its own."""
    graph = Graph(SPARQLStore(server.url))
    values = sorted(graph.objects(None, URIRef("http://e/p")))
    assert [(str(v), v.language) for v in values] == [(f"é{i}", "fr") for i in range(ROWS)]  # type: ignore[attr-defined]
    assert len(graph) == 2 * ROWS
    assert [row.o.language for row in graph.query(SELECT)] == ["fr"] * ROWS


def table_address(server: Server) -> str:
    """Name the answer as a table by its address alone."""
    return f"{server.url}?{urlencode({'query': SELECT, 'format': 'csv'})}"


def test_pandas_reads_an_answer_by_its_address(server: Server) -> None:
    """``read_csv`` of a link, as a notebook has it."""
    table = pandas.read_csv(table_address(server))
    assert list(table.columns) == ["s", "o"]
    assert list(table.o) == [f"é{i}" for i in range(ROWS)]


def test_r_reads_an_answer_by_its_address(server: Server) -> None:
    """``read.csv`` of a link, as a script of R has it."""
    if shutil.which("Rscript") is None and not os.environ.get("CI"):
        pytest.skip("needs R (Debian package r-base-core)")
    script = (
        "table <- read.csv(commandArgs(TRUE)[1], encoding = 'UTF-8');"
        "cat(nrow(table), names(table), table$o[2])"
    )
    command = ["Rscript", "-e", script, table_address(server)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{ROWS} s o é1"


def test_comunica(server: Server) -> None:
    """Comunica selects, asks, constructs, and joins through the endpoint."""
    missing = shutil.which("node") is None or not (HERE / "node_modules" / "@comunica").is_dir()
    if missing and not os.environ.get("CI"):
        pytest.skip("needs node and the packages of tests/package.json (npm ci --prefix tests)")
    command = ["node", str(HERE / "clients" / "comunica.mjs"), server.url]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["rows"] == [[f"http://e/s{i}", f"é{i}"] for i in range(ROWS)]
    assert found["ask"] is True
    assert found["quads"] == ROWS
    assert sorted(found["joined"]) == [f"r{i}" for i in range(ROWS)]
