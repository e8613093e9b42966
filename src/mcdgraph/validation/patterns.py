"""Regular expressions as SPARQL's REGEX understands them, for Python.

Source: SPARQL 1.1, clause 17.4.3.14; XQuery and XPath Functions and Operators, clause 5.6.1.
"""

import re
import sys
import unicodedata
from functools import lru_cache

FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}

_NAME_START = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_CLASSES = {
    "i": _NAME_START,
    "c": rf"{_NAME_START}\-.0-9\u00B7\u0300-\u036F\u203F\u2040",
}
_CATEGORY = re.compile(r"[pP]\{([A-Z][a-z]?)\}")


class PatternError(ValueError):
    """A regular expression or a flag that SPARQL does not know."""


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str = "") -> re.Pattern[str]:
    """Compile an XPath regular expression; raise `PatternError` where it is none."""
    unknown = set(flags) - set(FLAGS) - {"q"}
    if unknown:
        raise PatternError(f"unknown flag {', '.join(sorted(unknown))}; there are s, m, i, x, q")
    options = sum(FLAGS[flag] for flag in set(flags) if flag in FLAGS)
    try:
        if "q" in flags:
            return re.compile(re.escape(pattern), options & re.IGNORECASE)
        return re.compile(_Translator(pattern, "m" in flags, "s" in flags).translate(), options)
    except (re.error, OverflowError) as error:
        raise PatternError(f"not a regular expression: {error}") from error


class _Translator:
    """Rewrites what Python writes otherwise: classes of characters, ends of the text, the dot."""

    def __init__(self, pattern: str, multiline: bool, dotall: bool) -> None:
        self._pattern = pattern
        self._at = 0
        self._end = r"$" if multiline else r"\Z"
        self._dot = "." if dotall else r"[^\n\r]"

    def translate(self) -> str:
        out = []
        while self._at < len(self._pattern):
            char = self._take()
            if char == "[":
                out.append(self._class())
            elif char == "\\":
                out.append(self._escape(inside=False))
            elif char == "(" and self._pattern.startswith("?", self._at):
                out.append(self._group())
            else:
                out.append({"$": self._end, ".": self._dot}.get(char, char))
        return "".join(out)

    def _take(self) -> str:
        if self._at >= len(self._pattern):
            raise PatternError("the expression ends too early")
        self._at += 1
        return self._pattern[self._at - 1]

    def _group(self) -> str:
        """Let only a group that is not captured begin with a question mark."""
        if not self._pattern.startswith("?:", self._at):
            raise PatternError(f"unknown group ({self._pattern[self._at : self._at + 2]}")
        self._at += 2
        return "(?:"

    def _escape(self, *, inside: bool) -> str:
        char = self._take()
        if char in "pP":
            return self._category(inside=inside)
        if char in "icIC":
            negated = "^" if char.isupper() else ""
            members = _CLASSES[char.lower()]
            if inside and negated:
                raise PatternError(f"\\{char} inside square brackets is not supported")
            return members if inside else f"[{negated}{members}]"
        if char.isalpha() and char not in "nrtdDsSwW":
            raise PatternError(f"unknown escape \\{char}")
        return rf"\{char}"

    def _category(self, *, inside: bool) -> str:
        """Spell out the characters of a Unicode category."""
        found = _CATEGORY.match(self._pattern, self._at - 1)
        if found is None:
            raise PatternError(r"\p without a category in braces")
        self._at = found.end()
        members = _members(found[1], negated=found[0][0] == "P")
        return members if inside else f"[{members}]"

    def _class(self) -> str:
        """Rewrite a class in square brackets; a subtraction becomes a look-ahead."""
        out = ["["]
        if self._pattern.startswith("^", self._at):
            out.append(self._take())
        start = self._at
        while (char := self._take()) != "]" or self._at - 1 == start:
            if char == "\\":
                out.append(self._escape(inside=True))
            elif char == "-" and self._pattern.startswith("[", self._at):
                self._take()
                without = self._class()
                if self._take() != "]":
                    raise PatternError("a subtraction must end its square brackets")
                return f"(?:(?!{without}){''.join(out)}])"
            else:
                out.append(rf"\{char}" if char == "[" else char)
        return "".join(out) + "]"


@lru_cache(maxsize=32)
def _members(category: str, *, negated: bool) -> str:
    """List the ranges of characters whose category begins so."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(category) is negated:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    if not ranges:
        raise PatternError(f"unknown category {category}")
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
