"""Escape sequences of strings, IRIs and local names.

Source: RDF 1.1 Turtle, clause 6.4.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_CHARACTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class EscapeFault(ValueError):
    """An escape that stands for no character; ``at`` is its offset in the text given."""

    def __init__(self, message: str, at: int) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.at = at


def unescape(text: str) -> str:
    """Replace every escape by its character; raise `EscapeFault` for a surrogate or beyond."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    four, eight, single = found.groups()
    if single is not None:
        return _CHARACTERS.get(single, single)
    code = int(four or eight, 16)
    if 0xD800 <= code <= 0xDFFF:
        raise EscapeFault(f"{found[0]} is a surrogate, not a character", found.start())
    if code > 0x10FFFF:
        raise EscapeFault(f"{found[0]} is beyond U+10FFFF, the last character", found.start())
    return chr(code)
