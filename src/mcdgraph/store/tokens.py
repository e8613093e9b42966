"""The tokens of a query: enough of the grammar to know a keyword from a string.

Source: SPARQL 1.1 Query, clause 19.8, as the engine reads it: it lets IRIs hold escapes of
Unicode, and ends a local name before its second row of dots.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>  \s+ | \#[^\r\n]* )
  | (?P<iri>   <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
  | (?P<text>  \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
             | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<name>  (?:[^\W\d][\w.-]*)?:(?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.)*(?:\.+(?:[\w:%-]|\\.)+)?)? )
  | (?P<number> (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
  | (?P<word>  [?$]?\w+ )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """A piece of a query: its kind, text, and offset in code points."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The keyword that it may be, in upper case; empty for anything else.

        The engine's grammar lets a keyword follow ``true`` or a number without a space, and
        what reaches out must not hide behind one.
        """
        if self.kind != "word" or self.text[0] in "?$":
            return ""
        upper = self.text.upper()
        return "SERVICE" if upper.endswith("SERVICE") else upper


def tokens(text: str) -> Iterator[Token]:
    """Split a query, leaving out white space and comments."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "skip":
            yield Token(kind=found.lastgroup or "", text=found[0], at=found.start())
