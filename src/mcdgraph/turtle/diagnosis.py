"""Words for what is wrong at a place where the grammar does not go on."""

import re
from difflib import get_close_matches
from typing import Final

from mcdgraph.turtle.names import Fault

#: How much is compared in the search for a prefix that may be meant.
_LONGEST: Final = 40
_MOST: Final = 200

_WORD: Final = re.compile(r"[^\s.;,\[\](){}\"'<>#]+")
#: What only RDF 1.2 Turtle has (clauses 2.6 to 2.10): how it is written, and what it is.
_RDF_12: Final = (
    (re.compile(r"<<\("), "a triple term"),
    (re.compile(r"<<"), "a reified triple"),
    (re.compile(r"~"), "a reifier"),
    (re.compile(r"--[A-Za-z]+"), "the base direction of a text"),
    (re.compile(r"@version\b|(?:VERSION)(?=\s*[\"'])", re.IGNORECASE), "a version"),
)
_IRI_TEXT: Final = re.compile(r'[^\x00-\x20<>"{}|^`\\]*')
_IRI_ESCAPE: Final = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_STRING_ESCAPE: Final = re.compile(r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})""")


def expected(text: str, at: int, what: str, *, after: bool = False) -> Fault:
    """Say what stands at a place and what was expected there.

    ``after`` says that a triple is complete before the place, so that a dot may be missing.
    """
    if at >= len(text):
        hint = "; did you forget the final dot?" if after else ""
        return Fault(at, f"the file ends here; expected {what}{hint}")
    if fault := _rdf_12_fault(text, at):
        return fault
    character = text[at]
    if character == "<" and not after:
        return _iri_fault(text, at, what)
    if character in "\"'" and not after:
        return Fault(at, f"a string cannot stand here; expected {what}")
    found = _found(text, at)
    if after:
        return Fault(at, f"found {found}; expected {what}{_missing_dot(text, at)}", at + 1)
    return Fault(at, f"found {found}; expected {what}{_hint(text, at)}", at + 1)


def _rdf_12_fault(text: str, at: int) -> Fault | None:
    """Name what is no fault in RDF 1.2, and where it can be read."""
    for sign, what in _RDF_12:
        if found := sign.match(text, at):
            message = (
                f"{found[0]!r} is {what} of RDF 1.2, which graphs that are checked and built do "
                "not have; `mcdgraph query` and `mcdgraph serve` read it in FILES"
            )
            return Fault(at, message, found.end())
    return None


def _found(text: str, at: int) -> str:
    word = _WORD.match(text, at)
    if word is None:
        return repr(text[at])
    return repr(word[0] if len(word[0]) <= 40 else word[0][:39] + "…")


def _missing_dot(text: str, at: int) -> str:
    """Guess at a forgotten dot where the next token begins another line."""
    before = text[:at].rstrip(" \t")
    if not before.endswith(("\n", "\r")):
        return ""
    line = text.count("\n", 0, len(before.rstrip())) + 1
    return f"; did you forget a dot at the end of line {line}?"


def _hint(text: str, at: int) -> str:
    word = _WORD.match(text, at)
    if word is None:
        return ""
    if word[0].startswith("_:"):
        return "; '_:' is followed by letters or digits"
    if word[0].lower() in ("true", "false"):
        return f"; a boolean is written {word[0].lower()}"
    if ":" not in word[0] and word[0].isidentifier():
        return "; a name has a prefix (ex:name), a string has quotes"
    return ""


def _iri_fault(text: str, at: int, what: str) -> Fault:
    end = at + 1
    while True:
        found = _IRI_TEXT.match(text, end)
        end = found.end() if found else end
        escape = _IRI_ESCAPE.match(text, end)
        if escape is None:
            break
        end = escape.end()
    if end >= len(text) or text[end] in "\r\n":
        return Fault(at, "this IRI is never closed: '>' is missing", end)
    if text[end] == ">":
        return Fault(at, f"an IRI cannot stand here; expected {what}", end + 1)
    if text[end] == "\\":
        wrong = text[end : end + 2]
        return Fault(end, f"'{wrong}' is no escape of an IRI: \\u and 4 digits, or \\U and 8")
    return Fault(end, f"{text[end]!r} cannot stand in an IRI; is a '>' missing, or a %-escape?")


def string_fault(text: str, at: int) -> Fault:
    """Say why the string that begins at a place is none."""
    quote = text[at]
    long = text.startswith(quote * 3, at)
    end = at + (3 if long else 1)
    closer = quote * 3 if long else quote
    while end < len(text) and not text.startswith(closer, end):
        if text[end] == "\\":
            if (escape := _STRING_ESCAPE.match(text, end)) is None:
                wrong = text[end : end + 2]
                return Fault(end, f"'{wrong}' is no escape; a backslash itself is '\\\\'")
            end = escape.end()
        elif text[end] in "\r\n" and not long:
            hint = f"or use {quote * 3} for several lines"
            return Fault(at, f"this string is never closed on its line; add {quote} {hint}", end)
        else:
            end += 1
    return Fault(at, f"this string is never closed: {closer} is missing", end)


def undeclared(prefix: str, at: int, declared: list[str], registry: dict[str, str]) -> Fault:
    """Say that a prefix is not declared, and which one may be meant."""
    message = f"the prefix '{prefix}:' is not declared"
    if prefix in registry:
        message += f"; add: @prefix {prefix}: <{registry[prefix]}> ."
    elif close := get_close_matches(prefix[:_LONGEST], declared[:_MOST], n=1, cutoff=0.5):
        message += f"; did you mean '{close[0]}:'?"
    return Fault(at, message, at + len(prefix) + 1)
