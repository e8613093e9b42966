"""The tokens of a query: enough of the grammar to know a keyword from a string.

Source: SPARQL 1.1 Query, clause 19.8, as the engine reads it: it lets IRIs hold escapes of
Unicode, and ends a local name before its second row of dots.

Whatever a stranger writes is read in linear time. An expression that looks for an end and does
not find it would look for the same end again a few characters on; so what is known to have no
end is remembered, and repetitions keep what they took (``*+``).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

#: The kinds of tokens, each where those before it do not match.
_KINDS: Final = {
    "space": r"(?:\s++|\#[^\r\n]*+)++",
    "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>",
    "quote": r'"""|\'\'\'|"|\'',
    "variable": r"[?$]\w++",
    "language": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+",
    "name": (
        r"(?:[^\W\d][\w.-]*+)?+:"
        r"(?:(?:[\w:%]|\\.)(?:[\w:%-]++|\\.)*+(?:\.++(?:[\w:%-]++|\\.)++)?+)?+"
    ),
    "number": r"(?:\d++(?:\.\d*+)?+|\.\d++)[eE][+-]?\d++|\d*+\.\d++|\d++",
    "word": r"\w++",
    "sign": r"\^\^|&&|\|\||[<>!]=|.",
}


def _any_of(kinds: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{_KINDS[kind]})" for kind in kinds), re.DOTALL)


_TOKEN: Final = _any_of(_KINDS)
_NAMELESS: Final = _any_of(kind for kind in _KINDS if kind != "name")
#: The longest beginning of what stands between quotation marks; it may be empty.
_INSIDE: Final = {
    '"""': re.compile(r'(?:[^"\\]++|\\.|"(?!""))*+', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\]++|\\.|'(?!''))*+", re.DOTALL),
    '"': re.compile(r'(?:[^"\\\r\n]++|\\.)*+', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\r\n]++|\\.)*+", re.DOTALL),
}
#: What a prefix may hold: where such a run does not end with a colon, no name begins in it.
_RUN: Final = re.compile(r"[\w.-]*+")
_UNICODE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST: Final = 0x10FFFF


class Token(NamedTuple):
    """A piece of a query: its kind and text, what is before it, and its offset in code points.

    ``kind`` is iri, string, variable, language, blank, name, number, word or sign. ``space`` is
    the white space and the comments before it.
    """

    kind: str
    text: str
    space: str = ""
    at: int = 0

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.at + len(self.text)

    @property
    def word(self) -> str:
        """The keyword that it may be, in upper case; empty for anything else.

        The engine's grammar lets a keyword follow ``true`` or a number without a space, and
        what reaches out must not hide behind one.
        """
        if self.kind != "word":
            return ""
        upper = self.text.upper()
        return "SERVICE" if upper.endswith("SERVICE") else upper

    @property
    def variable(self) -> str | None:
        """The name of a variable; None for anything else."""
        return self.text[1:] if self.kind == "variable" else None

    @property
    def iri(self) -> str | None:
        """What an IRI in angle brackets is without escapes (19.2); None for anything else."""
        return _UNICODE.sub(_character, self.text[1:-1]) if self.kind == "iri" else None


def tokens(text: str) -> Iterator[Token]:
    """Split a query; the white space and comments at its end belong to no token."""
    scanner = _Scanner(text)
    at, space = 0, ""
    while at < len(text):
        kind, end = scanner.token(at)
        if kind == "space":
            space = text[at:end]
        else:
            yield Token(kind, text[at:end], space, at)
            space = ""
        at = end


def position(text: str, at: int) -> tuple[int, int]:
    """Return line and column of an offset, in code points from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _Scanner:
    """Finds the end of a token, and remembers where what was looked for cannot be.

    Whether a quotation mark is escaped depends on the backslashes right before it, not on where
    a string began. So where a string has no end before some place, none of its kind that begins
    before that place has one.
    """

    def __init__(self, text: str) -> None:
        """Begin with nothing known."""
        self._text = text
        self._open = dict.fromkeys(_INSIDE, 0)
        self._nameless = 0

    def token(self, at: int) -> tuple[str, int]:
        """Return kind and end of the token that begins at an offset."""
        found = (_NAMELESS if at < self._nameless else _TOKEN).match(self._text, at)
        if found is None:
            raise AssertionError(f"no token at {at}")
        kind = found.lastgroup or ""
        if kind == "quote":
            return self._string(at, found[0])
        if kind == "word" and at >= self._nameless:
            self._nameless = _end(_RUN.match(self._text, at))
        return ("blank" if found[0].startswith("_:") else kind), found.end()

    def _string(self, at: int, quote: str) -> tuple[str, int]:
        """Read a string; a mark that opens none is an empty string, or stands for itself."""
        start = at + len(quote)
        if at >= self._open[quote]:
            end = _end(_INSIDE[quote].match(self._text, start))
            if self._text.startswith(quote, end):
                return "string", end + len(quote)
            self._open[quote] = end
        return ("sign", start) if len(quote) == 1 else ("string", at + 2)


def _end(found: re.Match[str] | None) -> int:
    """Return the end of what an expression matched that matches the empty text, too."""
    return found.end() if found else 0


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= _LAST else found[0]
