"""Finds brackets in brackets: the engine descends into each, and its stack is not endless."""

from typing import Final

from mcdgraph.bridges.sparql_tokens import Token, position, tokens
from mcdgraph.errors import QueryRefused

#: Brackets that a query of the project's own sources may have open.
MAX_NESTING: Final = 200
_OPENING: Final = frozenset({"(", "[", "{"})
_CLOSING: Final = frozenset({")", "]", "}", ">>"})


def too_deep(text: str, bound: int) -> Token | None:
    """Return the first bracket that is one too many; ``<<`` opens a triple, which may nest."""
    if sum(map(text.count, ("(", "[", "{", "<<"))) <= bound:
        return None
    depth = 0
    before = Token("sign", "")
    for token in tokens(text):
        if token.text in _OPENING or (token.text == before.text == "<" and token.at == before.end):
            depth += 1
        elif token.text in _CLOSING:
            depth -= 1
        if depth > bound:
            return token
        before = token
    return None


def refuse_nesting(text: str) -> None:
    """Raise `QueryRefused`, with its place, where more than `MAX_NESTING` brackets are open."""
    deep = too_deep(text, MAX_NESTING)
    if deep is not None:
        message = f"more than {MAX_NESTING} brackets are open"
        raise QueryRefused(message, *position(text, deep.at))
