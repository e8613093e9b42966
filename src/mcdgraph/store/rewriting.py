"""Puts a query in words with which the engine answers as the standard says.

Each rewriting means the same for every query, whatever the data; where that cannot be had the
engine's way is described in ``docs/sparql.md``. Offsets change, so faults are looked for in the
query as it was written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile
from typing import Final

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING

_CONCAT: Final = "GROUP_CONCAT"
_KEPT: Final = frozenset({"RAND", "UUID", "STRUUID", "BNODE", "NOW", _CONCAT})
_OPENING: Final = frozenset({"(", "[", "{"})
_CLOSING: Final = frozenset({")", "]", "}"})
_EQUAL: Final = frozenset({"=", "!="})
_MARKS: Final = ('"', "'")

#: A variable, or what may hold something like one; half the work of tokens, for many queries.
#: Only of queries that the engine takes: in another a string may have no end.
_VARIABLE: Final = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\]++|\\.)*+"'''
    r"""|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\]++|\\.)*+'"""
    r"""|<[^<>"{}|^`\x00-\x20]*+>|\#[^\r\n]*+|\\.|[?$](\w++)""",
    re.DOTALL,
)
#: What every query has that selects ``*``, and few others: where it is not, no token is read.
_STAR: Final = re.compile(r"SELECT\s*+(?:DISTINCT\b|REDUCED\b)?+\s*+[*#]", re.IGNORECASE)
#: The beginning of such a query as most are written, whose tokens so need not be read.
_PLAIN_STAR: Final = re.compile(
    r"(?:\s*+PREFIX\s++[\w.-]*+:\s*+<[^<>\"{}|^`\\\x00-\x20]*+>)*+"
    r"\s*+SELECT\s++(?:DISTINCT\s++|REDUCED\s++)?+\*",
    re.IGNORECASE,
)
_PROLOGUE: Final = frozenset({"PREFIX", "BASE"})
_NAMED: Final = frozenset({"iri", "name"})
_NOTHING: Final = Token("", "")

#: What replaces the characters from one offset to another.
_Edit = tuple[int, int, str]


def rewritten(text: str) -> str:
    """Return a query that the engine answers as it should answer ``text``."""
    upper = text.upper()
    if "LANG" in upper and "SERVICE" not in upper and _has_capital_string(text):
        text = _edited(text, _tags(tuple(tokens(text))))
    if _CONCAT in upper:
        text = _edited(text, _concatenations(tuple(tokens(text))))
    return text


def _has_capital_string(text: str) -> bool:
    """Return whether a string may hold a capital letter: none begins before the first mark."""
    start = min((at for at in map(text.find, _MARKS) if at >= 0), default=len(text))
    strings = text[start : max(map(text.rfind, _MARKS)) + 1]
    return strings != strings.lower()


def order_of_appearance(text: str, names: Sequence[str]) -> list[int] | None:
    """Return the order in which a query that selects ``*`` names its variables.

    ``names`` are those that the engine found in scope (SPARQL 1.1 Query, clause 18.2.1), in its
    order, which is that of the alphabet. None where nothing is to be reordered.
    """
    start = _after_star(text) if "*" in text and _STAR.search(text) else None
    if start is None:
        return None
    known = {name: at for at, name in enumerate(names)}
    mentioned = (found[1] for found in _VARIABLE.finditer(text, start))
    met = dict.fromkeys(known[name] for name in mentioned if name in known)
    order = [*met, *(at for at in range(len(names)) if at not in met)]
    return None if order == sorted(order) else order


def _after_star(text: str) -> int | None:
    """Return where the ``*`` of a query that selects every variable ends; None for any other."""
    plain = _PLAIN_STAR.match(text)
    if plain is not None:
        return plain.end()
    following = dropwhile(
        lambda token: token.word in _PROLOGUE or token.kind in _NAMED, tokens(text)
    )
    if next(following, _NOTHING).word != "SELECT":
        return None
    token = next(following, _NOTHING)
    if token.word in ("DISTINCT", "REDUCED"):
        token = next(following, _NOTHING)
    return token.end if token.text == "*" else None


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    """Replace parts of a text that do not overlap."""
    parts, at = [], 0
    for start, end, new in sorted(edits):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _concatenations(found: Sequence[Token]) -> Iterator[_Edit]:
    """Have GROUP_CONCAT take the string of each term that is none, which the engine wants made.

    The value is a string without a tag. Strings in it stay terms, since with DISTINCT those that
    differ in their tags alone are two. An expression is written three times, so one that may have
    another value each time stays, as does one that holds a further aggregate.
    """
    ends = _closings(found)
    for at, token in enumerate(found):
        if token.word != _CONCAT or at + 1 not in ends:
            continue
        close = ends[at + 1]
        yield token.at, token.at, "STR("
        yield found[close].end, found[close].end, ")"
        inside = found[at + 2 : close]
        inside = inside[1:] if inside and inside[0].word == "DISTINCT" else inside
        expression = _expression(inside)
        if expression and _KEPT.isdisjoint(token.word for token in expression):
            start, end = expression[0].at, expression[-1].end
            value = "".join(token.space + token.text for token in expression).strip()
            kinds = f"DATATYPE({value}) IN (<{XSD_STRING}>, <{RDF_LANG_STRING}>)"
            string = f"ISLITERAL({value}) && {kinds}"
            yield start, end, f"IF({string}, {value}, STR({value}))"


def _expression(inside: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens before the semicolon of the separator, where there is one."""
    depth = 0
    for at, token in enumerate(inside):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == ";" and depth == 0:
            return inside[:at]
    return inside


def _closings(found: Sequence[Token]) -> dict[int, int]:
    """Pair each parenthesis with the one that closes it, by their numbers."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(found):
        if token.text == "(":
            opened.append(at)
        elif token.text == ")" and opened:
            pairs[opened.pop()] = at
    return pairs


def _tags(found: Sequence[Token]) -> Iterator[_Edit]:
    """Write in lower case what LANG is compared with: so the engine writes every tag.

    Tags compare without case (RDF 1.1 Concepts, clause 3.3).
    """
    ends = _closings(found)
    for at, token in enumerate(found):
        if token.word != "LANG" or at + 1 not in ends:
            continue
        compared = _compared(found, ends[at + 1] + 1)
        if at >= 2 and found[at - 1].text in _EQUAL:
            compared = [*compared, found[at - 2]]
        for other in compared:
            if other.kind == "string" and other.text.isascii() and "\\" not in other.text:
                yield other.at, other.end, other.text.lower()


def _compared(found: Sequence[Token], at: int) -> list[Token]:
    """Return the tokens with which what ends before a number is compared."""
    rest = found[at : at + 3]
    if rest and rest[0].text in _EQUAL:
        return list(rest[1:2])
    words = [token.word for token in rest]
    start = at + 2 if words[:1] == ["IN"] else at + 3 if words[:2] == ["NOT", "IN"] else None
    if start is None:
        return []
    members = (found[number] for number in range(start, len(found)))
    return list(takewhile(lambda token: token.text != ")", members))
