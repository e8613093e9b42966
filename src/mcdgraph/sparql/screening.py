"""What can be told of a query from its text alone: refusals that need no evaluation.

The grammar is the engine's; here only tokens are read.
"""

import re
from collections.abc import Collection
from typing import Final

from mcdgraph.bridges.sparql_nesting import too_deep
from mcdgraph.bridges.sparql_tokens import position, tokens
from mcdgraph.characters import control_in_query
from mcdgraph.errors import QueryError, QueryRefused
from mcdgraph.settings import QuerySettings
from mcdgraph.sparql.federation import check_calls, may_call

#: Functions whose value differs from one time to the next, however they stand to what is before
#: them; between name and parenthesis there may be a comment.
_VOLATILE: Final = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*[(#]")
#: The keyword; within a name or an IRI the word mostly follows one of these.
_FROM: Final = re.compile(r"(?<![/#:_-])FROM")
_UPDATES: Final = frozenset(
    "INSERT DELETE LOAD CLEAR DROP CREATE COPY MOVE ADD WITH".split()  # noqa: SIM905 - one line
)
_LOCAL: Final = ("file", "data", "jar")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*\Z")


def screen(text: str, bounds: QuerySettings, graphs: Collection[str]) -> bool:
    """Raise the `QueryError` for which a query need not be evaluated.

    ``graphs`` are the named graphs that FROM and FROM NAMED may choose among. Tells whether the
    answer may differ from one time to the next, and errs on the side of yes.
    """
    refuse_control(text)
    deep = too_deep(text, bounds.nesting)
    if deep is not None:
        line, column = position(text, deep.at)
        raise QueryRefused(
            f"line {line}, column {column}: more than {bounds.nesting} brackets are open"
        )
    upper = text.upper()
    calls = may_call(upper)
    if calls or ("FROM" in upper and _FROM.search(upper)):
        _check_reach(text, bounds, graphs)
    return calls or ("(" in text and _is_volatile(upper))


def refuse_control(text: str) -> None:
    """Raise `QueryRefused` where a query holds a control character that may not stand there."""
    if found := control_in_query(text):
        raise QueryRefused(f"the query holds a control character, {found}; write it as an escape")


def _is_volatile(upper: str) -> bool:
    """Look for a function whose value differs, in a query in upper case."""
    if "NOW" in upper or "RAND" in upper or "UUID" in upper or "BNODE" in upper:
        return _VOLATILE.search(upper) is not None
    return False


def check_graph(iri: str, graphs: Collection[str]) -> None:
    """Raise `QueryRefused` for what could only be a file.

    A graph that is not here is an empty one, as for GRAPH; nothing is ever fetched.
    """
    if iri in graphs:
        return
    scheme = iri.partition(":")[0].lower()
    if scheme in _LOCAL or not _ABSOLUTE.match(iri):
        raise QueryRefused(
            f"<{iri}> is not a graph of this dataset, and nothing is read from elsewhere; "
            "the service description lists the graphs"
        )


def wrong_operation(text: str, error: QueryError) -> QueryError:
    """Give a clearer error where what does not parse as a query is an update."""
    for token in tokens(text):
        if token.word in _UPDATES:
            return QueryRefused(f"{token.word} is an update, and this graph is read-only")
        if token.word and token.word not in ("BASE", "PREFIX"):
            break
    return error


def _check_reach(text: str, bounds: QuerySettings, graphs: Collection[str]) -> None:
    """Refuse to reach out: SERVICE where it is off, FROM for what is not a graph here."""
    if bounds.service:
        check_calls(text, bounds.service)
    before: tuple[str, str] = ("", "")
    for token in tokens(text):
        if token.word == "SERVICE" and not bounds.service:
            line, column = position(text, token.at)
            raise QueryRefused(f"line {line}, column {column}: SERVICE is off here")
        named = before[1] == "FROM" or before == ("FROM", "NAMED")
        if named and token.iri is not None and ":" in token.iri:  # a relative one is not a file
            check_graph(token.iri, graphs)
        before = (before[1], token.word)
