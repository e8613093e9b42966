"""Keeps a query from calling another endpoint: the engine would go to any address it names."""

import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.bridges.sparql_tokens import position, tokens
from mcdgraph.errors import QueryRefused

_SERVICE: Final = "SERVICE"
_WORD: Final = re.compile(_SERVICE, re.IGNORECASE)
#: The word with another letter, which is no keyword wherever it stands.
_OTHER: Final = "SERVICX"


def refuse_calls(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise `QueryRefused`, with its place, for a query that holds a SERVICE.

    That tokens tell a call from a name or a string is not relied on: with another word in its
    place the text must be a query to the engine, too, or it is a `QuerySyntaxError`.
    Source: SPARQL 1.1 Federated Query, clause 4.
    """
    if _SERVICE not in text.upper():
        return
    for token in tokens(text):
        if token.word == _SERVICE:
            line, column = position(text, token.at)
            raise QueryRefused(
                "SERVICE is not allowed here: nothing is fetched from elsewhere", line, column
            )
    disguised = _WORD.sub(_OTHER, text)
    try:
        ox.Store().query(disguised, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise find_fault(error, disguised, prefixes=prefixes) from error
    except (RuntimeError, ValueError):
        return
