"""Finds where a text stops being SPARQL, and what may stand there.

The engine's parser tells the furthest character it looked at, which may lie well behind the
fault, and the character classes it tried there. So it is asked again: a query cut off after a
token, and spoilt at its end, is refused at that end exactly where the part before could go on.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.sparql_grouping import find_ungrouped
from mcdgraph.bridges.sparql_tokens import Token, position, tokens
from mcdgraph.errors import QuerySyntaxError

#: Above this many characters the place is not looked for: each look parses the text again.
LONGEST: Final = 100_000
#: What may come next is told up to this many.
MOST: Final = 8
#: Spaces that the parser's look ahead, by a keyword's length, does not cross.
_MARGIN: Final = " " * 60
#: Tokens that the engine takes for one where nothing stands between them.
_JOINED: Final = frozenset({("<", "<"), (")", ">>"), ("{", "|"), ("|", "}")})
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
#: What the engine says of a text that obeys the grammar and is yet no query.
_SAID: Final = re.compile(r"\bThe (SELECT [^,\[]*)")
_STAR: Final = "SELECT * is not authorized with GROUP BY"
_UNGROUPED: Final = "{} is neither in GROUP BY nor in an aggregate (SPARQL 1.1, 11.4)"
_NOT_AN_IRI: Final = "IRI parsing failed"
_NAME: Final = re.compile(r"([\w.-]*):[^/]*")
_WORDS: Final = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "WHERE", "FROM"),
    *("FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE", "AS", "IN"),
    *("GROUP", "HAVING", "ORDER", "BY", "LIMIT", "OFFSET", "ASC", "DESC", "EXISTS", "UNDEF"),
)
#: What is tried at the fault, and how it is called: marks, kinds of terms, words.
_TRIED: Final = (
    *((mark, f"'{mark}'") for mark in ("{", "}", "(", ")", "]", ".", ";", ",", "=")),
    ("x:", "a prefix such as ex:"),
    ("?x", "a variable"),
    ("<urn:x>", "an IRI"),
    ('"x"', "a literal"),
    ("1", "a number"),
    *((word, word) for word in _WORDS),
)


@dataclass(frozen=True, kw_only=True)
class _Probe:
    base: str | None
    prefixes: Mapping[str, str]

    def complaint(self, text: str) -> str:
        """Give what the engine says of a text; empty where it is a query."""
        try:
            ox.Store().query(text, base_iri=self.base, prefixes=dict(self.prefixes))
        except SyntaxError as error:
            return str(error)
        except (ValueError, RuntimeError):
            return ""
        return ""

    def goes_on(self, start: str) -> bool:
        """True where a query can begin so."""
        spoilt = f"{start}{_MARGIN}\n\N{SECTION SIGN}"
        found = _PLACE.match(self.complaint(spoilt))
        return found is not None and int(found[1]) == spoilt.count("\n") + 1


def find_fault(
    error: SyntaxError, text: str, *, base: str | None = None, prefixes: Mapping[str, str]
) -> QuerySyntaxError:
    """Say of a text that the engine refused with ``error`` what is wrong, and where."""
    if len(text) > LONGEST:
        return _engine_place(error)
    probe = _Probe(base=base, prefixes=prefixes)
    spans = list(_spans(text))
    wrong = bisect_left(spans, True, key=lambda span: not probe.goes_on(text[: span[1]]))
    for start, end in spans[: wrong + 1]:
        if text[start:end] in ("'", '"'):
            return _placed("this string is never closed on its line", text, start)
    said = _SAID.search(str(error))
    if said or (wrong < len(spans) and text[slice(*spans[wrong])] == "}"):
        ungrouped = find_ungrouped(text)
        if ungrouped is not None:
            return _placed(_UNGROUPED.format(ungrouped.text), text, ungrouped.at)
    before = text[: spans[wrong - 1][1]] if wrong else ""
    if wrong == len(spans):
        if said:
            return QuerySyntaxError(f"this {said[1].strip()}")
        if _STAR in str(error):
            return QuerySyntaxError("SELECT * cannot stand with GROUP BY: list the variables")
        return _placed(_message("the end of the query", before, probe), text, len(before))
    start, end = spans[wrong]
    if _NOT_AN_IRI in probe.complaint(text[:end]):
        start = text.rindex("<", 0, end)
        return _placed(f"{text[start:end]} is not an IRI", text, start)
    token = text[start:end]
    message = _of_name(token, text, prefixes) or _message(_shown(token), before, probe)
    return _placed(message, text, start)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Return start and end of what the engine takes for a token."""
    start = None
    found = list(tokens(text))
    for token, after in zip_longest(found, found[1:]):
        start = token.at if start is None else start
        if after is None or after.at != token.end or not _is_joined(token, after):
            yield start, token.end
            start = None


def _is_joined(token: Token, after: Token) -> bool:
    signed = token.text in ("+", "-") and after.kind == "number"
    return signed or (token.text, after.text) in _JOINED


def _of_name(token: str, text: str, prefixes: Mapping[str, str]) -> str | None:
    """Say that a name's prefix is not declared, where that is the fault."""
    name = _NAME.fullmatch(token)
    if name is None or name[1] in prefixes:
        return None
    if re.search(rf"\bPREFIX\s+{re.escape(name[1])}:", text, re.IGNORECASE):
        return None
    return f"the prefix {name[1]}: is not declared"


def _message(found: str, before: str, probe: _Probe) -> str:
    """Say what was found, and what could have stood there in its place."""
    possible = [name for text, name in _TRIED if probe.goes_on(f"{before} {text} ")]
    words = [name for name in possible if name in _WORDS]
    near = get_close_matches(found.strip("'").upper(), words, n=1, cutoff=0.7)
    if near:
        return f"found {found}; did you mean {near[0]}?"
    if not possible:
        return f"{found} cannot stand here"
    more = ", …" if len(possible) > MOST else ""
    return f"found {found}; expected {', '.join(possible[:MOST])}{more}"


def _shown(token: str) -> str:
    return f"'{token}'" if len(token) <= 40 else f"'{token[:39]}…'"


def _placed(message: str, text: str, at: int) -> QuerySyntaxError:
    return QuerySyntaxError(message, *position(text, at))


def _engine_place(error: SyntaxError) -> QuerySyntaxError:
    found = _PLACE.match(str(error))
    if found is None:
        return QuerySyntaxError(str(error))
    return QuerySyntaxError("not SPARQL at or before this place", int(found[1]), int(found[2]))
