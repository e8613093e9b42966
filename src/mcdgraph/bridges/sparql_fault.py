"""Finds where a text stops being SPARQL, and what may stand there.

The engine's parser tells the furthest character it looked at, which may lie well behind the
fault, and the character classes it tried there. So it is asked again: a query cut off after a
token, and spoilt at its end, is refused at that end exactly where the part before could go on.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import pyoxigraph as ox

from mcdgraph.errors import QuerySyntaxError

#: Above this many characters the place is not looked for: each look parses the text again.
LONGEST: Final = 100_000
#: What may come next is told up to this many.
MOST: Final = 8
#: Spaces that the parser's look ahead, by a keyword's length, does not cross.
_MARGIN: Final = " " * 60
_TOKEN: Final = re.compile(
    r'''
    \#[^\n]*                                            # a comment
    | <[^<>"{}|^`\\\x00-\x20]*>                         # an IRI
    | """(?:"{0,2}(?:[^"\\]|\\.))*"""
    | \'\'\'(?:\'{0,2}(?:[^\'\\]|\\.))*\'\'\'
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | [?$@]?(?:[\w:%-]|\.(?=[\w:%-]))+                 # a variable, name, word or number
    | \^\^ | && | \|\| | [<>!]= | <<\(? | \)>>
    | \S
    ''',
    re.VERBOSE | re.DOTALL,
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
#: What the engine says of a text that obeys the grammar and is yet no query.
_SAID: Final = re.compile(r"\bThe (SELECT [^,\[]*)")
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
    tokens = [token for token in _TOKEN.finditer(text) if not token[0].startswith("#")]
    ends = [token.end() for token in tokens]
    wrong = bisect_left(ends, True, key=lambda end: not probe.goes_on(text[:end]))
    for token in tokens[: wrong + 1]:
        if token[0] in ("'", '"'):
            return _placed("this string is never closed on its line", text, token.start())
    before = text[: ends[wrong - 1]] if wrong else ""
    if wrong == len(tokens):
        said = _SAID.search(str(error))
        if said:
            return QuerySyntaxError(f"this {said[1].strip()}")
        return _placed(_message("the end of the query", before, probe), text, len(before))
    token = tokens[wrong]
    if _NOT_AN_IRI in probe.complaint(text[: token.end()]):
        start = text.rindex("<", 0, token.end())
        return _placed(f"{text[start : token.end()]} is not an IRI", text, start)
    message = _of_name(token[0], text, prefixes) or _message(_shown(token[0]), before, probe)
    return _placed(message, text, token.start())


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
    line = text.count("\n", 0, at) + 1
    return QuerySyntaxError(message, line, at - (text.rfind("\n", 0, at) + 1) + 1)


def _engine_place(error: SyntaxError) -> QuerySyntaxError:
    found = _PLACE.match(str(error))
    if found is None:
        return QuerySyntaxError(str(error))
    return QuerySyntaxError("not SPARQL at or before this place", int(found[1]), int(found[2]))
