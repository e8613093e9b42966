"""What a stranger writes is read in time that grows with its length, and no faster."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pyoxigraph as ox
import pytest

from mcdgraph.agents.json_rpc import read_call
from mcdgraph.agents.markdown import escape, fenced, linked
from mcdgraph.bridges.sparql_calls import refuse_calls
from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.bridges.sparql_grouping import find_ungrouped
from mcdgraph.bridges.sparql_nesting import too_deep
from mcdgraph.bridges.sparql_tokens import tokens
from mcdgraph.errors import McdgraphError, QuerySyntaxError
from mcdgraph.explanation.statement import parse_statement, parse_term
from mcdgraph.formats import DOCUMENT_FORMATS
from mcdgraph.namespaces import STANDARD, shorten, shorten_bare
from mcdgraph.reconciliation import read_batch
from mcdgraph.serving.cache import ResponseCache, matches
from mcdgraph.serving.frames import JobRequest
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql.federation import check_calls, without_calls
from mcdgraph.sparql.screening import check_graph, screen, wrong_operation
from mcdgraph.store import Dialect, Store, unknown_terms
from mcdgraph.store.rewriting import order_of_appearance, rewritten
from mcdgraph.store.usage import uses
from mcdgraph.terminal import plain
from mcdgraph.validation.query import Query
from mcdgraph.web.negotiation import negotiate, negotiate_language
from mcdgraph.web.sparql.choice import choose
from mcdgraph.web.sparql.codings import choose_coding
from mcdgraph.web.sparql.messages import ProtocolRequest
from mcdgraph.web.sparql.parameters import read_parameters

#: Characters of the shorter text; the longer one has four times as many.
SHORT: Final = 2**12
TIMES: Final = 4
#: What is quadratic takes sixteen times as long; what is linear, on a bad day, less than this.
BOUND: Final = 9
#: Seconds of work for the longer text below which its reader is quick whatever the ratio.
QUICK: Final = 0.015
TRIES: Final = 5

#: What is repeated: openings that nothing closes, escapes, runs, separators, words looked for.
PIECES: Final = [
    *('"', "'", '\\"', "\\'", '"\\', '"""', "'''", '\\"""', "\\'''", "\\", "\"'"),
    *("a.", "a-", ".", "-", "a", "a:b.", "a:b..", "a:", ":", "%", "%4", "a:%", "é", "a-²-"),
    *("1", "1.", "1e", ".1", "@a-", "@", "^^", "?", "?a", "$", "_:"),
    *("<", "<a", ">", "<a>", "<\\u0041", "#", "#\n", "\n", " ", "\t", "(", "{", "[", "<u:f>("),
    *(",", ";", "=", "a,", "a/b,", "a/b;c=d,", 'a/b;c="d",', "a/b;q=1,", "*/*,", "a;b=", "en,"),
    *("a=b&", "&", "+", "query=a", "format=a&", "http://", "http://a.", "http://a,"),
    *("NOW", "NOW ", "FROM ", "FROM <a:b> ", "SERVICE", "SERVICE ", "SERVICE SILENT "),
    *("LANG(?a) IN (", "LANG(?a) = 'A' ", "GROUP_CONCAT(", "GROUP_CONCAT(?a) ", "SELECT ?a {"),
    *("{ SELECT ?a { ?a ?b COUNT(?c) } } ", "GROUP BY ", "VALUES ", "?a a ex:b ; ", "<<"),
    *("PREFIX ", "PREFIX a: ", "BASE ", "SELECT ", "\x00", "\N{BYTE ORDER MARK}"),
]
CACHE: Final = ResponseCache(1, frozenset({"query", "a"}))
EMPTY: Final = Store(ox.Store())
BOUNDS: Final = QuerySettings(service=("http://a/",), nesting=10**9)


