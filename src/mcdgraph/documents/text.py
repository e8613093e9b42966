"""Turtle and its kin as a parser takes them: no byte order mark, no endless nesting."""

import re
from typing import Final

#: Triple terms inside each other; a parser that calls itself dies of a few thousand.
MAX_TRIPLE_TERMS: Final = 500

#: What may hold the signs of a triple term without being one.
_OTHER: Final = (
    rb'"""(?:"{0,2}+(?:[^"\\]|\\.))*+"""|' + rb"'''(?:'{0,2}+(?:[^'\\]|\\.))*+'''|"
    rb'"(?:[^"\\\n\r]|\\.)*+"|' + rb"'(?:[^'\\\n\r]|\\.)*+'|"
    rb"<[^\x00-\x20<>\"{}|^`\\]*+>|#[^\n\r]*+"
)
_SIGNS: Final = re.compile(rb"(?s:" + _OTHER + rb")|(<<\()|(\)>>)")


class TextFault(Exception):
    """Triple terms are nested too deep; ``at`` is the offset in bytes."""

    def __init__(self, at: int) -> None:
        """Keep the place."""
        super().__init__(f"triple terms are nested more than {MAX_TRIPLE_TERMS} deep")
        self.at = at


def without_mark(data: bytes) -> bytes:
    """Give a text without the byte order mark that it may begin with (RFC 3629, clause 6)."""
    return data.removeprefix(b"\xef\xbb\xbf")


def require_shallow_terms(data: bytes) -> None:
    """Raise `TextFault` where triple terms are nested deeper than `MAX_TRIPLE_TERMS`."""
    if data.count(b"<<(") <= MAX_TRIPLE_TERMS:
        return
    depth = 0
    for found in _SIGNS.finditer(data):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth > MAX_TRIPLE_TERMS:
            raise TextFault(found.start())
