"""The service in the asking process answers every form of query."""

import json
import re
from xml.etree import ElementTree

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.errors import QueryNotAcceptable, QueryRefused, QuerySyntaxError
from mcdgraph.formats import (
    N_TRIPLES,
    RDF_XML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_XML,
    TRIG,
    TURTLE,
)
from mcdgraph.sparql import QueryRequest, QueryService
from mcdgraph.store import AnswerKind, Dialect, Store

DATA = b"PREFIX e: <http://e/> e:g { e:s e:p 'x' } e:h { e:s e:p 'y' }"


@pytest.fixture
def service() -> QueryService:
    """A service over two named graphs and their union."""
    store = Store.load(parse(DATA, TRIG))
    return QueryService(store, Dialect(base="http://e/", prefixes={"e": "http://e/"}))


def test_select(service: QueryService) -> None:
    """A SELECT comes in the form asked for, and registry prefixes need no declaration."""
    request = QueryRequest(text="SELECT ?o { e:s <p> ?o } ORDER BY ?o", results=RESULTS_CSV)
    answer = service.answer(request)
    assert (answer.kind, answer.form) == (AnswerKind.BINDINGS, RESULTS_CSV)
    assert answer.body == b"o\r\nx\r\ny\r\n"


def test_ask(service: QueryService) -> None:
    """An ASK gives a boolean."""
    answer = service.answer(QueryRequest(text="ASK {}", results=RESULTS_JSON))
    assert answer.kind is AnswerKind.BOOLEAN
    assert json.loads(answer.body)["boolean"] is True


def test_construct(service: QueryService) -> None:
    """A CONSTRUCT gives a graph with the prefixes of the registry."""
    answer = service.answer(QueryRequest(text="DESCRIBE e:s", graph=TURTLE))
    assert answer.kind is AnswerKind.GRAPH
    assert b"e:s e:p " in answer.body


def test_the_dataset_can_be_chosen(service: QueryService) -> None:
    """The request's graphs stand above those of the query."""
    text = "CONSTRUCT FROM <http://e/h> WHERE { ?s ?p ?o }"
    answer = service.answer(
        QueryRequest(text=text, graph=N_TRIPLES, default_graphs=("http://e/g",))
    )
    assert answer.body == b'<http://e/s> <http://e/p> "x" .\n'


def test_a_kind_without_a_form_is_not_acceptable(service: QueryService) -> None:
    """Who takes results only gets no graph."""
    with pytest.raises(QueryNotAcceptable, match="graph"):
        service.answer(QueryRequest(text="DESCRIBE e:s", results=RESULTS_JSON))


def test_a_syntax_error_has_a_place(service: QueryService) -> None:
    """Line and column count from 1."""
    with pytest.raises(QuerySyntaxError) as caught:
        service.answer(QueryRequest(text="SELECT * {\n ?s ?p"))
    assert (caught.value.line, caught.value.column) == (2, 7)


def test_an_unknown_function_has_no_value(service: QueryService) -> None:
    """Calling it is an error in the expression, and leaves the variable unbound."""
    text = "SELECT (e:f(1) AS ?x) (e:g(e:f()) AS ?y) (1 AS ?z) {}"
    answer = service.answer(QueryRequest(text=text, results=RESULTS_CSV))
    assert answer.body == b"x,y,z\r\n,,1\r\n"


NOT_IN_XML = [
    ('SELECT ("a\\u0001b" AS ?x) {}', "U+0001"),
    ('SELECT ("\\uFFFE" AS ?x) {}', "U+FFFE"),
    ('CONSTRUCT { e:s e:p "\\u0008" } WHERE {}', "U+0008"),
    ("CONSTRUCT { e:s <http://e/1> 1 } WHERE {}", "predicate"),
]


@pytest.mark.parametrize(("text", "words"), NOT_IN_XML)
def test_what_xml_cannot_hold_is_refused(service: QueryService, text: str, words: str) -> None:
    """XML is never malformed; other formats hold the same answer."""
    with pytest.raises(QueryRefused, match=re.escape(words)):
        service.answer(QueryRequest(text=text, results=RESULTS_XML, graph=RDF_XML))
    answer = service.answer(QueryRequest(text=text, results=RESULTS_JSON, graph=TURTLE))
    assert answer.body


@pytest.mark.parametrize("length", [1, 8190, 8191, 8192, 8193, 20_000])
def test_a_carriage_return_survives_xml(service: QueryService, length: int) -> None:
    """It is escaped, wherever the engine's writes are parted."""
    text = f'SELECT ("{"x" * length}\\r\\n<&" AS ?x) {{}}'
    answer = service.answer(QueryRequest(text=text, results=RESULTS_XML))
    literal = ElementTree.fromstring(answer.body).find(
        ".//{http://www.w3.org/2005/sparql-results#}literal"
    )
    assert literal is not None
    assert literal.text == "x" * length + "\r\n<&"