def fault(text: str) -> None:
    """Say what is wrong with a query that is not nested too deeply, where something is.

    The engine reads it some sixty times, so a quarter of the text will do.
    """
    text = text[: len(text) // 4]
    screen(text, QuerySettings(), ())
    try:
        ox.Store().query("ASK { " + text)
    except SyntaxError as error:
        find_fault(error, text, prefixes={})


READERS: Final[dict[str, Callable[[str], object]]] = {
    "Accept": lambda text: negotiate([text], DOCUMENT_FORMATS),
    "Accept of the endpoint": lambda text: choose.__wrapped__((text,), ""),
    "Accept-Language": lambda text: negotiate_language([text], ("en", "fr")),
    "Accept-Encoding": lambda text: choose_coding([text]),
    "parameters in the URL": lambda text: read_parameters(
        ProtocolRequest(method="GET", query_string=text), 10**9
    ),
    "Content-Type": lambda text: read_parameters(
        ProtocolRequest(method="POST", headers={"content-type": [text]}), 10**9
    ),
    "tokens": lambda text: sum(1 for _ in tokens(text)),
    "screening": lambda text: screen(f"FROM NOW SERVICE {text}", BOUNDS, ()),
    "calls": lambda text: check_calls(text, ["http://a/"]),
    "calls put aside": without_calls,
    "an update": lambda text: wrong_operation(f"PREFIX {text}", QuerySyntaxError("")),
    "a graph": lambda text: check_graph(text, ()),
    "a statement": lambda text: parse_statement([text], STANDARD),
    "a literal": lambda text: parse_term('"' + text, STANDARD),
    "a bare IRI": lambda text: shorten_bare(text, STANDARD),
    "an IRI": lambda text: shorten(text, STANDARD),
    "a query of SHACL": lambda text: str(Query.parse(text)),
    "a query to be mended": rewritten,
    "variables in order": lambda text: order_of_appearance(f"SELECT * {{ {text}", ["a", "b"]),
    "what is selected": lambda text: order_of_appearance(f"{text}*", ["a", "b"]),
    "terms that are used": lambda text: sum(1 for _ in uses(f"ASK {{ {text}")),
    "what is not grouped": find_ungrouped,
    "calls that are refused": lambda text: refuse_calls(text, {}),
    "nesting": lambda text: too_deep(text, 10**9),
    "a fault": fault,
    "a text in Markdown": escape,
    "a link in Markdown": lambda text: linked(text, f"https://a.example/{text}"),
    "code in Markdown": lambda text: fenced(text, "text"),
    "what a terminal is shown": plain,
    "queries of reconciliation": read_batch,
    "a name of reconciliation": lambda text: read_batch(json.dumps({"q": {"query": text}})),
    "a message of a program": lambda text: read_call(text.encode("utf8")),
    "unknown terms": lambda text: unknown_terms(EMPTY, f"ASK {{ {text}", Dialect()),
    "a key of the cache": lambda text: CACHE.key(JobRequest("GET", b"/", text.encode(), ())),
    "tags": lambda text: matches(text.encode(), b'"x"'),
}


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Measure the work of reading, whatever else the machine does."""
    began = time.process_time()
    with suppress(McdgraphError):
        reader(text)
    return time.process_time() - began


def grows_too_fast(reader: Callable[[str], object], piece: str) -> bool:
    """Tell whether reading a longer text took too much more each time it was tried."""
    short, long = (piece * (size // len(piece)) for size in (SHORT, SHORT * TIMES))
    return all(
        (taken := seconds(reader, long)) > QUICK and taken > BOUND * seconds(reader, short)
        for _ in range(TRIES)
    )


def test_the_measure_tells_linear_from_quadratic() -> None:
    """A reader that looks for the same end again and again is found out."""
    ended = re.compile("a*b")
    assert grows_too_fast(lambda text: [ended.match(text, at) for at in range(len(text))], "a")
    assert not grows_too_fast(lambda text: [ord(letter) for letter in text], "a")


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_four_times_the_text_takes_no_more_than_some_four_times_as_long(
    reader: Callable[[str], object],
) -> None:
    """No piece, however often repeated, makes a reader of strangers' text quadratic."""
    assert len(PIECES) > 50
    assert [piece for piece in PIECES if grows_too_fast(reader, piece)] == []
