"""Finds the variable that a SELECT lists though its groups have no one value for it.

Source: SPARQL 1.1 Query, clause 11.4. The engine says that there is one, and not which.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from mcdgraph.bridges.sparql_tokens import Token, tokens

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_OPENING: Final = frozenset({"(", "[", "{"})
_CLOSING: Final = frozenset({")", "]", "}"})
_AFTER_GROUPS: Final = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


def find_ungrouped(text: str) -> Token | None:
    """Return the first variable that is neither grouped nor in an aggregate; None if none is.

    For a text that the engine's grammar takes up to that variable's SELECT, and its end.
    """
    found = tuple(tokens(text))
    closings = _closings(found)
    for at, token in enumerate(found):
        if token.word == "SELECT":
            listed = tuple(takewhile(_is_listed, _from(found, at + 1)))
            grouped = _grouped(found, at + 1 + len(listed), closings)
            if grouped is None and not any(_is_aggregate(listed, n) for n in range(len(listed))):
                continue
            for variable, known in _plain(listed):
                if variable.text[1:] not in (grouped or frozenset()) | known:
                    return variable
    return None


def _closings(found: Sequence[Token]) -> dict[int, int]:
    """Pair each brace with the one that closes it, by their numbers."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.text == "{":
            opened.append(at)
        elif token.text == "}" and opened:
            pairs[opened.pop()] = at
    return pairs


def _from(found: Sequence[Token], start: int) -> Iterator[Token]:
    """Return the tokens from a number on, without a copy of them."""
    return (found[at] for at in range(start, len(found)))


def _is_listed(token: Token) -> bool:
    return token.text != "{" and token.word not in ("WHERE", "FROM", "SELECT")


def _is_aggregate(listed: Sequence[Token], at: int) -> bool:
    following = listed[at + 1].text if at + 1 < len(listed) else ""
    return listed[at].word in _AGGREGATES and following == "("


def _plain(listed: Sequence[Token]) -> Iterator[tuple[Token, frozenset[str]]]:
    """Return each variable that stands outside of aggregates, and those that AS named before."""
    named: frozenset[str] = frozenset()
    depth = 0
    inside: int | None = None
    for at, token in enumerate(listed):
        if inside is None and _is_aggregate(listed, at):
            inside = depth
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == ")" and inside == depth:
            inside = None
        elif token.variable and listed[at - 1].word == "AS":
            named |= {token.variable}
        elif token.variable and inside is None:
            yield token, named


def _grouped(
    found: Sequence[Token], start: int, closings: Mapping[int, int]
) -> frozenset[str] | None:
    """Return the variables of the GROUP BY behind a SELECT's pattern; None where there is none."""
    brace = next((at for at in range(start, len(found)) if _ends_head(found[at])), len(found))
    end = closings.get(brace, len(found)) + 1
    by_group = [token.word for token in found[end : end + 2]] == ["GROUP", "BY"]
    return frozenset(_keys(found, end + 2)) if by_group else None


def _ends_head(token: Token) -> bool:
    return token.text == "{" or token.word == "SELECT"


def _keys(found: Sequence[Token], start: int) -> Iterator[str]:
    """Return the variables that are grouped by, as they are or by the name after AS."""
    depth = 0
    for at, token in enumerate(_from(found, start), start):
        if depth == 0 and (token.text == "}" or token.word in _AFTER_GROUPS):
            return
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.variable and (depth == 0 or found[at - 1].word == "AS"):
            yield token.variable
