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
from mcdgraph.errors import QuerySyntaxError, SyntaxFault, SyntaxFaultKind

#: Above this many characters the place is not looked for: each look parses the text again.
LONGEST: Final = 100_000
#: What may come next is told up to this many.
MOST: Final = 8
#: Characters of the engine's own words.
MAX_ENGINE: Final = 1_000
#: Spaces that the parser's look ahead, by a keyword's length, does not cross.
_MARGIN: Final = " " * 60
#: Tokens that the engine takes for one where nothing stands between them.
_JOINED: Final = frozenset({("<", "<"), (")", ">>"), ("{", "|"), ("|", "}")})
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
#: What the engine says of a text that obeys the grammar and is yet no query.
_SAID: Final = re.compile(r"\bThe (SELECT [^,\[]*)")
_STAR: Final = "SELECT * is not authorized with GROUP BY"
_NOT_AN_IRI: Final = "IRI parsing failed"
_NAME: Final = re.compile(r"([\w.-]*):[^/]*")
_WORDS: Final = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "WHERE", "FROM"),
    *("FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE", "AS", "IN"),
    *("GROUP", "HAVING", "ORDER", "BY", "LIMIT", "OFFSET", "ASC", "DESC", "EXISTS", "UNDEF"),
)
#: Kinds of terms by what is tried for them, in the order in which they are told.
_KINDS: Final = {
    "x:": "prefix",
    "?x": "variable",
    "<urn:x>": "iri",
    '"x"': "literal",
    "1": "number",
}
#: How they are called in English.
_NAMES: Final = {
    "prefix": "a prefix such as ex:",
    "variable": "a variable",
    "iri": "an IRI",
    "literal": "a literal",
    "number": "a number",
}
#: What is tried at the fault, and how a fault names it: marks, kinds of terms, words.
_TRIED: Final = (
    *((mark, f"'{mark}'") for mark in ("{", "}", "(", ")", "]", ".", ";", ",", "=")),
    *_KINDS.items(),
    *((word, word) for word in _WORDS),
)
_END: Final = "the end of the query"
#: English words for a fault, filled with what was found and what was expected.
_ENGLISH: Final = {
    SyntaxFaultKind.EXPECTED: "found {found}; expected {expected}",
    SyntaxFaultKind.MEANT: "found {found}; did you mean {expected}?",
    SyntaxFaultKind.IMPOSSIBLE: "{found} cannot stand here",
    SyntaxFaultKind.UNDECLARED: "the prefix {found} is not declared",
    SyntaxFaultKind.NOT_AN_IRI: "{found} is not an IRI",
    SyntaxFaultKind.UNCLOSED: "this string is never closed on its line",
    SyntaxFaultKind.UNGROUPED: (
        "{found} is neither in GROUP BY nor in an aggregate (SPARQL 1.1, 11.4)"
    ),
    SyntaxFaultKind.STAR: "SELECT * cannot stand with GROUP BY: list the variables",
}


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
    fault, at = _fault(error, text, _Probe(base=base, prefixes=prefixes))
    if fault is None:
        said = _SAID.search(str(error))
        message = f"this {said[1].strip()}" if said else str(error)
        return QuerySyntaxError(message, engine=str(error)[:MAX_ENGINE])
    place = position(text, at) if at is not None else (None, None)
    return QuerySyntaxError(_english(fault), *place, fault=fault, engine=str(error)[:MAX_ENGINE])


def _fault(error: SyntaxError, text: str, probe: _Probe) -> tuple[SyntaxFault | None, int | None]:
    """Find what is wrong and at which offset; None where only the engine can say it."""
    spans = list(_spans(text))
    wrong = bisect_left(spans, True, key=lambda span: not probe.goes_on(text[: span[1]]))
    for start, end in spans[: wrong + 1]:
        if text[start:end] in ("'", '"'):
            return SyntaxFault(kind=SyntaxFaultKind.UNCLOSED), start
    said = _SAID.search(str(error))
    if said or (wrong < len(spans) and text[slice(*spans[wrong])] == "}"):
        ungrouped = find_ungrouped(text)
        if ungrouped is not None:
            return (
                SyntaxFault(kind=SyntaxFaultKind.UNGROUPED, found=ungrouped.text),
                ungrouped.at,
            )
    before = text[: spans[wrong - 1][1]] if wrong else ""
    if wrong == len(spans):
        if said:
            return None, None
        if _STAR in str(error):
            return SyntaxFault(kind=SyntaxFaultKind.STAR), None
        return _possible("", before, probe), len(before)
    start, end = spans[wrong]
    if _NOT_AN_IRI in probe.complaint(text[:end]):
        start = text.rindex("<", 0, end)
        return SyntaxFault(kind=SyntaxFaultKind.NOT_AN_IRI, found=text[start:end]), start
    token = text[start:end]
    return _of_name(token, text, probe.prefixes) or _possible(_shown(token), before, probe), start


def _english(fault: SyntaxFault) -> str:
    """Say what is wrong in English, for programs."""
    names = [_NAMES.get(name, name) for name in fault.expected]
    expected = ", ".join(names) + (", …" if fault.more else "")
    return _ENGLISH[fault.kind].format(found=fault.found or _END, expected=expected)


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


def _of_name(token: str, text: str, prefixes: Mapping[str, str]) -> SyntaxFault | None:
    """Say that a name's prefix is not declared, where that is the fault."""
    name = _NAME.fullmatch(token)
    if name is None or name[1] in prefixes:
        return None
    if re.search(rf"\bPREFIX\s+{re.escape(name[1])}:", text, re.IGNORECASE):
        return None
    return SyntaxFault(kind=SyntaxFaultKind.UNDECLARED, found=f"{name[1]}:")


def _possible(found: str, before: str, probe: _Probe) -> SyntaxFault:
    """Say what was found, and what could have stood there in its place."""
    possible = [name for text, name in _TRIED if probe.goes_on(f"{before} {text} ")]
    words = [name for name in possible if name in _WORDS]
    near = get_close_matches(found.strip("'").upper(), words, n=1, cutoff=0.7)
    if near:
        return SyntaxFault(kind=SyntaxFaultKind.MEANT, found=found, expected=tuple(near))
    if not possible:
        return SyntaxFault(kind=SyntaxFaultKind.IMPOSSIBLE, found=found)
    return SyntaxFault(
        kind=SyntaxFaultKind.EXPECTED,
        found=found,
        expected=tuple(possible[:MOST]),
        more=len(possible) > MOST,
    )


def _shown(token: str) -> str:
    return f"'{token}'" if len(token) <= 40 else f"'{token[:39]}…'"


def _engine_place(error: SyntaxError) -> QuerySyntaxError:
    found = _PLACE.match(str(error))
    if found is None:
        return QuerySyntaxError(str(error))
    return QuerySyntaxError("not SPARQL at or before this place", int(found[1]), int(found[2]))
